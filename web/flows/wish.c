#include "web/flows/wish.h"

#include "daemon/base/arena.h"
#include "gen/msg.h"
#include "gen/sql/attempt.h"
#include "gen/sql/candidate.h"
#include "web/flows/link.h"
#include "web/flows/notice.h"
#include "web/flows/person.h"

/* Somebody has to read it before the clocks run. */
static enum errc tell_staff(const struct flow *f, const char *code, struct err *e) {
    struct notice notice = { .kind = "wish.notice" };
    const char *link = link_url(f, arena_printf(f->arena, "/desk/applications/%s#wish", code));
    for (enum lang lang = 0; lang < LANG__MAX; lang++) {
        notice.subject[lang] = msg_candidate_wish_subject(lang, f->arena, code);
        notice.body[lang] = msg_candidate_wish_body(lang, f->arena, code, link);
    }
    return notice_staff(f, &notice, e);
}

enum errc wish_save(const struct flow *f, int64_t attempt_id, const char *text, struct err *e) {
    const struct q_attempt_get_row *attempt = NULL;
    TRY(q_attempt_get(f->db, attempt_id, f->actor_id, f->arena, &attempt, e));
    if (attempt == NULL)
        return ERR(e, E_NOT_FOUND, "no attempt %lld of this person", (long long)attempt_id);
    if (attempt->has_submitted_at || attempt->has_withdrawn_at)
        return ERR(e, E_GONE, "attempt %lld is over", (long long)attempt_id);
    if (*text == '\0')
        return q_wish_remove(f->db, attempt->application_id, e);
    const struct q_wish_get_row *before = NULL;
    TRY(q_wish_get(f->db, attempt->application_id, f->arena, &before, e));
    if (before == NULL)
        TRY(tell_staff(f, attempt->code, e));
    const char *sealed = NULL;
    TRY(person_seal(f, attempt->person_id, SEAL_WISH, attempt->application_id, text, &sealed, e));
    return q_wish_put(f->db, attempt->application_id, sealed, f->now_ms, e);
}

#include "web/flows/hand_in.h"

#include "daemon/base/arena.h"
#include "daemon/base/rand.h"
#include "gen/msg.h"
#include "gen/sql/attempt.h"
#include "gen/sql/candidate.h"
#include "gen/sql/results.h"
#include "web/flows/attempt.h"
#include "web/flows/letter.h"
#include "web/flows/person.h"
#include "web/flows/results.h"
#include "web/flows/section.h"
#include "web/kit/format.h"

/* A number that can be read out on the telephone: no letter that sounds or looks like another. */
static const char *receipt_new(struct arena *a) {
    static const char SIGNS[] = "23456789ABCDEFHKMNPRTXY";
    unsigned char bytes[8];
    rand_bytes(bytes, sizeof bytes);
    char *s = arena_alloc(a, sizeof bytes + 1, 1);
    for (size_t i = 0; i < sizeof bytes; i++)
        s[i] = SIGNS[bytes[i] % (sizeof SIGNS - 1)];
    return s;
}

/* A copy of the receipt for the person, where they have an address. */
static enum errc tell(const struct flow *f, int64_t person_id, const char *vacancy,
                      const char *receipt, struct err *e) {
    const struct q_candidate_contact_row *who = NULL;
    TRY(q_candidate_contact(f->db, person_id, f->arena, &who, e));
    const char *address = NULL;
    if (who != NULL)
        TRY(person_open(f, person_id, SEAL_CANDIDATE_EMAIL, person_id, who->email_sealed, &address,
                        e));
    if (address == NULL)
        return OK;
    enum lang lang = lang_of_tag(who->lang);
    const char *at = format_moment(lang, f->arena, f->now_ms);
    return letter_queue(f,
                        &(struct letter){
                            .kind = "attempt.received",
                            .person_id = person_id,
                            .to = address,
                            .subject = msg_candidate_letter_subject(lang, f->arena, vacancy),
                            .body = msg_candidate_letter_body(lang, f->arena, vacancy, at, receipt),
                            .lang = lang,
                        },
                        e);
}

/* The whole, once it may be. */
static enum errc finish(const struct flow *f, int64_t attempt_id, int64_t application_id,
                        int64_t person_id, const char *vacancy, struct err *e) {
    const char *receipt = receipt_new(f->arena);
    int64_t n = 0;
    TRY(q_section_close_all(f->db, f->now_ms, attempt_id, e));
    TRY(q_attempt_hand_in(f->db, f->now_ms, receipt, attempt_id, &n, e));
    if (n == 0)
        return OK; /* somebody was here first */
    TRY(q_application_complete(f->db, f->now_ms, application_id, e));
    TRY(results_score(f, attempt_id, e));
    TRY(tell(f, person_id, vacancy, receipt, e));
    return flow_audit(f, "attempt.handed_in", "attempt", attempt_id, NULL, e);
}

enum errc hand_in(const struct flow *f, int64_t attempt_id, struct err *e) {
    const struct q_attempt_get_row *attempt = NULL;
    TRY(q_attempt_get(f->db, attempt_id, f->actor_id, f->arena, &attempt, e));
    if (attempt == NULL)
        return ERR(e, E_NOT_FOUND, "no attempt %lld of this person", (long long)attempt_id);
    if (attempt->has_withdrawn_at)
        return ERR(e, E_GONE, "attempt %lld was withdrawn", (long long)attempt_id);
    if (attempt->has_submitted_at)
        return OK;
    struct q_section_list_rows sections = { 0 };
    TRY(q_section_list(f->db, attempt_id, f->arena, &sections, e));
    for (size_t i = 0; i < sections.n; i++) {
        const struct q_section_list_row *s = &sections.v[i];
        struct section_times t = { s->started_at, s->deadline_at, s->closed_at };
        enum section_state state = section_state(t, f->now_ms);
        if (state == SECTION_WAITING || state == SECTION_OPEN)
            return ERR(e, E_CONFLICT, "section %lld of attempt %lld is not done",
                       (long long)s->position, (long long)attempt_id);
    }
    return finish(f, attempt_id, attempt->application_id, attempt->person_id, attempt->title, e);
}

enum errc hand_in_overdue(const struct flow *f, int64_t attempt_id, struct err *e) {
    const struct q_attempt_to_score_row *attempt = NULL;
    TRY(q_attempt_to_score(f->db, attempt_id, f->arena, &attempt, e));
    if (attempt == NULL || attempt->has_submitted_at)
        return OK;
    const struct q_attempt_get_row *row = NULL;
    TRY(q_attempt_get(f->db, attempt_id, attempt->person_id, f->arena, &row, e));
    if (row == NULL || row->has_withdrawn_at)
        return OK;
    return finish(f, attempt_id, row->application_id, row->person_id, row->title, e);
}

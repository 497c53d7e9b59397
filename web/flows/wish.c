#include "web/flows/wish.h"

#include "daemon/base/arena.h"
#include "gen/sql/attempt.h"
#include "gen/sql/candidate.h"
#include "web/flows/person.h"

enum errc wish_save(const struct flow *f, int64_t attempt_id, const char *text, struct err *e) {
    const struct q_attempt_get_row *attempt = NULL;
    TRY(q_attempt_get(f->db, attempt_id, f->actor_id, f->arena, &attempt, e));
    if (attempt == NULL)
        return ERR(e, E_NOT_FOUND, "no attempt %lld of this person", (long long)attempt_id);
    if (attempt->has_submitted_at || attempt->has_withdrawn_at)
        return ERR(e, E_GONE, "attempt %lld is over", (long long)attempt_id);
    if (*text == '\0')
        return q_wish_remove(f->db, attempt->application_id, e);
    const char *sealed = NULL;
    TRY(person_seal(f, attempt->person_id, SEAL_WISH, attempt->application_id, text, &sealed, e));
    return q_wish_put(f->db, attempt->application_id, sealed, f->now_ms, e);
}

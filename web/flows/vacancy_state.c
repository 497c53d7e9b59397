#include "web/flows/vacancy_state.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "gen/sql/desk.h"
#include "gen/sql/invite.h"
#include "web/kit/states.h"

static enum errc put(const struct flow *f, int64_t vacancy_id, const char *state, int64_t closes_at,
                     const char *kind, struct err *e) {
    int64_t changed = 0;
    TRY(q_desk_vacancy_state(f->db, state, closes_at, vacancy_id, &changed, e));
    if (changed != 1)
        return ERR(e, E_NOT_FOUND, "no such vacancy");
    TRY(q_invite_links_until(f->db, closes_at, vacancy_id, e));
    return flow_audit(f, kind, "vacancy", vacancy_id,
                      arena_printf(f->arena, "{\"closes_at\":%lld}", (long long)closes_at), e);
}

enum errc vacancy_set_state(const struct flow *f, int64_t vacancy_id, bool open, int64_t closes_at, struct err *e) {
    const struct q_desk_vacancy_row *v = NULL;
    TRY(q_desk_vacancy(f->db, vacancy_id, f->arena, &v, e));
    if (v == NULL)
        return ERR(e, E_NOT_FOUND, "no such vacancy");
    if (vacancy_state_of_word(v->state) == VACANCY_DRAFT)
        return ERR(e, E_CONFLICT, "a draft is opened by publishing its instruction");
    return put(f, vacancy_id, vacancy_state_word(open ? VACANCY_OPEN : VACANCY_CLOSED), closes_at, open ? "vacancy.opened" : "vacancy.closed", e);
}

enum errc vacancy_set_day(const struct flow *f, int64_t vacancy_id, int64_t closes_at, struct err *e) {
    const struct q_desk_vacancy_row *v = NULL;
    TRY(q_desk_vacancy(f->db, vacancy_id, f->arena, &v, e));
    if (v == NULL)
        return ERR(e, E_NOT_FOUND, "no such vacancy");
    return put(f, vacancy_id, v->state, closes_at, "vacancy.day_moved", e);
}

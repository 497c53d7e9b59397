#include "web/flows/invite_remind.h"

#include "gen/sql/invite.h"
#include "web/flows/invite.h"

static enum errc read_people(const struct flow *f, int64_t vacancy_id, struct q_invite_unopened_rows *ret,
                             struct err *e) {
    return q_invite_unopened(f->db, vacancy_id, f->now_ms - INVITE_REMIND_PAUSE_MS, INVITE_REMIND_MAX, f->arena, ret, e);
}

enum errc invite_remind_count(const struct flow *f, int64_t vacancy_id, int64_t *ret_n, struct err *e) {
    struct q_invite_unopened_rows rows = { 0 };
    TRY(read_people(f, vacancy_id, &rows, e));
    *ret_n = (int64_t)rows.n;
    return OK;
}

enum errc invite_remind(const struct flow *f, int64_t vacancy_id, int64_t *ret_n, struct err *e) {
    struct q_invite_unopened_rows rows = { 0 };
    TRY(read_people(f, vacancy_id, &rows, e));
    for (size_t i = 0; i < rows.n; i++) {
        const char *path = NULL;
        TRY(invite_again(f, vacancy_id, rows.v[i].id, &path, e));
    }
    *ret_n = (int64_t)rows.n;
    return OK;
}

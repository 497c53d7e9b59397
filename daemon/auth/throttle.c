#include "daemon/auth/throttle.h"

#include <stdbool.h>
#include <stddef.h>

#include "daemon/base/clock.h"
#include "gen/sql/auth.h"

/* Is the hour in which failures are counted still running? */
static bool is_open(const struct q_login_failure_get_row *row, int64_t now_ms) {
    return row != NULL && now_ms - row->window_at < HOUR_MS;
}

enum errc throttle_check(struct db *db, const char *account, const char *device, int64_t now_ms,
                         struct arena *a, enum throttle *ret, int64_t *ret_wait_ms, struct err *e) {
    const struct q_login_failure_get_row *row = NULL;
    TRY(q_login_failure_get(db, account, device, a, &row, e));
    bool unknown = device[0] == '\0';
    *ret = THROTTLE_FREE;
    if (unknown && row != NULL && row->in_a_row_n >= THROTTLE_ROW_MAX)
        *ret = THROTTLE_LINK_ONLY;
    else if (is_open(row, now_ms) && row->window_n >= THROTTLE_HOUR_MAX)
        *ret = THROTTLE_WAIT;
    if (ret_wait_ms != NULL)
        *ret_wait_ms = *ret == THROTTLE_WAIT ? row->window_at + HOUR_MS - now_ms : 0;
    return OK;
}

enum errc throttle_fail(struct db *db, const char *account, const char *device, int64_t now_ms,
                        struct arena *a, struct err *e) {
    const struct q_login_failure_get_row *row = NULL;
    TRY(q_login_failure_get(db, account, device, a, &row, e));
    bool open = is_open(row, now_ms);
    return q_login_failure_put(db, account, device, open ? row->window_at : now_ms,
                               open ? row->window_n + 1 : 1, row != NULL ? row->in_a_row_n + 1 : 1,
                               e);
}

enum errc throttle_forget(struct db *db, const char *account, const char *device, struct err *e) {
    return q_login_failure_remove(db, account, device, e);
}

enum errc throttle_expire(struct db *db, int64_t now_ms, struct err *e) {
    return q_login_failure_expire(db, now_ms - DAY_MS, THROTTLE_ROW_MAX, e);
}

#include "web/flows/standings_due.h"

#include "daemon/base/arena.h"
#include "daemon/base/text.h"
#include "daemon/store/meta.h"
#include "gen/sql/results.h"

/* The fact of meta that holds when a vacancy's list was computed. */
static const char *key_of(int64_t vacancy_id, struct arena *a) {
    return arena_printf(a, "standings.%lld", (long long)vacancy_id);
}

enum errc standings_due(struct db *db, int64_t vacancy_id, struct arena *a, struct standings_due *ret,
                        struct err *e) {
    const struct q_standings_job_row *job = NULL;
    const char *at = NULL;
    TRY(q_standings_job(db, vacancy_id, a, &job, e));
    TRY(meta_get(db, key_of(vacancy_id, a), a, &at, e));
    *ret = (struct standings_due){ .due = job != NULL };
    if (job != NULL && job->tries > 0) {
        ret->failed = true;
        ret->retry_at = job->run_at;
    }
    if (at != NULL && text_i64(at, 0, INT64_C(1) << 53, &ret->computed_at) != OK)
        return ERR(e, E_INTERNAL, "the time of the list of vacancy %lld is no number", (long long)vacancy_id);
    return OK;
}

enum errc standings_done(struct db *db, int64_t vacancy_id, int64_t now_ms, struct arena *a, struct err *e) {
    return meta_set(db, key_of(vacancy_id, a), arena_printf(a, "%lld", (long long)now_ms), e);
}

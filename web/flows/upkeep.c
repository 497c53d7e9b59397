#include "web/flows/upkeep.h"

#include "daemon/auth/session.h"
#include "daemon/auth/throttle.h"
#include "daemon/jobs/jobs.h"

static enum errc forget(struct db *db, void *arg, struct err *e) {
    const int64_t *now_ms = arg;
    TRY(session_end_expired(db, *now_ms, NULL, e));
    return throttle_expire(db, *now_ms, e);
}

enum errc upkeep(struct job_context *ctx, int64_t object_id, struct err *e) {
    (void)object_id;
    return job_write(ctx, forget, &ctx->now_ms, e);
}

#include "web/flows/upkeep.h"

#include <stdio.h>

#include "daemon/auth/session.h"
#include "daemon/auth/throttle.h"
#include "daemon/jobs/jobs.h"
#include "daemon/store/meta.h"

static enum errc forget(struct db *db, void *arg, struct err *e) {
    const int64_t *now_ms = arg;
    TRY(session_end_expired(db, *now_ms, NULL, e));
    return throttle_expire(db, *now_ms, e);
}

enum errc upkeep(struct job_context *ctx, int64_t object_id, struct err *e) {
    (void)object_id;
    return job_write(ctx, forget, &ctx->now_ms, e);
}

static enum errc note_time(struct db *db, void *arg, struct err *e) {
    const int64_t *now_ms = arg;
    char text[24] = "";
    (void)snprintf(text, sizeof text, "%lld", (long long)*now_ms);
    return meta_set(db, META_ALIVE, text, e);
}

enum errc alive(struct job_context *ctx, int64_t object_id, struct err *e) {
    (void)object_id;
    return job_write(ctx, note_time, &ctx->now_ms, e);
}

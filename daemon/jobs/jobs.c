#include "daemon/jobs/jobs.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/clock.h"
#include "daemon/base/log.h"
#include "daemon/store/db.h"
#include "daemon/store/writer.h"
#include "gen/sql/jobs.h"

enum { JOB_ARENA_BYTES = 256 << 20, KINDS_MAX = 16 };

/* How often the thread looks for due jobs: one indexed read of an (almost always) empty table. */
static const int64_t LOOK_MS = 100;
static const int64_t RETRY_FIRST_MS = 5 * SECOND_MS;
static const int64_t RETRY_MAX_MS = HOUR_MS;

/* One thread, and what it alone touches. */
struct job_lane {
    struct jobs *jobs;
    bool waits; /* runs the kinds that wait, else all others and the due rows */
    pthread_t thread;
    int64_t next_us[KINDS_MAX]; /* of the periodic kinds, by the monotonic clock */
    struct job_context ctx;
};

enum { LANE_WORK, LANE_WAITING, LANES_N };

struct jobs {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    atomic_bool stop; /* set under the lock, so that no sleeper misses it */
    const struct job_kind *kinds;
    size_t kinds_n;
    const atomic_bool *clock_doubt; /* NULL = the clock is never in doubt */
    struct job_lane lanes[LANES_N];
};

bool job_stopping(const struct job_context *ctx) {
    return ctx->stop != NULL && atomic_load(ctx->stop);
}

/* Writing ----------------------------------------------------------------------------------- */

/* A writer_job that carries a job's write. */
struct write_job {
    struct writer_job base;
    enum errc (*write)(struct db *db, void *arg, struct err *e);
    void *arg;
};

static enum errc write_job_run(struct writer_job *base, struct db *db, struct err *e) {
    struct write_job *job = (struct write_job *)base;
    return job->write(db, job->arg, e);
}

enum errc job_write(struct job_context *ctx,
                    enum errc (*write)(struct db *db, void *arg, struct err *e), void *arg,
                    struct err *e) {
    if (ctx->writer != NULL) {
        struct write_job job = { .base = { .run = write_job_run }, .write = write, .arg = arg };
        return writer_run(ctx->writer, &job.base, e);
    }
    TRY(db_begin(ctx->db, e));
    enum errc code = write(ctx->db, arg, e);
    if (code == OK)
        code = db_commit(ctx->db, e);
    if (code != OK)
        db_rollback(ctx->db);
    return code;
}

enum errc jobs_ask(struct db *db, const char *kind, int64_t object_id, int64_t run_at,
                   struct err *e) {
    return q_job_ask(db, kind, object_id, run_at, e);
}

/* Running ----------------------------------------------------------------------------------- */

static enum errc mark_done(struct db *db, void *arg, struct err *e) {
    const struct q_job_due_row *row = arg;
    return q_job_done(db, row->kind, row->object_id, row->run_at, e);
}

struct failure {
    const struct q_job_due_row *row;
    int64_t run_at;
    const char *reason;
};

static enum errc mark_failed(struct db *db, void *arg, struct err *e) {
    const struct failure *f = arg;
    return q_job_failed(db, f->run_at, f->reason, f->row->kind, f->row->object_id, e);
}

/* 5 s, 10 s, 20 s … up to an hour. */
static int64_t retry_pause_ms(int64_t tries) {
    int64_t pause = RETRY_FIRST_MS;
    for (int64_t i = 0; i < tries && pause < RETRY_MAX_MS; i++)
        pause *= 2;
    return pause < RETRY_MAX_MS ? pause : RETRY_MAX_MS;
}

static const struct job_kind *kind_find(const struct job_kind *kinds, size_t n, const char *kind) {
    for (size_t i = 0; i < n; i++)
        if (!kinds[i].waits && strcmp(kinds[i].kind, kind) == 0)
            return &kinds[i];
    return NULL;
}

/* Run one due job, if there is one, and settle its row. ret_ran says whether there was one. */
static enum errc run_one(const struct job_kind *kinds, size_t n, struct job_context *ctx,
                         bool *ret_ran, struct err *e) {
    const struct q_job_due_row *row = NULL;
    TRY(q_job_due(ctx->db, ctx->now_ms, ctx->now_ms + DAY_MS, ctx->arena, &row, e));
    *ret_ran = row != NULL;
    if (row == NULL)
        return OK;
    struct q_job_due_row mine = *row;
    const struct job_kind *kind = kind_find(kinds, n, mine.kind);
    struct err failed = { 0 };
    enum errc code = kind != NULL ? kind->run(ctx, mine.object_id, &failed)
                                  : ERR(&failed, E_INTERNAL, "no job kind %s", mine.kind);
    if (code == OK)
        return job_write(ctx, mark_done, &mine, e);
    log_err_of(LOG_WARN, "job_failed", &failed, "kind=%s object=%lld", mine.kind, (long long)mine.object_id);
    struct failure f = { &mine, ctx->now_ms + retry_pause_ms(mine.tries), failed.msg };
    return job_write(ctx, mark_failed, &f, e);
}

enum errc jobs_run_due(struct db *db, const struct job_kind *kinds, size_t n, void *app,
                       int64_t now_ms, struct err *e) {
    struct arena *arena = arena_new(JOB_ARENA_BYTES);
    struct job_context ctx = { .db = db, .arena = arena, .app = app, .now_ms = now_ms };
    bool ran = true;
    enum errc code = OK;
    while (code == OK && ran) {
        arena_reset(arena);
        code = run_one(kinds, n, &ctx, &ran, e);
    }
    arena_free(&arena);
    return code;
}

/* The threads ------------------------------------------------------------------------------- */

/* Must a kind wait until the clock is believed again? */
static bool is_held(const struct jobs *j, const struct job_kind *kind) {
    return kind->by_clock && j->clock_doubt != NULL && atomic_load(j->clock_doubt);
}

static void run_periodic(struct job_lane *l) {
    const struct jobs *j = l->jobs;
    int64_t now_us = clock_monotonic_us();
    for (size_t i = 0; i < j->kinds_n && !job_stopping(&l->ctx); i++) {
        const struct job_kind *kind = &j->kinds[i];
        if (kind->waits != l->waits || kind->every_ms == 0 || l->next_us[i] > now_us || is_held(j, kind))
            continue;
        l->next_us[i] = now_us + kind->every_ms * 1000;
        arena_reset(l->ctx.arena);
        struct err e = { 0 };
        if (kind->run(&l->ctx, 0, &e) != OK)
            log_err_of(LOG_WARN, "job_failed", &e, "kind=%s object=0", kind->kind);
    }
}

static void run_due(struct job_lane *l) {
    const struct jobs *j = l->jobs;
    bool ran = true;
    while (ran && !job_stopping(&l->ctx)) {
        arena_reset(l->ctx.arena);
        struct err e = { 0 };
        if (run_one(j->kinds, j->kinds_n, &l->ctx, &ran, &e) != OK) {
            log_err(LOG_WARN, "jobs_stalled", &e);
            return; /* the database is in trouble: look again at the next turn */
        }
    }
}

/* Sleep until the next look, or until somebody stops us. Returns false when stopping. */
static bool wait_turn(struct jobs *j) {
    struct timespec until = { 0 };
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += LOOK_MS * 1000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&j->lock);
    if (!atomic_load(&j->stop))
        (void)pthread_cond_timedwait(&j->wake, &j->lock, &until);
    pthread_mutex_unlock(&j->lock);
    return !atomic_load(&j->stop);
}

static void *lane_thread(void *arg) {
    struct job_lane *l = arg;
    do {
        l->ctx.now_ms = clock_now_ms();
        run_periodic(l);
        if (!l->waits)
            run_due(l);
    } while (wait_turn(l->jobs));
    return NULL;
}

static void lane_start(struct jobs *j, int which, struct db *db, struct writer *w, void *app) {
    static const char *const NAMES[] = { [LANE_WORK] = "jobs", [LANE_WAITING] = "jobs-wait" };
    struct job_lane *l = &j->lanes[which];
    l->jobs = j;
    l->waits = which == LANE_WAITING;
    l->ctx = (struct job_context){
        .db = db, .writer = w, .arena = arena_new(JOB_ARENA_BYTES), .app = app, .stop = &j->stop
    };
    CHECK(pthread_create(&l->thread, NULL, lane_thread, l) == 0);
    (void)pthread_setname_np(l->thread, NAMES[which]);
}

static void check_kinds(const struct job_kind *kinds, size_t n) {
    CHECK(n <= KINDS_MAX);
    for (size_t i = 0; i < n; i++)
        CHECK(!kinds[i].waits || kinds[i].every_ms > 0);
}

enum errc jobs_start(const char *db_path, struct writer *w, const struct job_kind *kinds, size_t n,
                     void *app, const atomic_bool *clock_doubt, struct jobs **ret_jobs, struct err *e) {
    check_kinds(kinds, n);
    struct db *db[LANES_N] = { NULL };
    enum errc code = OK;
    for (int i = 0; i < LANES_N && code == OK; i++)
        code = db_open(db_path, DB_READ, &db[i], e);
    if (code != OK) {
        for (int i = 0; i < LANES_N; i++)
            db_close(&db[i]);
        return code;
    }
    struct jobs *j = check_alloc(1, sizeof *j);
    j->kinds = kinds;
    j->kinds_n = n;
    j->clock_doubt = clock_doubt;
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&j->wake, &attr);
    pthread_condattr_destroy(&attr);
    pthread_mutex_init(&j->lock, NULL);
    for (int i = 0; i < LANES_N; i++)
        lane_start(j, i, db[i], w, app);
    *ret_jobs = j;
    return OK;
}

void jobs_stop(struct jobs **jp) {
    struct jobs *j = *jp;
    if (j == NULL)
        return;
    pthread_mutex_lock(&j->lock);
    atomic_store(&j->stop, true);
    pthread_cond_broadcast(&j->wake);
    pthread_mutex_unlock(&j->lock);
    for (int i = 0; i < LANES_N; i++) {
        struct job_lane *l = &j->lanes[i];
        pthread_join(l->thread, NULL);
        db_close(&l->ctx.db);
        arena_free(&l->ctx.arena);
    }
    pthread_cond_destroy(&j->wake);
    pthread_mutex_destroy(&j->lock);
    check_free(j);
    *jp = NULL;
}

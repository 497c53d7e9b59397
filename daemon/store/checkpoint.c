#include "daemon/store/checkpoint.h"

#include <pthread.h>
#include <stdbool.h>
#include <time.h>

#include "daemon/base/check.h"
#include "daemon/base/clock.h"
#include "daemon/store/sqlite.h"
#include "daemon/store/writer.h"

enum {
    TICK_MS = 100,
    IDLE_US = 1000000,
    PASSIVE_PAGES = 1000,
    TRUNCATE_PAGES = (64 << 20) / PAGE_BYTES,
    TRUNCATE_WAIT_MS = 50, /* for readers, while writers wait for us; then again next tick */
};

struct checkpoint {
    struct db *db;
    struct writer *writer;
    pthread_t thread;
    /* the thread's own view of the log */
    int64_t moved_pages;       /* of the present log that are in the database already */
    int64_t seen_batches;      /* the writer's, at the last tick */
    int64_t busy_us;           /* when the writer last committed something, as seen here */
    int64_t truncated_batches; /* the writer's, when the log was last cut to nothing */

    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t wake;
    bool stopping, asked;
    struct checkpoint_stats stats;
};

/* One checkpoint. True when it moved the whole log. */
static bool run(struct checkpoint *c, int mode) {
    int in_log = 0, moved = 0;
    int64_t from = clock_monotonic_us();
    int rc = sqlite3_wal_checkpoint_v2(c->db->handle, NULL, mode, &in_log, &moved);
    int64_t us = clock_monotonic_us() - from;
    bool passed = rc == SQLITE_OK || (rc & 0xff) == SQLITE_BUSY;
    if (moved >= 0)
        c->moved_pages = moved;
    pthread_mutex_lock(&c->lock);
    c->stats.passive += mode == SQLITE_CHECKPOINT_PASSIVE;
    c->stats.truncate += mode == SQLITE_CHECKPOINT_TRUNCATE && rc == SQLITE_OK;
    c->stats.failures += !passed;
    c->stats.failing = !passed;
    if (us > c->stats.us_max)
        c->stats.us_max = us;
    pthread_mutex_unlock(&c->lock);
    return rc == SQLITE_OK && in_log == moved;
}

/* PASSIVE first: then the writers wait for the last pages only. */
static bool truncate_log(struct checkpoint *c, int64_t batches) {
    (void)run(c, SQLITE_CHECKPOINT_PASSIVE);
    if (!run(c, SQLITE_CHECKPOINT_TRUNCATE))
        return false;
    c->truncated_batches = batches;
    c->moved_pages = 0;
    return true;
}

/* Returns whether a requested TRUNCATE, if any, is done. */
static bool tick(struct checkpoint *c, bool asked) {
    struct writer_stats w = writer_stats(c->writer);
    int64_t now = clock_monotonic_us();
    if (w.batches != c->seen_batches) {
        c->seen_batches = w.batches;
        c->busy_us = now;
    }
    bool empty = w.batches == c->truncated_batches;
    if (w.wal_pages < c->moved_pages)
        c->moved_pages = 0; /* the writer began the log again from its start */
    bool idle = now - c->busy_us >= IDLE_US;
    if (asked || (!empty && (idle || w.wal_pages >= TRUNCATE_PAGES)))
        return truncate_log(c, w.batches);
    if (!empty && w.wal_pages - c->moved_pages >= PASSIVE_PAGES)
        (void)run(c, SQLITE_CHECKPOINT_PASSIVE);
    return false;
}

/* Sleep until the next tick or a call; false when it is time to stop. */
static bool next_tick(struct checkpoint *c, bool *ret_asked) {
    struct timespec until = { 0 };
    CHECK(clock_gettime(CLOCK_MONOTONIC, &until) == 0);
    until.tv_nsec += TICK_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_mutex_lock(&c->lock);
    if (!c->stopping)
        (void)pthread_cond_timedwait(&c->wake, &c->lock, &until);
    bool stopping = c->stopping;
    *ret_asked = c->asked;
    c->asked = false; /* before the work: who asks during it asks again */
    pthread_mutex_unlock(&c->lock);
    return !stopping;
}

static void *checkpoint_main(void *arg) {
    struct checkpoint *c = arg;
    bool asked = false;
    check_context("checkpointing", NULL);
    while (next_tick(c, &asked)) {
        bool done = tick(c, asked);
        if (!asked || done)
            continue;
        pthread_mutex_lock(&c->lock);
        c->asked = true; /* a reader was in the way: again at the next tick */
        pthread_mutex_unlock(&c->lock);
    }
    return NULL;
}

enum errc checkpoint_start(const char *path, struct writer *w, struct checkpoint **ret_c,
                           struct err *e) {
    struct db *db = NULL;
    TRY(db_open(path, DB_WRITE, &db, e));
    (void)sqlite3_busy_timeout(db->handle, TRUNCATE_WAIT_MS);
    struct checkpoint *c = check_alloc(1, sizeof *c);
    c->db = db;
    c->writer = w;
    c->busy_us = clock_monotonic_us();
    c->truncated_batches = -1; /* the log of the last run may be there still */
    pthread_condattr_t attr;
    CHECK(pthread_condattr_init(&attr) == 0);
    CHECK(pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) == 0);
    CHECK(pthread_mutex_init(&c->lock, NULL) == 0);
    CHECK(pthread_cond_init(&c->wake, &attr) == 0);
    (void)pthread_condattr_destroy(&attr);
    CHECK(pthread_create(&c->thread, NULL, checkpoint_main, c) == 0);
    (void)pthread_setname_np(c->thread, "checkpoint");
    *ret_c = c;
    return OK;
}

void checkpoint_request_truncate(struct checkpoint *c) {
    pthread_mutex_lock(&c->lock);
    c->asked = true;
    pthread_cond_signal(&c->wake);
    pthread_mutex_unlock(&c->lock);
}

void checkpoint_stop(struct checkpoint **c) {
    if (*c == NULL)
        return;
    struct checkpoint *p = *c;
    pthread_mutex_lock(&p->lock);
    p->stopping = true;
    pthread_cond_signal(&p->wake);
    pthread_mutex_unlock(&p->lock);
    CHECK(pthread_join(p->thread, NULL) == 0);
    db_close(&p->db);
    (void)pthread_cond_destroy(&p->wake);
    (void)pthread_mutex_destroy(&p->lock);
    check_free(p);
    *c = NULL;
}

struct checkpoint_stats checkpoint_stats(struct checkpoint *c) {
    pthread_mutex_lock(&c->lock);
    struct checkpoint_stats stats = c->stats;
    pthread_mutex_unlock(&c->lock);
    return stats;
}

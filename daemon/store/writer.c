#include "daemon/store/writer.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#include "daemon/base/check.h"
#include "daemon/base/clock.h"
#include "daemon/store/db.h"

enum { BATCH_US = 10000, SLOW_US = 1000000 };

const int64_t WRITER_COMMIT_US[WRITER_COMMIT_N - 1] = { 1000,   5000,   10000,   50000,
                                                        100000, 500000, 1000000, 5000000 };

/* One job of the present batch and how it ended. */
struct slot {
    struct writer_job *job;
    enum errc code;
    struct err e;
};

struct writer {
    struct db *db;
    pthread_t thread;
    size_t queue_max;
    int64_t batch_us;                /* past this no further job joins the batch */
    struct slot slots[WRITER_BATCH]; /* the writer thread's alone */

    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t wake;
    struct writer_job *first, **last;
    bool waiting, stopping;
    struct writer_stats stats;
};

/* Running */

/* Run one job; its code, or E_INTERNAL when it hid a database error. ret_broken says whether the
 * database failed under it, so that nothing of this transaction may be trusted. */
static void run_job(struct writer *w, struct slot *s, bool *ret_broken) {
    err_clear(&s->e);
    (void)db_failed(w->db);
    s->code = s->job->run(s->job, w->db, &s->e);
    db_fail_at(w->db, 0, OK); /* what a test asked for ends with its job */
    *ret_broken = db_failed(w->db);
    if (*ret_broken && s->code == OK)
        s->code = ERR(&s->e, E_INTERNAL, "a job ignored a database error");
}

static size_t bucket_of(int64_t us) {
    size_t i = 0;
    while (i < WRITER_COMMIT_N - 1 && us > WRITER_COMMIT_US[i])
        i++;
    return i;
}

static enum errc commit(struct writer *w, struct err *e) {
    int64_t from = clock_monotonic_us();
    enum errc code = db_commit(w->db, e);
    int64_t us = clock_monotonic_us() - from;
    if (code != OK)
        return code;
    pthread_mutex_lock(&w->lock);
    w->stats.batches++;
    w->stats.commit_us_total += us;
    w->stats.commit_n[bucket_of(us)]++;
    w->stats.slow = us > SLOW_US;
    w->stats.failing_since_ms = 0;
    w->stats.wal_pages = db_wal_pages(w->db);
    pthread_mutex_unlock(&w->lock);
    return OK;
}

/* Tell the jobs how they ended. `broken` of them failed in the database. */
static void report(struct writer *w, struct slot *slots, size_t n, int64_t broken) {
    pthread_mutex_lock(&w->lock);
    w->stats.jobs += (int64_t)n;
    w->stats.failures += broken;
    pthread_mutex_unlock(&w->lock);
    for (size_t i = 0; i < n; i++)
        slots[i].job->done(slots[i].job, slots[i].code, &slots[i].e);
}

static void note_failing(struct writer *w) {
    pthread_mutex_lock(&w->lock);
    if (w->stats.failing_since_ms == 0)
        w->stats.failing_since_ms = clock_now_ms();
    pthread_mutex_unlock(&w->lock);
}

/* One job in a transaction of its own. */
static void run_alone(struct writer *w, struct slot *s) {
    bool broken = false;
    err_clear(&s->e);
    s->code = db_begin(w->db, &s->e);
    if (s->code != OK) {
        broken = true;
    } else {
        run_job(w, s, &broken);
        if (s->code == OK) {
            s->code = commit(w, &s->e);
            broken = s->code != OK;
        }
        if (s->code != OK)
            db_rollback(w->db);
    }
    if (broken && s->code == E_BUSY)
        note_failing(w);
    report(w, s, 1, broken);
}

/* One job in a savepoint of the open transaction; false when the transaction is lost. */
static bool run_inside(struct writer *w, struct slot *s) {
    struct err e = { 0 };
    bool broken = false;
    if (db_savepoint(w->db, &e) != OK)
        return false;
    run_job(w, s, &broken);
    if (broken)
        return false;
    return (s->code == OK ? db_savepoint_release(w->db, &e) : db_savepoint_rollback(w->db, &e)) ==
           OK;
}

/* Run as many of the jobs as fit one transaction, in order. Returns how many ended. */
static size_t run_batch(struct writer *w, struct slot *slots, size_t n) {
    if (n == 1) {
        run_alone(w, slots);
        return 1;
    }
    size_t ran = 0;
    int64_t until = clock_monotonic_us() + w->batch_us;
    struct err e = { 0 };
    bool good = db_begin(w->db, &e) == OK;
    while (good && ran < n && (ran == 0 || clock_monotonic_us() < until))
        good = run_inside(w, &slots[ran++]);
    good = good && commit(w, &e) == OK;
    if (good) {
        report(w, slots, ran, 0);
        return ran;
    }
    db_rollback(w->db);
    pthread_mutex_lock(&w->lock);
    w->stats.replays++;
    pthread_mutex_unlock(&w->lock);
    if (ran == 0)
        ran = 1;
    for (size_t i = 0; i < ran; i++)
        run_alone(w, &slots[i]);
    return ran;
}

/* The queue */

/* Wait for jobs and take up to WRITER_BATCH; 0 when stopping and empty. */
static size_t take(struct writer *w) {
    size_t n = 0;
    pthread_mutex_lock(&w->lock);
    while (w->first == NULL && !w->stopping) {
        w->waiting = true;
        pthread_cond_wait(&w->wake, &w->lock);
    }
    w->waiting = false;
    while (w->first != NULL && n < WRITER_BATCH) {
        w->slots[n++].job = w->first;
        w->first = w->first->next;
    }
    if (w->first == NULL)
        w->last = &w->first;
    w->stats.queue_n -= (int64_t)n;
    pthread_mutex_unlock(&w->lock);
    return n;
}

static void *writer_main(void *arg) {
    struct writer *w = arg;
    size_t n = 0;
    check_context("writing", NULL);
    while ((n = take(w)) > 0)
        for (size_t done = 0; done < n;)
            done += run_batch(w, w->slots + done, n - done);
    return NULL;
}

enum errc writer_start(const char *path, size_t queue_max, struct writer **ret_w, struct err *e) {
    struct db *db = NULL;
    TRY(db_open(path, DB_WRITE, &db, e));
    struct writer *w = check_alloc(1, sizeof *w);
    w->db = db;
    w->queue_max = queue_max;
    w->batch_us = BATCH_US;
    w->last = &w->first;
    CHECK(pthread_mutex_init(&w->lock, NULL) == 0);
    CHECK(pthread_cond_init(&w->wake, NULL) == 0);
    CHECK(pthread_create(&w->thread, NULL, writer_main, w) == 0);
    (void)pthread_setname_np(w->thread, "writer");
    *ret_w = w;
    return OK;
}

void writer_set_batch_ms(struct writer *w, int64_t ms) {
    pthread_mutex_lock(&w->lock);
    w->batch_us = ms * 1000;
    pthread_mutex_unlock(&w->lock);
}

enum errc writer_submit(struct writer *w, struct writer_job *job, struct err *e) {
    CHECK(job->run != NULL && job->done != NULL);
    job->next = NULL;
    pthread_mutex_lock(&w->lock);
    bool full = w->stats.queue_n >= (int64_t)w->queue_max;
    bool refused = full || w->stopping;
    bool wake = false;
    if (!refused) {
        *w->last = job;
        w->last = &job->next;
        if (++w->stats.queue_n > w->stats.queue_peak)
            w->stats.queue_peak = w->stats.queue_n;
        wake = w->waiting;
        w->waiting = false;
    }
    pthread_mutex_unlock(&w->lock);
    if (wake)
        pthread_cond_signal(&w->wake);
    if (refused)
        return ERR(e, E_BUSY, full ? "the write queue is full" : "the server is stopping");
    return OK;
}

/* writer_run: a job that wakes its submitter */

struct awaited {
    struct writer_job job; /* first: the queue hands this pointer back */
    struct writer_job *real;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool over;
    enum errc code;
    struct err e;
};

static enum errc awaited_run(struct writer_job *job, struct db *db, struct err *e) {
    struct awaited *a = (struct awaited *)job;
    return a->real->run(a->real, db, e);
}

static void awaited_done(struct writer_job *job, enum errc code, const struct err *e) {
    struct awaited *a = (struct awaited *)job;
    pthread_mutex_lock(&a->lock);
    a->code = code;
    a->e = *e;
    a->over = true;
    pthread_cond_signal(&a->wake); /* under the lock: the waiter's stack goes when it is released */
    pthread_mutex_unlock(&a->lock);
}

enum errc writer_run(struct writer *w, struct writer_job *job, struct err *e) {
    struct awaited a = { .job = { .run = awaited_run, .done = awaited_done }, .real = job };
    CHECK(pthread_mutex_init(&a.lock, NULL) == 0);
    CHECK(pthread_cond_init(&a.wake, NULL) == 0);
    enum errc code = writer_submit(w, &a.job, e);
    if (code == OK) {
        pthread_mutex_lock(&a.lock);
        while (!a.over)
            pthread_cond_wait(&a.wake, &a.lock);
        pthread_mutex_unlock(&a.lock);
        code = a.code;
        if (code != OK && e != NULL && e->code == OK)
            *e = a.e;
    }
    (void)pthread_cond_destroy(&a.wake);
    (void)pthread_mutex_destroy(&a.lock);
    return code;
}

void writer_stop(struct writer **w) {
    if (*w == NULL)
        return;
    struct writer *writer = *w;
    pthread_mutex_lock(&writer->lock);
    writer->stopping = true;
    pthread_cond_signal(&writer->wake);
    pthread_mutex_unlock(&writer->lock);
    CHECK(pthread_join(writer->thread, NULL) == 0);
    db_close(&writer->db);
    (void)pthread_cond_destroy(&writer->wake);
    (void)pthread_mutex_destroy(&writer->lock);
    check_free(writer);
    *w = NULL;
}

struct writer_stats writer_stats(struct writer *w) {
    pthread_mutex_lock(&w->lock);
    struct writer_stats stats = w->stats;
    pthread_mutex_unlock(&w->lock);
    return stats;
}

/* A store that stores nothing: one thread runs the jobs in batches, as the real writer does, on a
 * database that is a struct. Included once by a test program instead of linking daemon/store. */
#ifndef TESTS_UNIT_HTTP_FAKE_STORE_H
#define TESTS_UNIT_HTTP_FAKE_STORE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "daemon/base/check.h"
#include "daemon/store/db.h"
#include "daemon/store/writer.h"

struct db {
    enum db_mode mode;
    int64_t count;
};

enum errc db_open(const char *path, enum db_mode mode, struct db **ret_db, struct err *e) {
    if (path == NULL)
        return ERR(e, E_NOT_FOUND, "No path is given.");
    *ret_db = check_alloc(1, sizeof **ret_db);
    (*ret_db)->mode = mode;
    return OK;
}

void db_close(struct db **db) {
    check_free(*db);
    *db = NULL;
}

int64_t db_take_count(struct db *db) {
    int64_t n = db->count;
    db->count = 0;
    return n;
}

void db_read_begin(struct db *db) {
    (void)db;
}

void db_read_end(struct db *db) {
    (void)db;
}

enum errc db_check_idle(struct db *db, struct err *e) {
    (void)db;
    (void)e;
    return OK;
}

struct writer {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct writer_job *first, **last;
    size_t n, max;
    bool stopping;
    bool held;      /* nothing is run while the test holds it */
    bool run_twice; /* as after a failed batch */
    bool fail;      /* COMMIT fails */
    struct db *db;
};

/* Hold the writer before its next job, or let it go on. */
static inline void writer_hold(struct writer *w, bool held) {
    pthread_mutex_lock(&w->lock);
    w->held = held;
    pthread_cond_broadcast(&w->changed);
    pthread_mutex_unlock(&w->lock);
}

/* Wait until n jobs are queued. */
static inline void writer_wait_for(struct writer *w, size_t n) {
    pthread_mutex_lock(&w->lock);
    while (w->n < n)
        pthread_cond_wait(&w->changed, &w->lock);
    pthread_mutex_unlock(&w->lock);
}

static void writer_one(struct writer *w, struct writer_job *job) {
    struct err e = { 0 };
    enum errc code = job->run(job, w->db, &e);
    if (w->run_twice)
        code = job->run(job, w->db, &e);
    if (code == OK && w->fail)
        code = ERR(&e, E_BUSY, "The disk is full.");
    job->done(job, code, &e);
}

static void *writer_work(void *arg) {
    struct writer *w = arg;
    pthread_mutex_lock(&w->lock);
    for (;;) {
        while ((w->first == NULL || w->held) && !(w->stopping && w->first == NULL))
            pthread_cond_wait(&w->changed, &w->lock);
        if (w->first == NULL)
            break;
        struct writer_job *job = w->first;
        w->first = job->next;
        if (w->first == NULL)
            w->last = &w->first;
        w->n--;
        pthread_mutex_unlock(&w->lock);
        writer_one(w, job);
        pthread_mutex_lock(&w->lock);
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

enum errc writer_submit(struct writer *w, struct writer_job *job, struct err *e) {
    pthread_mutex_lock(&w->lock);
    bool fits = w->n < w->max && !w->stopping;
    if (fits) {
        job->next = NULL;
        *w->last = job;
        w->last = &job->next;
        w->n++;
        pthread_cond_broadcast(&w->changed);
    }
    pthread_mutex_unlock(&w->lock);
    return fits ? OK : ERR(e, E_BUSY, "The write queue is full.");
}

static struct writer *fake_writer_start(size_t max) {
    struct writer *w = check_alloc(1, sizeof *w);
    w->last = &w->first;
    w->max = max;
    CHECK(db_open("fake", DB_WRITE, &w->db, NULL) == OK);
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->changed, NULL);
    CHECK(pthread_create(&w->thread, NULL, writer_work, w) == 0);
    return w;
}

static void fake_writer_stop(struct writer **w) {
    pthread_mutex_lock(&(*w)->lock);
    (*w)->stopping = true;
    (*w)->held = false;
    pthread_cond_broadcast(&(*w)->changed);
    pthread_mutex_unlock(&(*w)->lock);
    pthread_join((*w)->thread, NULL);
    db_close(&(*w)->db);
    check_free(*w);
    *w = NULL;
}

#endif

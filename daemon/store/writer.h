/* store/writer.h — the write lane: one thread, one write connection, batches.
 *
 * Jobs wait in a bounded queue. The writer takes what waits (at most WRITER_BATCH jobs, and no new
 * one after 10 ms), runs each in its own savepoint inside one transaction, commits, and only then
 * reports each job done. After any database error, or a
 * failed COMMIT, the batch is rolled back whole and each job runs again, alone in its own
 * transaction: a full disk under one job must not lose another's write. So a job is rerunnable:
 * nothing outside the transaction may change before it is reported done.
 *
 *   submit (any thread) → queue → [savepoint run]* COMMIT → done (on the writer's thread)
 */
#ifndef DAEMON_STORE_WRITER_H
#define DAEMON_STORE_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "daemon/base/err.h"

struct db;
struct writer;

enum { WRITER_BATCH = 256, WRITER_COMMIT_N = 9 };

/* The bounds of the histogram of commits, in microseconds. */
extern const int64_t WRITER_COMMIT_US[WRITER_COMMIT_N - 1];

/* One unit of writing. The memory belongs to the submitter until done is called. */
struct writer_job {
    /* Run inside the transaction. Not OK = a refusal: what it wrote is rolled back, others are not
     * harmed. May run more than once; never begins, commits or calls the writer. */
    enum errc (*run)(struct writer_job *job, struct db *db, struct err *e);
    /* Committed (code OK), refused (run's code) or failed (E_BUSY, E_INTERNAL): told once, on the
     * writer's thread, which waits meanwhile. The job is the submitter's again. */
    void (*done)(struct writer_job *job, enum errc code, const struct err *e);
    struct writer_job *next; /* the queue's */
};

/* Figures for /metrics, since the start. */
struct writer_stats {
    int64_t jobs;     /* reported done */
    int64_t batches;  /* transactions committed */
    int64_t replays;  /* batches that were rolled back whole and run again job by job */
    int64_t failures; /* jobs that failed in the database: E_BUSY, E_INTERNAL */
    int64_t queue_n, queue_peak;
    int64_t commit_us_total;
    int64_t commit_n[WRITER_COMMIT_N]; /* by time: the first of WRITER_COMMIT_US that it is not above; the last
                                        * counts those above all */
    bool slow;                         /* did the last commit take more than a second? */
    int64_t failing_since_ms;          /* the disk: no write has succeeded since (Unix ms); 0 = well */
    int64_t wal_pages; /* of the write-ahead log after the last commit */
};

/* Start the thread on the database at path; at most queue_max jobs wait.
 * Owner: caller, writer_stop(). Errors: those of db_open. */
enum errc writer_start(const char *path, size_t queue_max, struct writer **ret_w, struct err *e)
    MUST_CHECK;

/* How long one batch may take further jobs in; 10 ms unless told. Before the first job. */
void writer_set_batch_ms(struct writer *w, int64_t ms);

/* Queue a job. Thread: any. Errors: E_BUSY when the queue is full or the writer is stopping. */
enum errc writer_submit(struct writer *w, struct writer_job *job, struct err *e) MUST_CHECK;

/* Run one job and wait for its end; job->done is not called and may be NULL. For the jobs lane and
 * tools, never from a loop or the writer. Errors: run's, or E_BUSY, E_INTERNAL. */
enum errc writer_run(struct writer *w, struct writer_job *job, struct err *e) MUST_CHECK;

/* Finish what is queued, then end the thread. NULLs the pointer, accepts NULL. */
void writer_stop(struct writer **w);

/* The figures now. Thread: any. */
struct writer_stats writer_stats(struct writer *w);

#endif

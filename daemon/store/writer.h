/* store/writer.h — the write lane: one thread, one write connection, batches.
 *
 * Jobs wait in a bounded queue. The writer takes all that wait, runs each in its own savepoint inside
 * one transaction, commits, and only then reports each job done. After any database error, or a
 * failed COMMIT, the batch is rolled back whole and each job runs again, alone in its own
 * transaction: a full disk under one job must not lose another's write. So a job is rerunnable:
 * nothing outside the transaction may change before it is reported done.
 *
 *   submit (any thread) → queue → [savepoint run]* COMMIT → done (on the writer's thread)
 */
#ifndef DAEMON_STORE_WRITER_H
#define DAEMON_STORE_WRITER_H

#include <stddef.h>
#include <stdint.h>
#include "daemon/base/err.h"

struct db;
struct writer;

/* One unit of writing. The memory belongs to the submitter until done is called. */
struct writer_job {
    /* Run inside the transaction. Not OK = a refusal: what it wrote is rolled back, others are not
     * harmed. May run more than once. */
    enum errc (*run)(struct writer_job *job, struct db *db, struct err *e);
    /* Committed (code OK), refused (run's code) or failed (E_BUSY, E_INTERNAL): told once. */
    void (*done)(struct writer_job *job, enum errc code, const struct err *e);
    struct writer_job *next; /* the queue's */
};

/* Figures for /metrics, since the start. */
struct writer_stats {
    int64_t jobs, batches, replays, failures, queue_n, queue_peak;
    int64_t commit_us_total, commit_us_max;
};

/* Start the thread on the database at path; at most queue_max jobs wait.
 * Owner: caller, writer_stop(). */
enum errc writer_start(const char *path, size_t queue_max, struct writer **ret_w, struct err *e)
    MUST_CHECK;

/* Queue a job. Thread: any. Errors: E_BUSY when the queue is full or the writer is stopping. */
enum errc writer_submit(struct writer *w, struct writer_job *job, struct err *e) MUST_CHECK;

/* Run one job and wait for its end: for jobs and tools, never from a loop. */
enum errc writer_run(struct writer *w, struct writer_job *job, struct err *e) MUST_CHECK;

/* Finish what is queued, then end the thread. NULLs the pointer, accepts NULL. */
void writer_stop(struct writer **w);

struct writer_stats writer_stats(struct writer *w);

#endif

/* jobs/jobs.h — the slow lane: work that nobody waits for.
 *
 * A job is a row (kind, object, when): asked for inside a transaction, so it exists exactly if what
 * asked for it was committed; asking twice is asking once. One thread runs due jobs in order of
 * time, each by the function that the application registered for its kind. A job may run twice (the
 * process may die between its work and its row's end), so it is written to be repeatable; failed jobs
 * come again with growing pauses.
 *
 *   work thread     due rows, and the periodic kinds that only compute
 *   waiting thread  the periodic kinds that wait for somebody else's machine
 *
 * So a mail server that says nothing delays letters alone.
 */
#ifndef DAEMON_JOBS_JOBS_H
#define DAEMON_JOBS_JOBS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "daemon/base/err.h"

struct arena;
struct db;
struct jobs;
struct writer;

/* What a job works with: a read connection of its own; writes go through the writer in short slices. */
struct job_context {
    struct db *db;
    struct writer *writer;
    struct arena *arena; /* empty at the start of each job */
    void *app;
    int64_t now_ms;
    const atomic_bool *stop; /* becomes true when the process ends; NULL = never. See job_stopping() */
};

/* One kind of job. every_ms > 0: also run by itself that often, with object 0. waits: on the network, so
 * it has a thread beside the others' and is periodic only (what it works off is a queue of its own). */
struct job_kind {
    const char *kind;
    int64_t every_ms;
    enum errc (*run)(struct job_context *ctx, int64_t object_id, struct err *e);
    bool waits;
    bool by_clock; /* ends or deletes what has run out, so it waits while the clock is in doubt */
};

/* Start the threads. kinds, app and clock_doubt (which says whether the kinds by_clock must wait; NULL = they
 * never must) must live as long as they. Owner: caller, jobs_stop(). */
enum errc jobs_start(const char *db_path, struct writer *w, const struct job_kind *kinds, size_t n,
                     void *app, const atomic_bool *clock_doubt, struct jobs **ret_jobs, struct err *e) MUST_CHECK;

/* End the threads; jobs under way are told by job_stopping() and waited for. NULLs the pointer, accepts
 * NULL. */
void jobs_stop(struct jobs **j);

/* Is the process ending? A job of many steps, or one that waits, asks and returns soon; what it left undone
 * is done after the next start. Thread: any. */
bool job_stopping(const struct job_context *ctx);

/* Ask for a job, inside a transaction of the writer: at the earliest at run_at (Unix ms). A job that
 * waits already keeps the earlier time. Thread: writer. */
enum errc jobs_ask(struct db *db, const char *kind, int64_t object_id, int64_t run_at,
                   struct err *e) MUST_CHECK;

/* Run every job that is due at now_ms on this thread until none is left: for tools that own the
 * database (demo, check) and tests. db must be a write connection outside a transaction; kinds get a
 * context whose writer is NULL and write through db. A kind that only the server runs by itself is never
 * run here. */
enum errc jobs_run_due(struct db *db, const struct job_kind *kinds, size_t n, void *app,
                       int64_t now_ms, struct err *e) MUST_CHECK;

/* Write inside a job: through the writer when there is one, else in a transaction on ctx->db. write
 * may run twice; it is given arg as it is. */
enum errc job_write(struct job_context *ctx,
                    enum errc (*write)(struct db *db, void *arg, struct err *e), void *arg,
                    struct err *e) MUST_CHECK;

#endif

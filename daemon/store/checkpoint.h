/* store/checkpoint.h — keeps the write-ahead log short without stalling the writer.
 *
 * A thread with a connection of its own: PASSIVE (waits for nobody) whenever 1,000 new pages wait;
 * TRUNCATE, which holds writers up for a moment, when the writer has been idle for a second, past
 * 64 MiB, or when asked. No other connection checkpoints.
 */
#ifndef DAEMON_STORE_CHECKPOINT_H
#define DAEMON_STORE_CHECKPOINT_H

#include <stdbool.h>
#include <stdint.h>
#include "daemon/base/err.h"

struct writer;
struct checkpoint;

/* Figures for /metrics, since the start. failures counts checkpoints that could not run at all (I/O),
 * not those that found readers in their way. */
struct checkpoint_stats {
    int64_t passive, truncate, failures, us_max;
    bool failing; /* could the last one not run? */
};

/* Start the thread for the database at path, which w writes; w must live longer.
 * Owner: caller, checkpoint_stop(). Errors: those of db_open. */
enum errc checkpoint_start(const char *path, struct writer *w, struct checkpoint **ret_c,
                           struct err *e) MUST_CHECK;

/* Ask for a TRUNCATE as soon as no reader is in the way: what was deleted leaves the disk (erasure).
 * Thread: any. */
void checkpoint_request_truncate(struct checkpoint *c);

/* End the thread; NULLs the pointer, accepts NULL. */
void checkpoint_stop(struct checkpoint **c);

/* The figures now. Thread: any. */
struct checkpoint_stats checkpoint_stats(struct checkpoint *c);

#endif

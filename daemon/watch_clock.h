/* daemon/watch_clock.h — is the wall clock to be believed?
 *
 * Deadlines are wall times, and a machine may start with a wrong clock: a virtual machine that was put
 * back, a board whose battery is empty, before the network has told the time. The database knows when a
 * server last ran, to the minute (META_ALIVE).
 *
 *   behind that by more than CLOCK_DOUBT_MS   cannot be: the start is refused
 *   ahead of it by more than CLOCK_DOUBT_MS   the server was off, or the clock is wrong: in doubt
 *
 * While in doubt everything is served, but nothing is ended for good: the jobs by_clock wait
 * CLOCK_PATIENCE_MS, or until the clock has stepped back to where it can be right. A clock that steps while
 * we serve is followed, by the same rule.
 */
#ifndef DAEMON_WATCH_CLOCK_H
#define DAEMON_WATCH_CLOCK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include "daemon/base/clock.h"
#include "daemon/base/err.h"

struct arena;

#define CLOCK_DOUBT_MS    (5 * MINUTE_MS)
#define CLOCK_PATIENCE_MS (10 * MINUTE_MS)

struct watch_clock {
    int64_t known_ms; /* a wall time that was believed, */
    int64_t known_us; /* and the monotonic clock then */
    int64_t until_us; /* when a doubt has lasted long enough */
    atomic_bool doubt; /* read by the jobs */
};

/* Compare the clock with the database at path. trust: it is right, whatever the database says.
 * Scratch in a. Errors: E_CONFLICT (behind; e says both times and the way out), those of db_open. */
enum errc watch_clock_start(struct watch_clock *w, const char *path, bool trust, struct arena *a, struct err *e)
    MUST_CHECK;

/* Look at the clock, about once a second; what changes is logged. Thread: the main one. */
void watch_clock_tick(struct watch_clock *w);

#endif

/* base/clock.h — one time for the whole process.
 *
 * now = wall clock at start + monotonic time since, so a step of the wall clock never moves a
 * deadline. Unix milliseconds everywhere.
 */
#ifndef DAEMON_BASE_CLOCK_H
#define DAEMON_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

/* Take the wall clock; once, at the start of the process, before threads. */
void clock_start(void);

/* Start at a given wall time instead, and let it run from there: for demo data and tests. */
void clock_start_at(int64_t now_ms);

/* Unix time in ms. Thread: any. */
int64_t clock_now_ms(void);

/* Time since the start of the process in microseconds: for measuring. Thread: any. */
int64_t clock_monotonic_us(void);

/* Was the wall clock set since *known_ms was how far it had moved away from ours, by a second or more?
 * Then *known_ms is that now. Begin with 0. Thread: any, each with a known_ms of its own. */
bool clock_stepped(int64_t *known_ms);

#endif

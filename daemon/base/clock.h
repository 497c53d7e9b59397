/* base/clock.h — one time for the whole process.
 *
 * now = wall clock at start + monotonic time since + the steps of the wall clock that were adopted:
 * a step moves nothing until somebody decides that it may (daemon/watch_clock.h). Unix milliseconds
 * everywhere. What measures a while, or waits for one, uses clock_monotonic_us().
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

/* Is the wall clock a second or more away from our time? ret_by_ms says how far ahead of us it is, which
 * is less than a second when not. Thread: any. */
bool clock_stepped(int64_t *ret_by_ms);

/* Follow the wall clock by so much, forwards or back. Thread: one. */
void clock_adopt(int64_t by_ms);

#endif

/* web/flows/day.h — days by the Moscow calendar, which is the one the product's dates speak.
 */
#ifndef WEB_FLOWS_DAY_H
#define WEB_FLOWS_DAY_H

#include <stdint.h>
#include "daemon/base/err.h"

struct arena;

/* The last millisecond of the day that holds at_ms, days later (0 = the same day). */
int64_t day_end(int64_t at_ms, int64_t days);

/* n working days (Monday to Friday) after at_ms, at 18:00 of that day. */
int64_t workdays_after(int64_t at_ms, int n);

/* "2026-11-24", as a date field of a form wants it. Memory: in a. */
const char *day_text(int64_t at_ms, struct arena *a);

/* "15.12.2026" or "15/12/2026", as people type it where the browser has no date field, as "2026-12-15"; anything
 * else as it is. Memory: in a. */
const char *day_typed(struct arena *a, const char *typed);

/* Read a date field: ret_end is the last millisecond of that day; a year from 2000 to 2199.
 * Errors: E_INVALID when it is no date. */
enum errc day_read(const char *text, int64_t *ret_end) MUST_CHECK;

#endif

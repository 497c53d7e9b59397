/* web/kit/format.h — numbers, dates and names as people of each language write them.
 *
 * All results are text in the arena. Times are shown in Moscow time and say so.
 */
#ifndef WEB_KIT_FORMAT_H
#define WEB_KIT_FORMAT_H

#include <stdbool.h>
#include <stdint.h>
#include "daemon/base/text.h"

struct arena;

/* "12 500" (NBSP) or "12,500". */
const char *format_int(enum lang lang, struct arena *a, int64_t v);

/* With a fixed number of decimals: "78,4" or "78.4"; minus is U+2212. */
const char *format_decimal(enum lang lang, struct arena *a, double v, int decimals);

/* Signed, for contributions: "+4", "−3", "0". */
const char *format_signed(enum lang lang, struct arena *a, double v, int decimals);

/* A range: "72–84". */
const char *format_range(enum lang lang, struct arena *a, double lo, double hi);

/* "24 ноября 2026 г." or "24 November 2026". */
const char *format_date(enum lang lang, struct arena *a, int64_t at_ms);

/* "24 ноября" or "24 November": for this year's dates in lists. */
const char *format_day(enum lang lang, struct arena *a, int64_t at_ms);

/* "14:05". */
const char *format_time(enum lang lang, struct arena *a, int64_t at_ms);

/* "24 ноября 2026 г., 14:05 (МСК)" or "24 November 2026, 14:05 (Moscow)". */
const char *format_moment(enum lang lang, struct arena *a, int64_t at_ms);

/* A length of time as a clock: "24:47", "1:02:03". */
const char *format_clock(struct arena *a, int64_t ms);

/* An address with its local part hidden but for the first letter: "i•••@zavod.ru". */
const char *format_masked_email(struct arena *a, const char *email);

/* A code with a non-breaking hyphen: "K‑114". */
const char *format_code(struct arena *a, const char *code);

/* A percentage for an SVG attribute, always with a point: "62.5%". v from 0 to 100, clamped. */
const char *format_percent_attr(struct arena *a, double v);

#endif

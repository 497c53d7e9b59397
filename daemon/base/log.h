/* base/log.h — structured lines on standard error.
 *
 *     2026-11-24T07:12:03.123Z info event=request route=/t/{attempt} status=200 ms=1.2
 *
 * Values are ASCII-escaped and quoted when needed. Personal data, tokens, bodies and queries are
 * never logged; callers log route templates and numbers. A line is one write of at most 2 KiB, so
 * threads do not mix. The time is the machine's wall clock, as in its other logs.
 */
#ifndef DAEMON_BASE_LOG_H
#define DAEMON_BASE_LOG_H

#include <stdint.h>
#include "daemon/base/err.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* Lines below this level are dropped. Default LOG_INFO. */
void log_level_set(enum log_level level);

/* One line. event is a short snake_case word. fields is printf-like and makes space-separated
 * key=value pairs; strings that may hold blanks go through log_value first. Thread: any. */
void log_line(enum log_level level, const char *event, const char *fields, ...) PRINTF_LIKE(3, 4);

/* A line for an error: code, place, system code and sentence. */
void log_err(enum log_level level, const char *event, const struct err *e);

/* The same with fields of what failed in front, as of log_line: "id=%s route=%s". */
void log_err_of(enum log_level level, const char *event, const struct err *e, const char *fields, ...)
    PRINTF_LIKE(4, 5);

/* s quoted and escaped for a field, cut to 250 bytes; in one of four buffers of this thread, reused
 * in turn. NULL is an empty value. */
const char *log_value(const char *s);

#endif

#include "daemon/base/log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LINE_BYTES = 2048, VALUE_BYTES = 256, VALUES_N = 4 };

static _Atomic int lowest = LOG_INFO;
static const char *const LEVELS[] = { "debug", "info", "warn", "error" };

void log_level_set(enum log_level level) {
    atomic_store(&lowest, (int)level);
}

/* Copy s to out with everything but printable ASCII as \xHH, also what is in `also`; whole
 * escapes only. out holds n bytes. */
static void escape(char *out, size_t n, const char *s, const char *also) {
    size_t at = 0;
    for (; *s != '\0'; s++) {
        unsigned char c = (unsigned char)*s;
        bool plain = c >= 0x20 && c < 0x7f && strchr(also, c) == NULL;
        if (at + (plain ? 1 : 4) >= n)
            break;
        if (plain)
            out[at++] = (char)c;
        else
            at += (size_t)snprintf(out + at, n - at, "\\x%02x", c);
    }
    out[at] = '\0';
}

const char *log_value(const char *s) {
    static _Thread_local char values[VALUES_N][VALUE_BYTES];
    static _Thread_local unsigned turn;
    char *out = values[turn++ % VALUES_N];
    if (s == NULL)
        s = "";
    size_t plain = strcspn(s, " \"=\\");
    bool bare = s[0] != '\0' && s[plain] == '\0';
    if (bare) {
        escape(out, VALUE_BYTES, s, "");
    } else {
        out[0] = '"';
        escape(out + 1, VALUE_BYTES - 2, s, "\"\\");
        size_t len = strlen(out);
        out[len] = '"';
        out[len + 1] = '\0';
    }
    return out;
}

/* "2026-11-24T07:12:03.123Z" of the wall clock, which is what the other logs of the machine show.
 */
static void stamp(char *out, size_t n) {
    struct timespec t = { 0 };
    struct tm parts = { 0 };
    (void)clock_gettime(CLOCK_REALTIME, &t);
    (void)gmtime_r(&t.tv_sec, &parts);
    size_t len = strftime(out, n, "%Y-%m-%dT%H:%M:%S", &parts);
    (void)snprintf(out + len, n - len, ".%03ldZ", t.tv_nsec / 1000000);
}

void log_line(enum log_level level, const char *event, const char *fields, ...) {
    if ((int)level < atomic_load(&lowest))
        return;
    char raw[LINE_BYTES] = "", clean[LINE_BYTES] = "", when[40] = "";
    va_list args;
    va_start(args, fields);
    (void)vsnprintf(raw, sizeof raw, fields, args);
    va_end(args);
    escape(clean, sizeof clean, raw, "");
    stamp(when, sizeof when);
    char line[LINE_BYTES + 128];
    int n = snprintf(line, sizeof line, "%s %s event=%s%s%s\n", when, LEVELS[level], event,
                     clean[0] ? " " : "", clean);
    size_t len = n < (int)sizeof line ? (size_t)n : sizeof line - 1;
    line[len - 1] = '\n';
    ssize_t written = write(STDERR_FILENO, line, len);
    (void)written; /* there is nobody left to tell */
}

void log_err_of(enum log_level level, const char *event, const struct err *e, const char *fields, ...) {
    char of[LINE_BYTES / 4] = "";
    va_list args;
    va_start(args, fields);
    (void)vsnprintf(of, sizeof of, fields, args);
    va_end(args);
    log_line(level, event, "%s code=%s at=%s sys=%d msg=%s", of, errc_name(e->code), e->at ? e->at : "-",
             e->sys, log_value(e->msg));
}

void log_err(enum log_level level, const char *event, const struct err *e) {
    log_line(level, event, "code=%s at=%s sys=%d msg=%s", errc_name(e->code), e->at ? e->at : "-",
             e->sys, log_value(e->msg));
}

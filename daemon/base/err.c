#include "daemon/base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

PRINTF_LIKE(4, 0)
static void fill(struct err *e, enum errc code, const char *at, const char *fmt, va_list args) {
    e->code = code;
    e->at = at;
    (void)vsnprintf(e->msg, sizeof e->msg, fmt, args);
}

void err_set(struct err *e, enum errc code, int sys, const char *at, const char *fmt, ...) {
    if (e == NULL || e->code != OK)
        return;
    va_list args;
    va_start(args, fmt);
    fill(e, code, at, fmt, args);
    va_end(args);
    e->sys = sys;
}

void err_set_sys(struct err *e, enum errc code, int sysno, const char *at, const char *fmt, ...) {
    if (e == NULL || e->code != OK)
        return;
    va_list args;
    va_start(args, fmt);
    fill(e, code, at, fmt, args);
    va_end(args);
    e->sys = sysno;
    e->is_errno = sysno != 0;
}

void err_print(const struct err *e) {
    const char *reason = e->is_errno ? strerror(e->sys) : "";
    bool more = e->is_errno && strstr(e->msg, reason) == NULL;
    (void)fprintf(stderr, "otbor: %s%s%s\n", e->msg, more ? ": " : "", more ? reason : "");
}

void err_clear(struct err *e) {
    memset(e, 0, sizeof *e);
}

static const struct {
    const char *name;
    int status;
} ERRC[ERRC__MAX] = {
    [OK] = { "ok", 200 },
    [E_INVALID] = { "invalid", 422 },
    [E_DENIED] = { "denied", 403 },
    [E_NOT_FOUND] = { "not_found", 404 },
    [E_GONE] = { "gone", 410 },
    [E_CONFLICT] = { "conflict", 409 },
    [E_TOO_LARGE] = { "too_large", 413 },
    [E_RATE] = { "rate", 429 },
    [E_BUSY] = { "busy", 503 },
    [E_INTERNAL] = { "internal", 500 },
};

const char *errc_name(enum errc code) {
    return ERRC[code].name;
}

int errc_status(enum errc code) {
    return ERRC[code].status;
}

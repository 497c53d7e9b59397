/* base/err.h — errors are values.
 *
 * A closed set of codes, each one HTTP status; a struct err carries the sentence for the
 * operator. People never see msg: they get a localised page and the request id.
 * A user's mistake is data (a form error), not an error. A bug is a CHECK (base/check.h).
 */
#ifndef DAEMON_BASE_ERR_H
#define DAEMON_BASE_ERR_H

#include <stdbool.h>

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt_at, args_at) __attribute__((format(printf, fmt_at, args_at)))

enum errc {
    OK = 0,
    E_INVALID,   /* 422: well-formed, but cannot be meant */
    E_DENIED,    /* 403: this person may not */
    E_NOT_FOUND, /* 404: does not exist, or is not theirs */
    E_GONE,      /* 410: existed, its time is over */
    E_CONFLICT,  /* 409: somebody was here first */
    E_TOO_LARGE, /* 413 */
    E_RATE,      /* 429 */
    E_BUSY,      /* 503 + Retry-After: a queue or the disk is full */
    E_INTERNAL,  /* 500 */
    ERRC__MAX
};

/* What failed, where, and how to mend it. `at` is "file:line"; `sys` an errno or a library's
 * code, 0 if none; is_errno tells them apart. msg is a whole English sentence without personal data. */
struct err {
    enum errc code;
    int sys;
    bool is_errno;
    const char *at;
    char msg[192];
};

/* Fill e (which may be NULL) and be the literal code, so that the compiler sees a constant:
 *     return ERR(e, E_CONFLICT, "answer %s is stale", key);                                */
#define ERR(e, errcode, ...)                                                                      \
    __extension__({                                                                               \
        err_set((e), (errcode), 0, ERR_AT_, __VA_ARGS__);                                         \
        (enum errc)(errcode);                                                                     \
    })
#define ERR_SYS(e, errcode, sysno, ...)                                                           \
    __extension__({                                                                               \
        err_set_sys((e), (errcode), (sysno), ERR_AT_, __VA_ARGS__);                               \
        (enum errc)(errcode);                                                                     \
    })

/* Return the code of a failed call upward; go on after OK. */
#define TRY(call)                                                                                 \
    do {                                                                                          \
        enum errc try_code_ = (call);                                                             \
        if (try_code_ != OK)                                                                      \
            return try_code_;                                                                     \
    } while (0)

#define ERR_STR_(x) #x
#define ERR_STR2_(x) ERR_STR_(x)
#define ERR_AT_ __FILE__ ":" ERR_STR2_(__LINE__)

/* Record an error; used through ERR. The first cause wins: an err already set is kept. */
void err_set(struct err *e, enum errc code, int sys, const char *at, const char *fmt, ...)
    PRINTF_LIKE(5, 6);

/* The same for an errno; used through ERR_SYS. */
void err_set_sys(struct err *e, enum errc code, int sysno, const char *at, const char *fmt, ...)
    PRINTF_LIKE(5, 6);

/* Forget what e holds, so that it can be used again. */
void err_clear(struct err *e);

/* "otbor: " and the sentence on standard error, with the system's reason when there is one: for commands. */
void err_print(const struct err *e);

/* The code's name in lower case ("not_found"), for logs. */
const char *errc_name(enum errc code);

/* The HTTP status a code is answered with; OK is 200. */
int errc_status(enum errc code);

#endif

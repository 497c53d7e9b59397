/* base/check.h — bugs stop the process, in production too.
 *
 * CHECK is for what cannot happen unless the program is wrong; it is never used on input.
 * The panic prints the failed condition, what the thread was doing (check_context) and a
 * backtrace, then aborts.
 */
#ifndef DAEMON_BASE_CHECK_H
#define DAEMON_BASE_CHECK_H

#include <stddef.h>

#define CHECK(x)                                                                                  \
    do {                                                                                          \
        if (__builtin_expect(!(x), 0))                                                            \
            check_failed(#x, __FILE__, __LINE__);                                                 \
    } while (0)

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Print what failed on standard error and abort. Used through CHECK. */
void check_failed(const char *what, const char *file, int line) __attribute__((noreturn, cold));

/* Say what this thread is doing, for the panic: two static or long-lived strings
 * (a route template and a request id, say), or NULLs. Thread: any; the note is thread-local. */
void check_context(const char *doing, const char *id);

/* Allocate or panic: out of memory is not handled, it ends the process. zeroed. The only
 * malloc besides arenas; for things that live as long as the process. Owner: caller, check_free(). */
void *check_alloc(size_t n, size_t size);

/* Grow or shrink an allocation of check_alloc; new bytes are not zeroed. Panics when out of memory. */
void *check_realloc(void *p, size_t n, size_t size);

/* Give back what check_alloc gave; accepts NULL. */
void check_free(void *p);

#endif

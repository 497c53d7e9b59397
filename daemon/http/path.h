/* http/path.h — the target of a request: segments and query.
 *
 * The raw path is split at '/' first and each segment is decoded once, so that an encoded slash
 * never becomes a separator. What could mean two things to two programs is refused. Pure.
 */
#ifndef DAEMON_HTTP_PATH_H
#define DAEMON_HTTP_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include "daemon/base/err.h"

struct arena;

/* A target taken apart. "/" has no segments. */
struct path {
    const char *const *segments; /* decoded: UTF-8 without control characters */
    size_t segments_n;
    const char *text;  /* the decoded segments joined again, "/desk/vacancies" */
    const char *query; /* raw, after '?'; "" without one. Memory: target */
};

/* Take a target apart. One slash at the end is left out: "/en/" is "/en".
 * Errors: E_INVALID for %00, %2F, %5C, a broken escape, "." and "..", bytes that are not UTF-8 or
 * are controls (400); E_NOT_FOUND for an empty segment or too many (404). Memory: in a. */
enum errc path_split(const char *target, struct arena *a, struct path *ret_path,
                     struct err *e) MUST_CHECK;

/* Decode %XX in n bytes of s into out, which has room for n bytes; '+' is a blank when plus.
 * A broken escape is kept as it is; ret_broken, when not NULL, counts them. Returns the length. */
size_t path_unescape(const char *s, size_t n, bool plus, char *out, size_t *ret_broken);

#endif

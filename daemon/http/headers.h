/* http/headers.h — the headers of every reply, in one place (SECURITY.md §3).
 *
 * Pure: makes the list; send.c is the one place that puts it on the wire.
 */
#ifndef DAEMON_HTTP_HEADERS_H
#define DAEMON_HTTP_HEADERS_H

#include <stdbool.h>
#include <stddef.h>
#include "daemon/http/request.h"

enum { HEADERS_MAX = REPLY_HEADERS + 14 };

/* What besides the reply decides about headers. */
struct headers_in {
    bool https;              /* public_url is https */
    const char *etag;        /* NULL = none */
    const char *length;      /* Content-Length in digits; NULL = the reply has no body at all */
    const char *retry_after; /* seconds; NULL = none */
    const char *allow;       /* for 405; NULL = none */
    bool close;              /* Connection: close */
};

/* All headers of reply into out, the handler's own among them. A header that the handler set
 * itself (Cache-Control, say) is not set again. Returns how many. */
size_t headers_list(const struct reply *reply, const struct headers_in *in,
                    struct header out[HEADERS_MAX]);

/* May name and value be a header of ours: a token; no control bytes? */
bool header_is_fine(const char *name, const char *value);

#endif

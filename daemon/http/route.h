/* http/route.h — one entry of the route table.
 *
 * The table itself is the application's (web/routes.c); this room only reads it. Everything that is
 * decided before a handler runs is written here: who may come, which lane, which input, how much.
 */
#ifndef DAEMON_HTTP_ROUTE_H
#define DAEMON_HTTP_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "daemon/base/err.h"
#include "daemon/base/text.h"

struct request;

enum http_method { HTTP_GET, HTTP_POST }; /* HEAD runs the GET route and drops the body */

/* Where the handler runs; daemon/http/server.h draws the lanes. */
enum lane {
    LANE_READ,   /* on the connection's loop, read-only connection, ≤ 5 ms */
    LANE_WRITE,  /* on the writer, inside its transaction */
    LANE_CRYPTO, /* load on the loop, prepare on the crypto thread, handle on the writer */
};

/* What the body may be. */
enum body_kind {
    BODY_NONE,
    BODY_FORM, /* application/x-www-form-urlencoded, or nothing at all */
    BODY_JSON, /* application/json, within JSON_REQUEST (64 KiB) whatever body_max says */
};

/* One declared field of a form (or of a GET's query). Undeclared fields never reach the handler. */
struct field {
    const char *name;    /* "email"; "weight.*" matches every name with that prefix */
    enum text_kind kind; /* line or long text */
    size_t max_chars;    /* code points; longer is kept and reported (form_error), not cut */
    bool many;           /* may come more than once; without it only the first one arrives */
    bool verbatim;       /* as typed, not trimmed (a password); kind and controls still hold */
};

/* Every BODY_FORM has this field without declaring it: the guard reads the token there. */
#define FORM_CSRF "csrf"

/* Rate class: which token bucket a request draws from (SECURITY.md §6). */
enum rate_class {
    RATE_NONE = 1, /* health, assets */
    RATE_ANON_GET,
    RATE_ANON_POST,
    RATE_LOGIN,
    RATE_LINK,    /* per address, drawn by the handler: a private link that nobody has */
    RATE_REQUEST, /* the public request form, an application */
    RATE_SAVE,
    RATE_SESSION_GET,
    RATE__MAX
};

struct route {
    enum http_method method;
    const char *path;   /* "/t/{attempt}/s/{n}": a {name} is one segment, kept in req->params */
    unsigned audiences; /* who may come: bits of the application's own enum; never 0 */
    enum lane lane;
    enum body_kind body;
    size_t body_max; /* bytes; 0 with BODY_NONE */
    enum rate_class rate;
    bool csrf_exempt; /* only for what carries no session */
    bool any_host;    /* whatever Host says: probes and scrapers come by address */
    const struct field *fields;
    size_t fields_n;
    enum errc (*load)(struct request *req, struct err *e);    /* LANE_CRYPTO: on the loop, reads */
    enum errc (*prepare)(struct request *req, struct err *e); /* LANE_CRYPTO: no database */
    enum errc (*handle)(struct request *req, struct err *e);
    void (*committed)(const struct request *req); /* on the loop, when all of it has happened; for the log */
};

/* The entry for a method and a decoded path. Up to ROUTE_PARAMS captures are copied into params
 * (in order, memory of path). Returns NULL when no entry has the path; when some have the path but
 * another method, ret_other_method is set (405). */
enum { ROUTE_PARAMS = 4 };
const struct route *route_find(const struct route *routes, size_t n, enum http_method method,
                               const char *const *segments, size_t segments_n,
                               const char *params[ROUTE_PARAMS], bool *ret_other_method);

#endif

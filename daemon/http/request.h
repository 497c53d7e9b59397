/* http/request.h — one request, everything a handler sees of it, and the reply it makes.
 *
 * All memory that a handler makes lives in req->arena and dies with the request. The reply is built
 * in req->reply and leaves only when the lane says so: after COMMIT on the write lane, after the
 * view record's COMMIT when req->trace is set. A write handler may run twice (store/writer.h): the
 * reply is wiped before each run.
 */
#ifndef DAEMON_HTTP_REQUEST_H
#define DAEMON_HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "daemon/base/buf.h"
#include "daemon/base/err.h"
#include "daemon/base/text.h"
#include "daemon/http/html.h"
#include "daemon/http/route.h"

struct arena;
struct db;
struct json;

/* A field as it came: the text is kept even when it is faulty, so a form can show it again. */
struct form_value {
    const char *name, *value;
};

/* Why a field was not accepted at the border. */
enum form_fault { FORM_FINE, FORM_BAD_TEXT, FORM_TOO_LONG };

struct form {
    const struct form_value *values;
    const enum form_fault *faults; /* one per value */
    size_t n;
};

/* The value of a declared field, "" when it did not come. Never NULL. */
const char *form_get(const struct form *f, const char *name);
/* Did a field with this value come? For checkboxes. */
bool form_has(const struct form *f, const char *name, const char *value);
/* The border's verdict on a field. */
enum form_fault form_fault_of(const struct form *f, const char *name);

/* Who the peer is, as far as the connection tells. */
struct peer {
    const char *address;    /* full, for authentication logs only */
    const char *network;    /* /24 or /48, for everything else */
    uint64_t bucket;        /* hash of the address (IPv6: /64) for rate limits */
    const char *user_agent; /* at most 200 characters, ASCII */
};

/* What a page that shows personal data leaves behind: the reply is held until it is committed. */
struct trace {
    const char *kind; /* NULL = none; static, e.g. "desk.names" */
    int64_t object;
};

enum { REPLY_HEADERS = 12 };

struct reply {
    int status;
    const char *content_type;
    struct buf body;
    struct { const char *name, *value; } headers[REPLY_HEADERS];
    size_t headers_n;
    bool cacheable; /* public page: no-cache + ETag instead of no-store */
};

struct request {
    int64_t id; /* ours, for the log and error pages */
    const struct route *route;
    enum http_method method;
    bool head, partial; /* HEAD; X-Partial: leave the chrome out */
    const char *path;   /* as asked, decoded, for links back */
    const char *params[ROUTE_PARAMS];
    struct form form;         /* of the body (POST) or the query (GET) */
    const struct json *json;  /* BODY_JSON */
    enum lang lang;           /* of the page: "/en/…", else the visitor's choice */
    int64_t now_ms;           /* one time for the whole request */
    struct peer peer;
    struct arena *arena;
    struct db *db;            /* the lane's connection */
    void *app;                /* the application's process-long data (web/app.h) */
    void *visitor;            /* who comes, set by the application's guard */
    void *state;              /* what load and prepare hand on to handle */
    struct trace trace;
    struct reply reply;
};

/* Reading what came */

/* A request header or cookie, NULL when absent. Memory: the request's. */
const char *request_header(const struct request *req, const char *name);
const char *request_cookie(const struct request *req, const char *name);

/* Replying */

/* Begin an HTML page with this status; write it with the returned html. */
struct html *reply_html(struct request *req, int status);
/* Begin a JSON reply (content type application/json; problems: application/problem+json). */
struct buf *reply_json(struct request *req, int status);
/* RFC 9457: type about:blank, title and detail in the reader's language; extra members, if any, are a
 * JSON fragment "\"key\":1" without braces, NULL = none. */
void reply_problem(struct request *req, int status, const char *title, const char *detail,
                   const char *members);
/* 303 to a path of ours. */
void reply_redirect(struct request *req, const char *path);
/* Any other content type (an asset, a download, metrics). */
struct buf *reply_bytes(struct request *req, int status, const char *content_type);
/* One header. Panics on control bytes in value or when REPLY_HEADERS are set already. */
void reply_header(struct request *req, const char *name, const char *value);
/* A cookie: HttpOnly, SameSite=Lax, Path=/, with __Host- and Secure when public_url is https.
 * max_age_s 0 = for the session, < 0 = delete. */
void reply_cookie(struct request *req, const char *name, const char *value, int64_t max_age_s);

#endif

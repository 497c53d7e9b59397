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

struct request;

/* What a page that shows personal data leaves behind: the reply is held until it is committed. */
struct trace {
    const char *kind; /* NULL = none; static, e.g. "desk.names" */
    int64_t object;
    const char *more; /* members beside the page's name: "\"links\":12"; NULL = none */
    /* What is written beside the view record, in its transaction ("read from now on"); NULL = nothing. */
    enum errc (*also)(struct request *req, struct err *e);
    bool own; /* the visitor's own page: only `also` is written, no view record */
};

/* A header of a request or a reply. */
struct header {
    const char *name, *value;
};

enum { REPLY_HEADERS = 12 };

/* What is replied with decides Content-Security-Policy and Cache-Control (SECURITY.md §3). */
enum reply_kind {
    REPLY_PAGE,     /* HTML: the strict policy; no-store, or no-cache + ETag when cacheable */
    REPLY_DATA,     /* JSON, metrics, a redirect: nothing may run; no-store */
    REPLY_ASSET,    /* a hashed name: immutable for a year */
    REPLY_DOWNLOAD, /* an attachment: sandbox; no-store */
};

struct reply {
    int status; /* 0 = no reply was begun */
    enum reply_kind kind;
    const char *content_type;
    struct buf body;
    const void *static_body; /* instead of body: memory that lives as long as the process */
    size_t static_len;
    struct header headers[REPLY_HEADERS];
    size_t headers_n;
    size_t headers_kept; /* of these, set by the guard: they stay whatever is replied */
    bool cacheable;      /* set after reply_html: a public page, or a fragment that is polled */
};

struct request {
    int64_t id; /* ours, for the log and error pages */
    const struct route *route;
    enum http_method method;
    bool head, partial; /* HEAD; X-Partial: leave the chrome out */
    const char *path;   /* as asked, decoded, for links back */
    const char *params[ROUTE_PARAMS];
    struct form form;        /* of the body (POST) or the query (GET) */
    const struct json *json; /* BODY_JSON */
    enum lang lang;          /* of the page: "/en/…", else the visitor's choice */
    int64_t now_ms;          /* one time for the whole request */
    struct peer peer;
    struct arena *arena;
    struct db *db;   /* the lane's connection */
    void *app;       /* the application's process-long data (web/kit/app.h) */
    void *visitor;   /* who comes, set by the application's guard */
    const char *who; /* the same for the log line: "recruiter:81"; NULL = nobody known */
    void *state;     /* what load and prepare hand on to handle */
    bool known;      /* LANE_CRYPTO: set by load, comes before strangers (http/crypto.h) */
    struct trace trace;
    int64_t retry_after_s; /* set beside E_RATE or E_BUSY; sent as Retry-After */
    struct reply reply;

    /* The server's own */
    bool secure; /* public_url is https: cookies carry __Host- and Secure */
    const struct header *headers;
    size_t headers_n;
};

/* Reading what came */

/* A request header by name (any case; the first if several came), NULL when absent. */
const char *request_header(const struct request *req, const char *name);

/* A cookie by the name it was given in reply_cookie: where public_url is https only the one with
 * the __Host- prefix counts. NULL when absent, empty or sent twice. Memory: the request's. */
const char *request_cookie(const struct request *req, const char *name);

/* Replying */

/* Begin an HTML page with this status; write it with the returned html. */
struct html *reply_html(struct request *req, int status);
/* Begin a JSON reply (content type application/json; problems: application/problem+json). */
struct buf *reply_json(struct request *req, int status);
/* RFC 9457: type about:blank, title and detail in the reader's language; extra members, if any, are
 * a JSON fragment "\"key\":1" without braces, NULL = none. */
void reply_problem(struct request *req, int status, const char *title, const char *detail,
                   const char *members);
/* 303 to a path of ours. */
void reply_redirect(struct request *req, const char *path);
/* Any other content type, not kept by anybody (metrics, a sitemap). */
struct buf *reply_bytes(struct request *req, int status, const char *content_type);
/* A file of ours under a hashed name. bytes live as long as the process and are not copied. */
void reply_asset(struct request *req, const char *content_type, const void *bytes, size_t n);
/* A document to keep: an attachment with this file name (UTF-8), in a sandbox. */
struct buf *reply_download(struct request *req, const char *content_type, const char *file_name);
/* Forget the reply that was begun, and its headers but for the guard's. */
void reply_wipe(struct request *req);
/* One more header, beside those that the server sets; it replaces the server's Cache-Control, Vary,
 * Allow and Retry-After. name is static, value is copied. Panics on control bytes and past
 * REPLY_HEADERS. Beginning a second reply forgets the headers of the first. */
void reply_header(struct request *req, const char *name, const char *value);
/* A cookie: HttpOnly, SameSite=Lax, Path=/, with __Host- and Secure when public_url is https.
 * max_age_s 0 = for the session, < 0 = delete. name and value are tokens of ours (panics else). */
void reply_cookie(struct request *req, const char *name, const char *value, int64_t max_age_s);

#endif

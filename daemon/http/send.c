#include "daemon/http/send.h"

#include <stdio.h>
#include <string.h>

#include <event2/buffer.h>
#include <event2/http.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/clock.h"
#include "daemon/base/hash.h"
#include "daemon/base/log.h"
#include "daemon/http/call.h"
#include "daemon/http/conn.h"
#include "daemon/http/headers.h"
#include "daemon/http/limits.h"
#include "daemon/http/worker.h"

/* The body to send. */
struct bytes {
    const void *at;
    size_t n;
};

static struct bytes body_of(const struct reply *r) {
    if (r->static_body != NULL)
        return (struct bytes) { r->static_body, r->static_len };
    return (struct bytes) { r->body.data, r->body.len };
}

/* A strong entity tag: 128 bits of hash. Nobody gains by a collision, so the key is no secret. */
static const char *etag_of(struct bytes body, struct arena *a) {
    static const unsigned char KEY[HASH_KEY] = "otbor etag";
    char hex[HASH_HEX];
    return arena_printf(a, "\"%s\"", hash128_hex(body.at, body.n, KEY, hex));
}

/* Does the client have it? Weak comparison, as RFC 9110 wants: our tag's text, quotes included,
 * stands in the list or not. */
static bool client_has(const struct request *req, const char *etag) {
    const char *list = request_header(req, "If-None-Match");
    return list != NULL && (strcmp(list, "*") == 0 || strstr(list, etag) != NULL);
}

/* A body on its way out; its memory comes back to the worker once it has left. */
struct lent {
    struct worker *worker;
    struct buf body;
};

static void body_back(const void *data, size_t n, void *arg) {
    (void)data;
    (void)n;
    struct lent *l = arg;
    struct worker *w = l->worker;
    if (l->body.room <= REPLY_KEPT_MAX && w->bodies_n < COUNT(w->bodies)) {
        buf_reset(&l->body);
        w->bodies[w->bodies_n++] = l->body;
    } else {
        buf_fini(&l->body);
    }
    check_free(l);
}

/* Copying 10 KB into evhttp's buffers, and asking the heap for them each time, cost as much as all
 * the rest of a reply; so the body itself goes out. Short ones are cheaper copied. */
static void put_body(struct worker *w, struct reply *r, struct bytes body) {
    if (r->static_body != NULL) {
        CHECK(evbuffer_add_reference(w->out, body.at, body.n, NULL, NULL) == 0);
        return;
    }
    if (body.n < BODY_COPIED_MAX) {
        CHECK(evbuffer_add(w->out, body.at, body.n) == 0);
        return;
    }
    struct lent *l = check_alloc(1, sizeof *l);
    *l = (struct lent) { w, r->body };
    CHECK(evbuffer_add_reference(w->out, body.at, body.n, body_back, l) == 0);
    if (w->bodies_n > 0)
        r->body = w->bodies[--w->bodies_n];
    else
        buf_init(&r->body, REPLY_BODY_MAX);
}

/* The one place where headers leave. Each was checked when it was set. */
static void put_headers(struct evhttp_request *ev, const struct header *headers, size_t n) {
    struct evkeyvalq *out = evhttp_request_get_output_headers(ev);
    for (size_t i = 0; i < n; i++)
        CHECK(evhttp_add_header(out, headers[i].name, headers[i].value) == 0);
}

static const char *lane_name(const struct route *r) {
    static const char *const NAMES[] = { "read", "write", "crypto" };
    return r != NULL ? NAMES[r->lane] : "-";
}

static void account(const struct call *call, int status, size_t n) {
    const struct request *req = &call->req;
    int64_t us = clock_monotonic_us() - call->started_us;
    metrics_reply(&call->worker->server->metrics, status, us, n);
    log_line(LOG_INFO, "request",
             "id=%s route=%s status=%d ms=%.1f bytes=%zu lane=%s statements=%lld arena=%zu "
             "who=%s net=%s",
             call->id, req->route != NULL ? req->route->path : "-", status, (double)us / 1000, n,
             lane_name(req->route), (long long)call->statements, arena_used(req->arena),
             req->who != NULL ? req->who : "-", req->peer.network);
}

void send_reply(struct call *call) {
    struct request *req = &call->req;
    struct reply *r = &req->reply;
    struct worker *w = call->worker;
    const struct call_place *place = call_place(call);
    struct evhttp_request *ev = place->ev;
    struct conn *conn = place->conn;
    struct bytes body = body_of(r);
    struct headers_in in = { .https = w->server->origin.https,
                             .close = conn == NULL || conn_is_last(conn) };
    if (r->cacheable && r->status == 200)
        in.etag = etag_of(body, req->arena);
    if (in.etag != NULL && client_has(req, in.etag))
        r->status = 304;
    if (r->status != 304 && r->status != 204)
        in.length = arena_printf(req->arena, "%zu", body.n);
    if (req->retry_after_s > 0)
        in.retry_after = arena_printf(req->arena, "%lld", (long long)req->retry_after_s);
    struct header headers[HEADERS_MAX];
    put_headers(ev, headers, headers_list(r, &in, headers));
    /* evhttp would send a body after HEAD, 204 and 304. */
    if (req->head || in.length == NULL)
        body.n = 0;
    if (body.n > 0)
        put_body(w, r, body);
    int status = r->status;
    evhttp_send_reply(ev, status, NULL, w->out);
    if (conn != NULL)
        conn_replying(conn, ev);
    account(call, status, body.n);
    call_end(call);
}

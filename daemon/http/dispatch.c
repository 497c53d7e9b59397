#include "daemon/http/dispatch.h"

#include <string.h>
#include <strings.h>

#include <event2/buffer.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/json.h"
#include "daemon/http/call.h"
#include "daemon/http/conn.h"
#include "daemon/http/form.h"
#include "daemon/http/lanes.h"
#include "daemon/http/limits.h"
#include "daemon/http/path.h"
#include "daemon/http/send.h"
#include "daemon/http/worker.h"

/* A refusal before the lanes: which code and status, and what 405 allows. */
struct refusal {
    enum errc code;
    int status; /* 0 = none */
    const char *allow;
};

static const struct refusal FINE = { OK, 0, NULL };

/* The route of a POST whose head came so far, NULL when there is none or its path is cut. */
static const struct route *posted_route(const struct worker *w, const struct head *head) {
    if (head->method != HEAD_M_POST || !head->path_whole)
        return NULL;
    struct path path = { 0 };
    const char *params[ROUTE_PARAMS] = { 0 };
    bool other = false;
    const struct route *route = NULL;
    if (path_split(head->path, w->scratch, &path, NULL) == OK)
        route = route_find(w->server->app.routes, w->server->app.routes_n, HTTP_POST, path.segments,
                           path.segments_n, params, &other);
    arena_reset(w->scratch);
    return route;
}

uint64_t dispatch_body_max(const struct worker *w, const struct head *head) {
    if (head->method != HEAD_M_POST)
        return 0;
    const struct route *route = posted_route(w, head);
    if (route == NULL)
        return BODY_UNROUTED_MAX;
    if (route->body_max > BODY_COOKIELESS_MAX && !head->has_cookie)
        return BODY_COOKIELESS_MAX;
    return route->body_max;
}

bool dispatch_wants_problem(const struct worker *w, const struct head *head) {
    const struct route *route = posted_route(w, head);
    return route != NULL && route->body == BODY_JSON;
}

/* Copies: evhttp's own must not leave the loop. */
static void copy_headers(struct request *req, struct evhttp_request *ev) {
    struct evkeyvalq *in = evhttp_request_get_input_headers(ev);
    struct header *headers = ARENA_ARRAY(req->arena, HEAD_HEADERS_MAX, struct header);
    size_t n = 0;
    for (struct evkeyval *h = in->tqh_first; h != NULL && n < HEAD_HEADERS_MAX;
         h = h->next.tqe_next) {
        headers[n].name = arena_strdup(req->arena, h->key);
        headers[n++].value = arena_strdup(req->arena, h->value);
    }
    req->headers = headers;
    req->headers_n = n;
}

static const char *allowed(const struct server *s, const struct path *path) {
    const char *params[ROUTE_PARAMS] = { 0 };
    bool other = false;
    bool get = route_find(s->app.routes, s->app.routes_n, HTTP_GET, path->segments,
                          path->segments_n, params, &other) != NULL;
    bool post = route_find(s->app.routes, s->app.routes_n, HTTP_POST, path->segments,
                           path->segments_n, params, &other) != NULL;
    if (get)
        return post ? "GET, HEAD, POST" : "GET, HEAD";
    return post ? "POST" : NULL;
}

/* Path, host, route. ret_query is what stood behind '?'. */
static struct refusal find_route(struct request *req, struct worker *w, struct evhttp_request *ev,
                                 const char **ret_query) {
    const struct server *s = w->server;
    struct path path = { .text = "/", .query = "" };
    enum errc code = path_split(evhttp_request_get_uri(ev), req->arena, &path, NULL);
    req->path = path.text;
    *ret_query = path.query;
    if (code == E_INVALID)
        return (struct refusal) { E_INVALID, 400, NULL };
    enum evhttp_cmd_type command = evhttp_request_get_command(ev);
    req->head = command == EVHTTP_REQ_HEAD;
    req->method = command == EVHTTP_REQ_POST ? HTTP_POST : HTTP_GET;
    bool other = false, known = command == EVHTTP_REQ_POST || command == EVHTTP_REQ_GET || req->head;
    const struct route *route = NULL;
    if (code == OK && known)
        route = route_find(s->app.routes, s->app.routes_n, req->method, path.segments, path.segments_n,
                           req->params, &other);
    const char *host = request_header(req, "Host");
    bool ours = (route != NULL && route->any_host) || origin_has(&s->origin, host != NULL ? host : "");
    if (!ours)
        return (struct refusal) { E_INVALID, 400, NULL };
    if (code != OK)
        return (struct refusal) { E_NOT_FOUND, 404, NULL };
    req->route = route;
    if (req->route != NULL)
        return FINE;
    const char *allow = allowed(s, &path);
    if (allow != NULL)
        return (struct refusal) { E_INVALID, 405, allow };
    return (struct refusal) { E_NOT_FOUND, 404, NULL };
}

/* Is Content-Type this media type, with or without parameters? */
static bool is_type(const struct request *req, const char *want) {
    const char *type = request_header(req, "Content-Type");
    if (type == NULL)
        return false;
    size_t n = strcspn(type, "; \t");
    return n == strlen(want) && strncasecmp(type, want, n) == 0;
}

/* The query of a GET or the body of a POST into what the route declared. */
static struct refusal read_input(struct request *req, const char *query, const char *body,
                                 size_t n) {
    const struct route *r = req->route;
    enum errc code = OK;
    if (req->method == HTTP_GET)
        code = form_decode(query, strlen(query), r->fields, r->fields_n, false, req->arena,
                           &req->form, NULL);
    else if (r->body == BODY_FORM && n > 0 && !is_type(req, "application/x-www-form-urlencoded"))
        return (struct refusal) { E_INVALID, 415, NULL };
    else if (r->body == BODY_FORM)
        code = form_decode(body, n, r->fields, r->fields_n, true, req->arena, &req->form, NULL);
    else if (r->body == BODY_JSON && !is_type(req, "application/json"))
        return (struct refusal) { E_INVALID, 415, NULL };
    else if (r->body == BODY_JSON)
        code = json_parse(body, n, JSON_REQUEST, req->arena, &req->json, NULL);
    if (code != OK)
        return (struct refusal) { code, code == E_INVALID ? 400 : errc_status(code), NULL };
    return FINE;
}

static void fill(struct call *call, struct worker *w, const struct conn *c,
                 struct evhttp_request *ev) {
    struct request *req = &call->req;
    req->app = w->server->app.data;
    req->db = w->db;
    req->secure = w->server->origin.https;
    req->lang = LANG_RU;
    copy_headers(req, ev);
    req->partial = request_header(req, "X-Partial") != NULL;
    req->peer = peer_of(&c->from, &w->server->proxies, req->headers, req->headers_n, req->arena);
}

void dispatch(struct evhttp_request *ev, void *arg) {
    struct worker *w = arg;
    struct conn *c = conn_of(w, ev);
    CHECK(c != NULL);
    c->requests++;
    conn_enter(c, CONN_LANE);
    struct evbuffer *in = evhttp_request_get_input_buffer(ev);
    size_t n = evbuffer_get_length(in);
    conn_body_done(c, n);
    struct call *call = call_begin(w, ev, c);
    fill(call, w, c, ev);
    const char *query = "";
    struct refusal refusal = find_route(&call->req, w, ev, &query);
    if (w->server->app.language != NULL)
        call->req.lang = w->server->app.language(&call->req);
    /* The byte machine and evhttp must agree on where requests begin; when they do not, nothing
     * on this connection can be believed. */
    if (c->requests > c->head.heads) {
        c->bad_later = true;
        c->good_n = c->requests;
        refusal = (struct refusal) { E_INVALID, 400, NULL };
    }
    if (refusal.status == 0) {
        const char *body = n > 0 ? (const char *)evbuffer_pullup(in, -1) : "";
        refusal = read_input(&call->req, query, body, n);
    }
    if (refusal.status == 0) {
        lanes_run(call);
        return;
    }
    if (refusal.allow != NULL)
        reply_header(&call->req, "Allow", refusal.allow);
    call->req.reply.headers_kept = call->req.reply.headers_n;
    lanes_fail(call, refusal.code, refusal.status);
}

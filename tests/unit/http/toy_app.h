/* A small application with a route of each kind, for tests of the server. Included once. */
#ifndef TESTS_UNIT_HTTP_TOY_APP_H
#define TESTS_UNIT_HTTP_TOY_APP_H

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/json.h"
#include "daemon/http/rate.h"
#include "daemon/http/server.h"

/* What the toy counts. */
static struct {
    atomic_int handled, prepared, recorded, rechecked;
    struct server *server;
} toy;

static enum errc home(struct request *req, struct err *e) {
    (void)e;
    struct html *h = reply_html(req, 200);
    buf_puts(h->out, "<!doctype html><title>home</title>");
    req->reply.cacheable = true;
    return OK;
}

static enum errc hello(struct request *req, struct err *e) {
    (void)e;
    struct html *h = reply_html(req, 200);
    buf_printf(h->out, "hello %s from %s", req->params[0], req->path);
    reply_cookie(req, "seen", "yes", 60);
    return OK;
}

static enum errc big(struct request *req, struct err *e) {
    (void)e;
    struct buf *out = reply_bytes(req, 200, "text/plain; charset=utf-8");
    for (int i = 0; i < 4 << 20; i += 64)
        buf_puts(out, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\n");
    return OK;
}

static enum errc broken(struct request *req, struct err *e) {
    buf_puts(reply_html(req, 200)->out, "half a page");
    return ERR(e, E_INTERNAL, "It broke.");
}

static enum errc silent(struct request *req, struct err *e) {
    (void)req;
    (void)e;
    return OK;
}

static enum errc missing(struct request *req, struct err *e) {
    (void)req;
    return ERR(e, E_NOT_FOUND, "There is none.");
}

static enum errc names(struct request *req, struct err *e) {
    (void)e;
    buf_puts(reply_html(req, 200)->out, "names");
    req->trace = (struct trace) { .kind = "desk.names", .object = 7 };
    return OK;
}

static enum errc data(struct request *req, struct err *e) {
    (void)e;
    buf_printf(reply_json(req, 200), "{\"q\":\"%s\"}", form_get(&req->form, "q"));
    return OK;
}

static const char ASSET[] = "body{color:red}";

static enum errc asset(struct request *req, struct err *e) {
    (void)e;
    reply_asset(req, "text/css; charset=utf-8", ASSET, sizeof ASSET - 1);
    return OK;
}

static enum errc file(struct request *req, struct err *e) {
    (void)e;
    buf_puts(reply_download(req, "application/pdf", "Отчёт 1.pdf"), "%PDF");
    return OK;
}

static enum errc health(struct request *req, struct err *e) {
    (void)e;
    buf_puts(reply_bytes(req, 200, "text/plain"), "ok\n");
    return OK;
}

static enum errc metrics(struct request *req, struct err *e) {
    (void)e;
    server_metrics(toy.server, reply_bytes(req, 200, "text/plain; version=0.0.4"));
    return OK;
}

static enum errc who(struct request *req, struct err *e) {
    (void)e;
    const char *c = request_cookie(req, "s");
    buf_printf(reply_bytes(req, 200, "text/plain"), "%s %s cookie=%s partial=%d lang=%s",
               req->peer.address, req->peer.network, c != NULL ? c : "-", req->partial,
               lang_tag(req->lang));
    return OK;
}

/* Writes */

static enum errc form(struct request *req, struct err *e) {
    (void)e;
    atomic_fetch_add(&toy.handled, 1);
    CHECK(req->reply.status == 0 && req->db != NULL);
    struct buf *out = reply_bytes(req, 200, "text/plain; charset=utf-8");
    for (size_t i = 0; i < req->form.n; i++)
        buf_printf(out, "%s=%s/%d;", req->form.values[i].name, req->form.values[i].value,
                   (int)req->form.faults[i]);
    return OK;
}

static enum errc go(struct request *req, struct err *e) {
    (void)e;
    reply_redirect(req, "/hello/again");
    return OK;
}

static enum errc json(struct request *req, struct err *e) {
    (void)e;
    const char *s = json_string(json_member(req->json, "name"));
    buf_printf(reply_json(req, 201), "{\"got\":\"%s\"}", s != NULL ? s : "");
    return OK;
}

static enum errc conflict(struct request *req, struct err *e) {
    buf_puts(reply_html(req, 200)->out, "must not be seen");
    return ERR(e, E_CONFLICT, "Somebody was first.");
}

static enum errc own_page(struct request *req, struct err *e) {
    buf_puts(reply_html(req, 422)->out, "my own page");
    return ERR(e, E_INVALID, "Not so.");
}

/* Crypto */

static enum errc login_load(struct request *req, struct err *e) {
    (void)e;
    if (strcmp(form_get(&req->form, "name"), "") == 0)
        buf_puts(reply_html(req, 422)->out, "no name");
    req->state = arena_strdup(req->arena, form_get(&req->form, "name"));
    return OK;
}

static enum errc login_prepare(struct request *req, struct err *e) {
    CHECK(req->db == NULL);
    atomic_fetch_add(&toy.prepared, 1);
    if (strcmp(req->state, "mallory") == 0)
        return ERR(e, E_DENIED, "Not him.");
    req->state = arena_printf(req->arena, "hash of %s", (const char *)req->state);
    return OK;
}

static enum errc login(struct request *req, struct err *e) {
    (void)e;
    buf_puts(reply_html(req, 200)->out, req->state);
    reply_cookie(req, "s", "token", 0);
    return OK;
}

static const struct field FIELDS[] = {
    { .name = "name", .kind = TEXT_LINE, .max_chars = 10 },
    { .name = "text", .kind = TEXT_LONG, .max_chars = 1000 },
    { .name = "tag", .kind = TEXT_LINE, .max_chars = 10, .many = true },
    { .name = "weight.*", .kind = TEXT_LINE, .max_chars = 10 },
    { .name = "password", .kind = TEXT_LINE, .max_chars = 64, .verbatim = true },
};
static const struct field QUERY[] = { { .name = "q", .kind = TEXT_LINE, .max_chars = 50 } };

#define READ_ROUTE(p, h)                                                                           \
    {                                                                                              \
        .method = HTTP_GET, .path = p, .audiences = 1, .lane = LANE_READ, .rate = RATE_ANON_GET,   \
        .handle = h                                                                                \
    }
#define FORM_ROUTE(p, h)                                                                           \
    {                                                                                              \
        .method = HTTP_POST, .path = p, .audiences = 1, .lane = LANE_WRITE, .body = BODY_FORM,     \
        .body_max = 4096, .rate = RATE_ANON_POST, .fields = FIELDS, .fields_n = COUNT(FIELDS),     \
        .handle = h                                                                                \
    }

static const struct route TOY_ROUTES[] = {
    READ_ROUTE("/", home),
    READ_ROUTE("/hello/{name}", hello),
    READ_ROUTE("/en/who", who),
    READ_ROUTE("/big", big),
    READ_ROUTE("/broken", broken),
    READ_ROUTE("/silent", silent),
    READ_ROUTE("/missing", missing),
    READ_ROUTE("/names", names),
    READ_ROUTE("/asset.css", asset),
    READ_ROUTE("/file", file),
    { .method = HTTP_GET,
      .path = "/healthz",
      .audiences = 1,
      .lane = LANE_READ,
      .rate = RATE_NONE,
      .any_host = true,
      .handle = health },
    READ_ROUTE("/metrics", metrics),
    READ_ROUTE("/who", who),
    { .method = HTTP_GET,
      .path = "/data",
      .audiences = 1,
      .lane = LANE_READ,
      .rate = RATE_ANON_GET,
      .fields = QUERY,
      .fields_n = COUNT(QUERY),
      .handle = data },
    FORM_ROUTE("/form", form),
    FORM_ROUTE("/go", go),
    FORM_ROUTE("/conflict", conflict),
    FORM_ROUTE("/own", own_page),
    { .method = HTTP_POST,
      .path = "/json",
      .audiences = 1,
      .lane = LANE_WRITE,
      .body = BODY_JSON,
      .body_max = 200000,
      .rate = RATE_SAVE,
      .handle = json },
    { .method = HTTP_POST,
      .path = "/login",
      .audiences = 1,
      .lane = LANE_CRYPTO,
      .body = BODY_FORM,
      .body_max = 1024,
      .rate = RATE_LOGIN,
      .fields = FIELDS,
      .fields_n = COUNT(FIELDS),
      .load = login_load,
      .prepare = login_prepare,
      .handle = login },
};

/* The application's other functions */

static enum errc toy_guard(struct request *req, struct err *e) {
    if (!rate_take(req->route->rate, req->peer.bucket, req->now_ms, &req->retry_after_s))
        return ERR(e, E_RATE, "Too often.");
    if (request_header(req, "X-Deny") != NULL)
        return ERR(e, E_DENIED, "Denied.");
    if (request_header(req, "X-Greet") != NULL)
        reply_header(req, "X-Greeting", "from the guard");
    return OK;
}

static enum errc toy_recheck(struct request *req, struct err *e) {
    atomic_fetch_add(&toy.rechecked, 1);
    if (request_header(req, "X-Revoked") != NULL)
        return ERR(e, E_DENIED, "Revoked meanwhile.");
    return OK;
}

static enum errc toy_record(struct request *req, struct err *e) {
    CHECK(strcmp(req->trace.kind, "desk.names") == 0 && req->trace.object == 7);
    if (request_header(req, "X-No-Record") != NULL)
        return ERR(e, E_BUSY, "The disk is full.");
    atomic_fetch_add(&toy.recorded, 1);
    return OK;
}

static void toy_error(struct request *req, enum errc code, int status) {
    if (req->route == NULL && status == 404 && strcmp(req->path, "/unhandled") == 0)
        return;
    if (req->route != NULL && req->route->body == BODY_JSON)
        reply_problem(req, status, errc_name(code), NULL, NULL);
    else
        buf_printf(reply_html(req, status)->out, "error %d %s", status, errc_name(code));
}

static void toy_refused(void *app_data, int status, bool problem, struct buf *out) {
    (void)app_data;
    if (status != 414 && !problem)
        buf_printf(out, "<!doctype html>refused %d", status);
}

static enum lang toy_language(const struct request *req) {
    return strncmp(req->path, "/en/", 4) == 0 ? LANG_EN : LANG_RU;
}

static const struct http_app TOY_APP = {
    .routes = TOY_ROUTES,
    .routes_n = COUNT(TOY_ROUTES),
    .language = toy_language,
    .guard = toy_guard,
    .recheck = toy_recheck,
    .record = toy_record,
    .error = toy_error,
    .refused = toy_refused,
};

#endif

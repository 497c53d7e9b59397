#include "daemon/http/refuse.h"

#include <stdio.h>
#include <sys/socket.h>
#include <time.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/base/log.h"
#include "daemon/http/conn.h"
#include "daemon/http/dispatch.h"
#include "daemon/http/headers.h"
#include "daemon/http/limits.h"
#include "daemon/http/worker.h"

static const struct {
    int status;
    const char *reason;
} REASONS[] = {
    { 400, "Bad Request" },
    { 404, "Not Found" },
    { 405, "Method Not Allowed" },
    { 413, "Content Too Large" },
    { 414, "URI Too Long" },
    { 415, "Unsupported Media Type" },
    { 417, "Expectation Failed" },
    { 429, "Too Many Requests" },
    { 431, "Request Header Fields Too Large" },
    { 501, "Not Implemented" },
    { 503, "Service Unavailable" },
};

static const char *reason_of(int status) {
    for (size_t i = 0; i < COUNT(REASONS); i++)
        if (REASONS[i].status == status)
            return REASONS[i].reason;
    return "Error";
}

void refuse_body(const struct server *s, int status, bool problem, struct buf *out) {
    if (s->app.refused != NULL)
        s->app.refused(s->app.data, status, problem, out);
    if (out->len > 0)
        return;
    if (problem)
        buf_printf(out, "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d}",
                   reason_of(status), status);
    else
        buf_printf(out,
                   "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                   "<title>%d</title></head><body><h1>%s</h1></body></html>\n",
                   status, reason_of(status));
}

/* The whole reply, head and body, in HTTP/1.1. */
static void write_reply(const struct conn *c, int status, struct buf *out) {
    bool problem = dispatch_wants_problem(c->worker, &c->head);
    struct buf body;
    buf_init(&body, 32 << 10);
    refuse_body(c->worker->server, status, problem, &body);
    char length[24] = "", date[40] = "";
    (void)snprintf(length, sizeof length, "%zu", body.len);
    struct reply reply = { .status = status,
                           .kind = problem ? REPLY_DATA : REPLY_PAGE,
                           .content_type =
                               problem ? "application/problem+json" : "text/html; charset=utf-8" };
    struct headers_in in = { .https = c->worker->server->origin.https,
                             .length = length,
                             .retry_after = status == 503 ? "5" : NULL,
                             .close = true };
    struct header headers[HEADERS_MAX];
    size_t n = headers_list(&reply, &in, headers);
    time_t now = time(NULL);
    struct tm tm = { 0 };
    (void)strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &tm));
    buf_printf(out, "HTTP/1.1 %d %s\r\nDate: %s\r\n", status, reason_of(status), date);
    for (size_t h = 0; h < n; h++)
        buf_printf(out, "%s: %s\r\n", headers[h].name, headers[h].value);
    buf_puts(out, "\r\n");
    if (c->head.method != HEAD_M_HEAD)
        buf_put(out, body.data, body.len);
    buf_fini(&body);
}

/* Give the connection back to evhttp for the one thing left to do: free it. */
static void give_back(struct conn *c) {
    struct bufferevent *bev = c->bev;
    void (*event)(struct bufferevent *, short, void *) = c->evhttp_event;
    void *evcon = c->evcon;
    bufferevent_setcb(bev, NULL, NULL, event, evcon);
    event(bev, BEV_EVENT_READING | BEV_EVENT_EOF, evcon);
}

static void on_event(struct bufferevent *bev, short what, void *arg) {
    (void)bev;
    (void)what;
    give_back(arg);
}

/* What still comes is thrown away: closing on unread bytes would reset the connection, and the
 * client might never see the answer. */
static void on_read(struct bufferevent *bev, void *arg) {
    (void)arg;
    struct evbuffer *in = bufferevent_get_input(bev);
    (void)evbuffer_drain(in, evbuffer_get_length(in));
}

static void on_written(struct bufferevent *bev, void *arg) {
    struct conn *c = arg;
    (void)shutdown(c->fd, SHUT_WR);
    bufferevent_setcb(bev, on_read, NULL, on_event, c);
    on_read(bev, c);
    bufferevent_disable(bev, EV_WRITE);
    bufferevent_enable(bev, EV_READ);
}

void refuse(struct conn *c, int status, const char *why) {
    struct bufferevent *bev = c->bev;
    atomic_fetch_add_explicit(&c->worker->server->metrics.refused, 1, memory_order_relaxed);
    char network[ADDRESS_TEXT_MAX];
    log_line(LOG_INFO, "refused", "status=%d why=%s net=%s", status, log_value(why),
             address_network(&c->from, network));
    bufferevent_getcb(bev, NULL, NULL, &c->evhttp_event, NULL);
    /* No read callback until the answer has left: evhttp may have one pending, which would be
     * called with evhttp's argument. */
    bufferevent_setcb(bev, NULL, on_written, on_event, c);
    conn_enter(c, CONN_LINGER);
    struct buf reply;
    buf_init(&reply, 40 << 10);
    write_reply(c, status, &reply);
    evbuffer_add(bufferevent_get_output(bev), reply.data, reply.len);
    buf_fini(&reply);
    bufferevent_disable(bev, EV_READ);
    bufferevent_enable(bev, EV_WRITE);
}

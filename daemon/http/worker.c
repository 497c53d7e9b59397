#include "daemon/http/worker.h"

#include <stdio.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/clock.h"
#include "daemon/base/log.h"
#include "daemon/http/call.h"
#include "daemon/http/conn.h"
#include "daemon/http/dispatch.h"
#include "daemon/http/lanes.h"
#include "daemon/http/limits.h"
#include "daemon/loop/loop.h"
#include "daemon/store/db.h"

void worker_maybe_leave(struct worker *w) {
    if (w->stopping && w->listening == NULL && w->conns_n == 0 && w->calls_n == 0)
        loop_leave(w->loop);
}

static void close_listener(evutil_socket_t none, short what, void *arg) {
    (void)none;
    (void)what;
    struct worker *w = arg;
    evhttp_del_accept_socket(w->evhttp, w->listening);
    w->listening = NULL;
    conn_stop_idle(w);
    worker_maybe_leave(w);
}

/* Who connected before now is still served: the listener accepts until there is nothing more in the
 * next round of the loop, and this timer comes after it in that round. */
static void begin_stop(struct worker *w) {
    w->stopping = true;
    w->stop_at_ms = clock_monotonic_us() / 1000 + DRAIN_WITHIN_MS / w->server->hurry;
    const struct timeval next_round = { 0, 1 };
    CHECK(event_base_once(loop_base(w->loop), -1, EV_TIMEOUT, close_listener, w, &next_round) == 0);
    const struct timeval often = { 0, 100000 };
    CHECK(event_add(w->tick, &often) == 0);
}

static void cut_all(struct worker *w) {
    if (w->cut_n == 0)
        w->cut_n = w->conns_n;
    for (struct conn *c = w->conns; c != NULL; c = c->next)
        if (c->fd >= 0)
            conn_shut(c);
}

static void on_mail(void *arg, uint64_t number) {
    struct worker *w = arg;
    if (number != 0)
        lanes_return(w, number);
    else if (!w->stopping && atomic_load(&w->server->stop))
        begin_stop(w);
    worker_maybe_leave(w);
}

static void on_tick(evutil_socket_t none, short what, void *arg) {
    (void)none;
    (void)what;
    struct worker *w = arg;
    int64_t now_ms = clock_monotonic_us() / 1000;
    conn_tick(w, now_ms);
    if (w->accept_paused && w->listening != NULL) {
        w->accept_paused = false;
        (void)evconnlistener_enable(evhttp_bound_socket_get_listener(w->listening));
    }
    if (w->stopping && (now_ms > w->stop_at_ms || server_stops_now()))
        cut_all(w);
}

/* accept failed, most likely for want of descriptors: try again with the next tick, instead of at
 * once and for ever. */
static void on_accept_error(struct evconnlistener *listener, void *arg) {
    struct worker *w = arg;
    w->accept_paused = true;
    (void)evconnlistener_disable(listener);
    log_line(LOG_ERROR, "accept_failed", "connections=%zu", w->conns_n);
}

static void setup_evhttp(struct worker *w, int fd) {
    struct event_base *base = loop_base(w->loop);
    w->evhttp = evhttp_new(base);
    CHECK(w->evhttp != NULL);
    evhttp_set_allowed_methods(w->evhttp, 0xffff);
    evhttp_set_default_content_type(w->evhttp, NULL);
    /* Behind the byte machine's own limits, in case the two ever disagree. */
    evhttp_set_max_headers_size(w->evhttp, HEAD_BYTES_MAX);
    evhttp_set_max_body_size(w->evhttp, (ev_ssize_t)w->server->body_max);
    evhttp_set_gencb(w->evhttp, dispatch, w);
    conn_setup(w);
    struct evconnlistener *listener =
        evconnlistener_new(base, NULL, NULL, LEV_OPT_CLOSE_ON_EXEC | LEV_OPT_CLOSE_ON_FREE, 0, fd);
    CHECK(listener != NULL);
    evconnlistener_set_error_cb(listener, on_accept_error);
    w->listening = evhttp_bind_listener(w->evhttp, listener);
    CHECK(w->listening != NULL);
}

enum errc worker_init(struct worker *w, struct server *s, const char *db_path, int fd,
                      size_t number, struct err *e) {
    *w = (struct worker) { .server = s };
    enum errc code = db_open(db_path, DB_READ, &w->db, e);
    if (code != OK) {
        (void)close(fd);
        return code;
    }
    char name[16] = "";
    (void)snprintf(name, sizeof name, "http%u", (unsigned)number % 100);
    w->loop = loop_new(name, on_mail, w);
    setup_evhttp(w, fd);
    w->out = evbuffer_new();
    CHECK(w->out != NULL);
    w->scratch = arena_new(SCRATCH_BYTES_MAX);
    w->tick = event_new(loop_base(w->loop), -1, EV_PERSIST, on_tick, w);
    const struct timeval second = { 1, 0 };
    CHECK(w->tick != NULL && event_add(w->tick, &second) == 0);
    return OK;
}

enum errc worker_start(struct worker *w, struct err *e) {
    return loop_start(w->loop, e);
}

void worker_fini(struct worker *w) {
    if (w->loop == NULL)
        return;
    loop_join(w->loop);
    event_free(w->tick);
    evhttp_free(w->evhttp);
    evbuffer_free(w->out);
    arena_free(&w->scratch);
    call_fini(w);
    check_free(w->conns_by_fd);
    loop_free(&w->loop);
    db_close(&w->db);
}

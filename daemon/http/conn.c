#include "daemon/http/conn.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_struct.h>
#include <event2/event.h>
#include <event2/http.h>

#include "daemon/base/check.h"
#include "daemon/base/clock.h"
#include "daemon/http/call.h"
#include "daemon/http/crowd.h"
#include "daemon/http/dispatch.h"
#include "daemon/http/limits.h"
#include "daemon/http/refuse.h"
#include "daemon/http/worker.h"

/* The table and the list of a worker's connections */

static void remember(struct worker *w, struct conn *c) {
    size_t fd = (size_t)c->fd;
    if (fd >= w->fds_n) {
        size_t n = w->fds_n > 0 ? w->fds_n : 64;
        while (n <= fd)
            n *= 2;
        w->conns_by_fd = check_realloc(w->conns_by_fd, n, sizeof(struct conn *));
        memset(w->conns_by_fd + w->fds_n, 0, (n - w->fds_n) * sizeof(struct conn *));
        w->fds_n = n;
    }
    w->conns_by_fd[fd] = c;
}

static void link_in(struct worker *w, struct conn *c) {
    c->next = w->conns;
    if (c->next != NULL)
        c->next->prev = c;
    w->conns = c;
    w->conns_n++;
}

static void drop(struct conn *c) {
    struct worker *w = c->worker;
    if (c->fd >= 0 && w->conns_by_fd[c->fd] == c)
        w->conns_by_fd[c->fd] = NULL;
    if (c->prev != NULL)
        c->prev->next = c->next;
    else
        w->conns = c->next;
    if (c->next != NULL)
        c->next->prev = c->prev;
    w->conns_n--;
    if (c->counted)
        crowd_leave(w->server->crowd, c->bucket, c->limited);
    check_free(c);
    worker_maybe_leave(w);
}

struct conn *conn_of(struct worker *w, struct evhttp_request *ev) {
    struct evhttp_connection *evcon = evhttp_request_get_connection(ev);
    if (evcon == NULL)
        return NULL;
    evutil_socket_t fd = bufferevent_getfd(evhttp_connection_get_bufferevent(evcon));
    return fd >= 0 && (size_t)fd < w->fds_n ? w->conns_by_fd[fd] : NULL;
}

/* States and deadlines */

/* How long a state may last, in ms; a body that moves on earns more (earn_time). */
static int64_t patience(const struct conn *c) {
    switch (c->state) {
    case CONN_IDLE:
        return IDLE_WITHIN_MS;
    case CONN_HEAD:
        return HEAD_WITHIN_MS;
    case CONN_BODY:
        return BODY_WITHIN_MS;
    case CONN_REPLY:
        return REPLY_WITHIN_MS;
    case CONN_LINGER:
        return LINGER_WITHIN_MS;
    case CONN_NEW:
    case CONN_LANE:
        break;
    }
    return -1;
}

void conn_enter(struct conn *c, enum conn_state state) {
    if (c->state == state)
        return;
    c->state = state;
    int64_t ms = patience(c);
    c->deadline_ms = ms < 0 ? INT64_MAX : clock_monotonic_us() / 1000 + ms / c->worker->server->hurry;
}

/* Where the byte machine stands, as a state. */
static enum conn_state reading(const struct conn *c) {
    if (c->head.at == HEAD_AT_START || (c->head.at == HEAD_AT_BODY && c->head.body_left == 0))
        return CONN_IDLE;
    return c->head.at == HEAD_AT_BODY ? CONN_BODY : CONN_HEAD;
}

void conn_shut(struct conn *c) {
    (void)shutdown(c->fd, SHUT_RDWR);
}

void conn_tick(struct worker *w, int64_t now_ms) {
    for (struct conn *c = w->conns; c != NULL; c = c->next) {
        if (now_ms < c->deadline_ms)
            continue;
        c->deadline_ms = INT64_MAX;
        atomic_fetch_add_explicit(&w->server->metrics.expired, c->state != CONN_IDLE,
                                  memory_order_relaxed);
        conn_shut(c);
    }
}

void conn_stop_idle(struct worker *w) {
    /* Reading alone is shut, so a request that has just arrived is still answered. */
    for (struct conn *c = w->conns; c != NULL; c = c->next)
        if (c->state == CONN_IDLE)
            (void)shutdown(c->fd, SHUT_RD);
}

/* Bodies in flight */

/* Does the connection count against its peer's share? */
static bool shares(const struct conn *c) {
    return c->counted && c->limited;
}

/* n bytes of a body came. False: too many are in flight, of this peer or in all; then they do not
 * count. */
static bool bodies_add(struct conn *c, size_t n) {
    struct server *s = c->worker->server;
    int64_t more = (int64_t)n;
    int64_t before = atomic_fetch_add_explicit(&s->metrics.bodies, more, memory_order_relaxed);
    if (before + more > BODIES_IN_FLIGHT_MAX || (shares(c) && !crowd_hold(s->crowd, c->bucket, n))) {
        atomic_fetch_sub_explicit(&s->metrics.bodies, more, memory_order_relaxed);
        return false;
    }
    c->bodies += n;
    return true;
}

void conn_body_done(struct conn *c, size_t n) {
    struct server *s = c->worker->server;
    if (n > c->bodies)
        n = c->bodies;
    if (n == 0)
        return;
    if (shares(c))
        crowd_let_go(s->crowd, c->bucket, n);
    c->bodies -= n;
    atomic_fetch_sub_explicit(&s->metrics.bodies, (int64_t)n, memory_order_relaxed);
}

/* n bytes of a body came: they put off its deadline by as long as they may take, but it may never
 * stand still for longer than BODY_WITHIN_MS. */
static void earn_time(struct conn *c, size_t n) {
    if (c->state != CONN_BODY || c->deadline_ms == INT64_MAX)
        return; /* no body yet, or already let go */
    int64_t hurry = c->worker->server->hurry;
    int64_t latest = clock_monotonic_us() / 1000 + BODY_WITHIN_MS / hurry;
    int64_t earned = c->deadline_ms + (int64_t)n * SECOND_MS / BODY_SECOND_BYTES / hurry;
    c->deadline_ms = earned < latest ? earned : latest;
}

/* The tap */

/* Refuse request number `good + 1`. While evhttp still has requests before it, those are answered
 * first, and the last of them closes the connection. */
static void bad(struct conn *c, uint64_t good, int status, const char *why) {
    if (c->requests >= good && c->state != CONN_LANE && c->state != CONN_REPLY) {
        refuse(c, status, why);
        return;
    }
    c->bad_later = true;
    c->good_n = good;
}

/* A head is complete: may its body come? */
static bool body_may_come(struct conn *c) {
    if (c->head.length == 0 || c->head.length <= dispatch_body_max(c->worker, &c->head))
        return true;
    bad(c, c->head.heads - 1, 413, "body too long");
    return false;
}

/* Of the n bytes that come next so many belong to the present body; may they? */
static bool body_comes(struct conn *c, size_t n) {
    if (c->head.at != HEAD_AT_BODY || c->head.body_left == 0)
        return true;
    size_t of_body = c->head.body_left < n ? (size_t)c->head.body_left : n;
    earn_time(c, of_body);
    if (bodies_add(c, of_body))
        return true;
    bad(c, c->head.heads - 1, 503, "bodies in flight");
    return false;
}

/* Show new bytes to the machine. False: the connection was refused, or will be. */
static bool look(struct conn *c, const char *bytes, size_t n) {
    while (n > 0) {
        enum head_event event = HEAD_MORE;
        if (!body_comes(c, n))
            return false;
        size_t used = head_feed(&c->head, bytes, n, &event);
        if (event == HEAD_FAULT) {
            bad(c, c->head.heads, c->head.status, c->head.why);
            return false;
        }
        if (event == HEAD_DONE && !body_may_come(c))
            return false;
        bytes += used;
        n -= used;
    }
    return true;
}

/* evbuffer_add_cb: bytes came in, or were taken out. */
static void on_bytes(struct evbuffer *in, const struct evbuffer_cb_info *info, void *arg) {
    struct conn *c = arg;
    if (info->n_added == 0 || c->bad_later || c->state == CONN_LINGER)
        return;
    struct evbuffer_ptr from;
    if (evbuffer_ptr_set(in, &from, info->orig_size, EVBUFFER_PTR_SET) != 0)
        return;
    struct evbuffer_iovec pieces[8];
    size_t left = info->n_added;
    while (left > 0) {
        int n = evbuffer_peek(in, (ev_ssize_t)left, &from, pieces, (int)COUNT(pieces));
        size_t seen = 0;
        for (int i = 0; i < n && i < (int)COUNT(pieces) && seen < left; i++) {
            size_t len = pieces[i].iov_len < left - seen ? pieces[i].iov_len : left - seen;
            if (!look(c, pieces[i].iov_base, len))
                return;
            seen += len;
        }
        CHECK(seen > 0);
        left -= seen;
        if (left > 0 && evbuffer_ptr_set(in, &from, seen, EVBUFFER_PTR_ADD) != 0)
            break;
    }
    if (c->state <= CONN_BODY)
        conn_enter(c, reading(c));
}

/* Life */

/* evhttp frees the connection. */
static void on_closed(struct evhttp_connection *evcon, void *arg) {
    (void)evcon;
    struct conn *c = arg;
    evbuffer_remove_cb_entry(bufferevent_get_input(c->bev), c->tap);
    conn_body_done(c, c->bodies);
    if (c->state == CONN_LANE)
        call_conn_gone(c->worker, c);
    drop(c);
}

/* Runs after evhttp has set the connection up and before the first byte. */
static void adopt(evutil_socket_t none, short what, void *arg) {
    (void)none;
    (void)what;
    struct conn *c = arg;
    struct worker *w = c->worker;
    struct bufferevent *bev = c->bev;
    void *evcon = NULL;
    bufferevent_getcb(bev, NULL, NULL, NULL, &evcon);
    c->fd = bufferevent_getfd(bev);
    if (evcon == NULL || c->fd < 0) {
        c->fd = -1; /* evhttp gave it up at once */
        drop(c);
        bufferevent_decref(bev);
        return;
    }
    c->evcon = evcon;
    remember(w, c);
    evhttp_connection_set_closecb(c->evcon, on_closed, c);
    c->tap = evbuffer_add_cb(bufferevent_get_input(bev), on_bytes, c);
    CHECK(c->tap != NULL);
    struct sockaddr_storage sa = { 0 };
    socklen_t len = sizeof sa;
    if (getpeername(c->fd, (struct sockaddr *)&sa, &len) == 0)
        c->from = address_of((struct sockaddr *)&sa);
    c->bucket = address_bucket(&c->from);
    c->limited = w->server->limits && !proxies_trust(&w->server->proxies, &c->from);
    c->counted = crowd_enter(w->server->crowd, c->bucket, c->limited);
    conn_enter(c, CONN_IDLE);
    if (!c->counted) {
        atomic_fetch_add_explicit(&w->server->metrics.turned_away, 1, memory_order_relaxed);
        conn_shut(c);
    } else if (w->stopping) {
        (void)shutdown(c->fd, SHUT_RD);
    }
    bufferevent_decref(bev);
}

/* evhttp asks for a bufferevent for a connection that it just accepted. */
static struct bufferevent *make(struct event_base *base, void *arg) {
    struct worker *w = arg;
    struct bufferevent *bev = bufferevent_socket_new(base, -1, 0);
    CHECK(bev != NULL);
    bufferevent_setwatermark(bev, EV_READ, 0, HEAD_BYTES_MAX + w->server->body_max);
    bufferevent_incref(bev);
    struct conn *c = check_alloc(1, sizeof *c);
    c->worker = w;
    c->bev = bev;
    c->fd = -1;
    c->deadline_ms = INT64_MAX;
    head_init(&c->head);
    link_in(w, c);
    const struct timeval at_once = { 0, 0 };
    CHECK(event_base_once(base, -1, EV_TIMEOUT, adopt, c, &at_once) == 0);
    return bev;
}

void conn_setup(struct worker *w) {
    evhttp_set_bevcb(w->evhttp, make, w);
}

/* A request's end */

bool conn_is_last(const struct conn *c) {
    return c->worker->stopping || c->requests >= CONN_REQUESTS_MAX ||
           (c->bad_later && c->requests >= c->good_n);
}

/* evhttp wrote the last byte and goes on to the next request, unless Connection says close. */
static void on_sent(struct evhttp_request *ev, void *arg) {
    struct conn *c = arg;
    if (conn_is_last(c)) {
        struct evkeyvalq *out = evhttp_request_get_output_headers(ev);
        (void)evhttp_remove_header(out, "Connection");
        (void)evhttp_add_header(out, "Connection", "close");
    }
    conn_enter(c, reading(c));
}

void conn_replying(struct conn *c, struct evhttp_request *ev) {
    conn_enter(c, CONN_REPLY);
    evhttp_request_set_on_complete_cb(ev, on_sent, c);
    /* evhttp reads on to notice a client that leaves; but then a client that has only finished
     * sending would lose its reply. */
    bufferevent_disable(c->bev, EV_READ);
    /* The socket has room for most replies: write now, without asking the kernel first. With the
     * change list of loop.c, a request is left with one read and one write. */
    event_active(&c->bev->ev_write, EV_WRITE, 1);
}

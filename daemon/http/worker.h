/* http/worker.h — what one loop of the server owns, and what all of them share. Private to http/.
 *
 *   bytes ─ conn.c ─ (evhttp) ─ dispatch.c ─ lanes.c ─ send.c ─ bytes
 *            │ front check        │ request     │ handler
 *            └ refuse.c           └ call.c      └ writer, crypto.c; back by number
 *
 * Everything in a struct worker belongs to its loop's thread. The lanes see only a struct call that
 * was handed to them, and hand it back by its number.
 */
#ifndef DAEMON_HTTP_WORKER_H
#define DAEMON_HTTP_WORKER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "daemon/base/buf.h"
#include "daemon/http/limits.h"
#include "daemon/http/listen.h"
#include "daemon/http/metrics.h"
#include "daemon/http/origin.h"
#include "daemon/http/peer.h"
#include "daemon/http/server.h"

struct call;
struct conn;
struct crowd;
struct crypto;
struct loop;
struct arena;
struct evbuffer;
struct event;
struct evhttp;
struct evhttp_bound_socket;

/* A place in a worker's table of calls: what belongs to the loop alone. */
struct call_place {
    struct call *call; /* NULL = free */
    struct conn *conn; /* NULL once it has gone */
    void *ev;          /* struct evhttp_request */
    uint32_t generation;
    size_t next_free; /* of a free place; see call.c */
};

struct worker {
    struct server *server;
    struct loop *loop;
    struct evhttp *evhttp;
    struct evhttp_bound_socket *listening; /* NULL once closed */
    struct event *tick;
    struct db *db;
    struct evbuffer *out;  /* empty between replies */
    struct arena *scratch; /* empty between looks at a head */

    struct conn *conns;        /* a list */
    struct conn **conns_by_fd; /* fds_n places */
    size_t conns_n, fds_n;
    bool accept_paused; /* no descriptors were left; the tick tries again */

    struct call_place *places;
    size_t places_n, calls_n, free_place;
    struct call *spare; /* finished calls, kept for their memory */
    size_t spare_n;
    uint64_t id_state;                  /* of request ids */
    struct buf bodies[BODIES_KEPT_MAX]; /* of replies that have left, for the next ones */
    size_t bodies_n;

    bool stopping;
    int64_t stop_at_ms; /* when stopping: the end of patience, by the monotonic clock */
    size_t cut_n;       /* connections that were not waited for any longer */
};

struct server {
    struct http_app app;
    struct writer *writer;
    struct crypto *crypto;
    struct listening where;
    struct origin origin;
    struct proxies proxies;
    struct crowd *crowd;
    struct metrics metrics;
    bool limits;
    int64_t hurry;   /* deadlines are divided by it */
    size_t body_max; /* the largest of any route */
    atomic_bool stop;
    struct worker workers[LOOPS_MAX];
    size_t workers_n;
};

/* Make a worker ready on its listening socket, which it owns from now on; start and end it.
 * Errors: those of db_open, E_INTERNAL. */
enum errc worker_init(struct worker *w, struct server *s, const char *db_path, int fd,
                      size_t number, struct err *e) MUST_CHECK;
enum errc worker_start(struct worker *w, struct err *e) MUST_CHECK;
void worker_fini(struct worker *w);

/* Was server_stop_now called since the server started? */
bool server_stops_now(void);

/* Leave the loop when it is stopping and nothing is left to do. Called wherever something ends. */
void worker_maybe_leave(struct worker *w);

#endif

/* http/conn.h — one connection: the tap in front of evhttp, its limits, its deadlines.
 *
 * Why: SECURITY.md §4. evhttp is given bufferevents of our making; every byte that comes
 * in is shown to the byte machine (head.h) before evhttp reads it. A head that may not go on is
 * answered by refuse.c, evhttp never sees it. Thread: the worker's loop.
 */
#ifndef DAEMON_HTTP_CONN_H
#define DAEMON_HTTP_CONN_H

#include <stdbool.h>
#include <stdint.h>
#include "daemon/http/head.h"
#include "daemon/http/peer.h"

struct bufferevent;
struct evbuffer_cb_entry;
struct evhttp_connection;
struct evhttp_request;
struct worker;

/* What a connection is doing; conn_enter is the only place that changes it. */
enum conn_state {
    CONN_NEW,    /* accepted, not adopted yet; no deadline */
    CONN_IDLE,   /* between requests */
    CONN_HEAD,   /* a head has begun */
    CONN_BODY,   /* a body is coming */
    CONN_LANE,   /* a request is being worked on; nothing is read */
    CONN_REPLY,  /* its reply is being written; nothing is read */
    CONN_LINGER, /* refused; waiting until the client has read why */
};

struct conn {
    struct conn *prev, *next;
    struct worker *worker;
    struct bufferevent *bev;
    struct evhttp_connection *evcon;
    struct evbuffer_cb_entry *tap;
    int fd;
    enum conn_state state;
    int64_t deadline_ms; /* of the monotonic clock; INT64_MAX = none */
    struct address from;
    uint64_t bucket;
    bool counted, limited; /* in the crowd; as one of its peer's */
    bool bad_later;        /* a pipelined head was refused while earlier requests were open: */
    uint64_t good_n;       /* so many requests are answered, then it ends */
    uint64_t requests;     /* given to dispatch.c */
    size_t bodies;         /* bytes of bodies that came and are not done with */
    struct head head;
    /* evhttp's own callbacks, while refuse.c holds the connection */
    void (*evhttp_event)(struct bufferevent *, short, void *);
};

/* Let the worker's evhttp make connections through here. */
void conn_setup(struct worker *w);

/* The connection of a request, NULL when it has none any more. */
struct conn *conn_of(struct worker *w, struct evhttp_request *ev);

/* Change the state and set the deadline that goes with it. */
void conn_enter(struct conn *c, enum conn_state state);

/* The body of the present request was read (n bytes); it counts as in flight until told so. */
void conn_body_done(struct conn *c, size_t n);

/* Is the present request the last one on this connection? */
bool conn_is_last(const struct conn *c);

/* The reply is on its way; nothing more is read until it has left. */
void conn_replying(struct conn *c, struct evhttp_request *ev);

/* End it: whoever waits for it sees it closed, evhttp frees it in its own time. */
void conn_shut(struct conn *c);

/* Every second: end what is past its deadline. */
void conn_tick(struct worker *w, int64_t now_ms);

/* The server stops: let go of the idle ones. */
void conn_stop_idle(struct worker *w);

#endif

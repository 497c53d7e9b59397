/* http/call.h — one request on its way through a lane, and the table of them.
 *
 * A call is handed from thread to thread whole; whoever has it may touch all of it. What belongs to
 * the loop (evhttp's request, the connection) is not in it but in the worker's table, under the
 * call's number.
 */
#ifndef DAEMON_HTTP_CALL_H
#define DAEMON_HTTP_CALL_H

#include <stdint.h>
#include "daemon/base/arena.h"
#include "daemon/base/err.h"
#include "daemon/http/request.h"
#include "daemon/store/writer.h"

struct evhttp_request;
struct conn;
struct worker;

struct call {
    struct request req;
    struct writer_job job;
    struct worker *worker;
    struct call *next;      /* in the crypto queue, or spare */
    uint64_t number;        /* what comes back through the mailbox; never 0 */
    struct arena_mark mark; /* a rerun of the handler begins here */
    enum errc code;         /* how the lane ended */
    struct err err;
    bool recording; /* on the writer only to commit its view record */
    int64_t started_us, statements;
    const char *id; /* req.id in digits, for panics and pages */
};

/* A call for evhttp's request, with an empty request and reply. Owner: the table; call_end(). */
struct call *call_begin(struct worker *w, struct evhttp_request *ev, struct conn *conn);

/* The call of this number, NULL when there is none. */
struct call *call_by_number(struct worker *w, uint64_t number);

/* What the loop has under the call's number. */
struct call_place *call_place(struct call *call);

/* The connection has gone; its calls, if any, have none now. */
void call_conn_gone(struct worker *w, const struct conn *conn);

/* Give the place and the memory back. */
void call_end(struct call *call);

/* Free what is kept. At the end. */
void call_fini(struct worker *w);

#endif

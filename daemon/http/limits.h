/* http/limits.h — every ceiling of this room, with its name (SECURITY.md §4). */
#ifndef DAEMON_HTTP_LIMITS_H
#define DAEMON_HTTP_LIMITS_H

enum {
    /* One request */
    HEAD_BYTES_MAX = 8192,
    HEAD_LINE_MAX = 4096, /* the request line; longer is 414 */
    HEAD_HEADERS_MAX = 64,
    BODY_COOKIELESS_MAX = 64 << 10, /* whatever the route allows: who sends more is signed in */
    BODY_UNROUTED_MAX = 16384, /* for a path we do not have, so that its 404 is a proper page */
    FORM_VALUES_MAX = 1000,
    PATH_SEGMENTS_MAX = 16,
    REQUEST_ARENA_MAX = 64 << 20,
    SCRATCH_BYTES_MAX = 64 << 10,
    REPLY_BODY_MAX = 32 << 20,
    REPLY_KEPT_MAX = 64 << 10, /* a reply's buffer up to this size is kept for the next request */
    BODY_COPIED_MAX = 1024,
    BODIES_KEPT_MAX = 128,
    USER_AGENT_MAX = 200,

    /* Connections */
    CONNS_MAX = 12000,
    CONNS_PER_PEER_MAX = 64,
    CONN_REQUESTS_MAX = 1000,
    BODIES_IN_FLIGHT_MAX = 64 << 20, /* bytes of bodies that have come, not those announced */
    BODIES_PER_PEER_MAX = 4 << 20,   /* of them, one peer's: 64 bodies without a cookie */

    /* Deadlines of a connection, in ms */
    HEAD_WITHIN_MS = 10000,
    BODY_WITHIN_MS = 20000,   /* to begin with, and the longest that a body may stand still */
    BODY_SECOND_BYTES = 8192, /* as many bytes that have come earn a second more */
    REPLY_WITHIN_MS = 60000,
    IDLE_WITHIN_MS = 75000,
    LINGER_WITHIN_MS = 3000, /* after a refusal: the client finishes sending and reads our answer */
    DRAIN_WITHIN_MS = 10000,

    /* Lanes */
    LOOPS_MAX = 4,
    READ_BUDGET_US = 5000,
    CRYPTO_QUEUE_MAX = 16, /* of each of two queues */
    CRYPTO_THREADS_MAX = 4,
    BUSY_RETRY_S = 2,    /* Retry-After when a queue is full */
    CALLS_KEPT_MAX = 64, /* finished requests whose memory a loop keeps for the next ones */
};

#endif

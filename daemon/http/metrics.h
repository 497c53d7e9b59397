/* http/metrics.h — what the server counts, and how it tells (Prometheus text). */
#ifndef DAEMON_HTTP_METRICS_H
#define DAEMON_HTTP_METRICS_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/* Upper edges of the latency histogram in µs; a last bucket takes the rest. */
enum { LATENCY_BUCKETS = 8 };

/* Counters of the whole server; each is changed by any thread with relaxed order. */
struct metrics {
    atomic_llong status[6];   /* replies by hundreds: status[2] = 2xx */
    atomic_llong refused;     /* by the front check, before there was a request */
    atomic_llong expired;     /* connections ended by a deadline */
    atomic_llong turned_away; /* connections over a limit */
    atomic_llong busy;        /* 503 because a queue was full */
    atomic_llong overruns;    /* read handlers over their budget */
    atomic_llong bytes;       /* reply bodies */
    atomic_llong latency[LATENCY_BUCKETS + 1];
    atomic_llong latency_us; /* sum */
    atomic_llong writing;    /* calls on the writer now */
    atomic_llong hashing;    /* calls in the crypto lane now */
    atomic_llong bodies;     /* bytes of request bodies in flight now */
};

/* Count one finished request. Thread: any. */
void metrics_reply(struct metrics *m, int status, int64_t us, size_t bytes);

/* Write all of it, with the present number of connections. */
void metrics_write(const struct metrics *m, size_t connections, struct buf *out);

#endif

#include "daemon/http/metrics.h"

#include "daemon/base/buf.h"
#include "daemon/base/check.h"

static const int64_t EDGE_US[LATENCY_BUCKETS] = { 500,   1000,  2500,   5000,
                                                  10000, 50000, 250000, 1000000 };

static void add(atomic_llong *counter, int64_t n) {
    atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}

static long long get(const atomic_llong *counter) {
    return atomic_load_explicit(counter, memory_order_relaxed);
}

void metrics_reply(struct metrics *m, int status, int64_t us, size_t bytes) {
    add(&m->status[status / 100 % 6], 1);
    add(&m->bytes, (int64_t)bytes);
    size_t bucket = 0;
    while (bucket < LATENCY_BUCKETS && us > EDGE_US[bucket])
        bucket++;
    add(&m->latency[bucket], 1);
    add(&m->latency_us, us);
}

static void write_one(struct buf *out, const char *name, const char *type, long long value) {
    buf_printf(out, "# TYPE otbor_http_%s %s\notbor_http_%s %lld\n", name, type, name, value);
}

static void write_latency(const struct metrics *m, struct buf *out) {
    buf_puts(out, "# TYPE otbor_http_seconds histogram\n");
    long long n = 0;
    for (size_t i = 0; i < LATENCY_BUCKETS; i++) {
        n += get(&m->latency[i]);
        buf_printf(out, "otbor_http_seconds_bucket{le=\"%g\"} %lld\n", (double)EDGE_US[i] / 1e6, n);
    }
    n += get(&m->latency[LATENCY_BUCKETS]);
    buf_printf(out, "otbor_http_seconds_bucket{le=\"+Inf\"} %lld\n", n);
    buf_printf(out, "otbor_http_seconds_sum %.6f\n", (double)get(&m->latency_us) / 1e6);
    buf_printf(out, "otbor_http_seconds_count %lld\n", n);
}

void metrics_write(const struct metrics *m, size_t connections, struct buf *out) {
    buf_puts(out, "# TYPE otbor_http_requests_total counter\n");
    for (size_t i = 2; i < COUNT(m->status); i++)
        buf_printf(out, "otbor_http_requests_total{status=\"%zuxx\"} %lld\n", i,
                   get(&m->status[i]));
    write_latency(m, out);
    write_one(out, "refused_total", "counter", get(&m->refused));
    write_one(out, "expired_total", "counter", get(&m->expired));
    write_one(out, "turned_away_total", "counter", get(&m->turned_away));
    write_one(out, "busy_total", "counter", get(&m->busy));
    write_one(out, "read_overruns_total", "counter", get(&m->overruns));
    write_one(out, "reply_bytes_total", "counter", get(&m->bytes));
    write_one(out, "connections", "gauge", (long long)connections);
    write_one(out, "write_lane", "gauge", get(&m->writing));
    write_one(out, "crypto_lane", "gauge", get(&m->hashing));
    write_one(out, "bodies_in_flight_bytes", "gauge", get(&m->bodies));
}

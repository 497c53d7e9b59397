#include "daemon/http/server.h"

#include <unistd.h>

#include "daemon/base/check.h"
#include "daemon/http/crowd.h"
#include "daemon/http/crypto.h"
#include "daemon/http/lanes.h"
#include "daemon/http/limits.h"
#include "daemon/http/worker.h"
#include "daemon/loop/loop.h"

/* Of the process, not of a server: a signal handler must not need a pointer that may be gone. */
static atomic_bool stop_now;

static size_t loops_of(const struct server_conf *conf) {
    if (conf->loops > 0)
        return conf->loops < LOOPS_MAX ? (size_t)conf->loops : LOOPS_MAX;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores < 1 ? 1 : cores < LOOPS_MAX ? (size_t)cores : LOOPS_MAX;
}

static size_t largest_body(const struct http_app *app) {
    size_t most = BODY_UNROUTED_MAX;
    for (size_t i = 0; i < app->routes_n; i++)
        if (app->routes[i].body_max > most)
            most = app->routes[i].body_max;
    return most;
}

/* Bugs of the route table that would show only when somebody comes by. */
static void check_routes(const struct http_app *app) {
    for (size_t i = 0; i < app->routes_n; i++) {
        const struct route *r = &app->routes[i];
        CHECK(r->path[0] == '/' && r->handle != NULL && r->audiences != 0 && r->rate != 0);
        CHECK(r->method == HTTP_POST || (r->lane == LANE_READ && r->body == BODY_NONE));
        CHECK((r->body == BODY_NONE) == (r->body_max == 0));
        CHECK(r->lane != LANE_CRYPTO || (r->load != NULL && r->prepare != NULL));
    }
}

/* Open sockets and make the workers; *ret_made are ready when it fails. */
static enum errc make_workers(struct server *s, const struct server_conf *conf, size_t *ret_made,
                              struct err *e) {
    int fds[LOOPS_MAX] = { 0 };
    TRY(listen_open(conf->listen, (int)s->workers_n, fds, &s->where, e));
    enum errc code = origin_make(conf->public_url, s->where.host, s->where.port, &s->origin, e);
    size_t used = 0;
    while (code == OK && used < s->workers_n) {
        code = worker_init(&s->workers[used], s, conf->db_path, fds[used], used, e);
        used++;
        *ret_made += code == OK;
    }
    for (size_t i = used; i < s->workers_n; i++)
        (void)close(fds[i]);
    return code;
}

/* Everything back, in the reverse order of its making. Returns how many connections were cut. */
static size_t server_free(struct server *s, size_t made) {
    size_t cut = 0;
    for (size_t i = 0; i < made; i++) {
        worker_fini(&s->workers[i]);
        cut += s->workers[i].cut_n;
    }
    crypto_stop(&s->crypto);
    crowd_free(&s->crowd);
    if (s->where.path[0] != '\0')
        (void)unlink(s->where.path);
    check_free(s);
    return cut;
}

enum errc server_check(const struct server_conf *conf, struct err *e) {
    struct proxies proxies = { 0 };
    struct origin origin = { 0 };
    TRY(listen_check(conf->listen, e));
    TRY(origin_make(conf->public_url, "127.0.0.1", 0, &origin, e));
    return proxies_parse(conf->trusted_proxies, &proxies, e);
}

enum errc server_start(const struct server_conf *conf, const struct http_app *app,
                       struct writer *writer, struct server **ret_server, struct err *e) {
    check_routes(app);
    struct proxies proxies = { 0 };
    TRY(proxies_parse(conf->trusted_proxies, &proxies, e));
    struct server *s = check_alloc(1, sizeof *s);
    s->app = *app;
    s->writer = writer;
    s->proxies = proxies;
    s->limits = conf->limits;
    s->hurry = conf->hurry > 1 ? conf->hurry : 1;
    s->body_max = largest_body(app);
    s->workers_n = loops_of(conf);
    s->crowd = crowd_new(CONNS_MAX, CONNS_PER_PEER_MAX, BODIES_PER_PEER_MAX);
    peer_start();
    atomic_store(&stop_now, false);
    size_t made = 0;
    enum errc code = crypto_start(lanes_prepare, &s->crypto, e);
    if (code == OK)
        code = make_workers(s, conf, &made, e);
    if (code == OK && app->listening != NULL)
        app->listening(app->data, s->where.address);
    for (size_t i = 0; i < made && code == OK; i++)
        code = worker_start(&s->workers[i], e);
    if (code != OK) {
        atomic_store(&s->stop, true);
        for (size_t i = 0; i < made; i++)
            loop_wake(s->workers[i].loop);
        (void)server_free(s, made);
        return code;
    }
    *ret_server = s;
    return OK;
}

const char *server_address(const struct server *s) {
    return s->where.address;
}

size_t server_stop(struct server **s) {
    if (*s == NULL)
        return 0;
    atomic_store(&(*s)->stop, true);
    for (size_t i = 0; i < (*s)->workers_n; i++)
        loop_wake((*s)->workers[i].loop);
    size_t cut = server_free(*s, (*s)->workers_n);
    *s = NULL;
    return cut;
}

void server_stop_now(void) {
    atomic_store(&stop_now, true);
}

bool server_stops_now(void) {
    return atomic_load(&stop_now);
}

void server_metrics(struct server *s, struct buf *out) {
    metrics_write(&s->metrics, crowd_size(s->crowd), out);
    if (s->app.metrics != NULL)
        s->app.metrics(s->app.data, out);
}

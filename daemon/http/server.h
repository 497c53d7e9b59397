/* http/server.h — listening sockets, loops, lanes: from bytes to a handler and back.
 *
 * What a handler returns: OK with a reply begun, or a code. With a code other than E_BUSY and
 * E_INTERNAL it may have begun a reply of status 400 or more, which is then sent as it is;
 * otherwise app.error writes the reply. On the write lane a code rolls back what was written.
 *
 * The only home of libevent's HTTP. Loops run GET inline on read connections of their own; POST
 * goes through the guard to the writer and comes back by number. The application gives its table
 * and four functions; this room knows nothing else of it.
 */
#ifndef DAEMON_HTTP_SERVER_H
#define DAEMON_HTTP_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "daemon/base/err.h"
#include "daemon/http/request.h"
#include "daemon/http/route.h"

struct buf;
struct server;
struct writer;

/* What the application gives the server. */
struct http_app {
    const struct route *routes;
    size_t routes_n;
    void *data; /* becomes req->app */
    /* The language of whatever is replied, from path, route (NULL = none) and cookies: on the loop, before
     * everything else. NULL = LANG_RU. */
    enum lang (*language)(const struct request *req);
    /* Session, audience, owner, CSRF, rate: before any handler, on the loop. A refusal
     * is its code; it may also reply by itself (a redirect to sign-in) and return OK with a status
     * set, then the handler is not run. Headers it sets without a reply stay on whatever follows.
     */
    enum errc (*guard)(struct request *req, struct err *e);
    /* Read session and owner again inside the writer's transaction, before the handler. */
    enum errc (*recheck)(struct request *req, struct err *e);
    /* Commit the view record of req->trace; on the writer. */
    enum errc (*record)(struct request *req, struct err *e);
    /* The page or problem for a refusal or failure, in the reader's language. Writes req->reply.
     * On the loop. req->route is NULL for an unknown path, req->visitor when the guard did not
     * run; status may be one that no code has (400, 405, 415). */
    void (*error)(struct request *req, enum errc code, int status);
    /* A whole small HTML page, or an RFC 9457 problem for a route that takes JSON, in all
     * languages, for what was refused before there was a request (400, 413, 414, 417, 431, 501,
     * 503) or what error left without a reply. May be NULL. Thread: the loop. */
    void (*refused)(void *data, int status, bool problem, struct buf *out);
    /* Where we listen (server_address), once, before the first request. May be NULL. */
    void (*listening)(void *data, const char *address);
    /* The application's own lines of /metrics. May be NULL, as may guard and recheck. */
    void (*metrics)(void *data, struct buf *out);
};

struct server_conf {
    const char *listen; /* "127.0.0.1:8080", port 0 = a free one; "unix:/path" */
    const char *db_path;
    const char *public_url;      /* NULL = Host is the listening address or localhost */
    const char *trusted_proxies; /* addresses, comma-separated; NULL = none */
    int loops;                   /* 0 = one per core, at most 4 */
    bool limits;                 /* per-address limits on? */
    int hurry; /* deadlines are divided by this; 0 and 1 are as documented. For tests */
};

/* Is what conf says well formed: address, public_url, proxies? Opens and starts nothing.
 * Errors: E_INVALID, E_TOO_LARGE (too many proxies). */
enum errc server_check(const struct server_conf *conf, struct err *e) MUST_CHECK;

/* Bind, start the loops and the crypto thread. app is copied; what it points at must outlive the
 * server, as must w. Before: clock_start, rand_start, rate_start (http/rate.h).
 * Owner: caller, server_stop(). Errors: E_INVALID (address, public_url, proxies), E_CONFLICT (in
 * use), those of db_open, E_INTERNAL. */
enum errc server_start(const struct server_conf *conf, const struct http_app *app, struct writer *w,
                       struct server **ret_server, struct err *e) MUST_CHECK;
/* "http://HOST:PORT" (the port that was found) or "unix:/path". */
const char *server_address(const struct server *s);

/* Stop accepting, answer what is under way (within 10 s), close. The writer must still run. NULLs
 * the pointer, accepts NULL. Returns how many connections were cut. Thread: the one that started it. */
size_t server_stop(struct server **s);

/* End the waiting of a server_stop that is under way: connections are cut, only what is in a lane
 * is waited for. Thread: any, and signal handlers, at any time. */
void server_stop_now(void);

/* Write what the server counts, and the application's own lines, as Prometheus text. Thread: any.
 */
void server_metrics(struct server *s, struct buf *out);

#endif

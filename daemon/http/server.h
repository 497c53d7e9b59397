/* http/server.h — listening sockets, loops, lanes: from bytes to a handler and back.
 *
 * The only home of libevent's HTTP. Loops run GET inline on read connections of their own; POST
 * goes through the guard to the writer and comes back by number. The application gives its table
 * and four functions; this room knows nothing else of it.
 */
#ifndef DAEMON_HTTP_SERVER_H
#define DAEMON_HTTP_SERVER_H

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
    /* Language, session, audience, owner, CSRF, rate: before any handler, on the loop. A refusal
     * is its code; it may also reply by itself (a redirect to sign-in) and return OK with a status
     * set, then the handler is not run. */
    enum errc (*guard)(struct request *req, struct err *e);
    /* Read session and owner again inside the writer's transaction, before the handler. */
    enum errc (*recheck)(struct request *req, struct err *e);
    /* Commit the view record of req->trace; on the writer. */
    enum errc (*record)(struct request *req, struct err *e);
    /* The page or problem for a refusal or failure, in the reader's language. Writes req->reply. */
    void (*error)(struct request *req, enum errc code, int status);
    /* The application's own lines of /metrics. */
    void (*metrics)(void *data, struct buf *out);
};

struct server_conf {
    const char *listen;     /* "127.0.0.1:8080", port 0 = a free one; "unix:/path" */
    const char *db_path;
    const char *public_url; /* NULL = Host is the listening address or localhost */
    const char *trusted_proxies; /* addresses, comma-separated; NULL = none */
    int loops;              /* 0 = one per core, at most 4 */
    bool limits;            /* per-address limits on? */
};

/* Bind, start the loops and the crypto thread. ret_address is "http://HOST:PORT" as printed.
 * Owner: caller, server_stop(). Errors: E_INVALID (address), E_INTERNAL (in use, …). */
enum errc server_start(const struct server_conf *conf, const struct http_app *app, struct writer *w,
                       struct server **ret_server, struct err *e) MUST_CHECK;
const char *server_address(const struct server *s);

/* Stop accepting, answer what is under way, close. A second call of server_stop_now() from a signal
 * ends the waiting. NULLs the pointer. */
void server_stop(struct server **s);

#endif

#include "web/web.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "web/guard/error.h"
#include "web/guard/guard.h"
#include "web/guard/onward.h"
#include "web/routes.h"

/* Without public_url links lead to where we listen; a socket of a proxy is no address for people. */
static void web_listening(void *data, const char *address) {
    struct app *app = data;
    if (app->links_at == NULL && strncmp(address, "http://", 7) == 0)
        app->links_at = arena_strdup(app->arena, address);
}

struct http_app web_app(struct app *app) {
    onward_start(ROUTES, ROUTES_N);
    return (struct http_app){ .routes = ROUTES,
                              .routes_n = ROUTES_N,
                              .data = app,
                              .language = guard_language,
                              .guard = guard,
                              .recheck = guard_recheck,
                              .record = guard_record,
                              .error = error_reply,
                              .listening = web_listening,
                              .refused = error_refused };
}

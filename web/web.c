#include "web/web.h"

#include "web/error.h"
#include "web/guard.h"
#include "web/routes.h"

struct http_app web_app(struct app *app) {
    return (struct http_app){ .routes = ROUTES,
                              .routes_n = ROUTES_N,
                              .data = app,
                              .guard = guard,
                              .recheck = guard_recheck,
                              .record = guard_record,
                              .error = error_reply,
                              .refused = error_refused };
}

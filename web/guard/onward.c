#include "web/guard/onward.h"

#include <string.h>

#include "daemon/http/path.h"
#include "daemon/http/route.h"
#include "web/kit/visitor.h"

#define PLAIN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_."

static struct {
    const struct route *routes;
    size_t n;
} table;

void onward_start(const struct route *routes, size_t n) {
    table.routes = routes;
    table.n = n;
}

const char *onward_to(const char *path, struct arena *a) {
    struct path p = { .text = "" };
    const char *params[ROUTE_PARAMS] = { NULL };
    bool other_method = false;
    struct err e = { 0 };
    if (path[strspn(path, PLAIN)] != '\0' || path_split(path, a, &p, &e) != OK)
        return NULL;
    const struct route *route =
        route_find(table.routes, table.n, HTTP_GET, p.segments, p.segments_n, params, &other_method);
    return route != NULL && (route->audiences & AUD_STAFF) ? p.text : NULL;
}

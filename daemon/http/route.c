#include "daemon/http/route.h"

#include <string.h>

/* Compare a template with decoded segments. Returns whether it fits; params gets the captures,
 * ret_literal a bit for each literal segment, the leftmost highest. */
static bool fits(const char *template, const char *const *segments, size_t n,
                 const char *params[ROUTE_PARAMS], unsigned *ret_literal) {
    size_t captured = 0;
    unsigned literal = 0;
    const char *at = template;
    for (size_t i = 0; i < n; i++) {
        if (*at != '/')
            return false;
        at++;
        if (*at != '{' && *at != *segments[i]) /* what nearly every entry fails by */
            return false;
        size_t len = strcspn(at, "/");
        if (*at == '{') {
            if (captured == ROUTE_PARAMS)
                return false;
            params[captured++] = segments[i];
        } else {
            if (strncmp(at, segments[i], len) != 0 || segments[i][len] != '\0')
                return false;
            literal |= 1U << (31 - i);
        }
        at += len;
    }
    *ret_literal = literal;
    return *at == '\0' || strcmp(at, "/") == 0;
}

const struct route *route_find(const struct route *routes, size_t n, enum http_method method,
                               const char *const *segments, size_t segments_n,
                               const char *params[ROUTE_PARAMS], bool *ret_other_method) {
    const struct route *best = NULL;
    unsigned best_literal = 0;
    *ret_other_method = false;
    for (size_t i = 0; i < n; i++) {
        const char *captured[ROUTE_PARAMS] = { 0 };
        unsigned literal = 0;
        if (!fits(routes[i].path, segments, segments_n, captured, &literal))
            continue;
        if (routes[i].method != method) {
            *ret_other_method = true;
            continue;
        }
        if (best == NULL || literal > best_literal) {
            best = &routes[i];
            best_literal = literal;
            memcpy(params, captured, sizeof captured);
        }
    }
    if (best != NULL)
        *ret_other_method = false;
    return best;
}

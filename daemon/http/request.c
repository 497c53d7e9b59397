#include "daemon/http/request.h"

#include <string.h>
#include <strings.h>

#include "daemon/base/arena.h"
#include "daemon/http/cookie.h"

const char *request_header(const struct request *req, const char *name) {
    for (size_t i = 0; i < req->headers_n; i++)
        if (strcasecmp(req->headers[i].name, name) == 0)
            return req->headers[i].value;
    return NULL;
}

const char *request_cookie(const struct request *req, const char *name) {
    const char *full = req->secure ? arena_printf(req->arena, "__Host-%s", name) : name;
    const char *value = NULL;
    int times = 0;
    for (size_t i = 0; i < req->headers_n; i++)
        if (strcasecmp(req->headers[i].name, "Cookie") == 0)
            times += cookie_find(req->headers[i].value, full, req->arena, &value);
    return times == 1 && value[0] != '\0' ? value : NULL;
}

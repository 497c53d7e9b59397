#include "web/kit/visitor.h"

#include <stddef.h>

#include "daemon/http/request.h"

const struct visitor *visitor_of(const struct request *req) {
    static const struct visitor NOBODY = { .audience = AUD_ANYONE, .csrf = "", .browser = "" };
    return req->visitor != NULL ? req->visitor : &NOBODY;
}

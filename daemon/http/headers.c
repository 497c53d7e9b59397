#include "daemon/http/headers.h"

#include <strings.h>

#include "daemon/base/check.h"

/* No inline script or style, and no way to make markup out of strings. */
static const char CSP_PAGE[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

static const char *const CSP[] = {
    [REPLY_PAGE] = CSP_PAGE,
    [REPLY_DATA] = "default-src 'none'; frame-ancestors 'none'",
    [REPLY_ASSET] = "default-src 'none'; frame-ancestors 'none'",
    [REPLY_DOWNLOAD] = "sandbox; default-src 'none'",
};

static const struct header ALWAYS[] = {
    { "X-Content-Type-Options", "nosniff" },
    /* strict-origin: with no-referrer our own forms would carry Origin: null, same-origin would
     * put link tokens into the Referer of assets. */
    { "Referrer-Policy", "strict-origin" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
    { "Permissions-Policy", "camera=(), microphone=(), geolocation=()" },
};

static const char *cache_control(const struct reply *reply) {
    if (reply->kind == REPLY_ASSET)
        return "public, max-age=31536000, immutable";
    return reply->cacheable ? "no-cache" : "no-store";
}

/* The list being made. */
struct list {
    struct header *out;
    size_t n;
};

static void add(struct list *l, const char *name, const char *value) {
    if (value == NULL)
        return;
    CHECK(l->n < HEADERS_MAX);
    l->out[l->n++] = (struct header) { name, value };
}

static void add_unless_set(struct list *l, const struct reply *reply, const char *name,
                           const char *value) {
    for (size_t i = 0; i < reply->headers_n; i++)
        if (strcasecmp(reply->headers[i].name, name) == 0)
            return;
    add(l, name, value);
}

size_t headers_list(const struct reply *reply, const struct headers_in *in,
                    struct header out[HEADERS_MAX]) {
    struct list l = { .out = out };
    add(&l, "Content-Type", in->length != NULL ? reply->content_type : NULL);
    add(&l, "Content-Length", in->length);
    add_unless_set(&l, reply, "Content-Security-Policy", CSP[reply->kind]);
    add_unless_set(&l, reply, "Cache-Control", cache_control(reply));
    for (size_t i = 0; i < COUNT(ALWAYS); i++)
        add(&l, ALWAYS[i].name, ALWAYS[i].value);
    if (in->https)
        add(&l, "Strict-Transport-Security", "max-age=63072000; includeSubDomains");
    add(&l, "ETag", in->etag);
    if (reply->cacheable)
        add_unless_set(&l, reply, "Vary", "X-Partial");
    add_unless_set(&l, reply, "Retry-After", in->retry_after);
    add_unless_set(&l, reply, "Allow", in->allow);
    for (size_t i = 0; i < reply->headers_n; i++)
        add(&l, reply->headers[i].name, reply->headers[i].value);
    if (in->close)
        add(&l, "Connection", "close");
    return l.n;
}

bool header_is_fine(const char *name, const char *value) {
    if (name[0] == '\0')
        return false;
    for (const char *c = name; *c != '\0'; c++)
        if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
              *c == '-'))
            return false;
    for (const unsigned char *c = (const unsigned char *)value; *c != '\0'; c++)
        if (*c < ' ' || *c == 0x7f)
            return false;
    return true;
}

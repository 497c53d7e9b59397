#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/json.h"
#include "daemon/http/cookie.h"
#include "daemon/http/headers.h"
#include "daemon/http/limits.h"
#include "daemon/http/request.h"

void reply_wipe(struct request *req) {
    struct buf body = req->reply.body;
    buf_reset(&body);
    body.ceiling = REPLY_BODY_MAX;
    struct reply fresh = { .body = body, .headers_kept = req->reply.headers_kept };
    fresh.headers_n = fresh.headers_kept;
    memcpy(fresh.headers, req->reply.headers, fresh.headers_n * sizeof fresh.headers[0]);
    req->reply = fresh;
}

static struct buf *begin(struct request *req, int status, enum reply_kind kind,
                         const char *content_type) {
    CHECK(status >= 200 && status <= 599);
    if (req->reply.status != 0)
        reply_wipe(req);
    req->reply.status = status;
    req->reply.kind = kind;
    req->reply.content_type = content_type;
    return &req->reply.body;
}

struct html *reply_html(struct request *req, int status) {
    struct html *h = ARENA_NEW(req->arena, struct html);
    h->out = begin(req, status, REPLY_PAGE, "text/html; charset=utf-8");
    h->arena = req->arena;
    h->lang = req->lang;
    return h;
}

struct buf *reply_json(struct request *req, int status) {
    return begin(req, status, REPLY_DATA, "application/json");
}

void reply_problem(struct request *req, int status, const char *title, const char *detail,
                   const char *members) {
    struct buf *out = begin(req, status, REPLY_DATA, "application/problem+json");
    struct json_writer w = json_writer_init(out);
    json_open_object(&w);
    json_key(&w, "type");
    json_put_string(&w, "about:blank");
    json_key(&w, "title");
    json_put_string(&w, title);
    json_key(&w, "status");
    json_put_i64(&w, status);
    if (detail != NULL) {
        json_key(&w, "detail");
        json_put_string(&w, detail);
    }
    if (members != NULL) {
        buf_putc(out, ',');
        buf_puts(out, members);
    }
    json_close_object(&w);
}

void reply_redirect(struct request *req, const char *path) {
    CHECK(path[0] == '/' && path[1] != '/' && path[1] != '\\');
    begin(req, 303, REPLY_DATA, "text/plain; charset=utf-8");
    reply_header(req, "Location", path);
}

struct buf *reply_bytes(struct request *req, int status, const char *content_type) {
    return begin(req, status, REPLY_DATA, content_type);
}

void reply_asset(struct request *req, const char *content_type, const void *bytes, size_t n) {
    begin(req, 200, REPLY_ASSET, content_type);
    req->reply.static_body = bytes;
    req->reply.static_len = n;
}

/* RFC 6266: an ASCII stand-in for old readers, the true name percent-encoded beside it. */
static const char *disposition(struct arena *a, const char *file_name) {
    static const char HEX[] = "0123456789ABCDEF";
    size_t n = strlen(file_name);
    char *ascii = arena_alloc(a, n + 1, 1), *encoded = arena_alloc(a, n * 3 + 1, 1), *to = encoded;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)file_name[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '-' || c == '_' || c == '.';
        ascii[i] = plain ? (char)c : '_';
        if (plain) {
            *to++ = (char)c;
        } else {
            *to++ = '%';
            *to++ = HEX[c >> 4];
            *to++ = HEX[c & 15];
        }
    }
    return arena_printf(a, "attachment; filename=\"%s\"; filename*=UTF-8''%s", ascii, encoded);
}

struct buf *reply_download(struct request *req, const char *content_type, const char *file_name) {
    struct buf *out = begin(req, 200, REPLY_DOWNLOAD, content_type);
    reply_header(req, "Content-Disposition", disposition(req->arena, file_name));
    return out;
}

void reply_header(struct request *req, const char *name, const char *value) {
    struct reply *reply = &req->reply;
    CHECK(header_is_fine(name, value));
    CHECK(reply->headers_n < REPLY_HEADERS);
    reply->headers[reply->headers_n++] = (struct header) { name, arena_strdup(req->arena, value) };
}

void reply_cookie(struct request *req, const char *name, const char *value, int64_t max_age_s) {
    reply_header(req, "Set-Cookie", cookie_set(name, value, max_age_s, req->secure, req->arena));
}

#include "daemon/http/path.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/text.h"
#include "daemon/http/limits.h"

static int hex(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

size_t path_unescape(const char *s, size_t n, bool plus, char *out, size_t *ret_broken) {
    size_t len = 0, broken = 0;
    for (size_t i = 0; i < n; i++) {
        char c = s[i];
        if (c == '+' && plus) {
            c = ' ';
        } else if (c == '%') {
            int high = n - i > 2 ? hex(s[i + 1]) : -1;
            int low = high >= 0 ? hex(s[i + 2]) : -1;
            if (low >= 0) {
                c = (char)(high * 16 + low);
                i += 2;
            } else {
                broken++;
            }
        }
        out[len++] = c;
    }
    if (ret_broken != NULL)
        *ret_broken = broken;
    return len;
}

/* One decoded segment: may it be one? */
static enum errc segment_check(const char *s, size_t n, size_t broken, struct err *e) {
    if (broken > 0)
        return ERR(e, E_INVALID, "The path has a broken escape.");
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c < ' ' || c == 0x7f || c == '/' || c == '\\')
            return ERR(e, E_INVALID, "The path has an encoded control character or slash.");
    }
    if (strcmp(s, ".") == 0 || strcmp(s, "..") == 0)
        return ERR(e, E_INVALID, "The path has a dot segment.");
    if (!text_is_utf8(s, n))
        return ERR(e, E_INVALID, "The path is not UTF-8.");
    return OK;
}

/* The segments put together again, for links back. */
static const char *joined(const char *const *segments, size_t n, struct arena *a) {
    size_t len = 1;
    for (size_t i = 0; i < n; i++)
        len += strlen(segments[i]) + 1;
    char *text = arena_alloc(a, len + 1, 1), *at = text;
    *at = '/';
    for (size_t i = 0; i < n; i++) {
        size_t piece = strlen(segments[i]);
        *at++ = '/';
        memcpy(at, segments[i], piece);
        at += piece;
    }
    return text;
}

enum errc path_split(const char *target, struct arena *a, struct path *ret_path, struct err *e) {
    if (target[0] != '/')
        return ERR(e, E_INVALID, "The target is no path.");
    const char **segments = ARENA_ARRAY(a, PATH_SEGMENTS_MAX, const char *);
    size_t n = 0;
    const char *end = target + strcspn(target, "?");
    const char *at = target + 1;
    while (at < end || n > 0) {
        size_t raw = strcspn(at, "/?");
        if (raw == 0 || n == PATH_SEGMENTS_MAX)
            return ERR(e, E_NOT_FOUND, "The path has an empty segment, or too many.");
        char *segment = arena_alloc(a, raw + 1, 1);
        size_t broken = 0;
        size_t len = path_unescape(at, raw, false, segment, &broken);
        TRY(segment_check(segment, len, broken, e));
        segments[n++] = segment;
        at += raw;
        if (at >= end || at + 1 == end)
            break; /* one slash at the end means the same page */
        at++;
    }
    *ret_path = (struct path) {
        .segments = segments,
        .segments_n = n,
        .text = joined(segments, n, a),
        .query = *end == '?' ? end + 1 : "",
    };
    return OK;
}

#include "daemon/base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "daemon/base/check.h"

void buf_init(struct buf *b, size_t max_bytes) {
    *b = (struct buf){ .ceiling = max_bytes };
}

void buf_fini(struct buf *b) {
    check_free(b->data);
    *b = (struct buf){ 0 };
}

void buf_reset(struct buf *b) {
    b->len = 0;
    b->full = false;
    if (b->data != NULL)
        b->data[0] = '\0';
}

/* Make room for n more bytes and a NUL; false when the ceiling forbids it. */
static bool buf_reserve(struct buf *b, size_t n) {
    if (b->full || n > b->ceiling || b->len > b->ceiling - n) {
        b->full = true;
        return false;
    }
    if (b->room < b->len + n + 1) {
        size_t room = b->room ? b->room : 256;
        while (room < b->len + n + 1)
            room *= 2;
        b->data = check_realloc(b->data, room, 1);
        b->room = room;
    }
    return true;
}

void buf_put(struct buf *b, const void *bytes, size_t n) {
    if (n == 0 || !buf_reserve(b, n))
        return;
    memcpy(b->data + b->len, bytes, n);
    b->len += n;
    b->data[b->len] = '\0';
}

void buf_puts(struct buf *b, const char *s) {
    buf_put(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c) {
    buf_put(b, &c, 1);
}

void buf_put_i64(struct buf *b, int64_t v) {
    char digits[20]; /* of the longest, with its sign */
    size_t at = sizeof digits;
    uint64_t left = v < 0 ? -(uint64_t)v : (uint64_t)v;
    do
        digits[--at] = (char)('0' + left % 10);
    while ((left /= 10) > 0);
    if (v < 0)
        digits[--at] = '-';
    buf_put(b, digits + at, sizeof digits - at);
}

/* Into the room that there is; once more, when that was too little. */
void buf_printf(struct buf *b, const char *fmt, ...) {
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    size_t left = b->room - b->len;
    int n = vsnprintf(left > 0 ? b->data + b->len : NULL, left, fmt, args);
    va_end(args);
    CHECK(n >= 0);
    if (buf_reserve(b, (size_t)n)) {
        if ((size_t)n >= left)
            (void)vsnprintf(b->data + b->len, (size_t)n + 1, fmt, again);
        b->len += (size_t)n;
    } else if (left > 0) {
        b->data[b->len] = '\0';
    }
    va_end(again);
}

const char *buf_str(const struct buf *b) {
    return b->data != NULL ? b->data : "";
}

bool buf_full(const struct buf *b) {
    return b->full;
}

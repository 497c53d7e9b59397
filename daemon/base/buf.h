/* base/buf.h — a growing string of bytes with a ceiling.
 *
 * A buf owns heap memory outside arenas, because what it builds (a reply) outlives the request
 * that built it. Past the ceiling it stops growing and remembers that: check buf_full at the end
 * instead of after each piece. data is always NUL-ended.
 */
#ifndef DAEMON_BASE_BUF_H
#define DAEMON_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "daemon/base/err.h"

struct buf {
    char *data; /* NULL until something is put */
    size_t len, room, ceiling;
    bool full;
};

/* An empty buf that may hold up to max_bytes. Owner: caller, buf_fini(). */
void buf_init(struct buf *b, size_t max_bytes);
void buf_fini(struct buf *b);

/* Forget the content, keep the memory. */
void buf_reset(struct buf *b);

/* Append. Nothing is appended to a full buf. */
void buf_put(struct buf *b, const void *bytes, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_put_i64(struct buf *b, int64_t v);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The content as a string, "" when nothing was put. Lives until the next change. */
const char *buf_str(const struct buf *b);

/* Did something not fit? */
bool buf_full(const struct buf *b);

#endif

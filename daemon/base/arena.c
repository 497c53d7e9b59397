#include "daemon/base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "daemon/base/check.h"

enum { BLOCK_BYTES = 8192, ALIGN = 16, PRINTF_BRIEF = 160 };

/* Blocks form a stack; the newest is on top. Data follow the header. */
struct block {
    struct block *below;
    size_t size, used;
    _Alignas(ALIGN) unsigned char data[];
};

struct arena {
    struct block *top;
    size_t total, peak, ceiling;
};

static struct block *block_new(struct block *below, size_t size) {
    struct block *b = check_alloc(1, sizeof *b + size);
    b->below = below;
    b->size = size;
    return b;
}

struct arena *arena_new(size_t max_bytes) {
    struct arena *a = check_alloc(1, sizeof *a);
    a->ceiling = max_bytes;
    return a;
}

void arena_free(struct arena **a) {
    if (*a == NULL)
        return;
    arena_release(*a, (struct arena_mark){ 0 });
    check_free(*a);
    *a = NULL;
}

/* Drop whole blocks above the marked one, then wipe the marked one down to the mark: what was
 * in the arena may have been personal, and new memory must be zero. */
void arena_release(struct arena *a, struct arena_mark mark) {
    while (a->top != NULL && a->top != mark.block) {
        struct block *b = a->top;
        a->top = b->below;
        explicit_bzero(b->data, b->used);
        check_free(b);
    }
    if (a->top != NULL) {
        explicit_bzero(a->top->data + mark.used, a->top->used - mark.used);
        a->top->used = mark.used;
    }
    a->total = mark.total;
}

void arena_reset(struct arena *a) {
    struct block *first = a->top;
    while (first != NULL && first->below != NULL)
        first = first->below;
#ifdef OTBOR_CHECK_BUILD
    first = NULL;
#endif
    arena_release(a, (struct arena_mark){ .block = first });
}

struct arena_mark arena_mark(const struct arena *a) {
    return (struct arena_mark){ a->top, a->top ? a->top->used : 0, a->total };
}

void *arena_alloc(struct arena *a, size_t n, size_t size) {
    CHECK(size != 0 && n <= SIZE_MAX / 2 / size);
    size_t want = n > 0 ? n * size : 1;
#ifdef OTBOR_CHECK_BUILD
    /* ASan cannot see inside a block, so each allocation is one, exactly as long as asked. */
    a->top = block_new(a->top, want);
#else
    want = (want + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (a->top == NULL || a->top->size - a->top->used < want)
        a->top = block_new(a->top, want > BLOCK_BYTES ? want : BLOCK_BYTES);
#endif
    a->total += want;
    CHECK(a->total <= a->ceiling);
    if (a->total > a->peak)
        a->peak = a->total;
    void *p = a->top->data + a->top->used;
    a->top->used += want;
    return p;
}

char *arena_strndup(struct arena *a, const char *s, size_t n) {
    char *copy = arena_alloc(a, n + 1, 1);
    if (n > 0)
        memcpy(copy, s, n);
    return copy;
}

char *arena_strdup(struct arena *a, const char *s) {
    return arena_strndup(a, s, strlen(s));
}

/* Most strings are short: formatted once on the stack and copied. */
char *arena_printf(struct arena *a, const char *fmt, ...) {
    char brief[PRINTF_BRIEF];
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(brief, sizeof brief, fmt, args);
    va_end(args);
    CHECK(n >= 0);
    char *s = NULL;
    if ((size_t)n < sizeof brief) {
        s = arena_strndup(a, brief, (size_t)n);
    } else {
        s = arena_alloc(a, (size_t)n + 1, 1);
        (void)vsnprintf(s, (size_t)n + 1, fmt, again);
    }
    va_end(again);
    return s;
}

size_t arena_used(const struct arena *a) {
    return a->total;
}

size_t arena_peak(const struct arena *a) {
    return a->peak;
}

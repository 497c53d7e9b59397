/* base/arena.h — memory with one lifetime.
 *
 * An arena gives zeroed memory that is never freed piece by piece: all of it goes with
 * arena_reset, arena_release or arena_free. Every arena has a ceiling; past it the process
 * panics, so a caller that handles input of unknown size bounds the input first.
 * In check builds (OTBOR_CHECK_BUILD) each allocation is a malloc of its own, or ASan would be
 * blind inside the arena.
 *
 *   thread  one arena belongs to one thread at a time
 */
#ifndef DAEMON_BASE_ARENA_H
#define DAEMON_BASE_ARENA_H

#include <stddef.h>
#include "daemon/base/err.h"

struct arena;

/* A place in an arena to come back to. */
struct arena_mark {
    void *block;
    size_t used, total;
};

/* Life */

/* A new arena that may hold up to max_bytes. Owner: caller, arena_free(). */
struct arena *arena_new(size_t max_bytes);

/* Give everything back and the arena with it; NULLs the pointer, accepts NULL. */
void arena_free(struct arena **a);

/* Forget everything, keep the first block for the next use. */
void arena_reset(struct arena *a);

/* Remember this place; arena_release forgets what came after it. For scratch in loops. */
struct arena_mark arena_mark(const struct arena *a);
void arena_release(struct arena *a, struct arena_mark mark);

/* Use: all memory is zeroed and lives in a */

/* n elements of size bytes, aligned for anything. Panics past the ceiling. */
void *arena_alloc(struct arena *a, size_t n, size_t size);
#define ARENA_NEW(a, type) ((type *)arena_alloc((a), 1, sizeof(type)))
#define ARENA_ARRAY(a, n, type) ((type *)arena_alloc((a), (n), sizeof(type)))

/* Copies of strings; s is NUL-ended, or n bytes to which a NUL is added. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);

/* A formatted string. */
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Bytes in use now, and the most there ever were: for logs and tests. */
size_t arena_used(const struct arena *a);
size_t arena_peak(const struct arena *a);

#endif

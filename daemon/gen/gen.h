/* gen/gen.h — what the three generators share: files, complaints, C text.
 *
 * The generators are host tools that run during the build. They read their inputs whole, complain
 * about everything they find (not only the first thing), and write a file only when its content
 * changed, so that nothing is compiled again without need. All memory lives in one arena until the
 * process ends.
 */
#ifndef DAEMON_GEN_GEN_H
#define DAEMON_GEN_GEN_H

#include <stdbool.h>
#include <stddef.h>
#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/base/err.h"

/* The arena of the whole run. */
extern struct arena *gen_arena;

/* An input file as it was read. */
struct gen_file {
    const char *path; /* as given on the command line: it is shown in complaints */
    const char *text; /* NUL-ended */
    size_t len;
};

/* Once, at the start of main. */
void gen_start(void);

/* The exit code of the tool: 1 when anything was complained about. Gives the arena back. */
int gen_finish(void);

/* Print "file:line: reason" on standard error and remember that the run failed. */
void gen_complain(const char *file, int line, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* The same with what it is about: "file:line: kind name: reason". */
void gen_complain_of(const char *file, int line, const char *kind, const char *name,
                     const char *fmt, ...) PRINTF_LIKE(5, 6);

/* How often was complained so far? */
int gen_complaints(void);

/* Read a whole file. An unreadable file, or one with a NUL byte, is complained about and empty. */
struct gen_file gen_read(const char *path);

/* Write content to dir/name, making folders; a file that has this content already stays untouched.
 */
void gen_write(const char *dir, const char *name, const struct buf *content);

/* The file's name without folders and without its last extension. Memory: gen_arena. */
const char *gen_stem(const char *path);

/* n bytes as a C string literal with quotes; a newline inside ends a line of the source too. */
void gen_put_literal(struct buf *out, const char *bytes, size_t n);

/* The line (from 1) of a position in a text. */
int gen_line_of(const char *text, const char *at);

/* Is it a name of ours (lower snake_case), and no keyword of C? */
bool gen_is_name(const char *s);

#endif

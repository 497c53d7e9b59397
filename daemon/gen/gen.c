#include "daemon/gen/gen.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { ARENA_MAX = 256 << 20, FILE_MAX = 8 << 20 };

struct arena *gen_arena;
static int complaints;

void gen_start(void) {
    gen_arena = arena_new(ARENA_MAX);
}

int gen_finish(void) {
    arena_free(&gen_arena);
    return complaints > 0 ? 1 : 0;
}

/* Print one complaint; prefix is "" or ends with a blank. */
__attribute__((format(printf, 4, 0))) static void
complain(const char *file, int line, const char *prefix, const char *fmt, va_list args) {
    complaints++;
    (void)fprintf(stderr, "%s:%d: %s", file, line, prefix);
    (void)vfprintf(stderr, fmt, args);
    (void)fputc('\n', stderr);
}

void gen_complain(const char *file, int line, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    complain(file, line, "", fmt, args);
    va_end(args);
}

void gen_complain_of(const char *file, int line, const char *kind, const char *name,
                     const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    complain(file, line, arena_printf(gen_arena, "%s %s: ", kind, name), fmt, args);
    va_end(args);
}

int gen_complaints(void) {
    return complaints;
}

/* The bytes of a file into b; false when it cannot be read. */
static bool slurp(const char *path, struct buf *b) {
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        return false;
    char chunk[8192];
    size_t n = 0;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        buf_put(b, chunk, n);
    bool good = !ferror(f) && !buf_full(b);
    (void)fclose(f);
    return good;
}

struct gen_file gen_read(const char *path) {
    struct gen_file file = { .path = path, .text = "" };
    struct buf b;
    buf_init(&b, FILE_MAX);
    if (!slurp(path, &b))
        gen_complain(path, 1, "cannot be read: %s", errno ? strerror(errno) : "too large");
    else if (memchr(buf_str(&b), '\0', b.len) != NULL)
        gen_complain(path, 1, "holds a NUL byte");
    else
        file = (struct gen_file) { path, arena_strndup(gen_arena, buf_str(&b), b.len), b.len };
    buf_fini(&b);
    return file;
}

/* Make the folders above path. */
static void make_folders(const char *path) {
    char *copy = arena_strdup(gen_arena, path);
    for (char *p = copy + 1; *p != '\0'; p++) {
        if (*p != '/')
            continue;
        *p = '\0';
        (void)mkdir(copy, 0777); /* the later fopen tells when this failed for a reason */
        *p = '/';
    }
}

void gen_write(const char *dir, const char *name, const struct buf *content) {
    const char *path = arena_printf(gen_arena, "%s/%s", dir, name);
    struct buf old;
    buf_init(&old, FILE_MAX);
    bool same = slurp(path, &old) && old.len == content->len &&
                memcmp(buf_str(&old), buf_str(content), old.len) == 0;
    buf_fini(&old);
    if (same)
        return;
    make_folders(path);
    FILE *f = fopen(path, "wb");
    bool good = f != NULL && fwrite(buf_str(content), 1, content->len, f) == content->len;
    if (f != NULL && fclose(f) != 0)
        good = false;
    if (!good || buf_full(content))
        gen_complain(path, 1, "cannot be written: %s",
                     buf_full(content) ? "too large" : strerror(errno));
}

const char *gen_stem(const char *path) {
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    return arena_strndup(gen_arena, name, dot != NULL ? (size_t)(dot - name) : strlen(name));
}

void gen_put_literal(struct buf *out, const char *bytes, size_t n) {
    buf_putc(out, '"');
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c == '\n')
            buf_puts(out, i + 1 < n ? "\\n\"\n    \"" : "\\n");
        else if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else if (c == '?' || c < 0x20 || c == 0x7f)
            buf_printf(out, "\\%03o", c); /* "?" because of trigraphs */
        else
            buf_putc(out, (char)c);
    }
    buf_putc(out, '"');
}

int gen_line_of(const char *text, const char *at) {
    int line = 1;
    for (const char *p = text; p < at; p++)
        line += *p == '\n';
    return line;
}

static const char *const KEYWORDS[] = {
    "auto",     "bool",     "break",  "case",    "char",   "const",  "continue",
    "default",  "do",       "double", "else",    "enum",   "extern", "false",
    "float",    "for",      "goto",   "if",      "inline", "int",    "long",
    "register", "restrict", "return", "short",   "signed", "sizeof", "static",
    "struct",   "switch",   "true",   "typedef", "typeof", "union",  "unsigned",
    "void",     "volatile", "while",  "asm",     "linux",  "unix", /* macros of gnu17 */
};

bool gen_is_name(const char *s) {
    if (!(*s >= 'a' && *s <= 'z'))
        return false;
    for (const char *p = s; *p != '\0'; p++)
        if (!((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || *p == '_'))
            return false;
    for (size_t i = 0; i < COUNT(KEYWORDS); i++)
        if (strcmp(s, KEYWORDS[i]) == 0)
            return false;
    return true;
}

/* Reads tests/integration/raw.json: requests byte by byte, and what must come of them.
 *
 * In "bytes", \r \n \t \xHH are escapes of this file (JSON cannot hold a NUL), {host} is the
 * server's Host, {text*n} is text n times. "head" is the status of the byte machine (0 = it may go
 * on), "replies" are the statuses over the wire, "closed" whether the connection ends after them.
 */
#ifndef TESTS_UNIT_HTTP_RAW_CASES_H
#define TESTS_UNIT_HTTP_RAW_CASES_H

#include <stdlib.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/base/json.h"

/* The list of cases; panics when the file is not there or not right. Memory: in a. */
static const struct json *raw_cases(struct arena *a) {
    struct buf text;
    buf_init(&text, 1 << 20);
    FILE *f = fopen(SOURCE_DIR "/tests/integration/raw.json", "r");
    CHECK(f != NULL);
    char block[4096];
    for (size_t n = 0; (n = fread(block, 1, sizeof block, f)) > 0;)
        buf_put(&text, block, n);
    (void)fclose(f);
    const struct json *list = NULL;
    struct err e = { 0 };
    if (json_parse(text.data, text.len, JSON_FILE, a, &list, &e) != OK)
        (void)fprintf(stderr, "raw.json: %s\n", e.msg);
    CHECK(list != NULL);
    buf_fini(&text);
    return list;
}

/* One escape at s into out; returns how long it was. */
static size_t raw_escape(const char *s, struct buf *out) {
    if (s[1] == 'x') {
        char hex[3] = { s[2], s[3], '\0' };
        buf_putc(out, (char)strtol(hex, NULL, 16));
        return 4;
    }
    CHECK(strchr("rnt", s[1]) != NULL);
    buf_putc(out, s[1] == 'r' ? '\r' : s[1] == 'n' ? '\n' : '\t');
    return 2;
}

/* The bytes of a case as they go over the wire. */
static void raw_expand(const char *s, size_t n, const char *host, struct buf *out) {
    for (size_t i = 0; i < n;) {
        const char *end = s[i] == '{' ? strchr(s + i, '}') : NULL;
        if (s[i] == '\\') {
            i += raw_escape(s + i, out);
        } else if (end != NULL) {
            const char *star = memchr(s + i, '*', (size_t)(end - s) - i);
            if (star == NULL)
                buf_puts(out, host);
            for (long times = star != NULL ? strtol(star + 1, NULL, 10) : 0; times > 0; times--)
                raw_expand(s + i + 1, (size_t)(star - s) - i - 1, host, out);
            i = (size_t)(end - s) + 1;
        } else {
            buf_putc(out, s[i++]);
        }
    }
}

/* A whole number of a case. */
static int raw_int(const struct json *v) {
    int64_t n = 0;
    CHECK(json_i64(v, 0, 1000, &n) == OK);
    return (int)n;
}

#endif

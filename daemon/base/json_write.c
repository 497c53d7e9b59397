#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/base/json.h"

#define EXACT_MAX 9007199254740992.0 /* 2^53 */

struct json_writer json_writer_init(struct buf *out) {
    return (struct json_writer) { .out = out };
}

/* What comes before a value, a name or an opening bracket. */
static void separate(struct json_writer *w) {
    if (w->comma)
        buf_putc(w->out, ',');
    w->comma = true;
}

static void open_with(struct json_writer *w, char bracket) {
    separate(w);
    buf_putc(w->out, bracket);
    w->comma = false;
}

static void close_with(struct json_writer *w, char bracket) {
    buf_putc(w->out, bracket);
    w->comma = true;
}

void json_open_object(struct json_writer *w) {
    open_with(w, '{');
}

void json_close_object(struct json_writer *w) {
    close_with(w, '}');
}

void json_open_array(struct json_writer *w) {
    open_with(w, '[');
}

void json_close_array(struct json_writer *w) {
    close_with(w, ']');
}

static void put_quoted(struct buf *out, const char *s) {
    buf_putc(out, '"');
    while (*s != '\0') {
        size_t plain = 0;
        while ((unsigned char)s[plain] >= 0x20 && s[plain] != '"' && s[plain] != '\\')
            plain++;
        buf_put(out, s, plain);
        s += plain;
        if (*s == '\0')
            break;
        if (*s == '"' || *s == '\\')
            buf_printf(out, "\\%c", *s);
        else if (*s == '\n')
            buf_puts(out, "\\n");
        else if (*s == '\t')
            buf_puts(out, "\\t");
        else
            buf_printf(out, "\\u%04x", (unsigned)*s);
        s++;
    }
    buf_putc(out, '"');
}

void json_key(struct json_writer *w, const char *name) {
    separate(w);
    put_quoted(w->out, name);
    buf_putc(w->out, ':');
    w->comma = false;
}

void json_put_string(struct json_writer *w, const char *s) {
    separate(w);
    put_quoted(w->out, s);
}

void json_put_i64(struct json_writer *w, int64_t v) {
    separate(w);
    buf_put_i64(w->out, v);
}

/* The shortest of 15, 16 and 17 digits that reads back as the same double; a point whatever the
 * locale says. */
static void put_decimal(struct buf *out, double v) {
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0); /* glibc: a constant, no memory */
    CHECK(c != (locale_t)0);
    locale_t before = uselocale(c);
    char digits[40] = "";
    for (int precision = 15; precision <= 17; precision++) {
        (void)snprintf(digits, sizeof digits, "%.*g", precision, v);
        if (strtod(digits, NULL) == v)
            break;
    }
    (void)uselocale(before);
    freelocale(c);
    buf_puts(out, digits);
}

void json_put_f64(struct json_writer *w, double v) {
    separate(w);
    if (!isfinite(v))
        buf_puts(w->out, "null");
    else if (trunc(v) == v && fabs(v) <= EXACT_MAX)
        buf_put_i64(w->out, (int64_t)v);
    else
        put_decimal(w->out, v);
}

void json_put_bool(struct json_writer *w, bool v) {
    separate(w);
    buf_puts(w->out, v ? "true" : "false");
}

void json_put_null(struct json_writer *w) {
    separate(w);
    buf_puts(w->out, "null");
}

void json_put_i64_or_null(struct json_writer *w, int64_t v) {
    if (v != 0)
        json_put_i64(w, v);
    else
        json_put_null(w);
}

void json_put(struct json_writer *w, const struct json *v) {
    switch (v->type) {
    case JSON_NULL:
        json_put_null(w);
        return;
    case JSON_BOOL:
        json_put_bool(w, v->boolean);
        return;
    case JSON_NUMBER:
        json_put_f64(w, v->number);
        return;
    case JSON_STRING:
        json_put_string(w, v->string);
        return;
    case JSON_ARRAY:
    case JSON_OBJECT:
        break;
    }
    open_with(w, v->type == JSON_ARRAY ? '[' : '{');
    for (size_t i = 0; i < v->children_n; i++) {
        if (v->type == JSON_OBJECT)
            json_key(w, v->children[i].name);
        json_put(w, &v->children[i]);
    }
    close_with(w, v->type == JSON_ARRAY ? ']' : '}');
}

#include "daemon/base/json_scan.h"

#include <stdbool.h>
#include <string.h>

#include "daemon/base/check.h"
#include "daemon/base/text.h"

/* cJSON reads a number through a buffer of 63 characters; longer ones would be cut silently. */
enum { NUMBER_CHARS = 60, DEPTH_CEILING = 64 };

/* What is expected at the present place. */
enum want { WANT_VALUE, WANT_VALUE_OR_CLOSE, WANT_KEY, WANT_KEY_OR_CLOSE, WANT_COMMA_OR_CLOSE };

struct scan {
    const char *bytes;
    size_t n, at;
    struct json_limits limits;
    size_t values, depth;
    size_t stop_at_value; /* json_scan_place; SIZE_MAX otherwise */
    char open[DEPTH_CEILING];
    const char *fault; /* why the scan stopped */
    enum errc code;
};

static bool fail(struct scan *s, enum errc code, const char *why) {
    s->code = code;
    s->fault = why;
    return false;
}

static bool bad(struct scan *s, const char *why) {
    return fail(s, E_INVALID, why);
}

/* The byte at the present place; 0 at the end (a real NUL is refused everywhere, too). */
static unsigned char peek(const struct scan *s) {
    return s->at < s->n ? (unsigned char)s->bytes[s->at] : 0;
}

static void skip_space(struct scan *s) {
    while (s->at < s->n && strchr(" \t\r\n", s->bytes[s->at]) != NULL && s->bytes[s->at] != '\0')
        s->at++;
}

static bool digits(struct scan *s) {
    size_t from = s->at;
    while (peek(s) >= '0' && peek(s) <= '9')
        s->at++;
    return s->at > from;
}

static bool scan_number(struct scan *s) {
    size_t from = s->at;
    s->at += peek(s) == '-';
    if (peek(s) == '0')
        s->at++;
    else if (!digits(s))
        return bad(s, "a digit is missing");
    if (peek(s) == '.') {
        s->at++;
        if (!digits(s))
            return bad(s, "a digit is missing after the point");
    }
    if (peek(s) == 'e' || peek(s) == 'E') {
        s->at++;
        s->at += peek(s) == '+' || peek(s) == '-';
        if (!digits(s))
            return bad(s, "a digit is missing in the exponent");
    }
    if (s->at - from > NUMBER_CHARS)
        return bad(s, "the number is too long");
    return true;
}

static bool scan_word(struct scan *s, const char *word) {
    size_t len = strlen(word);
    if (s->n - s->at < len || memcmp(s->bytes + s->at, word, len) != 0)
        return bad(s, "a value is expected");
    s->at += len;
    return true;
}

/* Four hexadecimal digits at the present place, -1 when they are not. */
static int32_t hex4(struct scan *s) {
    int32_t v = 0;
    for (int i = 0; i < 4; i++, s->at++) {
        unsigned char c = peek(s);
        int digit = c >= '0' && c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
        if (digit < 0 || digit > 15 || (digit > 9 && (c | 0x20) < 'a'))
            return -1;
        v = v * 16 + digit;
    }
    return v;
}

/* After the backslash. */
static bool scan_escape(struct scan *s) {
    unsigned char c = peek(s);
    if (c == '\0' || strchr("\"\\/bfnrtu", c) == NULL)
        return bad(s, "the escape is unknown");
    s->at++;
    if (c != 'u')
        return true;
    int32_t v = hex4(s);
    if (v < 0)
        return bad(s, "four hexadecimal digits are expected");
    if (v == 0)
        return bad(s, "\\u0000 is not allowed");
    if (v >= 0xdc00 && v <= 0xdfff)
        return bad(s, "half of a surrogate pair");
    if (v >= 0xd800 && v <= 0xdbff) {
        if (s->n - s->at < 6 || s->bytes[s->at] != '\\' || s->bytes[s->at + 1] != 'u')
            return bad(s, "half of a surrogate pair");
        s->at += 2;
        int32_t low = hex4(s);
        if (low < 0xdc00 || low > 0xdfff)
            return bad(s, "half of a surrogate pair");
    }
    return true;
}

static bool scan_string(struct scan *s) {
    s->at++;
    while (s->at < s->n) {
        unsigned char c = peek(s);
        if (c < 0x20)
            return bad(s, "a raw control character is not allowed in a string");
        s->at++;
        if (c == '"')
            return true;
        if (c == '\\' && !scan_escape(s))
            return false;
    }
    return bad(s, "the string does not end");
}

/* A value begins here: scan it whole, or only its bracket. */
static bool scan_value(struct scan *s, enum want *next) {
    if (s->values == s->stop_at_value)
        return bad(s, "");
    if (++s->values > s->limits.values)
        return fail(s, E_TOO_LARGE, "too many values");
    unsigned char c = peek(s);
    *next = WANT_COMMA_OR_CLOSE;
    switch (c) {
    case '{':
    case '[':
        if (s->depth == s->limits.depth)
            return fail(s, E_TOO_LARGE, "nested too deep");
        s->open[s->depth++] = (char)c;
        s->at++;
        *next = c == '{' ? WANT_KEY_OR_CLOSE : WANT_VALUE_OR_CLOSE;
        return true;
    case '"':
        return scan_string(s);
    case 't':
        return scan_word(s, "true");
    case 'f':
        return scan_word(s, "false");
    case 'n':
        return scan_word(s, "null");
    default:
        if (c == '-' || (c >= '0' && c <= '9'))
            return scan_number(s);
        return bad(s, "a value is expected");
    }
}

static bool scan_key(struct scan *s, enum want *next) {
    if (peek(s) != '"')
        return bad(s, "a member name in quotes is expected");
    if (!scan_string(s))
        return false;
    skip_space(s);
    if (peek(s) != ':')
        return bad(s, "a colon is expected");
    s->at++;
    *next = WANT_VALUE;
    return true;
}

/* One step at the present place, which is no space. */
static bool scan_step(struct scan *s, enum want *want) {
    unsigned char c = peek(s);
    bool may_close = *want != WANT_VALUE && *want != WANT_KEY && s->depth > 0;
    if (may_close && c == (s->open[s->depth - 1] == '{' ? '}' : ']')) {
        s->at++;
        s->depth--;
        *want = WANT_COMMA_OR_CLOSE;
        return true;
    }
    switch (*want) {
    case WANT_VALUE:
    case WANT_VALUE_OR_CLOSE:
        return scan_value(s, want);
    case WANT_KEY:
    case WANT_KEY_OR_CLOSE:
        return scan_key(s, want);
    case WANT_COMMA_OR_CLOSE:
        if (c != ',')
            return bad(s, "a comma or a closing bracket is expected");
        s->at++;
        *want = s->open[s->depth - 1] == '{' ? WANT_KEY : WANT_VALUE;
        return true;
    }
    return bad(s, "unreachable");
}

static bool scan_document(struct scan *s) {
    enum want want = WANT_VALUE;
    do {
        skip_space(s);
        if (!scan_step(s, &want))
            return false;
    } while (s->depth > 0);
    skip_space(s);
    return s->at == s->n || bad(s, "nothing may follow the document");
}

static void place_of(const char *bytes, size_t at, size_t *ret_line, size_t *ret_column) {
    size_t line = 1, begin = 0;
    for (size_t i = 0; i < at; i++)
        if (bytes[i] == '\n') {
            line++;
            begin = i + 1;
        }
    *ret_line = line;
    *ret_column = at - begin + 1;
}

enum errc json_scan(const char *bytes, size_t n, struct json_limits limits, size_t *ret_values,
                    struct err *e) {
    CHECK(limits.depth <= DEPTH_CEILING);
    if (n > limits.bytes)
        return ERR(e, E_TOO_LARGE, "the document has %zu bytes, %zu are allowed", n, limits.bytes);
    struct scan s = { .bytes = bytes, .n = n, .limits = limits, .stop_at_value = SIZE_MAX };
    if (scan_document(&s)) {
        if (!text_is_utf8(bytes, n))
            return ERR(e, E_INVALID, "the document is not valid UTF-8");
        *ret_values = s.values;
        return OK;
    }
    size_t line = 0, column = 0;
    place_of(bytes, s.at, &line, &column);
    if (s.code == E_TOO_LARGE)
        return ERR(e, E_TOO_LARGE, "line %zu, column %zu: %s", line, column, s.fault);
    return ERR(e, E_INVALID, "line %zu, column %zu: %s", line, column, s.fault);
}

void json_scan_place(const char *bytes, size_t n, size_t index, size_t *ret_line,
                     size_t *ret_column) {
    struct scan s = { .bytes = bytes,
                      .n = n,
                      .limits = { .values = SIZE_MAX, .depth = DEPTH_CEILING },
                      .stop_at_value = index };
    (void)scan_document(&s);
    place_of(bytes, s.at, ret_line, ret_column);
}

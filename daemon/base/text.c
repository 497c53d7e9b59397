#include "daemon/base/text.h"

#include <idn2.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"

enum { EMAIL_BYTES = 254, EMAIL_LOCAL_BYTES = 64, MARKS_MAX = 30 };

/* Code points: reading checked text one by one */

/* The code point at s[0..n), its length in *ret_len; -1 when the bytes are not strict UTF-8. */
static int32_t point_at(const char *s, size_t n, size_t *ret_len) {
    utf8proc_int32_t c = -1;
    utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, &c);
    if (len <= 0 || c < 0)
        return -1;
    *ret_len = (size_t)len;
    return c;
}

bool text_is_utf8(const char *bytes, size_t n) {
    for (size_t i = 0, len = 0; i < n; i += len) {
        if (bytes[i] != '\0' && (unsigned char)bytes[i] < 0x80)
            len = 1;
        else if (point_at(bytes + i, n - i, &len) <= 0)
            return false;
    }
    return true;
}

size_t text_chars(const char *s) {
    size_t n = 0;
    for (; *s != '\0'; s++)
        n += ((unsigned char)*s & 0xc0) != 0x80;
    return n;
}

const int32_t *text_points(const char *s, struct arena *a, size_t *ret_n) {
    size_t n = text_chars(s), bytes = strlen(s);
    int32_t *points = ARENA_ARRAY(a, n, int32_t);
    size_t out = 0;
    for (size_t i = 0, len = 0; i < bytes; i += len) {
        points[out] = point_at(s + i, bytes - i, &len);
        CHECK(points[out++] > 0);
    }
    *ret_n = n;
    return points;
}

/* A blank is what separates words on one line. */
static bool is_blank(int32_t c) {
    return c == ' ' || c == '\t' || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
           c == 0x202f || c == 0x205f || c == 0x3000;
}

static bool is_control(int32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

/* Marks that turn the direction of writing: they can make a line read as something else. */
static bool is_bidi(int32_t c) {
    return c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

static bool is_line_end(int32_t c) {
    return c == '\n' || c == 0x2028 || c == 0x2029;
}

static bool is_allowed(int32_t c, enum text_kind kind) {
    if (kind == TEXT_LONG)
        return !is_control(c) || c == '\t' || c == '\n';
    return (!is_control(c) || c == '\t') && !is_bidi(c) && !is_line_end(c);
}

/* Normal forms */

/* How many marks that are sorted behind what they stand on a code point comes apart into: 0, 1 or, for four
 * of them, 2. */
static size_t marks_of(int32_t c) {
    if (c == 0x344 || c == 0xf73 || c == 0xf75 || c == 0xf81)
        return 2;
    return utf8proc_get_property(c)->combining_class != 0;
}

/* Marks in a row are sorted, which costs the square of their number: a joiner that cannot be seen parts
 * them after every thirtieth, as Unicode's Stream-Safe Text Process does (UAX #15 §13). Languages need three. */
static const char *stream_safe(const char *s, size_t n, struct arena *a, size_t *ret_n) {
    static const char JOINER[] = "\u034f";
    char *safe = arena_alloc(a, 2 * n + 1, 1);
    size_t out = 0, run = 0;
    for (size_t i = 0, len = 0; i < n; i += len) {
        size_t marks = marks_of(point_at(s + i, n - i, &len));
        run = marks > 0 ? run + marks : 0;
        if (run > MARKS_MAX) {
            memcpy(safe + out, JOINER, strlen(JOINER));
            out += strlen(JOINER);
            run = marks;
        }
        memcpy(safe + out, s + i, len);
        out += len;
    }
    *ret_n = out;
    return safe;
}

/* utf8proc's transformation of checked text, copied into a. */
static char *transform(const char *s, size_t n, unsigned options, struct arena *a) {
    utf8proc_uint8_t *mapped = NULL;
    s = stream_safe(s, n, a, &n);
    utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, &mapped,
                                        (utf8proc_option_t)options);
    CHECK(len >= 0); /* the text was checked, so only memory can lack */
    char *copy = arena_strndup(a, (const char *)mapped, (size_t)len);
    explicit_bzero(mapped, (size_t)len);
    free(mapped);
    return copy;
}

static bool is_ascii(const char *s, size_t n) {
    unsigned char all = 0;
    for (size_t i = 0; i < n; i++)
        all |= (unsigned char)s[i];
    return all < 0x80;
}

static char *nfc(const char *s, size_t n, struct arena *a) {
    if (is_ascii(s, n))
        return arena_strndup(a, s, n);
    return transform(s, n, UTF8PROC_STABLE | UTF8PROC_COMPOSE, a);
}

const char *text_nfc(const char *s, struct arena *a) {
    return nfc(s, strlen(s), a);
}

/* Trim s in place; runs of blanks become one space. */
static void unify_blanks(char *s) {
    size_t n = strlen(s), out = 0;
    bool gap = false;
    for (size_t i = 0, len = 0; i < n; i += len) {
        int32_t c = point_at(s + i, n - i, &len);
        CHECK(c > 0);
        if (is_blank(c) || is_line_end(c)) {
            gap = out > 0;
            continue;
        }
        if (gap)
            s[out++] = ' ';
        gap = false;
        memmove(s + out, s + i, len);
        out += len;
    }
    s[out] = '\0';
}

/* Trim a long text in place: blanks and line ends at both ends, blanks before a line end;
 * U+2028 and U+2029 become LF. Indents and empty lines inside stay. */
static void tidy_long(char *s) {
    size_t n = strlen(s), out = 0, solid = 0;
    for (size_t i = 0, len = 0; i < n; i += len) {
        int32_t c = point_at(s + i, n - i, &len);
        CHECK(c > 0);
        if (is_line_end(c)) {
            out = solid;
            if (out > 0)
                s[out++] = '\n';
            solid = out;
        } else {
            bool blank = is_blank(c);
            if (blank && out == 0)
                continue;
            memmove(s + out, s + i, len);
            out += len;
            if (!blank)
                solid = out;
        }
    }
    while (solid > 0 && s[solid - 1] == '\n')
        solid--;
    s[solid] = '\0';
}

/* Check the bytes and copy them with CR LF as LF; NULL and the reason when one is forbidden. */
static char *checked_copy(const char *bytes, size_t n, enum text_kind kind, struct arena *a,
                          size_t *ret_n, struct err *e) {
    char *copy = arena_alloc(a, n + 1, 1);
    size_t out = 0;
    for (size_t i = 0, len = 0; i < n; i += len) {
        int32_t c = point_at(bytes + i, n - i, &len);
        if (c <= 0) {
            (void)ERR(e, E_INVALID, "byte %zu of the text is not valid UTF-8", i);
            return NULL;
        }
        if (kind == TEXT_LONG && c == '\r' && i + 1 < n && bytes[i + 1] == '\n')
            continue;
        if (!is_allowed(c, kind)) {
            (void)ERR(e, E_INVALID, "the text holds the forbidden character U+%04X", (unsigned)c);
            return NULL;
        }
        memcpy(copy + out, bytes + i, len);
        out += len;
    }
    *ret_n = out;
    return copy;
}

enum errc text_accept(const char *bytes, size_t n, enum text_kind kind, size_t max_chars,
                      struct arena *a, const char **ret_text, struct err *e) {
    size_t len = 0;
    char *copy = checked_copy(bytes, n, kind, a, &len, e);
    if (copy == NULL)
        return E_INVALID;
    char *text = is_ascii(copy, len) ? copy : nfc(copy, len, a);
    if (kind == TEXT_LONG)
        tidy_long(text);
    else
        unify_blanks(text);
    if (max_chars > 0 && text_chars(text) > max_chars)
        return ERR(e, E_TOO_LARGE, "the text has %zu characters, %zu are allowed", text_chars(text),
                   max_chars);
    *ret_text = text;
    return OK;
}

static char *casefold(const char *s, struct arena *a) {
    return transform(s, strlen(s), UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD, a);
}

const char *text_casefold(const char *s, struct arena *a) {
    return casefold(s, a);
}

const char *text_fold(const char *s, struct arena *a) {
    char *folded = casefold(s, a);
    for (char *at = folded; (at = strstr(at, "ё")) != NULL; at += 2)
        memcpy(at, "е", 2);
    unify_blanks(folded);
    return folded;
}

/* Numbers */

enum errc text_i64(const char *s, int64_t min, int64_t max, int64_t *ret_v) {
    bool minus = *s == '-';
    s += minus;
    if (*s == '\0')
        return E_INVALID;
    int64_t v = 0; /* kept negative: that side reaches one further */
    for (; *s != '\0'; s++) {
        if (*s < '0' || *s > '9')
            return E_INVALID;
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, *s - '0', &v))
            return E_INVALID;
    }
    if (!minus && __builtin_sub_overflow(0, v, &v))
        return E_INVALID;
    if (v < min || v > max)
        return E_INVALID;
    *ret_v = v;
    return OK;
}

enum plural text_plural(enum lang lang, int64_t n) {
    uint64_t i = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    if (lang == LANG_EN)
        return i == 1 ? PLURAL_ONE : PLURAL_OTHER;
    uint64_t ones = i % 10, tens = i / 10 % 10;
    if (tens != 1 && ones == 1)
        return PLURAL_ONE;
    if (tens != 1 && ones >= 2 && ones <= 4)
        return PLURAL_FEW;
    return PLURAL_MANY;
}

const char *lang_tag(enum lang lang) {
    return lang == LANG_RU ? "ru" : "en";
}

enum lang lang_of_tag(const char *tag) {
    return strcmp(tag, lang_tag(LANG_EN)) == 0 ? LANG_EN : LANG_RU;
}

/* E-mail addresses */

/* The part before the @: dot-separated, no character that means something in a header line. */
static bool is_local_part(const char *s, size_t n) {
    if (n == 0 || n > EMAIL_LOCAL_BYTES || s[0] == '.' || s[n - 1] == '.')
        return false;
    for (size_t i = 0, len = 0; i < n; i += len) {
        int32_t c = point_at(s + i, n - i, &len);
        if (c <= 0 || is_control(c) || is_blank(c) || is_bidi(c) || is_line_end(c))
            return false;
        if (c < 0x80 && strchr("<>,\"()[]:;\\@`", c) != NULL)
            return false;
        if (c == '.' && s[i - 1] == '.')
            return false;
    }
    return true;
}

/* A host name of at least two labels, lower-case ASCII, the last one not a number. */
static bool is_domain(const char *s) {
    size_t label = 0, labels = 1;
    bool digits = true;
    for (const char *p = s; *p != '\0'; p++) {
        bool digit = *p >= '0' && *p <= '9';
        if (*p == '.') {
            if (label == 0 || p[-1] == '-' || p[1] == '-')
                return false;
            label = 0;
            labels++;
            digits = true;
            continue;
        }
        if (!digit && !(*p >= 'a' && *p <= 'z') && *p != '-')
            return false;
        digits = digits && digit;
        if (++label > 63)
            return false;
    }
    return label > 0 && labels > 1 && !digits && s[0] != '-' && s[strlen(s) - 1] != '-';
}

enum errc text_email(const char *s, struct arena *a, const char **ret_email) {
    char *trimmed = nfc(s, strlen(s), a);
    unify_blanks(trimmed);
    char *at = strrchr(trimmed, '@');
    if (at == NULL || !is_local_part(trimmed, (size_t)(at - trimmed)))
        return E_INVALID;
    char *ascii = NULL;
    if (idn2_to_ascii_8z(at + 1, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
        return E_INVALID;
    for (char *p = ascii; *p != '\0'; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    *at = '\0';
    const char *email = arena_printf(a, "%s@%s", trimmed, ascii);
    bool good = is_domain(ascii) && strlen(email) <= EMAIL_BYTES;
    idn2_free(ascii);
    if (!good)
        return E_INVALID;
    *ret_email = email;
    return OK;
}

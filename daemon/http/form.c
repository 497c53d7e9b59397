#include "daemon/http/form.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/http/limits.h"
#include "daemon/http/path.h"

static const struct field CSRF = { .name = FORM_CSRF, .kind = TEXT_LINE, .max_chars = 200 };

/* The declaration of a name that came, or NULL. "weight.*" declares "weight.x", not "weight.". */
static const struct field *declared(const struct field *fields, size_t n, bool csrf,
                                    const char *name) {
    if (csrf && strcmp(name, FORM_CSRF) == 0)
        return &CSRF;
    for (size_t i = 0; i < n; i++) {
        const char *want = fields[i].name;
        size_t len = strlen(want);
        if (len >= 2 && strcmp(want + len - 2, ".*") == 0) {
            if (strncmp(name, want, len - 1) == 0 && name[len - 1] != '\0')
                return &fields[i];
        } else if (strcmp(name, want) == 0) {
            return &fields[i];
        }
    }
    return NULL;
}

/* Length of the UTF-8 sequence at s, 0 when there is none. */
static size_t sequence(const char *s, size_t n) {
    for (size_t len = 1; len <= 4 && len <= n; len++)
        if (text_is_utf8(s, len))
            return len;
    return 0;
}

/* May a character be shown again? No controls, and no marks that reorder what is around them. */
static bool harmless(const char *s, size_t len, enum text_kind kind) {
    unsigned char c = (unsigned char)s[0], d = len > 1 ? (unsigned char)s[1] : 0;
    unsigned char last = (unsigned char)s[len - 1];
    if (len == 1)
        return (c >= ' ' && c != 0x7f) || (kind == TEXT_LONG && (c == '\n' || c == '\t'));
    if (len == 2)
        return !(c == 0xc2 && d < 0xa0) && !(c == 0xd8 && d == 0x9c);
    if (len == 3 && c == 0xe2 && d == 0x80)
        return !(last == 0x8e || last == 0x8f || (last >= 0xa8 && last <= 0xae));
    if (len == 3 && c == 0xe2 && d == 0x81)
        return !(last >= 0xa6 && last <= 0xa9);
    return true;
}

/* What can be shown of a value that was refused: each bad byte becomes U+FFFD, the rest stays. */
static const char *showable(const char *s, size_t n, enum text_kind kind, struct arena *a) {
    char *out = arena_alloc(a, n * 3 + 1, 1);
    size_t len = 0;
    for (size_t i = 0; i < n;) {
        size_t piece = sequence(s + i, n - i);
        if (piece == 0) {
            memcpy(out + len, "\xef\xbf\xbd", 3);
            len += 3;
            i++;
            continue;
        }
        if (harmless(s + i, piece, kind)) {
            memcpy(out + len, s + i, piece);
            len += piece;
        }
        i += piece;
    }
    return out;
}

/* A value exactly as typed, when nothing in it is forbidden. */
static enum errc accept_verbatim(const char *s, size_t n, const struct field *f, struct arena *a,
                                 const char **ret_value) {
    if (!text_is_utf8(s, n))
        return E_INVALID;
    for (size_t i = 0; i < n;) {
        size_t piece = sequence(s + i, n - i);
        if (!harmless(s + i, piece, f->kind))
            return E_INVALID;
        i += piece;
    }
    const char *value = arena_strndup(a, s, n);
    if (f->max_chars > 0 && text_chars(value) > f->max_chars)
        return E_TOO_LARGE;
    *ret_value = value;
    return OK;
}

/* One decoded value through the border. */
static enum form_fault accept(const char *s, size_t n, const struct field *f, struct arena *a,
                              const char **ret_value) {
    enum errc code = f->verbatim ? accept_verbatim(s, n, f, a, ret_value)
                                 : text_accept(s, n, f->kind, f->max_chars, a, ret_value, NULL);
    if (code == OK)
        return FORM_FINE;
    if (code == E_TOO_LARGE && !f->verbatim &&
        text_accept(s, n, f->kind, 0, a, ret_value, NULL) == OK)
        return FORM_TOO_LONG;
    *ret_value = showable(s, n, f->kind, a);
    return code == E_TOO_LARGE ? FORM_TOO_LONG : FORM_BAD_TEXT;
}

/* A form being filled. */
struct filling {
    struct form_value *values;
    enum form_fault *faults;
    size_t n;
};

static bool came(const struct filling *f, const char *name) {
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->values[i].name, name) == 0)
            return true;
    return false;
}

static size_t count_pairs(const char *bytes, size_t n) {
    size_t pairs = n > 0 ? 1 : 0;
    for (size_t i = 0; i < n; i++)
        pairs += bytes[i] == '&';
    return pairs;
}

enum errc form_decode(const char *bytes, size_t n, const struct field *fields, size_t fields_n,
                      bool csrf, struct arena *a, struct form *ret_form, struct err *e) {
    size_t pairs = count_pairs(bytes, n);
    if (pairs > FORM_VALUES_MAX)
        return ERR(e, E_TOO_LARGE, "A form has %zu values, %d are allowed.", pairs,
                   FORM_VALUES_MAX);
    struct filling fill = { .values = ARENA_ARRAY(a, pairs, struct form_value),
                            .faults = ARENA_ARRAY(a, pairs, enum form_fault) };
    char *scratch = arena_alloc(a, n + 1, 1);
    const char *at = bytes, *end = bytes + n;
    while (at < end) {
        const char *amp = memchr(at, '&', (size_t)(end - at));
        const char *stop = amp != NULL ? amp : end;
        const char *eq = memchr(at, '=', (size_t)(stop - at));
        const char *name_end = eq != NULL ? eq : stop;
        const char *value = eq != NULL ? eq + 1 : stop;
        size_t len = path_unescape(at, (size_t)(name_end - at), true, scratch, NULL);
        scratch[len] = '\0';
        const struct field *f = strlen(scratch) == len && text_is_utf8(scratch, len)
                                    ? declared(fields, fields_n, csrf, scratch)
                                    : NULL;
        if (f != NULL && (f->many || !came(&fill, scratch))) {
            fill.values[fill.n].name = arena_strdup(a, scratch);
            len = path_unescape(value, (size_t)(stop - value), true, scratch, NULL);
            fill.faults[fill.n] = accept(scratch, len, f, a, &fill.values[fill.n].value);
            fill.n++;
        }
        at = stop + 1;
    }
    *ret_form = (struct form) { fill.values, fill.faults, fill.n };
    return OK;
}

static size_t find(const struct form *f, const char *name) {
    size_t i = 0;
    while (i < f->n && strcmp(f->values[i].name, name) != 0)
        i++;
    return i;
}

const char *form_get(const struct form *f, const char *name) {
    size_t i = find(f, name);
    return i < f->n ? f->values[i].value : "";
}

bool form_has(const struct form *f, const char *name, const char *value) {
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->values[i].name, name) == 0 && strcmp(f->values[i].value, value) == 0)
            return true;
    return false;
}

enum form_fault form_fault_of(const struct form *f, const char *name) {
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->values[i].name, name) == 0 && f->faults[i] != FORM_FINE)
            return f->faults[i];
    return FORM_FINE;
}

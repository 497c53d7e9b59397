/* assessments/number.c — numbers as people type them, and how they are shown. */
#include "assessments/number.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "daemon/base/arena.h"

#define NUMBER_BYTES_MAX 256 /* longer is not a number somebody typed */
#define DIGITS_MAX       18  /* significant digits that are read */

/* What a piece of typed text is. */
enum piece { PIECE_END, PIECE_DIGIT, PIECE_COMMA, PIECE_POINT, PIECE_GROUP, PIECE_OTHER };

/* A reader at a place in the text. */
struct cursor {
    const char *at;
};

/* The length of the prefix if the text at c begins with it, else 0. */
static size_t begins(const char *text, const char *prefix) {
    size_t n = strlen(prefix);
    return strncmp(text, prefix, n) == 0 ? n : 0;
}

/* Bytes of a blank or apostrophe that groups thousands, or 0. */
static size_t group_length(const char *at) {
    static const char *const groups[] = { " ", "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x89", "'" };
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        size_t n = begins(at, groups[i]);
        if (n > 0)
            return n;
    }
    return 0;
}

static enum piece piece_at(const char *at, size_t *ret_n) {
    *ret_n = 1;
    if (*at == '\0')
        return PIECE_END;
    if (*at >= '0' && *at <= '9')
        return PIECE_DIGIT;
    if (*at == ',')
        return PIECE_COMMA;
    if (*at == '.')
        return PIECE_POINT;
    *ret_n = group_length(at);
    return *ret_n > 0 ? PIECE_GROUP : PIECE_OTHER;
}

static void skip_blanks(struct cursor *c) {
    for (size_t n = 0; (n = group_length(c->at)) > 0 && *c->at != '\'';)
        c->at += n;
}

/* +1 or −1; moves past the sign and blanks behind it. */
static double read_sign(struct cursor *c) {
    static const struct {
        const char *sign;
        double factor;
    } signs[] = { { "+", 1 }, { "-", -1 }, { "\xe2\x88\x92", -1 }, { "\xe2\x80\x93", -1 } };
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        size_t n = begins(c->at, signs[i].sign);
        if (n > 0) {
            c->at += n;
            skip_blanks(c);
            return signs[i].factor;
        }
    }
    return 1;
}

/* The number without its sign, as it was typed: where it ends and which mark is decimal. */
struct shape {
    const char *end;       /* behind the last digit or mark */
    size_t commas, points; /* how many of each */
    const char *last_comma, *last_point;
    size_t digits;
    bool leading_zero;
};

/* Walk over digits, marks and group signs between digits. */
static struct shape shape_of(const char *at) {
    struct shape s = { .end = at, .leading_zero = *at == '0' };
    for (;;) {
        size_t n = 0;
        enum piece p = piece_at(at, &n);
        if (p == PIECE_DIGIT) {
            s.digits++;
        } else if (p == PIECE_COMMA) {
            s.commas++;
            s.last_comma = at;
        } else if (p == PIECE_POINT) {
            s.points++;
            s.last_point = at;
        } else if (p != PIECE_GROUP || at[n] < '0' || at[n] > '9' || s.digits == 0) {
            return s; /* a group sign counts only between digits */
        }
        at += n;
        s.end = at;
    }
}

/* Digits directly behind a mark, up to the next piece of another kind. */
static size_t digits_behind(const char *mark) {
    size_t n = 0;
    while (mark[1 + n] >= '0' && mark[1 + n] <= '9')
        n++;
    return n;
}

/* Are thousands parted properly: three digits behind every group mark (`mark` or a blank) before
 * `stop`, one to three before the first? Typing errors like "1,23,4" must not become a number. */
static bool groups_are_right(const char *start, const char *stop, char mark) {
    size_t run = 0;
    bool grouped = false;
    for (const char *at = start; at < stop;) {
        size_t n = 0;
        enum piece p = piece_at(at, &n);
        if (p == PIECE_DIGIT) {
            run++;
        } else if (p == PIECE_GROUP || *at == mark) {
            if (run == 0 || run > 3 || (grouped && run != 3))
                return false;
            grouped = true;
            run = 0;
        } else {
            return false;
        }
        at += n;
    }
    return !grouped || run == 3;
}

/* Which mark is decimal, and which groups? False when it cannot be said. ret_decimal NULL = none.
 */
static bool marks_of(const struct shape *s, enum lang lang, const char **ret_decimal,
                     char *ret_group) {
    *ret_decimal = NULL;
    *ret_group = '\0';
    if (s->commas > 0 && s->points > 0) { /* the last one is the decimal mark */
        bool point = s->last_point > s->last_comma;
        *ret_decimal = point ? s->last_point : s->last_comma;
        *ret_group = point ? ',' : '.';
        return (point ? s->points : s->commas) == 1;
    }
    if (s->points > 1 || s->commas > 1) { /* a mark used twice can only group */
        *ret_group = s->points > 1 ? '.' : ',';
        return true;
    }
    if (s->points == 1) {
        *ret_decimal = s->last_point;
    } else if (s->commas == 1 && lang == LANG_EN && digits_behind(s->last_comma) == 3 &&
               !s->leading_zero) {
        *ret_group = ','; /* but "0,250" was meant as a quarter */
    } else if (s->commas == 1) {
        *ret_decimal = s->last_comma;
    }
    return true;
}

/* The value of the digits from start to end, `decimal` being the mark or NULL. */
static bool value_of(const char *start, const char *end, const char *decimal, double *ret_value) {
    uint64_t whole = 0;
    size_t taken = 0, behind = 0;
    for (const char *at = start; at < end; at++) {
        if (*at < '0' || *at > '9')
            continue;
        if (taken >= DIGITS_MAX)
            return false;
        whole = whole * 10 + (uint64_t)(*at - '0');
        taken += whole > 0; /* leading zeros do not count */
        behind += decimal != NULL && at > decimal;
        if (behind > DIGITS_MAX)
            return false;
    }
    double scale = 1;
    for (size_t i = 0; i < behind; i++)
        scale *= 10;
    *ret_value = (double)whole / scale;
    return true;
}

/* Move past the unit if it is there, whatever blanks it has. */
static void skip_unit(struct cursor *c, const char *unit) {
    struct cursor typed = *c, wanted = { .at = unit };
    for (;;) {
        skip_blanks(&typed);
        skip_blanks(&wanted);
        if (*wanted.at == '\0') {
            *c = typed;
            return;
        }
        if (*typed.at++ != *wanted.at++)
            return;
    }
}

/* Is what follows the number nothing, the unit or "%"? */
static bool rest_is_unit(struct cursor c, const char *unit) {
    skip_blanks(&c);
    if (unit != NULL && unit[0] != '\0')
        skip_unit(&c, unit);
    if (*c.at == '%')
        c.at++;
    skip_blanks(&c);
    return *c.at == '\0';
}

bool number_read(const char *text, enum lang lang, const char *unit, double *ret_value) {
    if (text == NULL || strlen(text) > NUMBER_BYTES_MAX)
        return false;
    struct cursor c = { .at = text };
    skip_blanks(&c);
    double sign = read_sign(&c);
    struct shape s = shape_of(c.at);
    const char *decimal = NULL;
    char group = '\0';
    if (s.digits == 0 || !marks_of(&s, lang, &decimal, &group))
        return false;
    if (!groups_are_right(c.at, decimal != NULL ? decimal : s.end, group))
        return false;
    if (decimal != NULL && digits_behind(decimal) != (size_t)(s.end - decimal - 1))
        return false;
    double value = 0;
    if (!value_of(c.at, s.end, decimal, &value) ||
        !rest_is_unit((struct cursor) { .at = s.end }, unit))
        return false;
    *ret_value = value == 0 ? 0 : sign * value;
    return true;
}

/* Copy the digits of a plain decimal with the marks of the language: groups of three (from five
 * digits on in Russian, from four in English), decimal mark. */
static const char *with_marks(const char *plain, enum lang lang, struct arena *a) {
    bool negative = plain[0] == '-';
    const char *digits = plain + negative;
    size_t whole_n = strcspn(digits, ".");
    bool grouped = whole_n >= (lang == LANG_RU ? 5 : 4);
    const char *group = lang == LANG_RU ? "\xc2\xa0" : ",";
    char out[512] = "";
    size_t n = 0;
    if (negative) {
        memcpy(out, "\xe2\x88\x92", 3);
        n = 3;
    }
    for (size_t i = 0; i < whole_n; i++) {
        if (grouped && i > 0 && (whole_n - i) % 3 == 0) {
            memcpy(out + n, group, strlen(group));
            n += strlen(group);
        }
        out[n++] = digits[i];
    }
    if (digits[whole_n] == '.') {
        out[n++] = lang == LANG_RU ? ',' : '.';
        size_t rest = strlen(digits + whole_n + 1);
        memcpy(out + n, digits + whole_n + 1, rest);
        n += rest;
    }
    return arena_strndup(a, out, n);
}

/* A plain decimal with a point, from two whole numbers: printf's own mark would follow the locale.
 */
static void plain_decimal(double value, int decimals, char out[128]) {
    double scale = 1;
    for (int i = 0; i < decimals; i++)
        scale *= 10;
    double whole = floor(fabs(value));
    double part = round((fabs(value) - whole) * scale); /* the difference is exact */
    if (part >= scale) {
        whole += 1;
        part = 0;
    }
    const char *sign = value < 0 && whole + part > 0 ? "-" : "";
    if (decimals == 0)
        snprintf(out, 128, "%s%.0f", sign, whole);
    else
        snprintf(out, 128, "%s%.0f.%0*.0f", sign, whole, decimals, part);
}

/* Past this the digits of a double are no longer what was meant. */
#define SHOW_MAX 1e15

const char *number_show_fixed(double value, int decimals, enum lang lang, struct arena *a) {
    if (!isfinite(value) || fabs(value) > SHOW_MAX)
        return "–";
    char plain[128] = "";
    plain_decimal(value, decimals < 0 ? 0 : decimals > 6 ? 6 : decimals, plain);
    return with_marks(plain, lang, a);
}

const char *number_show(double value, enum lang lang, struct arena *a) {
    if (!isfinite(value) || fabs(value) > SHOW_MAX)
        return "–";
    char plain[128] = "";
    plain_decimal(value, 6, plain);
    size_t n = strlen(plain);
    while (plain[n - 1] == '0')
        plain[--n] = '\0';
    if (plain[n - 1] == '.')
        plain[--n] = '\0';
    return with_marks(plain, lang, a);
}

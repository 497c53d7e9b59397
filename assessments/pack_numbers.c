/* assessments/pack_numbers.c — do both languages of a text name the same numbers?
 *
 * A translation that says 15 where the source says 50 makes two different items. Numbers up to
 * twelve may be words in one language and are not compared; «900 тыс.» equals "900,000", and
 * «16:30» equals "4.30 pm".
 */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "assessments/number.h"
#include "assessments/pack_read.h"

#define NUMBERS_MAX 64
#define WORDS_UP_TO 12 /* such numbers may be written as words */

/* A number of a text, as written and with the word behind it taken in ("тыс.", "million"). */
struct named {
    double plain, full;
};

struct numbers {
    struct named list[NUMBERS_MAX];
    size_t n;
};

/* Bytes of a blank, or 0. */
static size_t blank_length(const char *at) {
    static const char *const blanks[] = { " ", "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x89" };
    for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++)
        if (strncmp(at, blanks[i], strlen(blanks[i])) == 0)
            return strlen(blanks[i]);
    return 0;
}

/* Digits from here on. */
static size_t digits_length(const char *at) {
    size_t n = 0;
    while (isdigit((unsigned char)at[n]))
        n++;
    return n;
}

static double digits_value(const char *at, size_t n) {
    double value = 0;
    for (size_t i = 0; i < n; i++)
        value = value * 10 + (at[i] - '0');
    return value;
}

/* Copy one number into plain form ("12500.5") and return the bytes it took. */
static size_t take_number(const char *at, enum lang lang, double *ret_value) {
    double scale = 1;
    size_t used = digits_length(at);
    double value = digits_value(at, used);
    bool may_group = used <= 3;
    while (may_group) {
        size_t gap = lang == LANG_EN && at[used] == ',' ? 1 : blank_length(at + used);
        if (gap == 0 || digits_length(at + used + gap) != 3)
            break;
        value = value * 1000 + digits_value(at + used + gap, 3);
        used += gap + 3;
    }
    char mark = lang == LANG_RU ? ',' : '.';
    size_t behind = at[used] == mark ? digits_length(at + used + 1) : 0;
    for (size_t i = 0; i < behind; i++) {
        scale *= 10;
        value = value * 10 + (at[used + 1 + i] - '0');
    }
    *ret_value = value / scale;
    return used + (behind > 0 ? 1 + behind : 0);
}

/* What the word behind a number multiplies it by. */
static double multiplier(const char *at) {
    static const struct {
        const char *word;
        double factor;
    } words[] = {
        { "тыс", 1e3 },  /* lint: not a message */
        { "млн", 1e6 },  /* lint: not a message */
        { "млрд", 1e9 }, /* lint: not a message */
        { "thousand", 1e3 }, { "million", 1e6 }, { "billion", 1e9 },
    };
    at += blank_length(at);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strncmp(at, words[i].word, strlen(words[i].word)) == 0)
            return words[i].factor;
    return 1;
}

/* Moves past a word if it comes next, after a blank or not. */
static bool takes_word(const char **at, const char *word) {
    const char *next = *at + blank_length(*at);
    if (strncmp(next, word, strlen(word)) != 0)
        return false;
    *at = next + strlen(word);
    return true;
}

/* A time of day: "16:30", "4.30 pm", "3 pm". Moves past it; the value is minutes, made negative so
 * that it equals no other number. */
static bool take_clock(const char **at, double *ret_value) {
    size_t n = digits_length(*at);
    if (n > 2)
        return false;
    double hours = digits_value(*at, n), minutes = 0;
    const char *behind = *at + n;
    bool colon = *behind == ':';
    if ((colon || *behind == '.') && digits_length(behind + 1) == 2) {
        minutes = digits_value(behind + 1, 2);
        behind += 3;
    } else {
        colon = false;
    }
    bool pm = takes_word(&behind, "pm") || takes_word(&behind, "p.m.");
    bool am = !pm && (takes_word(&behind, "am") || takes_word(&behind, "a.m."));
    if (!colon && !pm && !am)
        return false;
    if (pm && hours < 12)
        hours += 12;
    *at = behind;
    *ret_value = -1 - (hours * 60 + minutes);
    return true;
}

static void collect(const char *s, enum lang lang, struct numbers *out) {
    while (*s != '\0' && out->n < NUMBERS_MAX) {
        if (!isdigit((unsigned char)*s)) {
            s++;
            continue;
        }
        double value = 0;
        if (take_clock(&s, &value)) {
            out->list[out->n++] = (struct named) { value, value };
            continue;
        }
        s += take_number(s, lang, &value);
        out->list[out->n++] = (struct named) { .plain = value, .full = value * multiplier(s) };
    }
}

static bool equal(double a, double b) {
    return fabs(a - b) <= 1e-9 * fmax(1, fabs(a));
}

/* Is y, which is no time, how people write the clock x: 16:30 as "4.30", 17:00 as "5"? */
static bool is_clock(double x, double y) {
    double clock = -1 - x, hours = floor(clock / 60), minutes = clock - 60 * hours;
    return x < 0 && y >= 0 && equal(y, (hours > 12 ? hours - 12 : hours) + minutes / 100);
}

static bool is_same(const struct named *x, const struct named *y) {
    return equal(x->full, y->full) || equal(x->plain, y->plain) || is_clock(x->full, y->full) ||
           is_clock(y->full, x->full);
}

static bool is_named(const struct named *number, const struct numbers *other) {
    if (number->full >= 0 && number->full <= WORDS_UP_TO &&
        equal(number->full, floor(number->full)))
        return true;
    for (size_t i = 0; i < other->n; i++)
        if (is_same(number, &other->list[i]))
            return true;
    return false;
}

static void report(struct pack_build *b, const struct pack_place *p, double number, const char *tag) {
    int clock = (int)(-1 - number);
    if (number < 0)
        pack_fault(b, p, "the time %d:%02d stands in \"%s\" only", clock / 60, clock % 60, tag);
    else
        pack_fault(b, p, "%.10g stands in \"%s\" only", number, tag);
}

void pack_check_numbers(struct pack_build *b, const struct pack_place *p, const struct text2 *text) {
    if (!text2_has(text))
        return;
    struct numbers numbers[LANG__MAX] = { { .n = 0 } };
    for (int lang = 0; lang < LANG__MAX; lang++)
        collect(text->in[lang], (enum lang)lang, &numbers[lang]);
    for (int lang = 0; lang < LANG__MAX; lang++) {
        const struct numbers *own = &numbers[lang], *other = &numbers[LANG__MAX - 1 - lang];
        for (size_t i = 0; i < own->n; i++)
            if (!is_named(&own->list[i], other))
                report(b, p, own->list[i].full, lang_tag((enum lang)lang));
    }
}

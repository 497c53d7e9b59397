#include "web/kit/format.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/base/clock.h"
#include "gen/msg.h"

#define NBSP "\u00a0"
#define MINUS "\u2212"
#define NB_HYPHEN "\u2011"

/* Moscow keeps UTC+3 the whole year since 2014. */
static const int64_t MOSCOW_MS = 3 * HOUR_MS;

/* Digits of |v| in groups of three. Russian leaves four digits alone by custom only in prose; tables want
 * one rule, so both languages group from 1,000 on. */
static void put_grouped(struct buf *out, enum lang lang, uint64_t v) {
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%llu", (unsigned long long)v);
    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            buf_puts(out, lang == LANG_RU ? NBSP : ",");
        buf_putc(out, digits[i]);
    }
}

static const char *finish(struct buf *b, struct arena *a) {
    const char *s = arena_strdup(a, buf_str(b));
    buf_fini(b);
    return s;
}

const char *format_int(enum lang lang, struct arena *a, int64_t v) {
    struct buf b;
    buf_init(&b, 64);
    if (v < 0)
        buf_puts(&b, MINUS);
    put_grouped(&b, lang, v < 0 ? -(uint64_t)v : (uint64_t)v);
    return finish(&b, a);
}

const char *format_decimal(enum lang lang, struct arena *a, double v, int decimals) {
    CHECK(isfinite(v) && fabs(v) < 1e15 && decimals >= 0 && decimals <= 6);
    char text[48];
    (void)snprintf(text, sizeof text, "%.*f", decimals, fabs(v));
    char *point = strchr(text, '.');
    if (point != NULL)
        *point = '\0';
    uint64_t whole = strtoull(text, NULL, 10);
    bool zero = whole == 0 && (point == NULL || strspn(point + 1, "0") == strlen(point + 1));
    struct buf b;
    buf_init(&b, 64);
    if (v < 0 && !zero)
        buf_puts(&b, MINUS);
    put_grouped(&b, lang, whole);
    if (point != NULL) {
        buf_puts(&b, lang == LANG_RU ? "," : ".");
        buf_puts(&b, point + 1);
    }
    return finish(&b, a);
}

const char *format_signed(enum lang lang, struct arena *a, double v, int decimals) {
    const char *s = format_decimal(lang, a, v, decimals);
    bool zero = strspn(s, "0.,") == strlen(s);
    return v > 0 && !zero ? arena_printf(a, "+%s", s) : s;
}

const char *format_range(enum lang lang, struct arena *a, double lo, double hi) {
    return arena_printf(a, "%s–%s", format_decimal(lang, a, lo, 0), format_decimal(lang, a, hi, 0));
}

static struct tm moscow(int64_t at_ms) {
    time_t seconds = (time_t)((at_ms + MOSCOW_MS) / SECOND_MS);
    struct tm tm = { 0 };
    CHECK(gmtime_r(&seconds, &tm) != NULL);
    return tm;
}

static const char *month(enum lang lang, struct arena *a, int m) {
    static const char *(*const MONTHS[12])(enum lang, struct arena *) = {
        msg_date_month_1, msg_date_month_2, msg_date_month_3,  msg_date_month_4,
        msg_date_month_5, msg_date_month_6, msg_date_month_7,  msg_date_month_8,
        msg_date_month_9, msg_date_month_10, msg_date_month_11, msg_date_month_12,
    };
    return MONTHS[m](lang, a);
}

const char *format_day(enum lang lang, struct arena *a, int64_t at_ms) {
    struct tm tm = moscow(at_ms);
    return arena_printf(a, "%d" NBSP "%s", tm.tm_mday, month(lang, a, tm.tm_mon));
}

const char *format_date(enum lang lang, struct arena *a, int64_t at_ms) {
    struct tm tm = moscow(at_ms);
    return msg_date_full(lang, a, arena_printf(a, "%d", tm.tm_mday), month(lang, a, tm.tm_mon),
                         arena_printf(a, "%d", tm.tm_year + 1900));
}

const char *format_time(enum lang lang, struct arena *a, int64_t at_ms) {
    (void)lang;
    struct tm tm = moscow(at_ms);
    return arena_printf(a, "%02d:%02d", tm.tm_hour, tm.tm_min);
}

const char *format_moment(enum lang lang, struct arena *a, int64_t at_ms) {
    return msg_date_moment(lang, a, format_date(lang, a, at_ms), format_time(lang, a, at_ms));
}

const char *format_clock(struct arena *a, int64_t ms) {
    int64_t s = ms > 0 ? (ms + SECOND_MS - 1) / SECOND_MS : 0;
    if (s >= 3600)
        return arena_printf(a, "%lld:%02lld:%02lld", (long long)(s / 3600),
                            (long long)(s / 60 % 60), (long long)(s % 60));
    return arena_printf(a, "%lld:%02lld", (long long)(s / 60), (long long)(s % 60));
}

const char *format_masked_email(struct arena *a, const char *email) {
    const char *at = strrchr(email, '@');
    if (at == NULL || at == email)
        return "•••";
    size_t first = 1; /* the first character may be several bytes */
    while (email + first < at && ((unsigned char)email[first] & 0xC0) == 0x80)
        first++;
    return arena_printf(a, "%.*s•••%s", (int)first, email, at);
}

const char *format_code(struct arena *a, const char *code) {
    const char *hyphen = strchr(code, '-');
    if (hyphen == NULL)
        return code;
    return arena_printf(a, "%.*s" NB_HYPHEN "%s", (int)(hyphen - code), code, hyphen + 1);
}

const char *format_percent_attr(struct arena *a, double v) {
    double clamped = v > 0 ? (v < 100 ? v : 100) : 0;
    int64_t hundredths = llround(clamped * 100);
    return arena_printf(a, "%lld.%02lld%%", (long long)(hundredths / 100),
                        (long long)(hundredths % 100));
}

#include "web/flows/day.h"

#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/clock.h"
#include "daemon/base/text.h"

/* Moscow keeps UTC+3 the whole year since 2014. */
static const int64_t MOSCOW_MS = 3 * HOUR_MS;

int64_t day_end(int64_t at_ms, int64_t days) {
    int64_t day = (at_ms + MOSCOW_MS) / DAY_MS + days;
    return (day + 1) * DAY_MS - MOSCOW_MS - 1;
}

int64_t workdays_after(int64_t at_ms, int n) {
    int64_t day = (at_ms + MOSCOW_MS) / DAY_MS; /* days since Thursday, 1 January 1970 */
    while (n > 0) {
        day++;
        int64_t weekday = (day + 4) % 7; /* 0 = Sunday */
        if (weekday != 0 && weekday != 6)
            n--;
    }
    return day * DAY_MS + 18 * HOUR_MS - MOSCOW_MS;
}

const char *day_text(int64_t at_ms, struct arena *a) {
    time_t s = (time_t)((at_ms + MOSCOW_MS) / 1000);
    struct tm tm = { 0 };
    CHECK(gmtime_r(&s, &tm) != NULL);
    return arena_printf(a, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

/* n digits at s as a number within bounds. */
static bool read_digits(const char *s, size_t n, int min, int max, int *ret) {
    int v = 0;
    for (size_t i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return false;
        v = v * 10 + (s[i] - '0');
    }
    *ret = v;
    return v >= min && v <= max;
}

const char *day_typed(struct arena *a, const char *typed) {
    if (strlen(typed) != 10 || typed[2] != typed[5] || (typed[2] != '.' && typed[2] != '/'))
        return typed;
    return arena_printf(a, "%.4s-%.2s-%.2s", typed + 6, typed + 3, typed);
}

enum errc day_read(const char *text, int64_t *ret_end) {
    struct tm tm = { 0 };
    int year = 0, month = 0, day = 0;
    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-' || !read_digits(text, 4, 2000, 2199, &year) ||
        !read_digits(text + 5, 2, 1, 12, &month) || !read_digits(text + 8, 2, 1, 31, &day))
        return E_INVALID;
    tm.tm_year = year - 1900;
    tm.tm_mon = month - 1;
    tm.tm_mday = day;
    time_t s = timegm(&tm);
    if (tm.tm_mday != day) /* 31 February became a day of March */
        return E_INVALID;
    *ret_end = day_end((int64_t)s * 1000, 0);
    return OK;
}

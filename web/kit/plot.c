#include "web/kit/plot.h"

#include <math.h>

#include "daemon/base/arena.h"
#include "web/kit/format.h"

static double percent(double v, double lo, double hi) {
    return (v - lo) / (hi - lo) * 100;
}

const char *plot_x(struct arena *a, double v, double axis_lo, double axis_hi) {
    return format_percent_attr(a, percent(v, axis_lo, axis_hi));
}

/* Verticals at the tens inside the axis. */
static struct plot_ticks ticks(enum lang lang, struct arena *a, double lo, double hi) {
    size_t n = 0;
    struct plot_tick *v = ARENA_ARRAY(a, 10, struct plot_tick);
    for (double at = lo + 10; at < hi && n < 10; at += 10)
        v[n++] = (struct plot_tick){ plot_x(a, at, lo, hi), format_decimal(lang, a, at, 0) };
    return (struct plot_ticks){ v, n };
}

/* Where the leading group begins; negative when there is no group to show. */
static double cut_of(const struct plot_point *points, size_t n) {
    double lowest = INFINITY, others = -INFINITY, end = INFINITY;
    for (size_t i = 0; i < n; i++) {
        if (points[i].lead) {
            lowest = fmin(lowest, points[i].score);
            end = fmin(end, points[i].lo);
        } else if (points[i].score < lowest || !isfinite(lowest)) {
            others = fmax(others, points[i].score);
        }
    }
    if (!isfinite(lowest))
        return -1;
    if (!isfinite(others))
        return end;
    return others < lowest ? (lowest + others) / 2 : lowest;
}

struct plot plot_of(enum lang lang, struct arena *a, const struct plot_point *points, size_t n,
                    double axis_lo, double axis_hi, const char *caption) {
    struct plot_row *rows = ARENA_ARRAY(a, n, struct plot_row);
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct plot_row){
            .code = format_code(a, points[i].code),
            .score = format_decimal(lang, a, points[i].score, 0),
            .range = format_range(lang, a, points[i].lo, points[i].hi),
            .x1 = plot_x(a, points[i].lo, axis_lo, axis_hi),
            .x2 = plot_x(a, points[i].hi, axis_lo, axis_hi),
            .cx = plot_x(a, points[i].score, axis_lo, axis_hi),
            .lead = points[i].lead,
        };
    double cut = cut_of(points, n);
    double x = fmax(0, percent(cut, axis_lo, axis_hi));
    return (struct plot){
        .ticks = ticks(lang, a, axis_lo, axis_hi),
        .rows = { rows, n },
        .has_band = cut >= 0 && x < 100,
        .band_x = format_percent_attr(a, x),
        .band_w = format_percent_attr(a, 100 - x),
        .band_mid = format_percent_attr(a, (x + 100) / 2),
        .band_from = format_decimal(lang, a, fmax(cut, 0), 0),
        .caption = caption,
    };
}

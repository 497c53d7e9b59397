#include "web/kit/plot.h"

#include <math.h>

#include "daemon/base/arena.h"
#include "web/kit/format.h"

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
                    struct chart_axis axis, const char *caption) {
    struct plot_row *rows = ARENA_ARRAY(a, n, struct plot_row);
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct plot_row){
            .code = format_code(a, points[i].code),
            .score = format_decimal(lang, a, points[i].score, 0),
            .range = format_range(lang, a, points[i].lo, points[i].hi),
            .x1 = chart_x(a, axis, points[i].lo),
            .x2 = chart_x(a, axis, points[i].hi),
            .cx = chart_x(a, axis, points[i].score),
            .lead = points[i].lead,
        };
    double cut = cut_of(points, n);
    double x = chart_percent(axis, cut);
    return (struct plot){
        .ticks = chart_ticks(lang, a, axis, 10),
        .rows = { rows, n },
        .has_band = cut >= 0 && x < 100,
        .band_x = format_percent_attr(a, x),
        .band_w = format_percent_attr(a, 100 - x),
        .band_mid = format_percent_attr(a, (x + 100) / 2),
        .band_from = format_decimal(lang, a, fmax(cut, 0), 0),
        .caption = caption,
    };
}

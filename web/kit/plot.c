#include "web/kit/plot.h"

#include <math.h>

#include "daemon/base/arena.h"
#include "web/kit/format.h"

struct plot plot_of(enum lang lang, struct arena *a, const struct plot_point *points, size_t n,
                    struct chart_axis axis, double border, const char *caption) {
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
    double x = chart_percent(axis, border);
    return (struct plot){
        .ticks = chart_ticks(lang, a, axis, 10),
        .rows = { rows, n },
        .has_band = border >= 0 && x < 100,
        .band_x = format_percent_attr(a, x),
        .band_w = format_percent_attr(a, 100 - x),
        .band_mid = format_percent_attr(a, (x + 100) / 2),
        .band_from = format_decimal(lang, a, fmax(border, 0), 0),
        .caption = caption,
    };
}

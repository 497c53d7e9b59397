#include "web/kit/chart.h"

#include <math.h>

#include "assessments/competency.h"
#include "assessments/stat.h"
#include "daemon/base/arena.h"
#include "web/kit/format.h"

/* Least share of the axis that a band needs for its name to stand above it. */
#define NAME_ROOM 5.0
/* Bars end a little before the edge of their cell. */
#define BAR_AIR 1.1

enum { LEVELS = 5 };

double chart_percent(struct chart_axis axis, double v) {
    return fmin(100, fmax(0, (v - axis.lo) / (axis.hi - axis.lo) * 100));
}

struct chart_axis chart_axis_of(double lo, double hi) {
    struct chart_axis axis = { fmax(0, floor((lo - 1) / 10) * 10), fmin(100, ceil((hi + 1) / 10) * 10) };
    if (axis.hi - axis.lo < 20)
        axis = axis.lo >= 20 ? (struct chart_axis){ axis.hi - 20, axis.hi }
                             : (struct chart_axis){ axis.lo, axis.lo + 20 };
    return axis;
}

const char *chart_x(struct arena *a, struct chart_axis axis, double v) {
    return format_percent_attr(a, chart_percent(axis, v));
}

struct chart_marks chart_ticks(enum lang lang, struct arena *a, struct chart_axis axis, double step) {
    struct chart_mark *v = ARENA_ARRAY(a, 10, struct chart_mark);
    size_t n = 0;
    for (double at = ceil((axis.lo + 1) / step) * step; at < axis.hi && n < 10; at += step)
        v[n++] = (struct chart_mark){ chart_x(a, axis, at), format_decimal(lang, a, at, 0) };
    return (struct chart_marks){ v, n };
}

struct chart_marks chart_tens(enum lang lang, struct arena *a, struct chart_axis axis) {
    return chart_ticks(lang, a, axis, axis.hi - axis.lo > 60 ? 20 : 10);
}

struct chart_frame chart_bands(enum lang lang, struct arena *a, struct chart_axis axis, const double *cuts,
                               size_t n) {
    struct chart_mark *lines = ARENA_ARRAY(a, n, struct chart_mark);
    struct chart_mark *names = ARENA_ARRAY(a, n + 1, struct chart_mark);
    struct chart_frame frame = { .ticks = chart_tens(lang, a, axis) };
    double right = 100;
    for (size_t i = 0; i <= n; i++) {
        double left = i < n ? chart_percent(axis, cuts[i]) : 0;
        if (i < n)
            lines[i] = (struct chart_mark){ format_percent_attr(a, left), "" };
        if (right - left >= NAME_ROOM)
            names[frame.names.n++] = (struct chart_mark){ format_percent_attr(a, (left + right) / 2),
                                                          format_int(lang, a, (int64_t)i + 1) };
        right = left;
    }
    frame.cuts = (struct chart_marks){ lines, n };
    frame.names.v = names;
    frame.has_band = n > 0;
    if (n > 0) {
        double left = chart_percent(axis, cuts[0]);
        frame.band_x = format_percent_attr(a, left);
        frame.band_w = format_percent_attr(a, 100 - left);
    }
    return frame;
}

struct chart_frame chart_levels(enum lang lang, struct arena *a) {
    static const struct chart_axis WHOLE = { 0, 100 };
    struct chart_mark *lines = ARENA_ARRAY(a, LEVELS - 1, struct chart_mark);
    struct chart_mark *names = ARENA_ARRAY(a, LEVELS, struct chart_mark);
    for (int level = 1; level <= LEVELS; level++) {
        double from = level_cut(level), to = level < LEVELS ? level_cut(level + 1) : 100;
        names[level - 1] = (struct chart_mark){ chart_x(a, WHOLE, (from + to) / 2), format_int(lang, a, level) };
        if (level > 1)
            lines[level - 2] = (struct chart_mark){ chart_x(a, WHOLE, from), "" };
    }
    return (struct chart_frame){ .cuts = { lines, LEVELS - 1 }, .ticks = { names, LEVELS } };
}

struct interval_view chart_interval(struct arena *a, struct chart_axis axis, const struct chart_frame *frame,
                                    double value, double se, bool outer) {
    struct interval in = interval_of(value, se, STAT_Z80), out = interval_of(value, se, STAT_Z95);
    struct interval_view view = { .frame = frame,
                                  .known = true,
                                  .x1 = chart_x(a, axis, in.lo),
                                  .x2 = chart_x(a, axis, in.hi),
                                  .cx = chart_x(a, axis, value) };
    if (outer) {
        view.out1 = chart_x(a, axis, out.lo);
        view.out2 = chart_x(a, axis, out.hi);
    }
    return view;
}

struct bar_view chart_bar(struct arena *a, double value, double lo, double hi) {
    double below = fmax(0, -lo) * BAR_AIR, above = fmax(0, hi) * BAR_AIR, span = below + above;
    double zero = span > 0 ? below / span * 100 : 0, width = span > 0 ? fabs(value) / span * 100 : 0;
    return (struct bar_view){ .plus = value > 0,
                              .minus = value < 0,
                              .x = format_percent_attr(a, value < 0 ? zero - width : zero),
                              .width = format_percent_attr(a, width),
                              .zero = format_percent_attr(a, zero) };
}

struct contribution_rows chart_contributions(enum lang lang, struct arena *a, const char *const *names,
                                             const double *points, size_t n, int decimals) {
    struct contribution_row *v = ARENA_ARRAY(a, n, struct contribution_row);
    double lo = 0, hi = 0;
    for (size_t i = 0; i < n; i++) {
        lo = fmin(lo, points[i]);
        hi = fmax(hi, points[i]);
    }
    for (size_t i = 0; i < n; i++)
        v[i] = (struct contribution_row){ .name = names[i],
                                          .points = format_signed(lang, a, points[i], decimals),
                                          .bar = chart_bar(a, points[i], lo, hi) };
    return (struct contribution_rows){ v, n };
}

/* web/kit/chart.h — geometry of the pictures in tables: intervals on an axis, bars from a zero.
 *
 * Everything comes out as text for SVG attributes, in percent of the width, so that lines stretch and dots
 * stay round. The templates parts/interval, parts/interval_head and parts/contribution draw it.
 * All memory is the arena's.
 */
#ifndef WEB_KIT_CHART_H
#define WEB_KIT_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include "daemon/base/text.h"

struct arena;

/* An axis from lo to hi, both tens of 0–100. */
struct chart_axis {
    double lo, hi;
};

/* The least axis that shows everything from lo to hi with a little air, at least 20 wide. */
struct chart_axis chart_axis_of(double lo, double hi);

/* Where a value stands on the axis, 0–100; values outside stand at its ends. chart_x: as an attribute, "62.50%". */
double chart_percent(struct chart_axis axis, double v);
const char *chart_x(struct arena *a, struct chart_axis axis, double v);

/* A mark on the axis: a cut, a tick, the name of a band. */
struct chart_mark {
    const char *x, *label;
};

struct chart_marks {
    const struct chart_mark *v;
    size_t n;
};

/* What runs through all rows of a plot: the strip of the best band, the cuts between bands or levels. */
struct chart_frame {
    bool has_band;
    const char *band_x, *band_w;
    struct chart_marks cuts;  /* dotted verticals */
    struct chart_marks names; /* above: whose stretch it is */
    struct chart_marks ticks; /* numbers on the axis */
};

/* Verticals at the multiples of step (10 or more) inside the axis, with their numbers. chart_tens: at the tens,
 * on a long axis at every other. */
struct chart_marks chart_ticks(enum lang lang, struct arena *a, struct chart_axis axis, double step);
struct chart_marks chart_tens(enum lang lang, struct arena *a, struct chart_axis axis);

/* The frame of bands: cuts[n] from the best down; band i + 1 lies above cut i, the first is the strip. */
struct chart_frame chart_bands(enum lang lang, struct arena *a, struct chart_axis axis, const double *cuts,
                               size_t n);

/* The frame of the levels 1–5 on an axis of 0–100, named in the middle of each. */
struct chart_frame chart_levels(enum lang lang, struct arena *a);

/* One row: the interval and its dot; the thin outer interval only where it is asked for. */
struct interval_view {
    const struct chart_frame *frame; /* NULL = nothing behind it */
    bool known;                      /* false: only the frame is drawn */
    bool me;                         /* in the strip's colour */
    const char *x1, *x2, *cx;
    const char *out1, *out2;         /* 95 %; NULL = not drawn */
};

/* Lay out value ± its errors; outer: the 95 % interval, too. */
struct interval_view chart_interval(struct arena *a, struct chart_axis axis, const struct chart_frame *frame,
                                    double value, double se, bool outer);

/* A bar from a zero line: solid to the right for more, an outline to the left for less. */
struct bar_view {
    bool plus, minus;
    const char *x, *width, *zero;
};

/* Where the zero stands and how much one point is, for bars between lo <= 0 and hi >= 0. */
struct bar_view chart_bar(struct arena *a, double value, double lo, double hi);

/* A row of contributions: a name, its bar and its signed number. */
struct contribution_row {
    const char *name, *points, *note; /* note: NULL, or why it is not a plain difference */
    struct bar_view bar;
};

struct contribution_rows {
    const struct contribution_row *v;
    size_t n;
};

struct contribution_view {
    const char *caption, *total_label, *total;
    struct contribution_rows rows;
};

/* Lay out n named numbers; the caller fills caption and total. names[i] and points[i] belong together. */
struct contribution_rows chart_contributions(enum lang lang, struct arena *a, const char *const *names,
                                             const double *points, size_t n, int decimals);

#endif

/* web/kit/plot.h — scores with their intervals on one axis: a table that draws itself.
 *
 * The geometry is text for SVG attributes, in percent of the width; the template parts/plot draws it.
 * The same picture stands on the home page (with sample rows) and in the client's shortlist.
 */
#ifndef WEB_KIT_PLOT_H
#define WEB_KIT_PLOT_H

#include <stdbool.h>
#include <stddef.h>
#include "daemon/base/text.h"
#include "web/kit/chart.h"

struct arena;

/* One row as known: 80 % interval lo–hi around score. lead: in the group that the sentence is about. */
struct plot_point {
    const char *code;
    double score, lo, hi;
    bool lead;
};

struct plot_row {
    const char *code, *score, *range; /* "K‑114", "78", "72–84" */
    const char *x1, *x2, *cx;
    bool lead;
};

struct plot_rows {
    const struct plot_row *v;
    size_t n;
};

struct plot {
    struct chart_marks ticks;
    struct plot_rows rows;
    bool has_band; /* a strip from where the leading group begins to the right edge */
    const char *band_x, *band_w, *band_mid;
    const char *band_from;    /* "67": in words, for who cannot see it */
    const char *caption;
};

/* Lay out points in the given order on an axis. The strip begins at the border of the leading group, which is
 * given: points alone would move it with whoever is shown. Negative = no strip. Memory: in a. */
struct plot plot_of(enum lang lang, struct arena *a, const struct plot_point *points, size_t n,
                    struct chart_axis axis, double border, const char *caption);

#endif

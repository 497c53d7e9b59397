/* web/kit/level.h — levels 1–5 as every page prints them: a whole level with its word, and a range only when the
 * 80 % interval reaches more than one («уровень 3 (рабочий), возможно 2–4»).
 *
 * A decimal would promise what a short test cannot keep. What was not measured, or shown only in small part,
 * has no level: a dash, and why. All text is in the arena.
 */
#ifndef WEB_KIT_LEVEL_H
#define WEB_KIT_LEVEL_H

#include "assessments/competency.h"
#include "daemon/base/text.h"

struct arena;

/* For a cell of a table. */
struct level_cell {
    const char *level; /* "3, рабочий"; "–" when there is none */
    const char *range; /* "возможно 2–4"; NULL = the interval stays within one level */
    const char *why;   /* why there is none; NULL = there is */
};

/* The cell of an estimate of which this share of the items was shown (estimate_told decides). */
struct level_cell level_cell(enum lang lang, struct arena *a, struct estimate estimate, double shown_share);

/* In a sentence: "уровень 3 (рабочий), возможно 2–4". */
const char *level_text(enum lang lang, struct arena *a, struct level_span span);

/* Why nothing is told: not measured, or too few of its items were shown. */
const char *level_why(enum lang lang, struct arena *a, double shown_share);

/* All levels with their words, for below a table: "Уровни: 1 начальный, … 5 образцовый." */
const char *level_legend(enum lang lang, struct arena *a);

#endif

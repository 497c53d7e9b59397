/* web/desk/shortlist/compare.h — two to four people side by side, requirement by requirement.
 */
#ifndef WEB_DESK_SHORTLIST_COMPARE_H
#define WEB_DESK_SHORTLIST_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "web/desk/shortlist/shortlist.h"
#include "web/kit/chart.h"
#include "web/kit/layout.h"
#include "web/kit/level.h"

enum { COMPARE_MIN = 2, COMPARE_MAX = 4 };

struct compare_cell {
    const char *label;        /* "K‑114", for narrow screens */
    struct level_cell level;
    struct interval_view plot;
};

struct compare_cells {
    const struct compare_cell *v;
    size_t n;
};

struct compare_row {
    const char *name, *verdict;
    int64_t weight;
    bool differs;
    struct compare_cells cells;
};

struct compare_rows {
    const struct compare_row *v;
    size_t n;
};

struct compare_person {
    const char *label, *href, *score, *range, *place; /* no place: a dash, and why instead of the range */
};

struct compare_persons {
    const struct compare_person *v;
    size_t n;
};

struct compare_whys {
    const struct why_view *v;
    size_t n;
};

struct compare_view {
    struct page page;
    const char *title, *lead, *note, *legend, *list_href, *vacancy_title, *client, *vacancy_href;
    const struct vacancy_head *head;
    bool enough; /* at least two people with a composite were named */
    struct chart_frame levels;
    struct compare_persons people;
    struct compare_rows rows;
    const char *verdict;
    struct compare_whys whys;
};

#endif

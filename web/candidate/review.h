/* web/candidate/review.h — a section before it is handed in, and after.
 */
#ifndef WEB_CANDIDATE_REVIEW_H
#define WEB_CANDIDATE_REVIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "web/candidate/run.h"
#include "web/kit/layout.h"

/* A question that wants another look. */
struct review_row {
    int64_t number;
    const char *name, *href, *action, *action_more; /* «Ответить», « вопрос 12» */
    const char *mark, *word;                        /* "mk ring", "flag"; «Без ответа» */
};

struct review_rows {
    const struct review_row *v;
    size_t n;
};

struct review_view {
    struct page page;
    struct run_bar_view bar;
    const char *lead;
    const char *required; /* that required fields have no answer; NULL = all have */
    bool refused;         /* handing in was refused for that */
    struct review_rows rows;
    struct nav_view nav;
    const char *action, *back, *lease, *after;
    const char *run_data;
};

/* A section that is over. */
struct over_view {
    struct page page;
    const char *section, *title, *text, *next, *next_label;
};

#endif

/* web/candidate/run.h — what the runner's pages share: the bar, the navigator, the data for run.js.
 */
#ifndef WEB_CANDIDATE_RUN_H
#define WEB_CANDIDATE_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "web/candidate/room.h"
#include "web/candidate/saved.h"

struct q_section_items_rows;
struct request;

/* The bar on top: where one is, is it saved, how long. */
struct run_bar_view {
    int64_t number, total; /* number 0: the section's title instead */
    const char *title;
    bool saved, wide;
    const char *save_wide, *save_thin;
    const char *clock;    /* "24:47"; NULL = no limit */
    const char *progress; /* "35%" */
};

/* A question in the navigator. */
struct nav_cell {
    const char *href;
    int64_t number;
    const char *mark; /* "done", "flagged", "" */
    const char *word; /* «отвечен» */
    bool here;
};

struct nav_cells {
    const struct nav_cell *v;
    size_t n;
};

struct nav_view {
    const char *summary;
    struct nav_cells cells;
};

/* The bar of question `number` of the section (0: of its review). saved_at 0 = nothing saved yet. */
struct run_bar_view run_bar(struct request *req, const struct room_section *section, int64_t number,
                        int64_t saved_at);

/* The navigator; saved[rows.n] in the order of rows, here 0 = none. */
struct nav_view run_nav(struct request *req, const struct room *room,
                        const struct room_section *section, const struct q_section_items_rows *rows,
                        const struct saved *saved, int64_t here);

/* The answers of these rows of a section, in their order. Memory: the request's. */
enum errc run_saved(struct request *req, const struct room *room,
                    const struct room_section *section, const struct q_section_items_rows *rows,
                    const struct saved **ret_saved, struct err *e) MUST_CHECK;

/* All answers of a section, with their rows. Memory: the request's. */
enum errc run_read(struct request *req, const struct room *room,
                   const struct room_section *section, struct q_section_items_rows *ret_rows,
                   const struct saved **ret_saved, struct err *e) MUST_CHECK;

/* What run.js must know of the page. */
struct run_page {
    const char *item, *type; /* item NULL: the review */
    int64_t rev, max;
};

/* The JSON of <script id="run-data">; its keys are run.js's contract. Memory: the request's. */
const char *run_data(struct request *req, const struct room *room,
                     const struct room_section *section, const struct run_page *page);

#endif

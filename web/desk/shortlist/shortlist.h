/* web/desk/shortlist/shortlist.h — what the page of a shortlist shows, and how its parts are made.
 *
 *     shortlist.c          the handler: reading, title, notes
 *     shortlist_rows.c     bands, rows, the sections without places
 *     shortlist_why.c      why one person stands above another
 *     shortlist_weights.c  the what-if panel and the address of a trial
 *
 * Codes only: no name is read for this page.
 */
#ifndef WEB_DESK_SHORTLIST_SHORTLIST_H
#define WEB_DESK_SHORTLIST_SHORTLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "assessments/weight.h"
#include "web/flows/shortlist_read.h"
#include "web/kit/chart.h"
#include "web/kit/layout.h"
#include "web/kit/states.h"
#include "web/kit/text_list.h"

struct request;
struct vacancy_head;

enum { SHORTLIST_BAND_ROWS = 50, SHORTLIST_OPEN_ROWS = 50 };

/* Why one stands above another */

struct why_view {
    const char *title;
    struct contribution_view parts;
    const char *verdict, *chance; /* the difference against its error; how sure the order is */
    const char *signs;            /* of two equals: whom plus and minus speak for; NULL = for the upper one */
    struct text_list changes;     /* what would change the place; of equals nothing */
    const char *compare_href, *close_href; /* NULL = no such link */
};

/* One line between two bands that opens into the above. */
struct why_teaser {
    const char *text, *href, *label;
};

/* Rows */

struct shortlist_row {
    const char *code, *label, *href; /* "K-114", "K‑114", the candidate's page */
    const char *place, *moved, *moved_words; /* moved: "▲", into a better band */
    const char *score, *range;
    struct interval_view plot;
    const char *strong, *weak;
    const char *below, *border; /* requirements below their minimum, or too near to tell */
    const char *unfit, *check;  /* must-haves: the answer does not fit; nobody verified */
    const char *must, *must_class, *confirmed, *data;
    const char *decision, *choice;     /* what was decided; what the client says */
    const char *why_href, *why_label; /* "почему"; of two equals "чем отличается" */
    bool why_open;
    struct why_view why;
    bool checked, split;
};

struct shortlist_rows {
    const struct shortlist_row *v;
    size_t n;
};

struct shortlist_group {
    int64_t number;
    const char *name, *note;
    struct interval_view strip;
    struct shortlist_rows rows;
    const char *more_href, *more, *back_href, *back; /* the rest of a long band */
    bool has_teaser, why_open;
    struct why_teaser teaser;
    struct why_view why;
};

struct shortlist_groups {
    const struct shortlist_group *v;
    size_t n;
};

/* Somebody without a place, and why. */
struct outside_row {
    const char *code, *label, *href, *score, *reason, *must, *check_href, *decision;
};

struct outside_rows {
    const struct outside_row *v;
    size_t n;
};

struct outside_view {
    const char *note, *more;
    struct outside_rows rows;
};

/* One way to see the list: everybody, or those with one decision. */
struct filter_link {
    const char *href, *label;
    bool here;
};

struct filter_links {
    const struct filter_link *v;
    size_t n;
};

/* Weights */

struct weight_view {
    const char *name; /* "w.81" */
    const char *label, *was;
    int64_t value, approved, range_max;
    bool moved;
};

struct weight_views {
    const struct weight_view *v;
    size_t n;
};

struct weights_view {
    struct weight_views rows;
    const char *title;
    struct text_list moves; /* of a trial: who came into the first group, left it, lost a place */
    const char *action, *reset_href, *save_href;
};

/* The page */

struct shortlist_view {
    struct page page;
    int64_t vacancy_id;
    const char *title, *lead, *vacancy_title, *client, *vacancy_href;
    const char *waiting, *waiting_next, *news, *news_href;
    struct filter_links filters;
    const char *find, *find_none; /* the code that was looked for; that it is not there */
    struct text_list changed; /* what became of the people the client sees */
    const struct vacancy_head *head;
    bool trial, ranked, alone;
    const char *empty_title, *empty_text, *next_href, *next_label;
    struct chart_frame frame;
    const char *caption, *frame_words, *note;
    struct shortlist_groups groups;
    struct outside_view apart, thin, nothing;
    struct weights_view weights;
    struct text_list limits;
    const char *compare_href, *share_href, *people_href;
};

/* What the parts work with. */
struct shortlist_page {
    struct request *req;
    struct shortlist list;
    struct rank_in in;         /* what was ranked: approved or trial weights */
    struct rank_result ranked; /* shown */
    const size_t *order;       /* placed persons, [ranked.placed_n] */
    bool trial;
    int points[WEIGHTS_MAX];   /* of the components */
    size_t moved;              /* the component that was moved; SHORTLIST_NONE = none, or several */
    struct chart_axis axis;
    struct chart_frame frame;
    double *cuts;              /* between bands, [bands_n − 1] */
    size_t why_a, why_b;       /* the pair that is open; SHORTLIST_NONE */
    size_t band, from;         /* which band is paged, and from which row */
    const char *const *decisions, *const *choices; /* [persons_n] words, NULL = none */
    const enum decision_outcome *outcomes;         /* [persons_n] what stands decided; __MAX = nothing */
    const char *filter;                            /* only people with this outcome; "none" = undecided; "" = all */
};

/* The weights of the query: points of 100 for each component; sets trial, in, ranked, order. */
void shortlist_weigh(struct shortlist_page *p);
struct weights_view shortlist_weights(const struct shortlist_page *p);

/* The address of this list with a pair open (NULL = none) and a band paged (0 = none). */
const char *shortlist_href(const struct shortlist_page *p, const char *why_a, const char *why_b, size_t band,
                           size_t from);

/* Does the filter of the page keep this person? */
bool shortlist_keeps(const struct shortlist_page *p, size_t person);

/* An outcome as the filter in the address names it; __MAX, nothing decided, is "none". */
const char *shortlist_filter_word(enum decision_outcome outcome);

/* Bands with their rows; the sections of people without a place. */
struct shortlist_groups shortlist_groups(const struct shortlist_page *p);
struct outside_view shortlist_outside(const struct shortlist_page *p, enum rank_state state);

/* Why x and y stand as they do. changes: also look for the smallest change of one weight. */
struct why_view shortlist_why(const struct shortlist *s, const struct rank_in *in, const struct rank_result *r,
                              size_t x, size_t y, bool changes, enum lang lang, struct arena *a);

/* The same in one sentence. */
const char *shortlist_why_short(const struct rank_in *in, const struct rank_result *r, const struct shortlist *s,
                                size_t x, size_t y, enum lang lang, struct arena *a);

/* A range of places with its noun: "places 1–3", "place 4". */
const char *shortlist_places(size_t lo, size_t hi, enum lang lang, struct arena *a);

/* "62 cases of 100", at most 99. */
const char *shortlist_chance(const char *upper, const char *lower, double p, enum lang lang, struct arena *a);

/* What became of somebody whom the client sees: "K‑114: has withdrawn". */
struct share_change;
const char *share_change_text(const struct share_change *c, enum lang lang, struct arena *a);

/* The same for everybody of the newest list of a vacancy. Memory: the request's. */
enum errc share_changes_read(const struct request *req, int64_t vacancy_id, struct text_list *ret, struct err *e)
    MUST_CHECK;

/* A name inside a sentence: its first letter small, unless an abbreviation begins it. */
const char *shortlist_small(const char *name, struct arena *a);

#endif

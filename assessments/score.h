/* assessments/score.h — points of items and instruments.
 *
 * METHOD.md §1–§3. An item that was shown and left empty is 0 in knowledge and numeric
 * tests and missing in judgement; an item that was not shown is missing everywhere.
 */
#ifndef ASSESSMENTS_SCORE_H
#define ASSESSMENTS_SCORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "assessments/answer.h"

struct arena;
struct test_form;
struct pack;

#define SCORE_VERSION "3" /* goes into stored results; a new rule is a new version */

/* Single items */

enum score_rule {
    SCORE_BALANCED, /* default: max(0, h/|K| − f/(n − |K|)) */
    SCORE_ALL_OR_NOTHING,
    SCORE_PLUS_MINUS,         /* max(0, (h − f)/|K|) */
    SCORE_MTF_PER_OPTION,     /* (n − f − m)/n */
    SCORE_RIPKEY,             /* h/|K|, 0 when more is chosen than right */
    SCORE_HALF_FOR_ONE_ERROR, /* 1, ½, 0 */
};

/* Multiple choice of n options (n <= 32): key and chosen as bit sets; key not empty.
 * Returns 0–1. Golden: tables/item_scoring.json. */
double score_multiple(enum score_rule rule, size_t n, uint32_t key, uint32_t chosen);

/* Is x right, when t is the key? */
bool score_number(enum tolerance_kind kind, double t, double d, double x);

/* Share of pairs in the right order, ranks[n] = the right rank of what stands at i; equal ranks
 * are left out. False when there is no pair. Source: Kendall 1938. */
bool score_ordering(const double *ranks, size_t n, double *ret_score);

/* Rate-each judgement over the n rated actions of one person: ratings and expert means in the same
 * order, group[i] = number of the scenario of action i (0 … groups_n − 1), every group with
 * actions.
 *
 *   ret_scenarios[groups_n]  agreement 2Σz·zᴷ/(Σz² + Σzᴷ²) with the key, z and zᴷ over the form
 *   ret                      form score (1 + r)/2, r with the key, raw −Σd²/n, rank correlation
 *
 * Shifting or stretching all ratings changes neither. A scenario whose ratings are all equal has
 * agreement 0. A constant rater has no z: r := 0, constant = true. n >= 2 and the key not
 * constant, else false and nothing is set.
 * Not by distance: METHOD.md §3. */
struct score_scenario {
    double agreement; /* −1 … 1; 0 = as blind answers do */
    bool flat;        /* all ratings equal: no information */
    size_t actions_n;
};
struct score_judgement {
    double score;       /* 0–1 */
    double r;           /* shape agreement with the key, −1 … 1 */
    double neg_mean_sq; /* −mean (x − m)²: beside it, never used for ranking */
    double rank_r;      /* Spearman with mid-ranks; 0 for a constant rater */
    double elevation;   /* mean rating − mean key */
    bool constant;
    size_t flat_n;       /* scenarios without information */
    bool straight_lined; /* they are 80 % or more */
};
bool score_ratings(const double *ratings, const double *key, const size_t *group, size_t n,
                   size_t groups_n, struct score_scenario *ret_scenarios,
                   struct score_judgement *ret);

/* A handed-in instrument */

/* What the candidate did with an item of the form. answer may be NULL (nothing was saved). */
struct score_response {
    bool shown; /* a given answer implies it */
    const struct answer *answer;
};

enum score_mark {
    SCORE_NOT_SHOWN, /* missing */
    SCORE_EMPTY,     /* shown, nothing given */
    SCORE_WRONG,     /* 0 points */
    SCORE_PARTLY,    /* between */
    SCORE_RIGHT,     /* all points */
    SCORE_RATED,     /* a judgement scenario that counts; points tell the rest */
};

struct score_item {
    const struct item *item;
    enum score_mark mark;
    double points;    /* 0–1; a rated scenario: its agreement, −1 … 1 */
    bool flat;        /* rated scenario: no information */
    size_t actions_n; /* rated scenario: ratings given */
};

struct score {
    const struct instrument *instrument;
    const struct score_item *items; /* in the order of the form */
    size_t items_n, shown_n, answered_n;
    bool missing; /* too little to say anything: see below */
    double points,
        of; /* knowledge, numeric: points of items shown; judgement: Σ agreement, count */
    struct score_judgement judgement; /* judgement only */
};

/* Score a form. responses[form->n] in its order. Memory: in a.
 *
 * missing: knowledge and numeric when no item was shown; judgement when fewer than 85 % of the
 * scenarios (five of a form of six) are answered. A scenario is answered when three quarters of
 * its actions are rated; ratings of others are left out. */
struct score score_form(const struct pack *p, const struct test_form *form,
                        const struct score_response *responses, struct arena *a);

#endif

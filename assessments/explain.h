/* assessments/explain.h — why this place: in points that add up.
 *
 * METHOD.md §8.
 */
#ifndef ASSESSMENTS_EXPLAIN_H
#define ASSESSMENTS_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include "assessments/rank.h"

#define EXPLAIN_LINES 4
#define EXPLAIN_NONE  SIZE_MAX
#define EXPLAIN_Z     1.645 /* a difference within so many of its errors is none */

/* A signed part of a difference, in points of the composite. */
struct explain_line {
    size_t component;
    double points;  /* > 0: for the upper one */
    double error;   /* of a person's line: z errors of the difference (explain_person), in the same
                       points; 0 in a pair,   which has one error for all */
    bool one_sided; /* only one of the two was measured in it */
};

/* The smallest change of one weight that does it, weights being points of a sum of 100 that the
 * other components share in proportion. */
struct explain_change {
    size_t component; /* EXPLAIN_NONE: no change of one weight does it */
    int from, to;     /* whole points */
};

/* Why A stands above B. */
struct explain_pair {
    size_t upper, lower;                      /* persons; upper has the higher composite */
    double difference;                        /* >= 0 */
    struct explain_line lines[EXPLAIN_LINES]; /* largest magnitude first */
    size_t lines_n;
    double other;               /* the rest: Σ lines + other = difference */
    double error;               /* z·√(SE² + SE²): differences below it are no difference */
    bool equal;                 /* difference <= error: «считайте равными» */
    double p_above;             /* P(upper truly above lower) */
    struct explain_change swap; /* the lower one gets the higher composite */
    struct explain_change same_band; /* both in one band; component NONE when they already are */
};

/* Compare two persons with a composite (placed or not). a and b may come in either order.
 * The changes are searched for in whole points by ranking again (O(100·m) times rank_compute), so
 * they are exactly what the what-if page would show; with_changes = false leaves them out.
 * Scratch: a. */
struct explain_pair explain_pair(const struct rank_in *in, const struct rank_result *r,
                                 size_t person_a, size_t person_b, bool with_changes,
                                 struct arena *a);

/* What stands out in one person, against the mean of the pool (or 50 when nobody else is measured
 * in the component): points of the composite gained or lost. Only differences beyond their error,
 * the error for as many comparisons as there are components, upward and downward (stat_z_of_many):
 * chance alone makes one component the best of seven, and it is no strength. A component of which
 * too few items were shown (COMPETENCY_SHOWN_MIN) is told as neither. */
struct explain_person {
    struct explain_line strongest[2]; /* largest first; points > 0 */
    size_t strongest_n;
    struct explain_line weakest; /* the most negative */
    bool has_weakest;
};
struct explain_person explain_person(const struct rank_in *in, const struct rank_result *r,
                                     size_t person);

#endif

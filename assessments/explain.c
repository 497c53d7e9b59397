/* assessments/explain.c — why this place: contributions of a pair and of a person. */
#include "assessments/explain.h"

#include <math.h>

#include "assessments/competency.h"
#include "assessments/explain_internal.h"
#include "assessments/rank_internal.h"
#include "assessments/weight.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"

/* Contributions measured from a common point, so that a component which only one of two has counts
 * as average for the other, not as nothing. Sum = composite − from. */
static void centred(const struct rank_in *in, const struct rank_result *r, size_t person,
                    double from, double *ret) {
    double sum_w = 0;
    for (size_t c = 0; c < in->components_n; c++)
        if (rank_uses(in, c) && rank_has(in, c, person))
            sum_w += in->w[c];
    rank_contributions(in, r, person, ret);
    for (size_t c = 0; c < in->components_n; c++)
        if (sum_w > 0 && rank_uses(in, c) && rank_has(in, c, person))
            ret[c] -= in->w[c] / sum_w * from;
}

/* Take the lines of largest magnitude; what is left is `other`. */
static void take_lines(const struct rank_in *in, struct explain_pair *pair, const double *points) {
    bool used[WEIGHTS_MAX] = { false };
    for (; pair->lines_n < EXPLAIN_LINES; pair->lines_n++) {
        size_t best = EXPLAIN_NONE;
        for (size_t c = 0; c < in->components_n; c++)
            if (!used[c] && fabs(points[c]) > RANK_TIE &&
                (best == EXPLAIN_NONE || fabs(points[c]) > fabs(points[best])))
                best = c;
        if (best == EXPLAIN_NONE)
            break;
        used[best] = true;
        pair->lines[pair->lines_n] = (struct explain_line) {
            .component = best,
            .points = points[best],
            .one_sided = rank_has(in, best, pair->upper) != rank_has(in, best, pair->lower),
        };
    }
    pair->other = pair->difference;
    for (size_t i = 0; i < pair->lines_n; i++)
        pair->other -= pair->lines[i].points;
    if (fabs(pair->other) < RANK_TIE)
        pair->other = 0;
}

struct explain_pair explain_pair(const struct rank_in *in, const struct rank_result *r,
                                 size_t person_a, size_t person_b, bool with_changes,
                                 struct arena *a) {
    const struct rank_person *one = &r->persons[person_a], *two = &r->persons[person_b];
    CHECK(one->state != RANK_NOTHING && two->state != RANK_NOTHING);
    CHECK(in->components_n <= WEIGHTS_MAX);
    bool first = one->composite >= two->composite;
    struct explain_pair pair = { .upper = first ? person_a : person_b,
                                 .lower = first ? person_b : person_a,
                                 .swap = { .component = EXPLAIN_NONE },
                                 .same_band = { .component = EXPLAIN_NONE } };
    const struct rank_person *upper = &r->persons[pair.upper], *lower = &r->persons[pair.lower];
    double middle = (upper->composite + lower->composite) / 2;
    struct arena_mark mark = arena_mark(a);
    double *points = ARENA_ARRAY(a, in->components_n, double);
    double *of_lower = ARENA_ARRAY(a, in->components_n, double);
    centred(in, r, pair.upper, middle, points);
    centred(in, r, pair.lower, middle, of_lower);
    for (size_t c = 0; c < in->components_n; c++)
        points[c] -= of_lower[c];
    pair.difference = upper->composite - lower->composite;
    pair.error = (in->z > 0 ? in->z : RANK_BAND_Z) * hypot(upper->se, lower->se);
    pair.equal = pair.difference <= pair.error;
    pair.p_above = rank_p_above(upper->composite, upper->se, lower->composite, lower->se, 0);
    take_lines(in, &pair, points);
    if (with_changes)
        explain_changes(in, r, &pair, a);
    arena_release(a, mark);
    return pair;
}

/* How far a person is from the mean of a component over everybody measured in it (from 50 when
 * nobody else was), and the error of that difference: the person is part of the mean. */
static double above_pool(const struct rank_in *in, size_t c, size_t person, double *ret_se) {
    const double *x = in->x + c * in->persons_n, *se = in->se + c * in->persons_n;
    double sum = 0, errors = 0, n = 0;
    for (size_t i = 0; i < in->persons_n; i++) {
        if (!rank_has(in, c, i))
            continue;
        sum += x[i];
        errors += i == person ? 0 : se[i] * se[i];
        n += 1;
    }
    *ret_se = n > 1 ? sqrt((1 - 1 / n) * (1 - 1 / n) * se[person] * se[person] + errors / (n * n))
                    : se[person];
    return x[person] - (n > 1 ? sum / n : 50);
}

/* Was enough of a component shown to a person to say something of it? */
static bool is_told(const struct rank_in *in, size_t c, size_t person) {
    return in->share == NULL || in->share[c * in->persons_n + person] >= COMPETENCY_SHOWN_MIN;
}

/* Keep the two largest, and the most negative. */
static void keep_line(struct explain_person *e, struct explain_line line) {
    if (line.points < 0) {
        if (!e->has_weakest || line.points < e->weakest.points)
            e->weakest = line;
        e->has_weakest = true;
        return;
    }
    if (e->strongest_n == 0 || line.points > e->strongest[0].points) {
        e->strongest[1] = e->strongest[0];
        e->strongest[0] = line;
    } else if (e->strongest_n == 1 || line.points > e->strongest[1].points) {
        e->strongest[1] = line;
    }
    e->strongest_n = e->strongest_n < 2 ? e->strongest_n + 1 : 2;
}

struct explain_person explain_person(const struct rank_in *in, const struct rank_result *r,
                                     size_t person) {
    struct explain_person e = { .strongest_n = 0 };
    double sum_w = 0;
    size_t told_n = 0;
    for (size_t c = 0; c < in->components_n; c++)
        if (rank_uses(in, c) && rank_has(in, c, person)) {
            sum_w += in->w[c];
            told_n += is_told(in, c, person);
        }
    double z = stat_z_of_many(2 * told_n, EXPLAIN_Z); /* each may stand out upward and downward */
    for (size_t c = 0; c < in->components_n; c++) {
        if (sum_w <= 0 || !rank_uses(in, c) || !rank_has(in, c, person) || !is_told(in, c, person))
            continue;
        double se = 0, above = above_pool(in, c, person, &se);
        double points = in->w[c] / sum_w * r->keep; /* of the composite, per point */
        struct explain_line line = { .component = c,
                                     .points = points * above,
                                     .error = z * points * se };
        if (fabs(line.points) > line.error + RANK_TIE)
            keep_line(&e, line);
    }
    return e;
}

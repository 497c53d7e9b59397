/* assessments/competency.h — from scored instruments to what is known of each competency.
 *
 * Before there are norms and calibrations: estimates on 0–100 with a standard error each, levels by
 * provisional cuts. METHOD.md §4, §5; in judgement we deviate:
 * - 0 is blind answering, as in the other tests: the estimate is 100·max(0, mean agreement). On
 * a scale of 100·(1 + r)/2 a random clicker stood at 50, «good independent work», beside 24 and 0
 * elsewhere.
 * - The unit doubled, so the floor of the sd did; a scenario without information has the error of
 * blind ratings, however alike the others are.
 * - A scenario serves two competencies, so their errors are not independent: covariances are kept,
 * and the SE of a composite is √(wᵀΣw)/Σw.
 */
#ifndef ASSESSMENTS_COMPETENCY_H
#define ASSESSMENTS_COMPETENCY_H

#include <stdbool.h>
#include <stddef.h>
#include "assessments/pack.h"
#include "assessments/stat.h"

struct arena;
struct score;
struct score_scenario;

#define COMPETENCY_SJT_SD_FLOOR .20 /* least sd of agreements that is believed */
#define COMPETENCY_SHOWN_MIN    .70 /* less of its items presented: no fair sample, nothing is told */

/* Something on 0–100 with its error; value and se are 0 when it is not known. */
struct estimate {
    bool known;
    double value, se;
};

/* x of k points. Jeffreys: 100(x + ½)/(k + 1), se 100√(p(1 − p)/(k + 2)); k = 0: not known. */
struct estimate estimate_points(double x, size_t k);

/* The error variance of each of a person's n answered scenarios: s², s the sd of their agreements,
 * not below the floor; without information (or with a single scenario) at least that of random
 * ratings, 1/(actions − 1): the correlation of n random numbers with n fixed ones has that
 * variance. */
void scenario_variances(const struct score_scenario *all, size_t n, double *ret);

/* m scenarios of one competency, each with its error variance: 100·max(0, mean agreement), SE
 * 100·√Σv/m. m = 0: not known. */
struct estimate estimate_scenarios(const double *agreement, const double *variance, size_t m);

/* Several sources of one competency: v = w/se², Σvx/Σv, se² = Σwv/(Σv)². Unknown ones are left out.
 */
struct estimate estimate_combine(const struct estimate *sources, const double *w, size_t n);

/* What one instrument says about one competency. */
struct competency_source {
    const struct instrument *instrument;
    struct estimate estimate;
    size_t evidence_n;   /* items or scenarios behind it */
    bool straight_lined; /* hardly any information */
};

struct competency_estimate {
    struct estimate estimate; /* known = false: no source */
    struct competency_source sources[PACK_INSTRUMENTS_MAX];
    size_t sources_n;
    double shown_share; /* 0–1: of the forms' items that serve it, those presented */
    const double *covariance; /* [competencies_n] of the errors of this one and each other, on the
                                 scale of se²; its own place holds se². NULL = independent */
};

/* All competencies of a pack from the scored instruments of one person; missing scores are left
 * out. Returns [competencies_n], in a. */
const struct competency_estimate *competency_estimates(const struct pack *p,
                                                       const struct score *scores, size_t scores_n,
                                                       struct arena *a);

/* The mean of what is known of a cluster with these weights[competencies_n] (0 = not asked), its
 * error from all covariances; all_n, known_n count its competencies with weight. */
struct cluster_estimate {
    struct estimate estimate;
    size_t all_n, known_n;
};
struct cluster_estimate cluster_estimate(const struct pack *p, size_t cluster,
                                         const double *weights,
                                         const struct competency_estimate *estimates);

/* The estimate that may be told of somebody: not known when less than COMPETENCY_SHOWN_MIN of the
 * items was presented. It still counts in the composite, with its error and by that share of its
 * weight (rank.h). */
struct estimate estimate_told(struct estimate estimate, double shown_share);

/* Level 1–5 of a value on 0–100 (cuts 30, 50, 70, 85; a boundary belongs upward), and the value at
 * which a level begins (level 1: 0). */
int level_of(double value);
double level_cut(int level);

/* A level as it may be told: a whole one, and the levels that the 80 % interval reaches. */
struct level_span {
    int level, lo, hi; /* 1–5, lo <= level <= hi; lo = hi: the interval stays within one level */
};
struct level_span level_span_of(double value, double se);

#endif

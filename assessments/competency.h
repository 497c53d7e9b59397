/* assessments/competency.h — from scored instruments to what is known of each competency.
 *
 * Before there are norms and calibrations: estimates on 0–100 with a standard error each, levels by
 * provisional cuts. Source: psychometrics.md §17.
 */
#ifndef ASSESSMENTS_COMPETENCY_H
#define ASSESSMENTS_COMPETENCY_H

#include <stdbool.h>
#include <stddef.h>
#include "assessments/pack.h"
#include "assessments/stat.h"

struct arena;
struct score;

#define COMPETENCY_SJT_SD_FLOOR .10 /* least sd of scenario scores that is believed */
#define COMPETENCY_SJT_SD_BLIND .28867513459481287 /* a constant rater: uniform on 0–1, 1/√12 */

/* Something on 0–100 with its error; value and se are 0 when it is not known. */
struct estimate {
    bool known;
    double value, se;
};

/* x of k points. Jeffreys: 100(x + ½)/(k + 1), se 100√(p(1 − p)/(k + 2)); k = 0: not known. */
struct estimate estimate_points(double x, size_t k);

/* Scenario scores of one competency (m) among all answered scenarios of the person (n >= m). */
struct estimate estimate_scenarios(const double *own, size_t m, const double *all, size_t n,
                                   bool constant);

/* Several sources of one competency: v = w/se², Σvx/Σv, se² = Σwv/(Σv)². Unknown ones are left out.
 */
struct estimate estimate_combine(const struct estimate *sources, const double *w, size_t n);

/* What one instrument says about one competency. */
struct competency_source {
    const struct instrument *instrument;
    struct estimate estimate;
    size_t evidence_n; /* items or scenarios behind it */
    bool constant;     /* straight-lining: hardly any information */
};

struct competency_estimate {
    struct estimate estimate; /* known = false: no source */
    struct competency_source sources[PACK_INSTRUMENTS_MAX];
    size_t sources_n;
    int level;              /* 1–5 by provisional cuts, 0 = not known */
    int level_lo, level_hi; /* levels at the ends of the 90 % interval */
};

/* All competencies of a pack from the scored instruments of one person; missing scores are left
 * out. Returns [competencies_n], in a. */
const struct competency_estimate *competency_estimates(const struct pack *p,
                                                       const struct score *scores, size_t scores_n,
                                                       struct arena *a);

/* The mean of what is known of a cluster with these weights[competencies_n] (0 = not asked);
 * all_n, known_n count its competencies with weight. */
struct cluster_estimate {
    struct estimate estimate;
    size_t all_n, known_n;
};
struct cluster_estimate cluster_estimate(const struct pack *p, size_t cluster,
                                         const double *weights,
                                         const struct competency_estimate *estimates);

/* Level 1–5 of a value on 0–100 (cuts 30, 50, 70, 85; a boundary belongs upward), and the value at
 * which a level begins (level 1: 0). */
int level_of(double value);
double level_cut(int level);

#endif

/* assessments/competency.c — from scored instruments to what is known of each competency. */
#include "assessments/competency.h"

#include <math.h>

#include "assessments/form.h"
#include "assessments/score.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"

/* Where levels 1 … 5 begin; provisional until a panel has set them. */
static const double CUTS[PACK_LEVELS] = { 0, 30, 50, 70, 85 };

int level_of(double value) {
    int level = 1;
    for (int i = 1; i < PACK_LEVELS; i++)
        if (value >= CUTS[i])
            level = i + 1;
    return level;
}

double level_cut(int level) {
    CHECK(level >= 1 && level <= PACK_LEVELS);
    return CUTS[level - 1];
}

struct estimate estimate_points(double x, size_t k) {
    if (k == 0)
        return (struct estimate) { .known = false };
    double n = (double)k, p = (x + .5) / (n + 1);
    return (struct estimate) { true, 100 * p, 100 * sqrt(p * (1 - p) / (n + 2)) };
}

struct estimate estimate_scenarios(const double *own, size_t m, const double *all, size_t n,
                                   bool constant) {
    if (m == 0)
        return (struct estimate) { .known = false };
    double sd = n >= 2 ? sqrt(stat_variance(all, n)) : 0;
    sd = constant ? COMPETENCY_SJT_SD_BLIND : fmax(sd, COMPETENCY_SJT_SD_FLOOR);
    double value = fmin(100, fmax(0, 100 * stat_mean(own, m)));
    return (struct estimate) { true, value, 100 * sd / sqrt((double)m) };
}

struct estimate estimate_combine(const struct estimate *sources, const double *w, size_t n) {
    double sum_v = 0, sum_vx = 0, sum_wv = 0;
    for (size_t i = 0; i < n; i++) {
        if (!sources[i].known || w[i] <= 0)
            continue;
        CHECK(sources[i].se > 0);
        double v = w[i] / (sources[i].se * sources[i].se);
        sum_v += v;
        sum_vx += v * sources[i].value;
        sum_wv += w[i] * v;
    }
    if (sum_v <= 0)
        return (struct estimate) { .known = false };
    return (struct estimate) { true, sum_vx / sum_v, sqrt(sum_wv) / sum_v };
}

static bool serves(const struct item *item, size_t competency) {
    for (size_t i = 0; i < item->competencies_n; i++)
        if (item->competencies[i] == competency)
            return true;
    return false;
}

/* Points of the shown items of one competency. */
static struct competency_source source_points(const struct score *s, size_t competency) {
    struct competency_source source = { .instrument = s->instrument };
    double points = 0;
    for (size_t i = 0; i < s->items_n; i++) {
        if (s->items[i].mark == SCORE_NOT_SHOWN || !serves(s->items[i].item, competency))
            continue;
        points += s->items[i].points;
        source.evidence_n++;
    }
    source.estimate = estimate_points(points, source.evidence_n);
    return source;
}

/* Scenario scores of one competency; a scenario that serves two counts in both. */
static struct competency_source source_scenarios(const struct score *s, size_t competency) {
    struct competency_source source = { .instrument = s->instrument,
                                        .constant = s->judgement.constant };
    double own[FORM_ITEMS_MAX] = { 0 }, all[FORM_ITEMS_MAX] = { 0 };
    size_t all_n = 0;
    for (size_t i = 0; i < s->items_n; i++) {
        if (s->items[i].mark != SCORE_RATED)
            continue;
        all[all_n++] = s->items[i].points;
        if (serves(s->items[i].item, competency))
            own[source.evidence_n++] = s->items[i].points;
    }
    source.estimate = estimate_scenarios(own, source.evidence_n, all, all_n, s->judgement.constant);
    return source;
}

static void estimate_one(const struct score *scores, size_t scores_n, size_t competency,
                         struct competency_estimate *ret) {
    struct estimate sources[PACK_INSTRUMENTS_MAX] = { { .known = false } };
    double w[PACK_INSTRUMENTS_MAX] = { 0 };
    for (size_t i = 0; i < scores_n; i++) {
        const struct score *s = &scores[i];
        if (s->missing)
            continue;
        struct competency_source source = s->instrument->kind == INSTRUMENT_JUDGEMENT
                                              ? source_scenarios(s, competency)
                                              : source_points(s, competency);
        if (!source.estimate.known)
            continue;
        sources[ret->sources_n] = source.estimate;
        w[ret->sources_n] = 1;
        ret->sources[ret->sources_n++] = source;
    }
    ret->estimate = estimate_combine(sources, w, ret->sources_n);
    if (!ret->estimate.known)
        return;
    struct interval i = interval_of(ret->estimate.value, ret->estimate.se, STAT_Z90);
    ret->level = level_of(ret->estimate.value);
    ret->level_lo = level_of(i.lo);
    ret->level_hi = level_of(i.hi);
}

const struct competency_estimate *competency_estimates(const struct pack *p,
                                                       const struct score *scores, size_t scores_n,
                                                       struct arena *a) {
    CHECK(scores_n <= PACK_INSTRUMENTS_MAX);
    struct competency_estimate *all = ARENA_ARRAY(a, p->competencies_n, struct competency_estimate);
    for (size_t i = 0; i < p->competencies_n; i++)
        estimate_one(scores, scores_n, i, &all[i]);
    return all;
}

struct cluster_estimate cluster_estimate(const struct pack *p, size_t cluster,
                                         const double *weights,
                                         const struct competency_estimate *estimates) {
    struct cluster_estimate c = { .all_n = 0 };
    double sum_w = 0, sum_wx = 0, sum_ww = 0;
    for (size_t i = 0; i < p->competencies_n; i++) {
        double w = weights[i];
        if (p->competencies[i].cluster != cluster || w <= 0)
            continue;
        c.all_n++;
        if (!estimates[i].estimate.known)
            continue;
        c.known_n++;
        sum_w += w;
        sum_wx += w * estimates[i].estimate.value;
        sum_ww += w * w * estimates[i].estimate.se * estimates[i].estimate.se;
    }
    if (sum_w > 0)
        c.estimate = (struct estimate) { true, sum_wx / sum_w, sqrt(sum_ww) / sum_w };
    return c;
}

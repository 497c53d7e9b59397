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

struct level_span level_span_of(double value, double se) {
    struct interval i = interval_of(value, se, STAT_Z80);
    return (struct level_span) { level_of(value), level_of(i.lo), level_of(i.hi) };
}

struct estimate estimate_told(struct estimate estimate, double shown_share) {
    if (shown_share < COMPETENCY_SHOWN_MIN)
        return (struct estimate) { .known = false };
    return estimate;
}

struct estimate estimate_points(double x, size_t k) {
    if (k == 0)
        return (struct estimate) { .known = false };
    double n = (double)k, p = (x + .5) / (n + 1);
    return (struct estimate) { true, 100 * p, 100 * sqrt(p * (1 - p) / (n + 2)) };
}

void scenario_variances(const struct score_scenario *all, size_t n, double *ret) {
    double agreement[FORM_ITEMS_MAX] = { 0 };
    CHECK(n <= FORM_ITEMS_MAX);
    for (size_t i = 0; i < n; i++)
        agreement[i] = all[i].agreement;
    double sd = n >= 2 ? sqrt(stat_variance(agreement, n)) : 0;
    sd = fmax(sd, COMPETENCY_SJT_SD_FLOOR);
    for (size_t i = 0; i < n; i++) {
        double blind = all[i].actions_n >= 2 ? 1 / ((double)all[i].actions_n - 1) : 1;
        ret[i] = all[i].flat || n == 1 ? fmax(sd * sd, blind) : sd * sd;
    }
}

struct estimate estimate_scenarios(const double *agreement, const double *variance, size_t m) {
    if (m == 0)
        return (struct estimate) { .known = false };
    double mean = stat_mean(agreement, m), sum = 0;
    for (size_t i = 0; i < m; i++)
        sum += variance[i];
    return (struct estimate) { true, 100 * fmax(0, mean), 100 * sqrt(sum) / (double)m };
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

/* The error variance of every item of an instrument, up to a factor: of points, one each. */
static void item_variances(const struct score *s, double *ret) {
    struct score_scenario all[FORM_ITEMS_MAX] = { { .flat = false } };
    double variances[FORM_ITEMS_MAX] = { 0 };
    size_t n = 0;
    CHECK(s->items_n <= FORM_ITEMS_MAX);
    for (size_t i = 0; i < s->items_n; i++) {
        const struct score_item *item = &s->items[i];
        ret[i] = item->mark == SCORE_NOT_SHOWN ? 0 : 1;
        if (item->mark == SCORE_RATED)
            all[n++] = (struct score_scenario) { item->points, item->flat, item->actions_n };
    }
    if (s->instrument->kind != INSTRUMENT_JUDGEMENT)
        return;
    scenario_variances(all, n, variances);
    for (size_t i = 0, k = 0; i < s->items_n; i++)
        ret[i] = s->items[i].mark == SCORE_RATED ? variances[k++] : 0;
}

/* Agreements of one competency; a scenario that serves two counts in both. */
static struct competency_source source_scenarios(const struct score *s, size_t competency) {
    struct competency_source source = { .instrument = s->instrument,
                                        .straight_lined = s->judgement.straight_lined };
    double variances[FORM_ITEMS_MAX] = { 0 }, own[FORM_ITEMS_MAX] = { 0 },
           v[FORM_ITEMS_MAX] = { 0 };
    item_variances(s, variances);
    for (size_t i = 0; i < s->items_n; i++) {
        if (s->items[i].mark != SCORE_RATED || !serves(s->items[i].item, competency))
            continue;
        own[source.evidence_n] = s->items[i].points;
        v[source.evidence_n++] = variances[i];
    }
    source.estimate = estimate_scenarios(own, v, source.evidence_n);
    return source;
}

/* Of the items of the forms that serve it, the share that was presented; 0 when none serves it. */
static double shown_share(const struct score *scores, size_t scores_n, size_t competency) {
    double shown = 0, all = 0;
    for (size_t s = 0; s < scores_n; s++)
        for (size_t i = 0; i < scores[s].items_n; i++) {
            if (!serves(scores[s].items[i].item, competency))
                continue;
            all += 1;
            shown += scores[s].items[i].mark != SCORE_NOT_SHOWN;
        }
    return all > 0 ? shown / all : 0;
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
    ret->shown_share = shown_share(scores, scores_n, competency);
    ret->estimate = estimate_combine(sources, w, ret->sources_n);
}

/* Errors that two competencies share --------------------------------------------------------- */

/* Correlation of the errors of two competencies in one instrument: the items that serve both, by
 * their error variances. With equal ones m_cd/√(m_c·m_d). */
static double shared_error(const struct score *s, const double *variances, size_t c, size_t d) {
    double both = 0, of_c = 0, of_d = 0;
    for (size_t i = 0; i < s->items_n; i++) {
        bool in_c = serves(s->items[i].item, c), in_d = serves(s->items[i].item, d);
        both += in_c && in_d ? variances[i] : 0;
        of_c += in_c ? variances[i] : 0;
        of_d += in_d ? variances[i] : 0;
    }
    return both > 0 ? both / sqrt(of_c * of_d) : 0;
}

/* What one source adds to the error of its competency: its share of the estimate times its SE. */
static double source_weight(const struct competency_estimate *e, const struct instrument *in) {
    double sum = 0, own = 0;
    for (size_t i = 0; i < e->sources_n; i++) {
        double se = e->sources[i].estimate.se;
        sum += 1 / (se * se);
        own = e->sources[i].instrument == in ? 1 / se : own; /* (1/se²)·se */
    }
    return sum > 0 ? own / sum : 0;
}

static void set_covariances(const struct pack *p, const struct score *scores, size_t scores_n,
                            struct competency_estimate *all, struct arena *a) {
    size_t n = p->competencies_n;
    double *cov = ARENA_ARRAY(a, n * n, double), variances[FORM_ITEMS_MAX] = { 0 };
    for (size_t s = 0; s < scores_n; s++) {
        if (scores[s].missing)
            continue;
        item_variances(&scores[s], variances);
        for (size_t c = 0; c < n; c++)
            for (size_t d = 0; d < n; d++)
                cov[c * n + d] += shared_error(&scores[s], variances, c, d) *
                                  source_weight(&all[c], scores[s].instrument) *
                                  source_weight(&all[d], scores[s].instrument);
    }
    for (size_t c = 0; c < n; c++)
        all[c].covariance = cov + c * n;
}

const struct competency_estimate *competency_estimates(const struct pack *p,
                                                       const struct score *scores, size_t scores_n,
                                                       struct arena *a) {
    CHECK(scores_n <= PACK_INSTRUMENTS_MAX);
    struct competency_estimate *all = ARENA_ARRAY(a, p->competencies_n, struct competency_estimate);
    for (size_t i = 0; i < p->competencies_n; i++)
        estimate_one(scores, scores_n, i, &all[i]);
    set_covariances(p, scores, scores_n, all, a);
    return all;
}

/* Covariance of the errors of two known estimates. */
static double error_of(const struct competency_estimate *estimates, size_t i, size_t k) {
    if (i == k)
        return estimates[i].estimate.se * estimates[i].estimate.se;
    return estimates[i].covariance != NULL ? estimates[i].covariance[k] : 0;
}

struct cluster_estimate cluster_estimate(const struct pack *p, size_t cluster,
                                         const double *weights,
                                         const struct competency_estimate *estimates) {
    struct cluster_estimate c = { .all_n = 0 };
    size_t known[PACK_COMPETENCIES_MAX] = { 0 };
    double sum_w = 0, sum_wx = 0, error = 0;
    for (size_t i = 0; i < p->competencies_n; i++) {
        if (p->competencies[i].cluster != cluster || weights[i] <= 0)
            continue;
        c.all_n++;
        if (!estimates[i].estimate.known)
            continue;
        known[c.known_n++] = i;
        sum_w += weights[i];
        sum_wx += weights[i] * estimates[i].estimate.value;
    }
    for (size_t i = 0; i < c.known_n; i++)
        for (size_t k = 0; k < c.known_n; k++)
            error +=
                weights[known[i]] * weights[known[k]] * error_of(estimates, known[i], known[k]);
    if (sum_w > 0)
        c.estimate = (struct estimate) { true, sum_wx / sum_w, sqrt(error) / sum_w };
    return c;
}

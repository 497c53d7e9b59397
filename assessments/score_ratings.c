/* assessments/score_ratings.c — rate-each judgement, free of response style.
 *
 * Source: psychometrics.md §1. The identity that the tests hold on to: the mean of the scenario
 * scores, weighted by actions, is (1 + r)/2.
 */
#include <math.h>

#include "assessments/form.h"
#include "assessments/score.h"
#include "assessments/stat.h"
#include "daemon/base/check.h"

#define ACTIONS_MAX (FORM_ITEMS_MAX * ITEM_OPTIONS_MAX)

/* Mid-ranks of x: 1 + how many are below + half of the others that are equal. */
static void mid_ranks(const double *x, size_t n, double *ret_ranks) {
    for (size_t i = 0; i < n; i++) {
        double rank = 1;
        for (size_t j = 0; j < n; j++)
            rank += x[j] < x[i] ? 1 : j != i && x[j] == x[i] ? .5 : 0;
        ret_ranks[i] = rank;
    }
}

static double spearman(const double *x, const double *y, size_t n) {
    double rx[ACTIONS_MAX], ry[ACTIONS_MAX], r = 0;
    mid_ranks(x, n, rx);
    mid_ranks(y, n, ry);
    return stat_correlation(rx, ry, n, &r) ? r : 0;
}

static double negative_mean_square(const double *x, const double *y, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (x[i] - y[i]) * (x[i] - y[i]);
    return -sum / (double)n;
}

/* 1 − q·n/(4(n − 1)) per scenario, q = mean (z − zᴷ)² over its actions. */
static void scenario_scores(const double *ratings, const double *key, const size_t *group, size_t n,
                            size_t groups_n, double *ret_scenarios) {
    double mean = stat_mean(ratings, n), sd = sqrt(stat_variance(ratings, n));
    double key_mean = stat_mean(key, n), key_sd = sqrt(stat_variance(key, n));
    double count = (double)n;
    for (size_t g = 0; g < groups_n; g++) {
        double sum = 0, actions = 0;
        for (size_t i = 0; i < n; i++) {
            if (group[i] != g)
                continue;
            double d = (ratings[i] - mean) / sd - (key[i] - key_mean) / key_sd;
            sum += d * d;
            actions += 1;
        }
        CHECK(actions > 0);
        ret_scenarios[g] = 1 - sum / actions * count / (4 * (count - 1));
    }
}

static bool is_constant(const double *x, size_t n) {
    for (size_t i = 1; i < n; i++)
        if (x[i] != x[0])
            return false;
    return true;
}

bool score_ratings(const double *ratings, const double *key, const size_t *group, size_t n,
                   size_t groups_n, double *ret_scenarios, struct score_judgement *ret) {
    CHECK(n <= ACTIONS_MAX);
    if (n < 2 || is_constant(key, n))
        return false;
    struct score_judgement j = { .constant = is_constant(ratings, n) };
    j.neg_mean_sq = negative_mean_square(ratings, key, n);
    j.elevation = stat_mean(ratings, n) - stat_mean(key, n);
    if (j.constant) {
        for (size_t g = 0; g < groups_n; g++)
            ret_scenarios[g] = .5;
    } else {
        scenario_scores(ratings, key, group, n, groups_n, ret_scenarios);
        CHECK(stat_correlation(ratings, key, n, &j.r));
        j.rank_r = spearman(ratings, key, n);
    }
    j.score = (1 + j.r) / 2;
    *ret = j;
    return true;
}

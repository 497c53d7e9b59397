/* assessments/score_ratings.c — rate-each judgement, free of response style.
 *
 * METHOD.md §3. Scenario scores by distance, 1 − q·n/(4(n − 1)), are not used: there a scenario
 * rated 3 3 3 3 earned about .75 as soon as another one had any spread, for z near 0 is near every
 * key. Agreement is the coefficient of identity of the two z (Zegers & ten Berge 1985): 0 for what
 * tells nothing apart and for blind answers, 1 for the key itself, and with one scenario it is r.
 * In 40,000 simulated people it orders by ability better than the correlation within each scenario
 * (.435 against .422, the whole form .690 against .672; the old scores .447 and .689), for four
 * ratings correlate by luck.
 */
#include <math.h>

#include "assessments/form.h"
#include "assessments/score.h"
#include "assessments/stat.h"
#include "daemon/base/check.h"

#define ACTIONS_MAX (FORM_ITEMS_MAX * ITEM_OPTIONS_MAX)

#define STRAIGHT_SHARE .80 /* of the scenarios without information: straight-lining */

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

/* Agreement of each scenario: 2Σz·zᴷ/(Σz² + Σzᴷ²), z over the whole form. A scenario whose ratings
 * are all equal tells nothing apart: 0, whatever the form's z makes of it. */
static void scenario_agreements(const double *ratings, const double *key, const size_t *group,
                                size_t n, size_t groups_n, struct score_scenario *ret) {
    double mean = stat_mean(ratings, n), sd = sqrt(stat_variance(ratings, n));
    double key_mean = stat_mean(key, n), key_sd = sqrt(stat_variance(key, n));
    for (size_t g = 0; g < groups_n; g++) {
        double both = 0, squares = 0;
        size_t first = SIZE_MAX;
        ret[g] = (struct score_scenario) { .flat = true };
        for (size_t i = 0; i < n; i++) {
            if (group[i] != g)
                continue;
            first = first == SIZE_MAX ? i : first;
            ret[g].flat &= ratings[i] == ratings[first];
            ret[g].actions_n++;
            double z = sd > 0 ? (ratings[i] - mean) / sd : 0, zk = (key[i] - key_mean) / key_sd;
            both += z * zk;
            squares += z * z + zk * zk;
        }
        CHECK(ret[g].actions_n > 0);
        ret[g].agreement = ret[g].flat || squares <= 0 ? 0 : fmin(1, fmax(-1, 2 * both / squares));
    }
}

static bool is_constant(const double *x, size_t n) {
    for (size_t i = 1; i < n; i++)
        if (x[i] != x[0])
            return false;
    return true;
}

bool score_ratings(const double *ratings, const double *key, const size_t *group, size_t n,
                   size_t groups_n, struct score_scenario *ret_scenarios,
                   struct score_judgement *ret) {
    CHECK(n <= ACTIONS_MAX);
    if (n < 2 || is_constant(key, n))
        return false;
    struct score_judgement j = { .constant = is_constant(ratings, n) };
    j.neg_mean_sq = negative_mean_square(ratings, key, n);
    j.elevation = stat_mean(ratings, n) - stat_mean(key, n);
    scenario_agreements(ratings, key, group, n, groups_n, ret_scenarios);
    for (size_t g = 0; g < groups_n; g++)
        j.flat_n += ret_scenarios[g].flat;
    j.straight_lined = (double)j.flat_n >= STRAIGHT_SHARE * (double)groups_n - 1e-9;
    if (!j.constant) {
        CHECK(stat_correlation(ratings, key, n, &j.r));
        j.rank_r = spearman(ratings, key, n);
    }
    j.score = (1 + j.r) / 2;
    *ret = j;
    return true;
}

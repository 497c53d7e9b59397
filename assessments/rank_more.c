/* assessments/rank_more.c — what is said beside a ranking: chances, contributions, stability. */
#include <math.h>
#include <string.h>

#include "assessments/rank_internal.h"
#include "assessments/stat.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"

double rank_p_above(double a, double se_a, double b, double se_b, double rho) {
    double variance = se_a * se_a + se_b * se_b - 2 * rho * se_a * se_b;
    if (variance <= 0)
        return a > b ? 1 : a < b ? 0 : .5;
    return stat_phi((a - b) / sqrt(variance));
}

void rank_contributions(const struct rank_in *in, const struct rank_result *r, size_t person,
                        double *ret) {
    double sum_w = 0;
    for (size_t c = 0; c < in->components_n; c++)
        if (rank_uses(in, c) && rank_has(in, c, person))
            sum_w += in->w[c];
    for (size_t c = 0; c < in->components_n; c++) {
        ret[c] = 0;
        if (sum_w <= 0 || !rank_uses(in, c) || !rank_has(in, c, person))
            continue;
        double x = in->x[c * in->persons_n + person];
        if (r->kelley) /* every component is drawn to the mean as the composite is */
            x = r->mean + r->keep * (x - r->mean);
        ret[c] = in->w[c] / sum_w * x;
    }
}

void rank_stability(const struct rank_in *in, size_t m, size_t sets, struct arena *a,
                    double *ret_top, size_t *ret_lo, size_t *ret_hi) {
    double *w = ARENA_ARRAY(a, in->components_n, double);
    struct prng random = rank_stream(in->seed, RANK_STREAM_WEIGHTS, 0);
    struct rank_in varied = *in;
    varied.w = w;
    for (size_t i = 0; i < in->persons_n; i++) {
        ret_top[i] = 0;
        ret_lo[i] = ret_hi[i] = 0;
    }
    for (size_t s = 0; s < sets; s++) {
        struct arena_mark mark = arena_mark(a);
        for (size_t c = 0; c < in->components_n; c++)
            w[c] = in->w[c] * (.8 + .4 * prng_unit(&random));
        struct rank_result r = rank_bands(&varied, a);
        for (size_t i = 0; i < in->persons_n; i++) {
            size_t place = r.persons[i].state == RANK_PLACED ? r.persons[i].place : 0;
            if (place == 0)
                continue;
            ret_top[i] += place <= m ? 1 / (double)sets : 0;
            ret_lo[i] = ret_lo[i] == 0 || place < ret_lo[i] ? place : ret_lo[i];
            ret_hi[i] = place > ret_hi[i] ? place : ret_hi[i];
        }
        arena_release(a, mark);
    }
}

bool rank_mosier(const double *w, const double *cov, const double *r, size_t n, double *ret_rel,
                 double *ret_sd, double *ret_sem) {
    double variance = 0, error = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++)
            variance += w[i] * w[j] * cov[i * n + j];
        error += w[i] * w[i] * cov[i * n + i] * (1 - r[i]);
    }
    if (variance <= 0)
        return false;
    *ret_rel = 1 - error / variance;
    *ret_sd = sqrt(variance);
    *ret_sem = sqrt(error);
    return true;
}

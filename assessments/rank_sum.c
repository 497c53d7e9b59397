/* assessments/rank_sum.c — the one pass over the columns: what re-weighting a million people costs.
 *
 * Memory is what limits it, so a column is read once, in stretches whose sums stay in the second-level
 * cache. Each person's terms are added in the order of the components, whatever the machine: wide
 * instructions change nothing in the result, and this file is built without fused multiply-adds.
 */
#include <string.h>

#include "assessments/rank_internal.h"

/* The function twice, for a plain machine and for one with 256-bit instructions; the loader chooses.
 * Sanitizers start later than the loader, so that they get the plain one. */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define EACH_MACHINE __attribute__((target_clones("default", "avx2")))
#else
#define EACH_MACHINE
#endif

/* v where mask is all ones, 0 where it is 0 (v may be anything there): without a branch, for nine
 * cells of ten are measured at random. */
static inline double kept(double v, uint64_t mask) {
    uint64_t bits = 0;
    memcpy(&bits, &v, sizeof bits);
    bits &= mask;
    memcpy(&v, &bits, sizeof v);
    return v;
}

EACH_MACHINE
static void add_measured(double *restrict w_sum, double *restrict wx_sum, double *restrict wwss_sum,
                         const double *restrict x, const double *restrict se,
                         const uint8_t *restrict has, double w, size_t n) {
    for (size_t i = 0; i < n; i++) {
        uint64_t mask = -(uint64_t)(has[i] != 0);
        w_sum[i] += kept(w, mask);
        wx_sum[i] += kept(w * x[i], mask);
        wwss_sum[i] += kept(w * w * se[i] * se[i], mask);
    }
}

EACH_MACHINE
static void add_all(double *restrict w_sum, double *restrict wx_sum, double *restrict wwss_sum,
                    const double *restrict x, const double *restrict se, double w, size_t n) {
    for (size_t i = 0; i < n; i++) {
        w_sum[i] += w;
        wx_sum[i] += w * x[i];
        wwss_sum[i] += w * w * se[i] * se[i];
    }
}

EACH_MACHINE
static void add_covered(double *restrict sum, const double *restrict share, const uint8_t *restrict has, double w,
                        size_t n) {
    for (size_t i = 0; i < n; i++)
        sum[i] += kept(w * share[i], has == NULL || has[i] != 0 ? UINT64_MAX : 0);
}

/* Errors that two components share count twice their product: Σ is symmetric. */
static void add_pairs(const struct rank_in *in, size_t from, size_t n, double *wwss) {
    for (size_t p = 0; p < in->pairs_n; p++) {
        const struct rank_pair *pair = &in->pairs[p];
        if (!rank_uses(in, pair->c) || !rank_uses(in, pair->d))
            continue;
        double w = 2 * in->w[pair->c] * in->w[pair->d];
        for (size_t i = 0; i < n; i++)
            wwss[i] += w * pair->cov[from + i];
    }
}

size_t rank_sum(const struct rank_in *in, size_t from, struct rank_sums *s) {
    size_t n = in->persons_n - from < RANK_STRETCH ? in->persons_n - from : RANK_STRETCH;
    memset(s->w, 0, n * sizeof *s->w);
    memset(s->covered, 0, n * sizeof *s->covered);
    memset(s->wx, 0, n * sizeof *s->wx);
    memset(s->wwss, 0, n * sizeof *s->wwss);
    for (size_t c = 0; c < in->components_n; c++) {
        const size_t at = c * in->persons_n + from;
        const double *x = in->x + at, *se = in->se + at;
        if (!rank_uses(in, c))
            continue;
        if (in->has != NULL)
            add_measured(s->w, s->wx, s->wwss, x, se, in->has + at, in->w[c], n);
        else
            add_all(s->w, s->wx, s->wwss, x, se, in->w[c], n);
        if (in->share != NULL)
            add_covered(s->covered, in->share + at, in->has != NULL ? in->has + at : NULL, in->w[c], n);
    }
    if (in->share == NULL)
        memcpy(s->covered, s->w, n * sizeof *s->w);
    add_pairs(in, from, n, s->wwss);
    return n;
}

/* assessments/stat.h — the few distributions and sums that everything else stands on.
 *
 * Conventions: METHOD.md §1. Variances divide by n − 1. Pure, no allocation.
 */
#ifndef ASSESSMENTS_STAT_H
#define ASSESSMENTS_STAT_H

#include <stdbool.h>
#include <stddef.h>

/* z values of the intervals the product shows: two-sided 80, 90 and 95 %. */
#define STAT_Z80 1.2815515655446004
#define STAT_Z90 1.6448536269514722
#define STAT_Z95 1.959963984540054

/* Normal distribution function, by erfc: good in both tails. */
double stat_phi(double x);

/* Its inverse for 0 < p < 1, |error| about 1e-16 relative; ±HUGE_VAL at 0 and 1.
 * Source: Wichura 1988, algorithm AS 241 (PPND16). */
double stat_phi_inverse(double p);

/* The z at which one of m >= 1 comparisons is called a difference, so that among equals the chance
 * to call any so stays about what z > 0 gives to a single one (Bonferroni). Source: Dunn 1961,
 * Multiple comparisons among means, JASA 56, 52–64. */
double stat_z_of_many(size_t m, double z);

/* The same for pairs of people: the z at which any of the n(n − 1)/2 pairs of n >= 2 people is
 * called different, so that among equals the chance to call some pair so stays what z > 0 gives to
 * a single pair: z itself for two, 2.128 for three and 2.394 for four at z = 1.645. Bonferroni, not
 * Tukey's studentised range (2.052 and 2.291): that one wants equal errors, and people of one list
 * have unequal ones. */
double stat_z_of_pairs(size_t n, double z);

/* Logistic function without overflow. */
double stat_logistic(double x);

/* Mean of n > 0 values. */
double stat_mean(const double *x, size_t n);

/* Variance with n − 1, two passes. n >= 2. */
double stat_variance(const double *x, size_t n);

/* Pearson correlation; false (and ret_r untouched) when n < 2 or one side is constant. */
bool stat_correlation(const double *x, const double *y, size_t n, double *ret_r);

/* An interval. */
struct interval {
    double lo, hi;
};

/* value ± z·se, clipped to [0, 100]: what pages draw. METHOD.md §4. */
struct interval interval_of(double value, double se, double z);

#endif

/* assessments/rank.h — composites, places with their ranges, and bands.
 *
 * Nothing here knows a name, a time or an order of arrival: persons are rows, and shuffling the
 * rows shuffles the result and changes nothing else. Struct of arrays, one column per component, so
 * that re-weighting a million rows is one pass.
 *
 *     rank_compute   composite, coverage, place, band, order      the what-if page: this alone
 *     rank_places    adds place ranges by seeded draws            when results are stored
 *
 * METHOD.md §6, §7.
 */
#ifndef ASSESSMENTS_RANK_H
#define ASSESSMENTS_RANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

#define RANK_COVERAGE_MIN .70   /* below: not ranked */
#define RANK_BAND_Z       1.645 /* width of bands in errors of the difference */
#define RANK_LEVEL        .95   /* of the place range */
#define RANK_DRAWS        20000 /* at least */
#define RANK_KELLEY_FROM  30    /* smaller pools are not shrunk */
#define RANK_BINS         1024  /* places that are counted one by one */

/* Two components whose errors are not independent: they share scenarios. */
struct rank_pair {
    size_t c, d; /* c != d; each pair once */
    const double
        *cov; /* [persons_n] covariance of the two errors; 0 where either is not measured */
};

/* What is ranked. Cell of component c and person i: [c * persons_n + i]. */
struct rank_in {
    size_t persons_n, components_n;
    const double *x;    /* estimates; ignored where has is 0 */
    const double *se;   /* their standard errors, >= 0 */
    const uint8_t *has; /* 1 = measured; NULL = all */
    const double *share; /* 0–1: of the component's items, those presented: so much of its weight is
                            covered, its place in the composite is whole; NULL = all */
    const struct rank_pair
        *pairs; /* [pairs_n] the composite's SE is √(wᵀΣw)/Σw; none = Σ diagonal */
    size_t pairs_n;
    const double *w;      /* [components_n] weights > 0, any unit (0 = left out) */
    const uint8_t *plan;  /* [components_n] 1 = this stage measures it; NULL = all */
    const uint8_t *apart; /* [persons_n] 1 = an unmet must-have: no place; NULL = none */
    const uint64_t *tag;  /* [persons_n] a random number of each person (the id of the application);
                             order inside a band and draws come from it and seed, and stay with the
                             person when weights or the pool change. NULL = from the scores */
    double z;             /* band width; 0 = RANK_BAND_Z */
    size_t kelley_from;   /* 0 = RANK_KELLEY_FROM; SIZE_MAX = never */
    uint64_t seed;        /* of the order inside a band and of the draws */
};

enum rank_state {
    RANK_PLACED,  /* place, range and band are set */
    RANK_THIN,    /* coverage below RANK_COVERAGE_MIN: composite shown, no place */
    RANK_APART,   /* an unmet must-have: a section of its own, no place */
    RANK_NOTHING, /* nothing measured: no composite either */
};

struct rank_person {
    enum rank_state state;
    double raw;       /* Σwx/Σw over what is measured and planned */
    double composite; /* raw, or regressed to the pool when pool.kelley */
    double se;        /* of the composite */
    double coverage;  /* 0–1, of the weight that the plan measures, by the share presented */
    uint32_t place;   /* 1 … ; equal composites share the best place (1, 2, 2, 4) */
    uint32_t place_lo, place_hi; /* after rank_places; else both = place */
    uint32_t band;               /* 1 … */
    uint32_t order; /* 0 … placed_n − 1: by band, inside a band by seed; placed persons only */
};

struct rank_result {
    struct rank_person *persons; /* [persons_n], in the order of the input */
    size_t placed_n;
    size_t bands_n;
    bool kelley; /* composites were regressed to the pool */
    double keep;        /* the share of its distance to the mean that a composite keeps: 1 without Kelley,
                           else reliability, 2/(placed_n - 1) at least */
    double mean;        /* of the raw composites of the placed; 0 when there are none */
    double variance;    /* of the same, n − 1; 0 when fewer than two */
    double reliability; /* 1 − mean SE²/variance, not below 0; 0 when it cannot be said */
    double plan_share;  /* weight that the stage measures / weight of all requirements */
};

/* Composites, coverage, places, bands and the order inside bands. Memory: in a.
 *
 * Bands: the best opens one; the next belong to it until the first that is further below the opener
 * than z·√(SE² + SE²); that one opens the next. People with equal composites are never parted: the
 * largest of their errors counts. Cost O(n·m + n log n). */
struct rank_result rank_compute(const struct rank_in *in, struct arena *a);

/* Fill place_lo and place_hi of placed persons: the smallest places with cumulative probability
 * >= (1 − level)/2 and (1 + level)/2 among `draws` draws of N(composite, se²). Each person has a
 * random stream of their own, so neither row order nor another person changes it, and with tags
 * more points never widen the range downward. People with equal composites and errors share one
 * range. Above RANK_BINS placed persons, places are counted in bins and rounded outward.
 * Cost O(draws · n log n). Scratch: a, n · RANK_BINS · 4 bytes. */
void rank_places(const struct rank_in *in, struct rank_result *r, size_t draws, double level,
                 struct arena *a);

/* P(the true score of A is above that of B). Both errors 0: 1, ½ or 0.
 * rho: correlation of the errors, 0 unless they share raters. */
double rank_p_above(double a, double se_a, double b, double se_b, double rho);

/* Contribution of each component to the composite of a person, in points; sums to the composite;
 * 0 where not measured. ret[components_n]. */
void rank_contributions(const struct rank_in *in, const struct rank_result *r, size_t person,
                        double *ret);

/* Weight stability: `sets` times each weight × U(.8, 1.2) by the seed of in.
 * ret_top[i] share of sets in which person i is among the best m; ret_lo, ret_hi range of places
 * (0 when not placed). Scratch: a. */
void rank_stability(const struct rank_in *in, size_t m, size_t sets, struct arena *a,
                    double *ret_top, size_t *ret_lo, size_t *ret_hi);

/* A composite's reliability when components have reliabilities r and covariance cov[n*n].
 * Source: Mosier 1943. False when the variance is not positive. */
bool rank_mosier(const double *w, const double *cov, const double *r, size_t n, double *ret_rel,
                 double *ret_sd, double *ret_sem);

#endif

/* assessments/rank_internal.h — what the files of ranking share. */
#ifndef ASSESSMENTS_RANK_INTERNAL_H
#define ASSESSMENTS_RANK_INTERNAL_H

#include "assessments/prng.h"
#include "assessments/rank.h"

#define RANK_TIE 1e-9 /* composites nearer than this are equal: sums in another order differ so */

/* A placed person in the order of composites. */
struct ranked {
    double composite, se;
    uint64_t tag; /* of the person, or of the scores */
    uint32_t person;
    uint32_t place, band, order; /* once they are known */
};

/* Σw, the part of it that was presented, Σwx and the composite's unscaled error variance wᵀΣw of some
 * persons, over what is planned and measured: as many persons as the second-level cache holds. */
enum { RANK_STRETCH = 8192 };
struct rank_sums {
    double w[RANK_STRETCH], covered[RANK_STRETCH], wx[RANK_STRETCH], wwss[RANK_STRETCH];
};

/* The sums of the persons from `from` on. Returns how many they are, RANK_STRETCH at most. The terms of
 * a person are added in the order of the components. Cost O(n·m), by the time that memory takes. */
size_t rank_sum(const struct rank_in *in, size_t from, struct rank_sums *ret_sums);

/* A row to be sorted, and which it is. */
struct rank_keyed {
    uint64_t key;
    uint32_t at;
};

/* Sort by key, rows with equal keys by at; ascending. spare[n] is scratch. Cost O(n) unless many keys
 * agree in their upper half, then O(n log n). */
void rank_sort(struct rank_keyed *rows, size_t n, struct rank_keyed *spare);

/* The placed persons, best first; equal composites by error, then tag (never by row).
 * scratch[2 · placed_n]. Memory: in a. */
struct ranked *rank_sorted(const struct rank_in *in, const struct rank_result *r,
                           struct rank_keyed *scratch, struct arena *a);

/* rank_compute without the order inside bands, which searches do not need. Memory: in a. */
struct rank_result rank_bands(const struct rank_in *in, struct arena *a);

/* The random stream of a person for one purpose. */
struct prng rank_stream(uint64_t seed, uint64_t purpose, uint64_t tag);
enum { RANK_STREAM_ORDER = 1, RANK_STREAM_DRAWS, RANK_STREAM_WEIGHTS };

/* Is component c planned and weighted? */
static inline bool rank_uses(const struct rank_in *in, size_t c) {
    return in->w[c] > 0 && (in->plan == NULL || in->plan[c] != 0);
}

/* Is it measured in person i? */
static inline bool rank_has(const struct rank_in *in, size_t c, size_t i) {
    return in->has == NULL || in->has[c * in->persons_n + i] != 0;
}

#endif

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
    size_t person;
};

/* The placed persons, best first; equal composites by error, then tag (never by row). Memory: in a.
 */
struct ranked *rank_sorted(const struct rank_in *in, const struct rank_result *r, struct arena *a);

/* rank_compute without the order inside bands, which searches do not need. Memory: in a. */
struct rank_result rank_bands(const struct rank_in *in, struct arena *a,
                              struct ranked **ret_sorted);

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

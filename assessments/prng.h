/* assessments/prng.h — random numbers that anybody can repeat.
 *
 * xoshiro256**, seeded by SplitMix64: the same seed gives the same bytes on every machine. Draws
 * forms, breaks no ties but the order inside a band, drives simulations. Never for secrets.
 * Source: Blackman & Vigna 2018; Steele, Lea & Flood 2014.
 */
#ifndef ASSESSMENTS_PRNG_H
#define ASSESSMENTS_PRNG_H

#include <stddef.h>
#include <stdint.h>

struct prng {
    uint64_t s[4];
};

/* A generator for this seed; every seed is fine, 0 too. */
struct prng prng_seed(uint64_t seed);

/* 64 uniform bits. */
uint64_t prng_next(struct prng *r);

/* Uniform whole number in [0, n), n > 0, without bias. */
uint64_t prng_below(struct prng *r, uint64_t n);

/* Uniform in the open interval (0, 1), 52 bits. */
double prng_unit(struct prng *r);

/* Standard normal, by the inverse of the normal distribution. */
double prng_normal(struct prng *r);

/* Shuffle n indices in place (Fisher–Yates). */
void prng_shuffle(struct prng *r, size_t *index, size_t n);

#endif

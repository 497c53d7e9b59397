/* assessments/prng.c — xoshiro256** seeded by SplitMix64. */
#include "assessments/prng.h"

#include "assessments/stat.h"
#include "daemon/base/check.h"

static uint64_t splitmix_next(uint64_t *state) {
    *state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = *state;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

struct prng prng_seed(uint64_t seed) {
    struct prng r = { { 0 } };
    for (size_t i = 0; i < 4; i++)
        r.s[i] = splitmix_next(&seed);
    return r;
}

static uint64_t rotate_left(uint64_t x, int k) {
    return (x << k) | (x >> (64 - k));
}

uint64_t prng_next(struct prng *r) {
    uint64_t *s = r->s;
    uint64_t result = rotate_left(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate_left(s[3], 45);
    return result;
}

uint64_t prng_below(struct prng *r, uint64_t n) {
    CHECK(n > 0);
    uint64_t reject = (UINT64_C(0) - n) % n; /* 2^64 mod n: so many values would be one too often */
    uint64_t x = prng_next(r);
    while (x < reject)
        x = prng_next(r);
    return x % n;
}

double prng_unit(struct prng *r) {
    return ((double)(prng_next(r) >> 12) + .5) * 0x1p-52; /* never 0, never 1 */
}

double prng_normal(struct prng *r) {
    return stat_phi_inverse(prng_unit(r));
}

void prng_shuffle(struct prng *r, size_t *index, size_t n) {
    for (size_t left = n; left > 1; left--) {
        size_t pick = (size_t)prng_below(r, left);
        size_t kept = index[left - 1];
        index[left - 1] = index[pick];
        index[pick] = kept;
    }
}

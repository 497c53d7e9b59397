#include "web/candidate/profile.h"

#define Z_80 1.2816 /* half of 80 %: METHOD.md §4 */

enum { LEVEL_WORKING = 3, LEVEL_ABOVE = 4 };

struct profile_range profile_range(struct estimate estimate) {
    double lo = estimate.value - Z_80 * estimate.se, hi = estimate.value + Z_80 * estimate.se;
    return (struct profile_range){ lo < 0 ? 0 : lo, hi > 100 ? 100 : hi };
}

enum profile_word profile_word(struct estimate estimate) {
    struct profile_range range = profile_range(estimate);
    if (range.lo >= level_cut(LEVEL_ABOVE))
        return PROFILE_ABOVE;
    if (range.lo >= level_cut(LEVEL_WORKING))
        return PROFILE_WORKING;
    return range.hi < level_cut(LEVEL_WORKING) ? PROFILE_BELOW : PROFILE_UNCERTAIN;
}

size_t profile_strengths(const struct estimate *estimates, size_t n,
                         size_t ret_best[PROFILE_STRENGTHS]) {
    size_t best_n = 0;
    for (size_t i = 0; i < n; i++) {
        if (!estimates[i].known || profile_word(estimates[i]) != PROFILE_ABOVE)
            continue;
        double lo = profile_range(estimates[i]).lo;
        size_t at = best_n;
        while (at > 0 && profile_range(estimates[ret_best[at - 1]]).lo < lo)
            at--;
        if (at >= PROFILE_STRENGTHS)
            continue;
        if (best_n < PROFILE_STRENGTHS)
            best_n++;
        for (size_t k = best_n - 1; k > at; k--)
            ret_best[k] = ret_best[k - 1];
        ret_best[at] = i;
    }
    return best_n;
}

/* web/candidate/profile.h — what a person may conclude from a short test, and what not.
 *
 * Pure: estimates in, words and widths out. Everything is said by the 80 % interval (METHOD.md §4);
 * where it holds the working level, nothing is concluded.
 */
#ifndef WEB_CANDIDATE_PROFILE_H
#define WEB_CANDIDATE_PROFILE_H

#include <stddef.h>
#include "assessments/competency.h"

#define PROFILE_STRENGTHS 2

enum profile_word {
    PROFILE_ABOVE,     /* surely above the working level */
    PROFILE_WORKING,   /* surely at the working level or above */
    PROFILE_BELOW,     /* surely below it */
    PROFILE_UNCERTAIN, /* the interval holds the working level's cut: no conclusion */
};

/* The 80 % interval of an estimate, clipped to 0–100. */
struct profile_range {
    double lo, hi;
};
struct profile_range profile_range(struct estimate estimate);

/* The word that the interval supports. estimate is known. */
enum profile_word profile_word(struct estimate estimate);

/* The strongest sides that the interval supports: indices into estimates[n], the surest first. Returns how
 * many of at most PROFILE_STRENGTHS. */
size_t profile_strengths(const struct estimate *estimates, size_t n,
                         size_t ret_best[PROFILE_STRENGTHS]);

#endif

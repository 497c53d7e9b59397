/* assessments/score_item.c — the points of single items. */
#include <math.h>

#include "assessments/key.h"
#include "assessments/score.h"
#include "daemon/base/check.h"

double score_multiple(enum score_rule rule, size_t n, uint32_t key, uint32_t chosen) {
    CHECK(key != 0 && n > 0 && n <= 32);
    double k = __builtin_popcount(key), options = (double)n;
    double h = __builtin_popcount(chosen & key);  /* hits */
    double f = __builtin_popcount(chosen & ~key); /* false alarms */
    double m = k - h;                             /* misses */
    switch (rule) {
    case SCORE_BALANCED:
        /* every option right: nothing can be wrongly chosen */
        return fmax(0, h / k - (f > 0 ? f / (options - k) : 0));
    case SCORE_ALL_OR_NOTHING:
        return f + m == 0 ? 1 : 0;
    case SCORE_PLUS_MINUS:
        return fmax(0, (h - f) / k);
    case SCORE_MTF_PER_OPTION:
        return (options - f - m) / options;
    case SCORE_RIPKEY:
        return h + f > k ? 0 : h / k;
    case SCORE_HALF_FOR_ONE_ERROR:
        return f + m == 0 ? 1 : f + m == 1 ? .5 : 0;
    }
    return 0;
}

bool score_number(enum tolerance_kind kind, double t, double d, double x) {
    double slack = 1e-14 * fmax(1, fabs(t));
    switch (kind) {
    case TOLERANCE_NOMINAL:
        return fabs(x - t) <= d + slack;
    case TOLERANCE_RELATIVE:
        return fabs(x - t) <= d * fabs(t) + slack;
    case TOLERANCE_GEOMETRIC: {
        double near = t / (1 + d), far = t * (1 + d); /* far is the larger in magnitude */
        return x >= fmin(near, far) - slack && x <= fmax(near, far) + slack;
    }
    }
    return false;
}

bool score_ordering(const double *ranks, size_t n, double *ret_score) {
    size_t pairs = 0, concordant = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            if (ranks[i] == ranks[j])
                continue;
            pairs++;
            concordant += ranks[i] < ranks[j];
        }
    }
    if (pairs == 0)
        return false;
    *ret_score = (double)concordant / (double)pairs;
    return true;
}

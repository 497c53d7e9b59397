/* assessments/weight.c — weights in points of 100. */
#include "assessments/weight.h"

#include <math.h>
#include <stdbool.h>

#include "daemon/base/check.h"

/* Does i get the next point before best? rest = what the floor took away. */
static bool is_next(const double *w, const double *rest, size_t i, size_t best) {
    double difference = rest[i] - rest[best];
    if (fabs(difference) > 1e-9)
        return difference > 0;
    return w[i] > w[best];
}

void weight_round(const double *w, size_t n, int total, int *ret_points) {
    CHECK(n > 0 && n <= WEIGHTS_MAX);
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += w[i];
    CHECK(sum > 0);
    double rest[WEIGHTS_MAX] = { 0 };
    int given = 0;
    for (size_t i = 0; i < n; i++) {
        double exact = w[i] * total / sum;
        ret_points[i] = (int)floor(exact + 1e-9);
        rest[i] = exact - ret_points[i];
        given += ret_points[i];
    }
    for (; given < total; given++) {
        size_t best = 0;
        for (size_t i = 1; i < n; i++)
            if (is_next(w, rest, i, best))
                best = i;
        ret_points[best]++;
        rest[best] -= 1;
    }
}

void weight_set(double *w, size_t n, size_t which, double value) {
    CHECK(which < n);
    value = fmin(WEIGHT_SUM, fmax(0, value));
    double others = 0;
    for (size_t i = 0; i < n; i++)
        others += i == which ? 0 : w[i];
    for (size_t i = 0; i < n; i++) {
        if (i == which)
            w[i] = n == 1 ? WEIGHT_SUM : value;
        else if (others > 0)
            w[i] = w[i] * (WEIGHT_SUM - value) / others;
        else
            w[i] = (WEIGHT_SUM - value) / (double)(n - 1);
    }
}

/* assessments/weight.h — weights in points of 100.
 */
#ifndef ASSESSMENTS_WEIGHT_H
#define ASSESSMENTS_WEIGHT_H

#include <stddef.h>

#define WEIGHT_SUM  100
#define WEIGHTS_MAX 256

/* Whole points that sum to total, as near to w (> 0 somewhere, none negative) as can be: floors,
 * then the largest remainders; ties: the larger w, then the lower index. n <= WEIGHTS_MAX. */
void weight_round(const double *w, size_t n, int total, int *ret_points);

/* Give weight `which` the value (0–100) and scale the others so that the sum stays 100. When all
 * others are 0 they share equally. In place; for the what-if page. */
void weight_set(double *w, size_t n, size_t which, double value);

#endif

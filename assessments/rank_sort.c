/* assessments/rank_sort.c — sorting rows by a number: counting digits, for pools of a hundred thousand. */
#include <stdlib.h>
#include <string.h>

#include "assessments/rank_internal.h"

/* The upper 33 bits are sorted by counting; what they do not tell apart is compared. */
enum { DIGIT_BITS = 11, DIGITS = 3, LOWER_BITS = 64 - DIGIT_BITS * DIGITS, FEW = 512 };

static int compare_keyed(const void *x, const void *y) {
    const struct rank_keyed *a = x, *b = y;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->at < b->at ? -1 : 1;
}

/* From one array to the other, by one digit; rows with the same one keep their order. */
static void by_digit(const struct rank_keyed *from, struct rank_keyed *to, size_t n, int shift) {
    size_t places[(1 << DIGIT_BITS) + 1] = { 0 };
    const uint64_t mask = (1 << DIGIT_BITS) - 1;
    for (size_t i = 0; i < n; i++)
        places[(from[i].key >> shift & mask) + 1]++;
    for (size_t d = 1; d < mask; d++)
        places[d + 1] += places[d];
    for (size_t i = 0; i < n; i++)
        to[places[from[i].key >> shift & mask]++] = from[i];
}

void rank_sort(struct rank_keyed *rows, size_t n, struct rank_keyed *spare) {
    if (n < FEW) {
        qsort(rows, n, sizeof *rows, compare_keyed);
        return;
    }
    by_digit(rows, spare, n, LOWER_BITS);
    by_digit(spare, rows, n, LOWER_BITS + DIGIT_BITS);
    by_digit(rows, spare, n, LOWER_BITS + 2 * DIGIT_BITS);
    memcpy(rows, spare, n * sizeof *rows);
    for (size_t from = 0, end = 0; from < n; from = end) {
        for (end = from + 1; end < n; end++)
            if (rows[end].key >> LOWER_BITS != rows[from].key >> LOWER_BITS)
                break;
        if (end - from > 1)
            qsort(rows + from, end - from, sizeof *rows, compare_keyed);
    }
}

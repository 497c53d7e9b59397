/* assessments/rank_place.c — place ranges by seeded draws. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assessments/rank_internal.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"

#define ERROR_FLOOR 1e-12 /* so that equal persons without error change places at random */

/* A drawn score and whose it is (index into the sorted persons). */
struct drawn {
    double score;
    size_t at;
};

static int compare_drawn(const void *x, const void *y) {
    const struct drawn *a = x, *b = y;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return a->at < b->at ? -1 : 1;
}

/* Streams of people with the same scores must differ: the k-th of a run gets k. */
static struct prng *make_streams(const struct rank_in *in, const struct ranked *sorted, size_t n,
                                 struct arena *a) {
    struct prng *streams = ARENA_ARRAY(a, n, struct prng);
    uint64_t run = 0;
    for (size_t i = 0; i < n; i++) {
        run = i > 0 && sorted[i].tag == sorted[i - 1].tag ? run + 1 : 0;
        streams[i] = rank_stream(in->seed + run, RANK_STREAM_DRAWS, sorted[i].tag);
    }
    return streams;
}

/* People with equal composites and errors are one: add their counts up. Returns how many they are.
 */
static size_t pool_run(const struct ranked *sorted, size_t n, size_t from, uint32_t *counts,
                       size_t bins) {
    size_t end = from + 1;
    while (end < n && fabs(sorted[end].composite - sorted[from].composite) <= RANK_TIE &&
           fabs(sorted[end].se - sorted[from].se) <= RANK_TIE) {
        for (size_t b = 0; b < bins; b++)
            counts[from * bins + b] += counts[end * bins + b];
        end++;
    }
    return end - from;
}

/* The first bin at which the share of draws reaches p. */
static size_t quantile(const uint32_t *counts, size_t bins, double draws, double p) {
    double sum = 0;
    for (size_t b = 0; b < bins; b++) {
        sum += counts[b];
        if (sum >= p * draws - 1e-9)
            return b;
    }
    return bins - 1;
}

static void set_ranges(struct rank_result *r, const struct ranked *sorted, uint32_t *counts,
                       size_t bins, size_t width, size_t draws, double level) {
    size_t n = r->placed_n, run = 0;
    for (size_t from = 0; from < n; from += run) {
        run = pool_run(sorted, n, from, counts, bins);
        double all = (double)draws * (double)run;
        size_t lo = quantile(counts + from * bins, bins, all, (1 - level) / 2);
        size_t hi = quantile(counts + from * bins, bins, all, (1 + level) / 2);
        for (size_t i = from; i < from + run; i++) {
            struct rank_person *p = &r->persons[sorted[i].person];
            p->place_lo = (uint32_t)(lo * width + 1);
            p->place_hi = (uint32_t)((hi + 1) * width < n ? (hi + 1) * width : n);
        }
    }
}

void rank_places(const struct rank_in *in, struct rank_result *r, size_t draws, double level,
                 struct arena *a) {
    size_t n = r->placed_n;
    if (n == 0)
        return;
    CHECK(draws > 0 && level > 0 && level < 1);
    struct arena_mark mark = arena_mark(a);
    const struct ranked *sorted = rank_sorted(in, r, ARENA_ARRAY(a, 2 * n, struct rank_keyed), a);
    struct prng *streams = make_streams(in, sorted, n, a);
    struct drawn *drawn = ARENA_ARRAY(a, n, struct drawn);
    size_t width = (n + RANK_BINS - 1) / RANK_BINS, bins = (n + width - 1) / width;
    uint32_t *counts = ARENA_ARRAY(a, n * bins, uint32_t);
    for (size_t d = 0; d < draws; d++) {
        for (size_t i = 0; i < n; i++) {
            double error = fmax(sorted[i].se, ERROR_FLOOR * fmax(1, fabs(sorted[i].composite)));
            drawn[i] = (struct drawn) { sorted[i].composite + error * prng_normal(&streams[i]), i };
        }
        qsort(drawn, n, sizeof *drawn, compare_drawn);
        for (size_t place = 0; place < n; place++)
            counts[drawn[place].at * bins + place / width]++;
    }
    set_ranges(r, sorted, counts, bins, width, draws, level);
    arena_release(a, mark);
}

/* tests/bench/rank.c — re-ranking: 100,000 applications, and a million against streaming their columns.
 *
 *     rank SEED
 *
 * Fourteen components, nine tenths measured. CPU time of this thread, in milliseconds, after one run to
 * warm the memory. Prints one line of JSON.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "assessments/prng.h"
#include "assessments/rank.h"
#include "daemon/base/arena.h"

enum { COMPONENTS = 14, POOL = 100000, MANY = 1000000 };

static double cpu_ms(void) {
    struct timespec t = { 0 };
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static struct rank_in pool(size_t n, uint64_t seed) {
    struct prng random = prng_seed(seed);
    double *x = malloc(n * COMPONENTS * sizeof *x), *se = malloc(n * COMPONENTS * sizeof *se);
    uint8_t *has = malloc(n * COMPONENTS);
    uint64_t *tag = malloc(n * sizeof *tag);
    double *w = malloc(COMPONENTS * sizeof *w);
    for (size_t i = 0; i < n * COMPONENTS; i++) {
        x[i] = 50 + 10 * prng_normal(&random);
        se[i] = 3 + 2 * prng_unit(&random);
        has[i] = prng_unit(&random) < .9;
    }
    for (size_t i = 0; i < n; i++)
        tag[i] = prng_next(&random);
    for (size_t c = 0; c < COMPONENTS; c++)
        w[c] = 1 + (double)c;
    return (struct rank_in) { .persons_n = n, .components_n = COMPONENTS, .x = x, .se = se, .has = has,
                              .tag = tag, .w = w, .seed = seed };
}

/* Read every byte of the columns once, in eight sums so that nothing waits for an addition. */
static uint64_t stream(const struct rank_in *in) {
    const struct {
        const void *at;
        size_t bytes;
    } columns[] = { { in->x, in->persons_n * COMPONENTS * sizeof *in->x },
                    { in->se, in->persons_n * COMPONENTS * sizeof *in->se },
                    { in->has, in->persons_n * COMPONENTS } };
    uint64_t sums[8] = { 0 }, sum = 0;
    for (size_t k = 0; k < 3; k++) {
        const uint64_t *words = columns[k].at;
        for (size_t i = 0; i + 8 <= columns[k].bytes / 8; i += 8)
            for (size_t j = 0; j < 8; j++)
                sums[j] += words[i + j];
    }
    for (size_t j = 0; j < 8; j++)
        sum += sums[j];
    return sum;
}

static double streaming(const struct rank_in *in) {
    double from = cpu_ms();
    uint64_t sum = stream(in);
    double took = cpu_ms() - from;
    if (sum == 1) /* so that it is not left out */
        puts("");
    return took;
}

static double ranking(const struct rank_in *in, struct arena *a) {
    struct arena_mark mark = arena_mark(a);
    double from = cpu_ms();
    struct rank_result r = rank_compute(in, a);
    double took = cpu_ms() - from;
    if (r.placed_n == 0)
        exit(1);
    arena_release(a, mark);
    return took;
}

int main(int argc, char **argv) {
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    struct arena *a = arena_new((size_t)1 << 30);
    struct rank_in small = pool(POOL, seed), many = pool(MANY, seed + 1);
    (void)ranking(&small, a);
    double small_ms = ranking(&small, a);
    (void)streaming(&many);
    double stream_ms = streaming(&many);
    (void)ranking(&many, a);
    double many_ms = ranking(&many, a);
    printf("{\"rerank_ms\":%.3f,\"stream_ms\":%.3f,\"many_ms\":%.3f}\n", small_ms, stream_ms, many_ms);
    arena_free(&a);
    return 0;
}

/* tests/bench/rank.c — re-ranking 100,000 applications, and the pass over a million against streaming the
 * same columns.
 *
 *     rank SEED
 *
 * Fourteen components, nine tenths measured. CPU time of this thread, in milliseconds; each is done twice
 * and the second counts. Prints one line of JSON.
 */
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "assessments/prng.h"
#include "assessments/rank_internal.h"
#include "daemon/base/arena.h"

enum { COMPONENTS = 14, POOL = 100000, MANY = 1000000, TOP = 50 };

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
    double start = cpu_ms();
    uint64_t sum = stream(in);
    double took = cpu_ms() - start;
    if (sum == 1) /* so that it is not left out */
        puts("");
    return took;
}

/* One pass over the columns, and the best fifty composites: a new one pushes the worst of them out. */
static double pass(const struct rank_in *in, struct rank_sums *sums) {
    double top[TOP] = { 0 };
    size_t worst = 0;
    double start = cpu_ms();
    for (size_t from = 0, n = 0; from < in->persons_n; from += n) {
        n = rank_sum(in, from, sums);
        for (size_t k = 0; k < n; k++) {
            if (sums->wx[k] <= top[worst] * sums->w[k])
                continue;
            top[worst] = sums->wx[k] / sums->w[k];
            for (size_t t = 0; t < TOP; t++)
                worst = top[t] < top[worst] ? t : worst;
        }
    }
    double took = cpu_ms() - start;
    if (top[worst] <= 0)
        exit(1);
    return took;
}

/* Places, bands and order of everybody. */
static double ranking(const struct rank_in *in, struct arena *a) {
    struct arena_mark mark = arena_mark(a);
    double start = cpu_ms();
    struct rank_result r = rank_compute(in, a);
    double took = cpu_ms() - start;
    if (r.placed_n == 0)
        exit(1);
    arena_release(a, mark);
    return took;
}

int main(int argc, char **argv) {
    mallopt(M_MMAP_THRESHOLD, 32 << 20); /* as daemon/main.c does */
    mallopt(M_TRIM_THRESHOLD, 32 << 20);
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    struct arena *a = arena_new((size_t)1 << 30);
    struct rank_in small = pool(POOL, seed), many = pool(MANY, seed + 1);
    struct rank_sums *sums = malloc(sizeof *sums);
    double small_ms = 0, stream_ms = 0, pass_ms = 0;
    for (int turn = 0; turn < 2; turn++) {
        small_ms = ranking(&small, a);
        stream_ms = streaming(&many);
        pass_ms = pass(&many, sums);
    }
    printf("{\"rerank_ms\":%.3f,\"stream_ms\":%.3f,\"pass_ms\":%.3f}\n", small_ms, stream_ms, pass_ms);
    arena_free(&a);
    return 0;
}

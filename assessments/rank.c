/* assessments/rank.c — composites, coverage, places, bands. */
#include "assessments/rank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assessments/rank_internal.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"

#define COVERAGE_SLACK 1e-9 /* 70 of 100 points, summed in any order, is enough */

/* Sums per person, one column at a time. */
struct sums {
    double *w, *wx, *wwss, *covered;
};

/* Errors that two components share count twice their product: Σ is symmetric. */
static void add_pairs(const struct rank_in *in, double *wwss) {
    for (size_t p = 0; p < in->pairs_n; p++) {
        const struct rank_pair *pair = &in->pairs[p];
        if (!rank_uses(in, pair->c) || !rank_uses(in, pair->d))
            continue;
        double w = 2 * in->w[pair->c] * in->w[pair->d];
        for (size_t i = 0; i < in->persons_n; i++)
            wwss[i] += w * pair->cov[i];
    }
}

static struct sums sum_columns(const struct rank_in *in, struct arena *a) {
    size_t n = in->persons_n;
    struct sums s = { ARENA_ARRAY(a, n, double), ARENA_ARRAY(a, n, double),
                      ARENA_ARRAY(a, n, double), ARENA_ARRAY(a, n, double) };
    for (size_t c = 0; c < in->components_n; c++) {
        if (!rank_uses(in, c))
            continue;
        const double *x = in->x + c * n, *se = in->se + c * n;
        double w = in->w[c];
        for (size_t i = 0; i < n; i++) {
            if (!rank_has(in, c, i))
                continue;
            s.w[i] += w;
            s.covered[i] += in->share != NULL ? w * in->share[c * n + i] : w;
            s.wx[i] += w * x[i];
            s.wwss[i] += w * w * se[i] * se[i];
        }
    }
    add_pairs(in, s.wwss);
    return s;
}

static double plan_weight(const struct rank_in *in, bool planned) {
    double sum = 0;
    for (size_t c = 0; c < in->components_n; c++)
        if (planned ? rank_uses(in, c) : in->w[c] > 0)
            sum += in->w[c];
    return sum;
}

/* Raw composites and states. */
static void set_persons(const struct rank_in *in, const struct sums *s, double plan,
                        struct rank_result *r) {
    for (size_t i = 0; i < in->persons_n; i++) {
        struct rank_person *p = &r->persons[i];
        p->keep = 1;
        p->state = RANK_NOTHING;
        if (s->w[i] <= 0)
            continue;
        p->raw = p->composite = s->wx[i] / s->w[i];
        p->se = sqrt(fmax(0, s->wwss[i])) / s->w[i];
        p->coverage = fmin(1, s->covered[i] / plan);
        p->state = RANK_PLACED;
        if (p->coverage < RANK_COVERAGE_MIN - COVERAGE_SLACK)
            p->state = RANK_THIN;
        if (in->apart != NULL && in->apart[i] != 0)
            p->state = RANK_APART;
        r->placed_n += p->state == RANK_PLACED;
    }
}

/* What the pool of placed persons says about itself. */
static void set_pool(struct rank_result *r, size_t persons_n) {
    double n = (double)r->placed_n, raw = 0, errors = 0, squares = 0;
    if (r->placed_n == 0)
        return;
    for (size_t i = 0; i < persons_n; i++) {
        const struct rank_person *p = &r->persons[i];
        raw += p->state == RANK_PLACED ? p->raw : 0;
        errors += p->state == RANK_PLACED ? p->se * p->se : 0;
    }
    r->mean = raw / n;
    for (size_t i = 0; i < persons_n; i++) {
        double d = r->persons[i].raw - r->mean;
        squares += r->persons[i].state == RANK_PLACED ? d * d : 0;
    }
    r->variance = r->placed_n >= 2 ? squares / (n - 1) : 0;
    if (r->variance > 0)
        r->reliability = fmax(0, 1 - errors / n / r->variance);
}

/* One Kelley step, with the error of each person. Source: psychometrics.md §12.3, Kelley 1947. */
static void regress(struct rank_result *r, size_t persons_n) {
    double true_variance = r->reliability * r->variance;
    r->kelley = true;
    for (size_t i = 0; i < persons_n; i++) {
        struct rank_person *p = &r->persons[i];
        if (p->state == RANK_NOTHING)
            continue;
        double all = true_variance + p->se * p->se;
        p->keep = all > 0 ? true_variance / all : 1;
        p->composite = r->mean + p->keep * (p->raw - r->mean);
        p->se = sqrt(true_variance * (1 - p->keep));
    }
}

/* Mix bits: the finaliser of SplitMix64. */
static uint64_t mix(uint64_t z) {
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

struct prng rank_stream(uint64_t seed, uint64_t purpose, uint64_t tag) {
    return prng_seed(mix(mix(seed + purpose * UINT64_C(0x9e3779b97f4a7c15)) ^ mix(tag)));
}

/* A tag made of what was scored, so that it follows the person to any row. */
static uint64_t tag_of_scores(const struct rank_person *p) {
    int64_t composite = llround(p->composite * 1e6), se = llround(p->se * 1e6);
    return mix((uint64_t)composite) ^ mix((uint64_t)se + 1);
}

static int compare_ranked(const void *x, const void *y) {
    const struct ranked *a = x, *b = y;
    if (a->composite != b->composite)
        return a->composite > b->composite ? -1 : 1;
    if (a->se != b->se)
        return a->se > b->se ? -1 : 1;
    return a->tag < b->tag ? -1 : a->tag > b->tag;
}

struct ranked *rank_sorted(const struct rank_in *in, const struct rank_result *r, struct arena *a) {
    struct ranked *sorted = ARENA_ARRAY(a, r->placed_n, struct ranked);
    size_t n = 0;
    for (size_t i = 0; i < in->persons_n; i++) {
        const struct rank_person *p = &r->persons[i];
        if (p->state != RANK_PLACED)
            continue;
        uint64_t tag = in->tag != NULL ? in->tag[i] : tag_of_scores(p);
        sorted[n++] = (struct ranked) { p->composite, p->se, tag, i };
    }
    qsort(sorted, n, sizeof *sorted, compare_ranked);
    return sorted;
}

/* The end of the run of equal composites that begins at `from`, and their largest error. */
static size_t run_end(const struct ranked *sorted, size_t n, size_t from, double *ret_se) {
    size_t end = from;
    *ret_se = 0;
    for (; end < n && sorted[from].composite - sorted[end].composite <= RANK_TIE; end++)
        *ret_se = fmax(*ret_se, sorted[end].se);
    return end;
}

static void set_places_and_bands(const struct rank_in *in, struct rank_result *r,
                                 const struct ranked *sorted) {
    double z = in->z > 0 ? in->z : RANK_BAND_Z, leader = 0, leader_se = 0, se = 0;
    for (size_t from = 0, end = 0; from < r->placed_n; from = end) {
        end = run_end(sorted, r->placed_n, from, &se);
        double reach = z * hypot(leader_se, se);
        if (r->bands_n == 0 || leader - sorted[from].composite > reach) {
            r->bands_n++;
            leader = sorted[from].composite;
            leader_se = se;
        }
        for (size_t i = from; i < end; i++) {
            struct rank_person *p = &r->persons[sorted[i].person];
            p->place = p->place_lo = p->place_hi = from + 1;
            p->band = r->bands_n;
        }
    }
}

/* What decides the order inside a band: a random number of each person. */
struct ordered {
    size_t band, person;
    uint64_t key;
};

static int compare_ordered(const void *x, const void *y) {
    const struct ordered *a = x, *b = y;
    if (a->band != b->band)
        return a->band < b->band ? -1 : 1;
    return a->key < b->key ? -1 : a->key > b->key;
}

static void set_order(const struct rank_in *in, struct rank_result *r, const struct ranked *sorted,
                      struct arena *a) {
    struct ordered *all = ARENA_ARRAY(a, r->placed_n, struct ordered);
    for (size_t i = 0; i < r->placed_n; i++) {
        struct prng stream = rank_stream(in->seed, RANK_STREAM_ORDER, sorted[i].tag);
        all[i] = (struct ordered) { r->persons[sorted[i].person].band, sorted[i].person,
                                    prng_next(&stream) };
    }
    qsort(all, r->placed_n, sizeof *all, compare_ordered);
    for (size_t i = 0; i < r->placed_n; i++)
        r->persons[all[i].person].order = i;
}

struct rank_result rank_bands(const struct rank_in *in, struct arena *a,
                              struct ranked **ret_sorted) {
    struct rank_result r = { .persons = ARENA_ARRAY(a, in->persons_n, struct rank_person) };
    double plan = plan_weight(in, true), all = plan_weight(in, false);
    r.plan_share = all > 0 ? plan / all : 0;
    struct sums s = sum_columns(in, a);
    set_persons(in, &s, plan, &r);
    set_pool(&r, in->persons_n);
    size_t from = in->kelley_from == 0 ? RANK_KELLEY_FROM : in->kelley_from;
    if (r.placed_n >= from && r.placed_n >= 2)
        regress(&r, in->persons_n);
    *ret_sorted = rank_sorted(in, &r, a);
    set_places_and_bands(in, &r, *ret_sorted);
    return r;
}

struct rank_result rank_compute(const struct rank_in *in, struct arena *a) {
    struct ranked *sorted = NULL;
    struct rank_result r = rank_bands(in, a, &sorted);
    set_order(in, &r, sorted, a);
    return r;
}

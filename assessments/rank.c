/* assessments/rank.c — composites, coverage, places, bands. */
#include "assessments/rank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assessments/rank_internal.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"

#define COVERAGE_SLACK 1e-9 /* 70 of 100 points, summed in any order, is enough */

static double plan_weight(const struct rank_in *in, bool planned) {
    double sum = 0;
    for (size_t c = 0; c < in->components_n; c++)
        if (planned ? rank_uses(in, c) : in->w[c] > 0)
            sum += in->w[c];
    return sum;
}

/* The raw composite and the state of person i, whose sums are the k-th. */
static struct rank_person person_of(const struct rank_in *in, size_t i, const struct rank_sums *s,
                                    size_t k, double plan) {
    struct rank_person p = { .state = RANK_NOTHING };
    if (s->w[k] <= 0)
        return p;
    p.raw = p.composite = s->wx[k] / s->w[k];
    p.se = sqrt(fmax(0, s->wwss[k])) / s->w[k];
    p.coverage = fmin(1, s->covered[k] / plan);
    p.state = RANK_PLACED;
    if (p.coverage < RANK_COVERAGE_MIN - COVERAGE_SLACK)
        p.state = RANK_THIN;
    if (in->apart != NULL && in->apart[i] != 0)
        p.state = RANK_APART;
    return p;
}

static void set_persons(const struct rank_in *in, double plan, struct rank_result *r,
                        struct arena *a) {
    struct rank_sums *s = ARENA_NEW(a, struct rank_sums);
    for (size_t from = 0, n = 0; from < in->persons_n; from += n) {
        n = rank_sum(in, from, s);
        for (size_t k = 0; k < n; k++) {
            struct rank_person *p = &r->persons[from + k];
            *p = person_of(in, from + k, s, k, plan);
            r->placed_n += p->state == RANK_PLACED;
        }
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

/* One Kelley step, with the reliability of the pool for everybody. A pool cannot show that its reliability
 * is 0: the least is what estimating it from n people leaves. Source: METHOD.md §6; Kelley 1947, Morris 1983. */
static void regress(struct rank_result *r, size_t persons_n) {
    double keep = fmax(r->reliability, 2 / ((double)r->placed_n - 1));
    r->kelley = keep < 1;
    r->keep = fmin(keep, 1);
    for (size_t i = 0; i < persons_n && r->kelley; i++) {
        struct rank_person *p = &r->persons[i];
        if (p->state == RANK_NOTHING)
            continue;
        p->composite = r->mean + keep * (p->raw - r->mean);
        p->se = sqrt((1 - keep) * (1 - keep) * keep * r->variance + keep * keep * p->se * p->se);
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

/* A key that ascends as the value descends. -0 and 0 are one value. */
static uint64_t descending_key(double v) {
    uint64_t bits = 0, sign = UINT64_C(1) << 63;
    v += 0.0;
    memcpy(&bits, &v, sizeof bits);
    return bits & sign ? bits : ~(bits | sign);
}

struct ranked *rank_sorted(const struct rank_in *in, const struct rank_result *r,
                           struct rank_keyed *scratch, struct arena *a) {
    struct ranked *sorted = ARENA_ARRAY(a, r->placed_n, struct ranked);
    struct rank_keyed *rows = scratch;
    size_t n = 0;
    for (size_t i = 0; i < in->persons_n; i++)
        if (r->persons[i].state == RANK_PLACED)
            rows[n++] =
                (struct rank_keyed) { descending_key(r->persons[i].composite), (uint32_t)i };
    rank_sort(rows, n, scratch + r->placed_n);
    for (size_t k = 0; k < n; k++) {
        const struct rank_person *p = &r->persons[rows[k].at];
        uint64_t tag = in->tag != NULL ? in->tag[rows[k].at] : tag_of_scores(p);
        sorted[k] = (struct ranked) {
            .composite = p->composite, .se = p->se, .tag = tag, .person = rows[k].at
        };
    }
    for (size_t from = 0, end = 0; from < n; from = end) {
        for (end = from + 1; end < n && sorted[end].composite == sorted[from].composite;)
            end++;
        if (end - from > 1)
            qsort(sorted + from, end - from, sizeof *sorted, compare_ranked);
    }
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
                                 struct ranked *sorted) {
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
            sorted[i].place = (uint32_t)from + 1;
            sorted[i].band = (uint32_t)r->bands_n;
        }
    }
}

/* Inside a band a random number of each person decides. Bands follow each other in `sorted`. */
static void set_order(const struct rank_in *in, struct ranked *sorted, size_t n,
                      struct rank_keyed *scratch) {
    struct rank_keyed *rows = scratch, *spare = scratch + n;
    for (size_t from = 0, end = 0; from < n; from = end) {
        for (end = from; end < n && sorted[end].band == sorted[from].band; end++) {
            struct prng stream = rank_stream(in->seed, RANK_STREAM_ORDER, sorted[end].tag);
            rows[end] = (struct rank_keyed) { prng_next(&stream), (uint32_t)end };
        }
        rank_sort(rows + from, end - from, spare);
    }
    for (size_t i = 0; i < n; i++)
        sorted[rows[i].at].order = (uint32_t)i;
}

/* What was found in the order of composites, to the persons: the one walk through memory in that
 * order. */
static void set_found(struct rank_result *r, const struct ranked *sorted) {
    for (size_t k = 0; k < r->placed_n; k++) {
        struct rank_person *p = &r->persons[sorted[k].person];
        p->place = p->place_lo = p->place_hi = sorted[k].place;
        p->band = sorted[k].band;
        p->order = sorted[k].order;
    }
}

static struct rank_result rank_all(const struct rank_in *in, bool ordered, struct arena *a) {
    CHECK(in->persons_n < UINT32_MAX);
    struct rank_result r = { .persons = ARENA_ARRAY(a, in->persons_n, struct rank_person),
                             .keep = 1 };
    double plan = plan_weight(in, true), all = plan_weight(in, false);
    r.plan_share = all > 0 ? plan / all : 0;
    set_persons(in, plan, &r, a);
    set_pool(&r, in->persons_n);
    size_t from = in->kelley_from == 0 ? RANK_KELLEY_FROM : in->kelley_from;
    if (r.placed_n >= from && r.placed_n >= 2)
        regress(&r, in->persons_n);
    struct rank_keyed *scratch = ARENA_ARRAY(a, 2 * r.placed_n, struct rank_keyed);
    struct ranked *sorted = rank_sorted(in, &r, scratch, a);
    set_places_and_bands(in, &r, sorted);
    if (ordered)
        set_order(in, sorted, r.placed_n, scratch);
    set_found(&r, sorted);
    return r;
}

struct rank_result rank_bands(const struct rank_in *in, struct arena *a) {
    return rank_all(in, false, a);
}

struct rank_result rank_compute(const struct rank_in *in, struct arena *a) {
    return rank_all(in, true, a);
}

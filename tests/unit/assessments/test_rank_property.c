/* Nothing may change that should not: rows, names, weights × 2, people who do not matter. */
#include "assessments/explain.h"
#include "assessments/prng.h"
#include "assessments/rank.h"
#include "assessments/stat.h"
#include "tests/unit/assessments/unit.h"

#define PERSONS 24
#define PARTS   7

/* A pool with missing cells, unequal errors, two pairs of equals and one without anything. */
struct pool {
    double x[PARTS * PERSONS], se[PARTS * PERSONS], w[PARTS];
    uint8_t has[PARTS * PERSONS], plan[PARTS], apart[PERSONS];
    uint64_t tag[PERSONS];
    struct rank_in in;
};

static void copy_person(struct pool *p, size_t from, size_t to) {
    for (size_t c = 0; c < PARTS; c++) {
        p->x[c * PERSONS + to] = p->x[c * PERSONS + from];
        p->se[c * PERSONS + to] = p->se[c * PERSONS + from];
        p->has[c * PERSONS + to] = p->has[c * PERSONS + from];
    }
    p->apart[to] = p->apart[from];
}

static void make_pool(struct pool *p, uint64_t seed) {
    memset(p, 0, sizeof *p);
    struct prng r = prng_seed(seed);
    for (size_t c = 0; c < PARTS; c++) {
        p->w[c] = (double)(3 + prng_below(&r, 20));
        p->plan[c] = c != PARTS - 1;
        for (size_t i = 0; i < PERSONS; i++) {
            p->x[c * PERSONS + i] = 100 * prng_unit(&r);
            p->se[c * PERSONS + i] = 5 + 15 * prng_unit(&r);
            p->has[c * PERSONS + i] = prng_unit(&r) < .93;
        }
    }
    for (size_t i = 0; i < PERSONS; i++) {
        p->apart[i] = prng_unit(&r) < .1;
        p->tag[i] = prng_next(&r);
    }
    copy_person(p, 0, 1);
    copy_person(p, 5, 20);
    for (size_t c = 0; c < PARTS; c++)
        p->has[c * PERSONS + 7] = 0;
    p->in = (struct rank_in) { .persons_n = PERSONS,
                               .components_n = PARTS,
                               .x = p->x,
                               .se = p->se,
                               .has = p->has,
                               .w = p->w,
                               .plan = p->plan,
                               .apart = p->apart,
                               .tag = p->tag,
                               .seed = 11 };
}

static struct rank_result ranked(const struct pool *p, struct arena *a) {
    struct rank_result r = rank_compute(&p->in, a);
    rank_places(&p->in, &r, 1000, RANK_LEVEL, a);
    return r;
}

static void expect_same(const struct rank_person *one, const struct rank_person *two,
                        bool order_too) {
    assert_int_equal(one->state, two->state);
    assert_near(one->composite, two->composite, 1e-9);
    assert_near(one->se, two->se, 1e-9);
    assert_near(one->coverage, two->coverage, 1e-9);
    assert_int_equal(one->place, two->place);
    assert_int_equal(one->place_lo, two->place_lo);
    assert_int_equal(one->place_hi, two->place_hi);
    assert_int_equal(one->band, two->band);
    if (order_too)
        assert_int_equal(one->order, two->order);
}

/* Move person i to row to[i]. */
static void move_rows(const struct pool *from, const size_t *to, struct pool *ret) {
    for (size_t i = 0; i < PERSONS; i++) {
        for (size_t c = 0; c < PARTS; c++) {
            ret->x[c * PERSONS + to[i]] = from->x[c * PERSONS + i];
            ret->se[c * PERSONS + to[i]] = from->se[c * PERSONS + i];
            ret->has[c * PERSONS + to[i]] = from->has[c * PERSONS + i];
        }
        ret->apart[to[i]] = from->apart[i];
        ret->tag[to[i]] = from->tag[i];
    }
}

static void rows_may_be_shuffled(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct arena *a = arena_new(64 << 20);
        struct pool *p = ARENA_NEW(a, struct pool), *q = ARENA_NEW(a, struct pool);
        make_pool(p, seed);
        make_pool(q, seed);
        bool kelley = seed % 2 == 1;
        p->in.kelley_from = q->in.kelley_from = kelley ? 2 : 0;
        size_t to[PERSONS];
        for (size_t i = 0; i < PERSONS; i++)
            to[i] = i;
        struct prng r = prng_seed(seed + 99);
        prng_shuffle(&r, to, PERSONS);
        move_rows(p, to, q);
        for (int tags = 0; tags < 2; tags++) {
            if (tags == 1)
                p->in.tag = q->in.tag = NULL;
            struct rank_result one = ranked(p, a), two = ranked(q, a);
            assert_int_equal(one.bands_n, two.bands_n);
            for (size_t i = 0; i < PERSONS; i++)
                expect_same(&one.persons[i], &two.persons[to[i]], tags == 0);
        }
        arena_free(&a);
    }
}

static void weights_may_be_doubled(void **state) {
    (void)state;
    struct arena *a = arena_new(64 << 20);
    struct pool *p = ARENA_NEW(a, struct pool);
    for (uint64_t seed = 0; seed < 10; seed++) {
        make_pool(p, seed);
        struct rank_result one = ranked(p, a);
        for (int factor = 2; factor <= 3; factor++) {
            for (size_t c = 0; c < PARTS; c++)
                p->w[c] *= factor;
            struct rank_result two = ranked(p, a);
            for (size_t i = 0; i < PERSONS; i++)
                expect_same(&one.persons[i], &two.persons[i], true);
        }
    }
    arena_free(&a);
}

/* Somebody far below everybody, or without a result, changes nobody's place, range or band. */
static void people_who_do_not_matter_change_nothing(void **state) {
    (void)state;
    struct arena *a = arena_new(64 << 20);
    struct pool *p = ARENA_NEW(a, struct pool);
    for (uint64_t seed = 0; seed < 10; seed++) {
        make_pool(p, seed);
        struct rank_result one = ranked(p, a); /* person 7 has nothing */
        for (size_t c = 0; c < PARTS; c++) {
            p->has[c * PERSONS + 7] = 1;
            p->x[c * PERSONS + 7] = -500;
            p->se[c * PERSONS + 7] = 1;
        }
        p->apart[7] = 0;
        struct rank_result two = ranked(p, a);
        assert_int_equal(two.persons[7].place, two.placed_n);
        for (size_t i = 0; i < PERSONS; i++)
            if (i != 7)
                expect_same(&one.persons[i], &two.persons[i], true);
    }
    arena_free(&a);
}

static void more_points_never_lower_a_place(void **state) {
    (void)state;
    struct arena *a = arena_new(64 << 20);
    struct pool *p = ARENA_NEW(a, struct pool);
    for (uint64_t seed = 0; seed < 5; seed++) {
        make_pool(p, seed);
        for (size_t i = 0; i < PERSONS; i++) {
            struct rank_person before = ranked(p, a).persons[i];
            size_t cell = (seed % (PARTS - 1)) * PERSONS + i;
            if (before.state != RANK_PLACED || p->has[cell] == 0)
                continue;
            p->x[cell] += 10;
            struct rank_person after = ranked(p, a).persons[i];
            assert_true(after.composite > before.composite);
            assert_true(after.place <= before.place);
            assert_true(after.place_lo <= before.place_lo);
            assert_true(after.place_hi <= before.place_hi);
            p->x[cell] -= 10;
        }
    }
    arena_free(&a);
}

static void results_are_bounded_and_whole(void **state) {
    (void)state;
    struct arena *a = arena_new(64 << 20);
    struct pool *p = ARENA_NEW(a, struct pool);
    for (uint64_t seed = 0; seed < 40; seed++) {
        make_pool(p, seed);
        p->in.kelley_from = seed % 2 ? 2 : 0;
        struct rank_result r = ranked(p, a);
        bool taken[PERSONS] = { false };
        for (size_t i = 0; i < PERSONS; i++) {
            const struct rank_person *one = &r.persons[i];
            double parts[PARTS], sum = 0;
            rank_contributions(&p->in, &r, i, parts);
            for (size_t c = 0; c < PARTS; c++)
                sum += parts[c];
            if (one->state != RANK_NOTHING)
                assert_near(sum, one->composite, 1e-9);
            assert_true(one->coverage >= 0 && one->coverage <= 1);
            assert_true((one->place > 0) == (one->state == RANK_PLACED));
            if (one->state != RANK_PLACED)
                continue;
            assert_true(one->coverage >= RANK_COVERAGE_MIN - 1e-9);
            assert_true(one->place_lo >= 1 && one->place_lo <= one->place_hi);
            assert_true(one->place_hi <= r.placed_n && one->order < r.placed_n);
            assert_false(taken[one->order]);
            taken[one->order] = true;
            for (size_t j = 0; j < PERSONS; j++)
                if (r.persons[j].state == RANK_PLACED && r.persons[j].band > one->band)
                    assert_true(r.persons[j].order > one->order &&
                                r.persons[j].composite < one->composite);
        }
        assert_int_equal(r.persons[7].state, RANK_NOTHING);
        assert_int_equal(r.persons[0].place, r.persons[1].place);
        assert_int_equal(r.persons[0].band, r.persons[1].band);
        assert_int_equal(r.persons[0].place_hi, r.persons[1].place_hi);
    }
    arena_free(&a);
}

/* Order inside a band is by seed: another seed gives another order, the same bands. */
static void order_inside_a_band_is_by_seed(void **state) {
    (void)state;
    struct arena *a = arena_new(64 << 20);
    struct pool *p = ARENA_NEW(a, struct pool);
    size_t differs = 0;
    make_pool(p, 3);
    struct rank_result one = rank_compute(&p->in, a);
    for (uint64_t seed = 100; seed < 110; seed++) {
        p->in.seed = seed;
        struct rank_result two = rank_compute(&p->in, a);
        for (size_t i = 0; i < PERSONS; i++) {
            assert_int_equal(one.persons[i].band, two.persons[i].band);
            differs += one.persons[i].order != two.persons[i].order;
        }
    }
    assert_true(differs > 50);
    arena_free(&a);
}

/* Coverage counts what the stage plans; the share of all requirements is said apart. */
static void coverage_is_relative_to_the_plan(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 20);
    const double w[4] = { 40, 28, 20, 12 }, x[4] = { 60, 70, 0, 90 }, se[4] = { 5, 5, 5, 5 };
    const uint8_t plan[4] = { 1, 1, 0, 0 };
    uint8_t has[4] = { 1, 1, 0, 1 };
    struct rank_in in = {
        .persons_n = 1, .components_n = 4, .x = x, .se = se, .has = has, .w = w, .plan = plan
    };
    struct rank_result r = rank_compute(&in, a);
    assert_near(r.plan_share, .68, 1e-12);
    assert_near(r.persons[0].coverage, 1, 1e-12);
    assert_near(r.persons[0].composite, (40 * 60 + 28 * 70) / 68., 1e-12);
    assert_near(r.persons[0].se, 5 * sqrt(40 * 40 + 28 * 28) / 68, 1e-12);
    has[1] = 0; /* 40 of 68 */
    r = rank_compute(&in, a);
    assert_near(r.persons[0].coverage, 40 / 68., 1e-12);
    assert_int_equal(r.persons[0].state, RANK_THIN);
    assert_near(r.persons[0].composite, 60, 1e-12);
    assert_int_equal(r.placed_n, 0);
    arena_free(&a);
}

static void stability_varies_weights_only(void **state) {
    (void)state;
    struct arena *a = arena_new(64 << 20);
    struct pool *p = ARENA_NEW(a, struct pool);
    make_pool(p, 4);
    double top[PERSONS];
    size_t lo[PERSONS], hi[PERSONS];
    struct rank_result r = rank_compute(&p->in, a);
    rank_stability(&p->in, 3, 200, a, top, lo, hi);
    double sum = 0;
    for (size_t i = 0; i < PERSONS; i++) {
        sum += top[i];
        if (r.persons[i].state == RANK_PLACED)
            assert_true(lo[i] <= r.persons[i].place && r.persons[i].place <= hi[i]);
        else
            assert_int_equal(hi[i], 0);
    }
    assert_true(sum >= 3 - 1e-9 && sum < 3.5); /* ties share a place */
    arena_free(&a);
}

static void pairs_are_explained_to_the_last_point(void **state) {
    (void)state;
    struct arena *a = arena_new(64 << 20);
    struct pool *p = ARENA_NEW(a, struct pool);
    for (uint64_t seed = 0; seed < 6; seed++) {
        make_pool(p, seed);
        p->in.kelley_from = seed % 2 ? 2 : 0;
        struct rank_result r = rank_compute(&p->in, a);
        for (size_t i = 0; i < PERSONS; i++) {
            for (size_t j = 0; j < i; j++) {
                if (r.persons[i].state == RANK_NOTHING || r.persons[j].state == RANK_NOTHING)
                    continue;
                struct explain_pair e = explain_pair(&p->in, &r, i, j, false, a);
                double sum = e.other;
                for (size_t k = 0; k < e.lines_n; k++) {
                    sum += e.lines[k].points;
                    assert_true(k == 0 || fabs(e.lines[k].points) <= fabs(e.lines[k - 1].points));
                }
                assert_near(sum, e.difference, 1e-9);
                assert_near(e.difference, fabs(r.persons[i].composite - r.persons[j].composite),
                            1e-12);
                assert_true(e.p_above >= .5 && e.p_above <= 1);
                assert_int_equal(e.equal, e.difference <= e.error);
            }
        }
    }
    arena_free(&a);
}

/* A change that is named does it; half of it would not. */
static void named_changes_do_what_they_say(void **state) {
    (void)state;
    struct arena *a = arena_new(64 << 20);
    const double x[6] = { 80, 60, 40, 50, 50, 90 }, se[6] = { 4, 4, 4, 4, 4, 4 }; /* A 80 40 50 */
    const double w[3] = { 50, 30, 20 };                                           /* B 60 50 90 */
    struct rank_in in = { .persons_n = 2, .components_n = 3, .x = x, .se = se, .w = w };
    struct rank_result r = rank_compute(&in, a);
    /* A 40 + 12 + 10 = 62, B 30 + 15 + 18 = 63 */
    struct explain_pair e = explain_pair(&in, &r, 0, 1, true, a);
    assert_int_equal(e.upper, 1);
    assert_near(e.difference, 1, 1e-9);
    assert_int_equal(e.lines[0].component, 0);
    assert_near(e.lines[0].points, -10, 1e-9);
    assert_near(e.lines[1].points, 8, 1e-9);
    assert_near(e.lines[2].points, 3, 1e-9);
    assert_near(e.other, 0, 0);
    assert_true(e.equal);
    /* weight 1 from 50 to 53 leaves 47 for the others: 53·20 − 28.2·10 − 18.8·40 = 26 > 0;
       52: 1040 − 288 − 768 = −16; weight 3 from 20 to 18 (a smaller step): 51.25·20 − 30.75·10
       − 18·40 = −2.5; 17: 1037.5 − 311.25 − 680 = 46 > 0: also three points */
    assert_int_equal(e.swap.component, 0);
    assert_int_equal(e.swap.from, 50);
    assert_int_equal(e.swap.to, 53);
    assert_true(e.same_band.component == EXPLAIN_NONE);
    const double far[6] = { 80, 20, 80, 20, 80, 75 };
    in.x = far;
    r = rank_compute(&in, a);
    e = explain_pair(&in, &r, 0, 1, true, a);
    assert_true(e.swap.component == EXPLAIN_NONE); /* A is better everywhere */
    assert_int_equal(e.same_band.component, 2);
    arena_free(&a);
}

static void what_stands_out_is_against_the_pool(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 20);
    const double x[6] = { 80, 60, 40, 50, 55, 55 }, se[6] = { 2, 2, 2, 2, 2, 2 };
    const double w[3] = { 50, 30, 20 };
    struct rank_in in = { .persons_n = 2, .components_n = 3, .x = x, .se = se, .w = w };
    struct rank_result r = rank_compute(&in, a);
    struct explain_person e = explain_person(&in, &r, 0);
    assert_int_equal(e.strongest[0].component, 0); /* 80 against 70, weight .5 */
    assert_near(e.strongest[0].points, 5, 1e-12);
    assert_near(e.strongest[0].error, stat_z_of_many(6, EXPLAIN_Z) * .5 * sqrt(2), 1e-12); /* half of 2·√(¼ + ¼) */
    assert_int_equal(e.strongest_n, 1); /* 55 against 55 stands out nowhere */
    assert_int_equal(e.weakest.component, 1);
    assert_near(e.weakest.points, -1.5, 1e-12);
    assert_true(e.has_weakest);
    const double wide[6] = { 4, 4, 8, 8, 4, 4 }; /* 5 below the mean, error 1.645·5.66 = 9.3 */
    in.se = wide;
    e = explain_person(&in, &r, 0);
    assert_int_equal(e.strongest_n, 1);
    assert_false(e.has_weakest);
    in.se = (const double[]) { 9, 9, 9, 9, 9, 9 }; /* nothing is beyond its error */
    e = explain_person(&in, &r, 0);
    assert_true(e.strongest_n == 0 && !e.has_weakest);
    in.se = se;
    in.share = (const double[]) { .5, 1, 1, 1, 1, 1 }; /* half of it shown: no strength is told of it */
    e = explain_person(&in, &r, 0);
    assert_true(e.strongest_n == 0 && e.weakest.component == 1);
    struct rank_in alone = {
        .persons_n = 1, .components_n = 3, .x = (const double[]) { 80, 40, 55 }, .se = se, .w = w
    };
    r = rank_compute(&alone, a);
    e = explain_person(&alone, &r, 0);
    assert_near(e.strongest[0].points, 15, 1e-12); /* against 50 */
    assert_near(e.weakest.points, -3, 1e-12);
    arena_free(&a);
}

/* Errors that belong together: with correlation 1 they add up, with −1 they cancel, and a pair whose component the
 * stage does not measure counts for nobody. */
static void shared_errors_add_up(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 20);
    const double x[4] = { 60, 60, 40, 40 }, se[4] = { 5, 5, 10, 10 }, w[2] = { 3, 1 }, cov[2] = { 50, -50 };
    const struct rank_pair pair = { 0, 1, cov };
    struct rank_in in = { .persons_n = 2, .components_n = 2, .x = x, .se = se, .w = w };
    double alone = rank_compute(&in, a).persons[0].se;
    assert_near(alone, hypot(15, 10) / 4, 1e-12);
    in.pairs = &pair;
    in.pairs_n = 1;
    struct rank_result r = rank_compute(&in, a);
    assert_near(r.persons[0].se, (15. + 10) / 4, 1e-12);
    assert_near(r.persons[1].se, (15. - 10) / 4, 1e-12);
    const uint8_t plan[2] = { 1, 0 };
    in.plan = plan;
    assert_near(rank_compute(&in, a).persons[0].se, 5, 1e-12);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shared_errors_add_up),
        cmocka_unit_test(rows_may_be_shuffled),
        cmocka_unit_test(weights_may_be_doubled),
        cmocka_unit_test(people_who_do_not_matter_change_nothing),
        cmocka_unit_test(more_points_never_lower_a_place),
        cmocka_unit_test(results_are_bounded_and_whole),
        cmocka_unit_test(order_inside_a_band_is_by_seed),
        cmocka_unit_test(coverage_is_relative_to_the_plan),
        cmocka_unit_test(stability_varies_weights_only),
        cmocka_unit_test(pairs_are_explained_to_the_last_point),
        cmocka_unit_test(named_changes_do_what_they_say),
        cmocka_unit_test(what_stands_out_is_against_the_pool),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

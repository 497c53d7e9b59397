/* Ranking against the reference values. */
#include "assessments/rank.h"
#include "tests/unit/assessments/golden.h"

static void chances_of_a_pair(void **state) {
    (void)state;
    struct arena *a = arena_new(32 << 20);
    const struct json *golden = golden_or_fail("ranking", a);
    const struct json *pairs = json_member(golden, "pairs");
    double est[6], se[6];
    golden_list(json_member(pairs, "est"), est, 6);
    golden_list(json_member(pairs, "se"), se, 6);
    const struct json *rows = json_member(pairs, "p_above");
    for (size_t i = 0; i < 6; i++)
        for (size_t j = 0; j < 6; j++)
            if (i != j)
                assert_near(rank_p_above(est[i], se[i], est[j], se[j], 0),
                            rows->children[i].children[j].number, 1e-9);
    const struct json *more = json_member(golden, "example_p");
    for (size_t i = 0; i < more->children_n; i++) {
        const struct json *one = &more->children[i];
        double s = golden_number(one, "s");
        assert_near(rank_p_above(golden_number(one, "d"), s, 0, s, golden_number(one, "rho")),
                    golden_number(one, "p"), 5e-5);
    }
    assert_near(rank_p_above(1, 0, 1, 0, 0), .5, 0);
    assert_near(rank_p_above(2, 0, 1, 0, 0), 1, 0);
    arena_free(&a);
}

/* One component, scores as given: places, bands and place ranges of a reference case. */
static void check_case(const struct json *persons, double z, struct arena *a) {
    double x[16], se[16], w = 1;
    size_t n = persons->children_n;
    for (size_t i = 0; i < n; i++) {
        x[i] = golden_number(&persons->children[i], "composite");
        se[i] = golden_number(&persons->children[i], "se");
    }
    struct rank_in in = {
        .persons_n = n, .components_n = 1, .x = x, .se = se, .w = &w, .z = z, .seed = 1
    };
    struct rank_result r = rank_compute(&in, a);
    rank_places(&in, &r, 100000, RANK_LEVEL, a);
    for (size_t i = 0; i < n; i++) {
        const struct json *wanted = &persons->children[i];
        assert_near(r.persons[i].composite, x[i], 1e-9);
        assert_near(r.persons[i].se, se[i], 1e-9);
        assert_int_equal(r.persons[i].place, golden_number(wanted, "rank"));
        assert_int_equal(r.persons[i].band, golden_number(wanted, "band"));
        assert_near((double)r.persons[i].place_lo, golden_number(wanted, "rank_lo"), 1);
        assert_near((double)r.persons[i].place_hi, golden_number(wanted, "rank_hi"), 1);
    }
}

static void places_and_fixed_bands(void **state) {
    (void)state;
    struct arena *a = arena_new(64 << 20);
    const struct json *golden = golden_or_fail("ranking", a);
    check_case(json_member(golden, "six"), 0, a);
    const struct json *bands = json_member(golden, "bands");
    check_case(json_member(bands, "persons"), golden_number(bands, "z"), a);
    arena_free(&a);
}

/* The six persons' ranges, exactly: none of their limits is near a place. */
static void place_ranges_of_six(void **state) {
    (void)state;
    struct arena *a = arena_new(64 << 20);
    const struct json *persons = json_member(golden_or_fail("ranking", a), "six");
    double x[6], se[6], w = 1;
    for (size_t i = 0; i < 6; i++) {
        x[i] = golden_number(&persons->children[i], "composite");
        se[i] = golden_number(&persons->children[i], "se");
    }
    struct rank_in in = { .persons_n = 6, .components_n = 1, .x = x, .se = se, .w = &w, .seed = 5 };
    struct rank_result r = rank_compute(&in, a);
    rank_places(&in, &r, RANK_DRAWS, RANK_LEVEL, a);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(r.persons[i].place_lo, golden_number(&persons->children[i], "rank_lo"));
        assert_int_equal(r.persons[i].place_hi, golden_number(&persons->children[i], "rank_hi"));
    }
    arena_free(&a);
}

static void composite_reliability(void **state) {
    (void)state;
    struct arena *a = arena_new(32 << 20);
    const struct json *mosier = json_member(golden_or_fail("ranking", a), "mosier");
    const struct json *rows = json_member(mosier, "cov");
    const struct json *alpha = json_member(mosier, "alpha");
    double cov[25], r[5], w[5], rel = 0, sd = 0, sem = 0;
    for (size_t i = 0; i < 5; i++) {
        golden_list(&rows->children[i], cov + 5 * i, 5);
        r[i] = alpha->children[i].number;
    }
    static const char *const sets[] = { "equal", "job", "one" };
    for (size_t s = 0; s < COUNT(sets); s++) {
        golden_list(json_member(json_member(mosier, "weights"), sets[s]), w, 5);
        const struct json *wanted = json_member(json_member(mosier, "results"), sets[s]);
        assert_true(rank_mosier(w, cov, r, 5, &rel, &sd, &sem));
        assert_near(rel, golden_number(wanted, "rel"), 1e-8);
        assert_near(sd, golden_number(wanted, "sd"), 1e-8);
        assert_near(sem, golden_number(wanted, "se"), 1e-8);
    }
    assert_false(rank_mosier((const double[]) { 0, 0, 0, 0, 0 }, cov, r, 5, &rel, &sd, &sem));
    arena_free(&a);
}

/* METHOD.md §6: two components, the example in full, and the Kelley step on it. */
static void kelley_step(void **state) {
    (void)state;
    struct arena *a = arena_new(32 << 20);
    const struct json *ex = json_member(golden_or_fail("ranking", a), "example_12");
    double w[2], r[2], rel = 0, sd = 0, sem = 0, rho = golden_number(ex, "rho");
    golden_list(json_member(ex, "w"), w, 2);
    golden_list(json_member(ex, "r"), r, 2);
    const double cov[4] = { 1, rho, rho, 1 };
    assert_true(rank_mosier(w, cov, r, 2, &rel, &sd, &sem));
    assert_near(sd * sd, golden_number(ex, "variance"), 1e-9);
    assert_near(rel, golden_number(ex, "reliability"), 1e-6);
    assert_near(sem, golden_number(ex, "sem"), 1e-6);
    double see = sd * sqrt(rel * (1 - rel)), kelley[2];
    assert_near(see, golden_number(ex, "see"), 1e-6);
    const struct json *raw = json_member(ex, "raw");
    for (size_t i = 0; i < 2; i++) {
        double z[2];
        golden_list(&raw->children[i], z, 2);
        kelley[i] = rel * (w[0] * z[0] + w[1] * z[1]);
        assert_near(kelley[i], json_member(ex, "kelley")->children[i].number, 1e-6);
    }
    assert_near(rank_p_above(kelley[0], see, kelley[1], see, 0), golden_number(ex, "p"), 1e-6);
    arena_free(&a);
}

/* A pool of 30 with equal errors: one step of r = 1 − SE²/σ². */
static void pools_of_thirty_are_regressed(void **state) {
    (void)state;
    struct arena *a = arena_new(32 << 20);
    double x[30], se[30], w = 3;
    for (size_t i = 0; i < 30; i++) {
        x[i] = 40 + (double)i;
        se[i] = 5;
    }
    struct rank_in in = { .persons_n = 30, .components_n = 1, .x = x, .se = se, .w = &w };
    struct rank_result r = rank_compute(&in, a);
    double variance = 77.5, rel = 1 - 25 / variance; /* of 30 consecutive numbers: 30·31/12 */
    assert_true(r.kelley);
    assert_near(r.mean, 54.5, 1e-9);
    assert_near(r.variance, variance, 1e-9);
    assert_near(r.reliability, rel, 1e-12);
    assert_near(r.persons[29].composite, 54.5 + rel * 14.5, 1e-9);
    assert_near(r.persons[29].se, sqrt(variance * rel * (1 - rel)), 1e-9);
    double contribution = 0;
    rank_contributions(&in, &r, 29, &contribution);
    assert_near(contribution, r.persons[29].composite, 1e-9);
    in.kelley_from = 31;
    assert_false(rank_compute(&in, a).kelley);
    for (size_t i = 0; i < 30; i++)
        se[i] = 50; /* more error than spread: nothing is known, the groups fall into one */
    in.kelley_from = 0;
    r = rank_compute(&in, a);
    rank_places(&in, &r, 2000, RANK_LEVEL, a);
    assert_near(r.reliability, 0, 0);
    assert_int_equal(r.bands_n, 1);
    for (size_t i = 0; i < 30; i++) {
        assert_true(r.persons[i].se > 4); /* hardly anything is known, which is not the same as no error */
        assert_in_range(r.persons[i].place_lo, 1, 3);
        assert_in_range(r.persons[i].place_hi, 28, 30);
    }
    arena_free(&a);
}

/* Errors of one's own widen what is left of the error and draw nobody nearer to the middle. */
static void a_noisy_person_is_not_drawn_further(void **state) {
    (void)state;
    struct arena *a = arena_new(32 << 20);
    double x[40], se[40], w = 1;
    for (size_t i = 0; i < 40; i++) {
        x[i] = 20 + 1.5 * (double)i;
        se[i] = i < 4 ? 20 : 6; /* the lowest answer like dice */
    }
    struct rank_in in = { .persons_n = 40, .components_n = 1, .x = x, .se = se, .w = &w };
    struct rank_result r = rank_compute(&in, a);
    double keep = 1 - (4 * 400 + 36 * 36) / 40.0 / (2.25 * 40 * 41 / 12);
    assert_true(r.kelley);
    assert_near(r.keep, keep, 1e-12);
    for (size_t i = 0; i < 40; i++) {
        const struct rank_person *p = &r.persons[i];
        assert_int_equal(p->place, 40 - i);
        assert_near(p->composite, r.mean + keep * (x[i] - r.mean), 1e-9);
        double drawn = (1 - keep) * (1 - keep) * keep * r.variance;
        assert_near(p->se, sqrt(drawn + keep * keep * se[i] * se[i]), 1e-9);
    }
    assert_true(r.persons[0].se > r.persons[39].se);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chances_of_a_pair),
        cmocka_unit_test(places_and_fixed_bands),
        cmocka_unit_test(place_ranges_of_six),
        cmocka_unit_test(composite_reliability),
        cmocka_unit_test(kelley_step),
        cmocka_unit_test(pools_of_thirty_are_regressed),
        cmocka_unit_test(a_noisy_person_is_not_drawn_further),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Item scores against the reference values, and the identities behind them. */
#include "assessments/competency.h"
#include "assessments/key.h"
#include "assessments/prng.h"
#include "assessments/score.h"
#include "tests/unit/assessments/golden.h"

static const struct json *golden(struct arena **ret_a) {
    *ret_a = arena_new(32 << 20);
    return golden_or_fail("item_scoring", *ret_a);
}

static const char *const RULES[] = {
    [SCORE_BALANCED] = "balanced",     [SCORE_ALL_OR_NOTHING] = "all_or_nothing",
    [SCORE_PLUS_MINUS] = "plus_minus", [SCORE_MTF_PER_OPTION] = "mtf_per_option",
    [SCORE_RIPKEY] = "ripkey",         [SCORE_HALF_FOR_ONE_ERROR] = "half_for_one_error",
};

static void multiple_choice_follows_six_rules(void **state) {
    (void)state;
    struct arena *a = NULL;
    const struct json *cases = json_member(golden(&a), "multiple_response");
    for (size_t i = 0; i < cases->children_n; i++) {
        const struct json *one = &cases->children[i];
        size_t n = (size_t)golden_number(one, "n_options");
        uint32_t key = golden_bits(json_member(one, "key"));
        uint32_t chosen = golden_bits(json_member(one, "chosen"));
        for (size_t rule = 0; rule < COUNT(RULES); rule++) {
            const struct json *wanted = json_member(json_member(one, "scores"), RULES[rule]);
            if (wanted != NULL)
                assert_near(score_multiple((enum score_rule)rule, n, key, chosen), wanted->number,
                            1e-9);
        }
    }
    arena_free(&a);
}

/* Every rule, every key, every choice: within 0–1, 1 for the key alone, and no reward for ticking
 * everything or nothing under the default rule. */
static void every_rule_is_bounded(void **state) {
    (void)state;
    for (size_t rule = 0; rule < COUNT(RULES); rule++)
        for (uint32_t key = 1; key < 31; key++)
            for (uint32_t chosen = 0; chosen < 32; chosen++) {
                double s = score_multiple((enum score_rule)rule, 5, key, chosen);
                assert_true(s >= 0 && s <= 1);
                assert_true((s == 1) >= (chosen == key));
            }
    for (uint32_t key = 1; key < 31; key++) {
        assert_near(score_multiple(SCORE_BALANCED, 5, key, 0), 0, 0);
        assert_near(score_multiple(SCORE_BALANCED, 5, key, 31), 0, 1e-15);
    }
}

static void numbers_are_right_within_tolerance(void **state) {
    (void)state;
    struct arena *a = NULL;
    const struct json *cases = json_member(golden(&a), "numeric");
    static const char *const kinds[] = { "nominal", "relative", "geometric" };
    for (size_t i = 0; i < cases->children_n; i++) {
        const struct json *one = &cases->children[i];
        const char *kind = json_string(json_member(one, "kind"));
        for (int k = 0; k < 3; k++)
            if (strcmp(kinds[k], kind) == 0)
                assert_int_equal(score_number((enum tolerance_kind)k, golden_number(one, "answer"),
                                              golden_number(one, "tolerance"),
                                              golden_number(one, "response")),
                                 json_member(one, "correct")->boolean);
    }
    arena_free(&a);
}

static void orderings_count_concordant_pairs(void **state) {
    (void)state;
    struct arena *a = NULL;
    const struct json *cases = json_member(golden(&a), "ordering");
    for (size_t i = 0; i < cases->children_n; i++) {
        double ranks[8] = { 0 }, score = -1;
        size_t n = golden_list(json_member(&cases->children[i], "ranks"), ranks, 8);
        const struct json *wanted = json_member(&cases->children[i], "concordant_pairs");
        assert_int_equal(score_ordering(ranks, n, &score), wanted->type == JSON_NUMBER);
        if (wanted->type == JSON_NUMBER)
            assert_near(score, wanted->number, 1e-9);
    }
    double score = -1;
    assert_true(score_ordering((const double[]) { 1, 1, 2 }, 3, &score));
    assert_near(score, 1, 0); /* the tied pair is left out */
    arena_free(&a);
}

static void ratings_agree_with_the_reference(void **state) {
    (void)state;
    struct arena *a = NULL;
    const struct json *ratings = json_member(golden(&a), "ratings");
    const struct json *cases = json_member(ratings, "cases");
    double key[8] = { 0 };
    size_t n = golden_list(json_member(ratings, "key"), key, 8);
    static const size_t one_group[8] = { 0 };
    for (size_t i = 0; i < cases->children_n; i++) {
        const struct json *one = &cases->children[i];
        double response[8] = { 0 };
        struct score_scenario scenario = { .agreement = -1 };
        golden_list(json_member(one, "response"), response, 8);
        struct score_judgement j = { .score = -1 };
        assert_true(score_ratings(response, key, one_group, n, 1, &scenario, &j));
        const struct json *r = json_member(one, "shape_r");
        const struct json *eps = json_member(one, "tolerance");
        double near = eps != NULL ? eps->number : 1e-9;
        assert_int_equal(j.constant, r->type == JSON_NULL);
        assert_near(j.r, r->type == JSON_NULL ? 0 : r->number, near);
        assert_near(j.score, (1 + j.r) / 2, 1e-12);
        assert_near(scenario.agreement, j.r, 1e-12); /* one scenario: the form is the scenario */
        assert_int_equal(scenario.flat, j.constant);
        if (json_member(one, "score") != NULL)
            assert_near(j.score, golden_number(one, "score"), near);
        if (json_member(one, "neg_mean_sq") == NULL)
            continue;
        assert_near(j.neg_mean_sq, golden_number(one, "neg_mean_sq"), 1e-9);
        assert_near(j.elevation, golden_number(one, "elevation"), 1e-9);
    }
    arena_free(&a);
}

/* Forms of several scenarios: z over the form, agreement of each. */
static void scenarios_agree_with_the_reference(void **state) {
    (void)state;
    struct arena *a = NULL;
    const struct json *forms = json_member(json_member(golden(&a), "agreement"), "forms");
    assert_true(forms->children_n >= 2);
    for (size_t f = 0; f < forms->children_n; f++) {
        const struct json *scenarios = json_member(&forms->children[f], "scenarios");
        double ratings[32] = { 0 }, key[32] = { 0 }, wanted[8] = { 0 };
        size_t group[32] = { 0 }, n = 0;
        for (size_t g = 0; g < scenarios->children_n; g++) {
            golden_list(json_member(&scenarios->children[g], "key"), key + n, 32 - n);
            size_t of = golden_list(json_member(&scenarios->children[g], "ratings"), ratings + n, 32 - n);
            for (size_t i = 0; i < of; i++)
                group[n++] = g;
        }
        struct score_scenario got[8] = { { .flat = false } };
        struct score_judgement j = { .score = -1 };
        assert_true(score_ratings(ratings, key, group, n, scenarios->children_n, got, &j));
        golden_list(json_member(&forms->children[f], "agreement"), wanted, 8);
        for (size_t g = 0; g < scenarios->children_n; g++)
            assert_near(got[g].agreement, wanted[g], 1e-9);
    }
    arena_free(&a);
}

/* A shift or a stretch of all ratings changes nothing, and agreement stays within −1 … 1. */
static void style_of_rating_does_not_count(void **state) {
    (void)state;
    static const size_t group[12] = { 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2 };
    struct prng r = prng_seed(3);
    for (int round = 0; round < 200; round++) {
        double x[12], y[12], key[12];
        struct score_scenario first[3], second[3];
        for (size_t i = 0; i < 12; i++) {
            x[i] = (double)(1 + prng_below(&r, 3));
            y[i] = 1 + x[i] / 2;
            key[i] = 1 + 4 * prng_unit(&r);
        }
        struct score_judgement j, k;
        assert_true(score_ratings(x, key, group, 12, 3, first, &j));
        assert_true(score_ratings(y, key, group, 12, 3, second, &k));
        for (size_t g = 0; g < 3; g++) {
            assert_near(first[g].agreement, second[g].agreement, 1e-12);
            assert_int_equal(first[g].flat, second[g].flat);
            assert_true(fabs(first[g].agreement) <= 1);
        }
        assert_near(j.score, k.score, 1e-12);
    }
}

static void estimates_before_there_are_data(void **state) {
    (void)state;
    struct arena *a = NULL;
    const struct json *cases = json_member(golden(&a), "points");
    for (size_t i = 0; i < cases->children_n; i++) {
        const struct json *one = &cases->children[i];
        struct estimate e =
            estimate_points(golden_number(one, "x"), (size_t)golden_number(one, "k"));
        assert_near(e.value, golden_number(one, "value"), .05);
        assert_near(e.se, golden_number(one, "se"), .05);
    }
    for (size_t k = 1; k <= 20; k++)
        for (size_t x = 0; x <= k; x++) {
            struct estimate e = estimate_points((double)x, k);
            assert_true(e.known && e.value > 0 && e.value < 100 && e.se > 0);
        }
    assert_false(estimate_points(0, 0).known);
    arena_free(&a);
}

/* 100·max(0, mean agreement), 100·s/√m; s over all the person answered, never below the floor. */
static void scenarios_before_there_are_data(void **state) {
    (void)state;
    double v[4] = { 0 };
    /* mean .8 of two; s over all four is .1826 < .20; then .4 .2 −.6 .8: s .5972 */
    struct score_scenario all[4] = {
        { .9, false, 4 }, { .7, false, 4 }, { .6, false, 4 }, { 1, false, 4 }
    };
    const double own[2] = { .9, .7 }, low[2] = { .4, -.6 };
    scenario_variances(all, 4, v);
    struct estimate e = estimate_scenarios(own, v, 2);
    assert_near(e.value, 80, 1e-12);
    assert_near(e.se, 20 / sqrt(2), 1e-12); /* the floor */
    all[0].agreement = .4, all[1].agreement = .2, all[2].agreement = -.6, all[3].agreement = .8;
    scenario_variances(all, 4, v);
    e = estimate_scenarios(low, v, 2);
    assert_near(e.value, 0, 0); /* below blind answers is 0, not less */
    assert_near(e.se, 100 * sqrt((.04 + 0 + .64 + .36) / 3) / sqrt(2), 1e-9);
    /* everything flat: each scenario of four actions has the variance of random ratings, 1/3 */
    for (size_t i = 0; i < 4; i++)
        all[i] = (struct score_scenario) { 0, true, i == 3 ? 3 : 4 };
    scenario_variances(all, 4, v);
    e = estimate_scenarios(own, v, 2);
    assert_near(e.se, 100 / sqrt(3) / sqrt(2), 1e-12);
    assert_near(v[3], .5, 1e-12); /* three actions */
    scenario_variances(all, 1, v);
    assert_true(v[0] > 0);
    assert_false(estimate_scenarios(own, v, 0).known);
}

/* Two sources: precise ones count more; with weights 1 this is the usual inverse-variance mean. */
static void sources_combine_by_precision(void **state) {
    (void)state;
    const struct estimate sources[3] = { { true, 60, 10 }, { true, 80, 20 }, { false, 0, 0 } };
    struct estimate e = estimate_combine(sources, (const double[]) { 1, 1, 1 }, 3);
    assert_near(e.value, (60 / 100. + 80 / 400.) / (1 / 100. + 1 / 400.), 1e-12);
    assert_near(e.se, 1 / sqrt(1 / 100. + 1 / 400.), 1e-12);
    /* §17: v = w/SE², SE² = Σ w v / (Σ v)²; w ½ for the second: v .01, .00125 */
    e = estimate_combine(sources, (const double[]) { 1, .5, 1 }, 3);
    assert_near(e.value, (.01 * 60 + .00125 * 80) / .01125, 1e-12);
    assert_near(e.se, sqrt(.01 + .5 * .00125) / .01125, 1e-12);
    assert_false(estimate_combine(sources + 2, (const double[]) { 1 }, 1).known);
    assert_int_equal(level_of(29.9), 1);
    assert_int_equal(level_of(30), 2);
    assert_int_equal(level_of(85), 5);
    assert_near(level_cut(4), 70, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(multiple_choice_follows_six_rules),
        cmocka_unit_test(every_rule_is_bounded),
        cmocka_unit_test(numbers_are_right_within_tolerance),
        cmocka_unit_test(orderings_count_concordant_pairs),
        cmocka_unit_test(ratings_agree_with_the_reference),
        cmocka_unit_test(scenarios_agree_with_the_reference),
        cmocka_unit_test(style_of_rating_does_not_count),
        cmocka_unit_test(estimates_before_there_are_data),
        cmocka_unit_test(scenarios_before_there_are_data),
        cmocka_unit_test(sources_combine_by_precision),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

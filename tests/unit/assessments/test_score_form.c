/* Whole forms: all right, all wrong, all missing, straight-lining, out of time in the middle. */
#include "assessments/competency.h"
#include "assessments/form.h"
#include "assessments/key.h"
#include "assessments/requirement.h"
#include "assessments/score.h"
#include "assessments/simulate.h"
#include "tests/unit/assessments/packs.h"

struct fixture {
    struct arena *a;
    const struct pack *p;
};

static int setup(void **state) {
    struct fixture *f = check_alloc(1, sizeof *f);
    f->a = arena_new(256 << 20);
    f->p = load_or_fail(SHIPPED_FOLDER, f->a);
    *state = f;
    return 0;
}

static int teardown(void **state) {
    struct fixture *f = *state;
    arena_free(&f->a);
    check_free(f);
    return 0;
}

/* How a form is filled in. */
enum way { ALL_RIGHT, ALL_WRONG, ALL_EMPTY, NOT_SHOWN, ALL_THREES, HALF_IN_TIME };

static void fill_right(const struct item *item, const struct item_key *key, struct answer *answer) {
    answer->chosen = key->correct;
    answer->understood = true;
    answer->value = key->number;
    for (size_t i = 0; i < item->options_n && item->type == ITEM_RATE; i++)
        answer->ratings[i] = (uint8_t)lround(key->ratings[i]);
}

static void fill_wrong(const struct item *item, const struct item_key *key, struct answer *answer) {
    uint32_t all = (UINT32_C(1) << item->options_n) - 1;
    answer->chosen =
        item->type == ITEM_SINGLE ? ~key->correct & -(~key->correct) : all & ~key->correct;
    answer->understood = true;
    answer->value = key->mistakes_n > 0 ? key->mistakes[0].value : 1e9;
    for (size_t i = 0; i < item->options_n && item->type == ITEM_RATE; i++)
        answer->ratings[i] = (uint8_t)lround(6 - key->ratings[i]);
}

static struct score filled(struct fixture *f, size_t instrument, uint64_t seed, enum way way) {
    const struct instrument *in = &f->p->instruments[instrument];
    struct test_form form = { .n = 0 };
    assert_int_equal(form_draw(in, seed, f->a, &form, NULL), OK);
    struct answer *answers = ARENA_ARRAY(f->a, form.n, struct answer);
    struct score_response *responses = ARENA_ARRAY(f->a, form.n, struct score_response);
    for (size_t i = 0; i < form.n; i++) {
        const struct item_key *key = key_of(in, &f->p->keys[instrument], form.items[i]);
        enum way one = way == HALF_IN_TIME ? (i < form.n / 2 ? ALL_RIGHT : NOT_SHOWN) : way;
        answers[i].given = one != ALL_EMPTY && one != NOT_SHOWN;
        if (one == ALL_RIGHT)
            fill_right(form.items[i], key, &answers[i]);
        else if (one == ALL_WRONG)
            fill_wrong(form.items[i], key, &answers[i]);
        else if (one == ALL_THREES)
            memset(answers[i].ratings, 3, form.items[i]->options_n);
        responses[i] = (struct score_response) { one != NOT_SHOWN, &answers[i] };
    }
    return score_form(f->p, &form, responses, f->a);
}

static size_t find_kind(struct fixture *f, enum instrument_kind kind) {
    for (size_t i = 0; i < f->p->instruments_n; i++)
        if (f->p->instruments[i].kind == kind)
            return i;
    fail();
    return 0;
}

static void knowledge_and_numbers_at_the_ends(void **state) {
    struct fixture *f = *state;
    static const enum instrument_kind kinds[] = { INSTRUMENT_KNOWLEDGE, INSTRUMENT_NUMERIC };
    for (size_t k = 0; k < 2; k++) {
        size_t in = find_kind(f, kinds[k]);
        double n = (double)f->p->instruments[in].form_n;
        struct score right = filled(f, in, 1, ALL_RIGHT), wrong = filled(f, in, 1, ALL_WRONG);
        struct score empty = filled(f, in, 1, ALL_EMPTY), none = filled(f, in, 1, NOT_SHOWN);
        struct score half = filled(f, in, 1, HALF_IN_TIME);
        assert_near(right.points, n, 1e-12);
        assert_int_equal(right.items[0].mark, SCORE_RIGHT);
        assert_near(wrong.points, 0, 0);
        assert_int_equal(wrong.items[0].mark, SCORE_WRONG);
        assert_near(empty.points, 0, 0);
        assert_int_equal(empty.answered_n, 0);
        assert_near(empty.of, n, 0); /* shown and empty counts */
        assert_false(empty.missing);
        assert_true(none.missing); /* never seen: not low, unknown */
        assert_near(half.of, n / 2, 0);
        assert_near(half.points, n / 2, 1e-12);
        assert_int_equal(half.items[half.items_n - 1].mark, SCORE_NOT_SHOWN);
    }
}

static void judgement_at_the_ends(void **state) {
    struct fixture *f = *state;
    size_t in = find_kind(f, INSTRUMENT_JUDGEMENT);
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct score right = filled(f, in, seed, ALL_RIGHT), wrong = filled(f, in, seed, ALL_WRONG);
        assert_true(right.judgement.score > .95 && right.judgement.score <= 1);
        assert_true(wrong.judgement.score < .05 && wrong.judgement.score >= 0);
        struct score flat = filled(f, in, seed, ALL_THREES);
        assert_true(flat.judgement.constant);
        assert_near(flat.judgement.score, .5, 0);
        assert_false(flat.missing);
        assert_true(filled(f, in, seed, ALL_EMPTY).missing);
        assert_true(filled(f, in, seed, NOT_SHOWN).missing);
        assert_true(filled(f, in, seed, HALF_IN_TIME).missing);
    }
}

/* Five of six scenarios count, four do not; a scenario with one action left out counts. */
static void five_of_six_scenarios_suffice(void **state) {
    struct fixture *f = *state;
    size_t in = find_kind(f, INSTRUMENT_JUDGEMENT);
    struct test_form form = { .n = 0 };
    assert_int_equal(form_draw(&f->p->instruments[in], 5, f->a, &form, NULL), OK);
    assert_int_equal(form.n, 6);
    struct answer answers[6] = { { .given = false } };
    struct score_response responses[6];
    for (size_t i = 0; i < 6; i++) {
        answers[i].given = true;
        fill_right(form.items[i], key_of(form.instrument, &f->p->keys[in], form.items[i]),
                   &answers[i]);
        responses[i] = (struct score_response) { true, &answers[i] };
    }
    answers[0].ratings[1] = 0; /* three of four rated */
    assert_false(score_form(f->p, &form, responses, f->a).missing);
    answers[1].given = false;
    struct score five = score_form(f->p, &form, responses, f->a);
    assert_false(five.missing);
    assert_int_equal(five.answered_n, 5);
    assert_int_equal(five.items[1].mark, SCORE_EMPTY);
    answers[0].ratings[2] = 0; /* two of four: the scenario is out */
    assert_true(score_form(f->p, &form, responses, f->a).missing);
}

/* Every estimate lies in 0–100 with a positive error, whatever was answered. */
static void estimates_are_bounded_for_everybody(void **state) {
    struct fixture *f = *state;
    static const enum way ways[] = { ALL_RIGHT, ALL_WRONG,  ALL_EMPTY,
                                     NOT_SHOWN, ALL_THREES, HALF_IN_TIME };
    for (size_t w = 0; w < COUNT(ways); w++) {
        struct score scores[3] = { filled(f, 0, w, ways[w]), filled(f, 1, w, ways[w]),
                                   filled(f, 2, w, ways[w]) };
        const struct competency_estimate *all = competency_estimates(f->p, scores, 3, f->a);
        for (size_t c = 0; c < f->p->competencies_n; c++) {
            const struct competency_estimate *one = &all[c];
            struct requirement_result r = requirement_check(one->estimate, 3);
            assert_true(r.interval.lo >= 0 && r.interval.hi <= 100);
            assert_int_equal(one->estimate.known, one->sources_n > 0);
            if (!one->estimate.known) {
                assert_int_equal(r.state, REQUIREMENT_UNKNOWN);
                continue;
            }
            assert_true(one->estimate.value >= 0 && one->estimate.value <= 100);
            assert_true(one->estimate.se > 0);
            struct level_span span = level_span_of(one->estimate.value, one->estimate.se);
            assert_in_range(span.level, span.lo, span.hi);
            if (ways[w] == NOT_SHOWN)
                fail_msg("something is known of what was never seen");
            if (ways[w] == ALL_THREES && one->sources[0].straight_lined)
                assert_int_equal(r.state,
                                 REQUIREMENT_UNCERTAIN); /* straight-lining proves nothing */
        }
    }
}

/* Whole levels; a range only where the 80 % interval reaches another one. */
static void levels_are_whole_and_say_how_far_they_reach(void **state) {
    (void)state;
    struct level_span sure = level_span_of(60, 4), wide = level_span_of(60, 10), end = level_span_of(98, 5);
    assert_true(sure.level == 3 && sure.lo == 3 && sure.hi == 3); /* 54.9 – 65.1 */
    assert_true(wide.level == 3 && wide.lo == 2 && wide.hi == 4); /* 47.2 – 72.8 */
    assert_true(end.level == 5 && end.lo == 5 && end.hi == 5);
    for (double value = 0; value <= 100; value += .5)
        assert_int_equal(level_span_of(value, 8).level, level_of(value));
    struct estimate known = { true, 60, 10 };
    assert_false(estimate_told(known, .69).known);
    assert_true(estimate_told(known, COMPETENCY_SHOWN_MIN).known);
    assert_false(estimate_told((struct estimate) { .known = false }, 1).known);
}

static void requirements_follow_the_interval(void **state) {
    (void)state;
    /* 90 %: ±1.645·SE; level 3 begins at 50 */
    assert_int_equal(requirement_check((struct estimate) { true, 70, 10 }, 3).state,
                     REQUIREMENT_MET);
    assert_int_equal(requirement_check((struct estimate) { true, 60, 10 }, 3).state,
                     REQUIREMENT_UNCERTAIN);
    assert_int_equal(requirement_check((struct estimate) { true, 40, 10 }, 3).state,
                     REQUIREMENT_UNCERTAIN);
    assert_int_equal(requirement_check((struct estimate) { true, 33, 10 }, 3).state,
                     REQUIREMENT_NOT_MET);
    assert_int_equal(requirement_check((struct estimate) { false, 0, 0 }, 3).state,
                     REQUIREMENT_UNKNOWN);
    for (int none = 0; none <= 1;
         none++) /* nothing was asked: nothing is met, however low or high */
        for (double value = 1; value < 100; value += 49)
            assert_int_equal(requirement_check((struct estimate) { true, value, 10 }, none).state,
                             REQUIREMENT_MEASURED);
    assert_int_equal(requirement_check((struct estimate) { false, 0, 0 }, 0).state,
                     REQUIREMENT_UNKNOWN);
    assert_near(requirement_check((struct estimate) { true, 60, 10 }, 3).cut, 50, 0);
}

static void gates_propose_and_people_decide(void **state) {
    struct fixture *f = *state;
    const struct pack *tiny = load_or_fail(TINY_FOLDER, f->a);
    const struct pack_field *years = &tiny->fields[pack_find_field(tiny, "years")];
    const struct pack_field *hours = &tiny->fields[pack_find_field(tiny, "hours")];
    const struct pack_field *langs = &tiny->fields[pack_find_field(tiny, "langs")];
    assert_int_equal(gate_propose(years, (const char *const[]) { "some" }, 1, LANG_RU),
                     GATE_PASSED);
    assert_int_equal(gate_propose(years, (const char *const[]) { "none" }, 1, LANG_RU),
                     GATE_FAILED);
    assert_int_equal(gate_propose(years, NULL, 0, LANG_RU), GATE_UNVERIFIED);
    assert_int_equal(gate_propose(years, (const char *const[]) { "" }, 1, LANG_RU),
                     GATE_UNVERIFIED);
    assert_int_equal(gate_propose(hours, (const char *const[]) { "20" }, 1, LANG_RU), GATE_PASSED);
    assert_int_equal(gate_propose(hours, (const char *const[]) { "19,5" }, 1, LANG_RU),
                     GATE_FAILED);
    assert_int_equal(gate_propose(hours, (const char *const[]) { "full" }, 1, LANG_RU),
                     GATE_UNVERIFIED);
    assert_int_equal(gate_propose(langs, (const char *const[]) { "ru", "en" }, 2, LANG_RU),
                     GATE_PASSED);
    assert_int_equal(gate_settle(GATE_FAILED, GATE_NOBODY_YET), GATE_UNVERIFIED);
    assert_int_equal(gate_settle(GATE_FAILED, GATE_CONFIRMED_FAILED), GATE_FAILED);
    assert_int_equal(gate_settle(GATE_FAILED, GATE_CONFIRMED_PASSED), GATE_PASSED);
    assert_int_equal(gate_settle(GATE_PASSED, GATE_NOBODY_YET), GATE_PASSED);
    assert_int_equal(gate_settle(GATE_PASSED, GATE_CONFIRMED_FAILED), GATE_FAILED);
    assert_true(gate_needs_person(GATE_FAILED, GATE_NOBODY_YET));
    assert_true(gate_needs_person(GATE_UNVERIFIED, GATE_NOBODY_YET));
    assert_false(gate_needs_person(GATE_PASSED, GATE_NOBODY_YET));
    assert_false(gate_needs_person(GATE_FAILED, GATE_CONFIRMED_FAILED));
}

/* Mean total of many simulated people at one ability, 0–1. */
static double mean_score(struct fixture *f, size_t in, double ability, size_t people) {
    struct prng r = prng_seed(77);
    double sum = 0;
    for (size_t i = 0; i < people; i++) {
        struct simulated person = simulate_person(f->p, ability, &r);
        struct test_form form = { .n = 0 };
        assert_int_equal(form_draw(&f->p->instruments[in], i, f->a, &form, NULL), OK);
        struct answer *answers = ARENA_ARRAY(f->a, form.n, struct answer);
        struct score_response *responses = ARENA_ARRAY(f->a, form.n, struct score_response);
        for (size_t j = 0; j < form.n; j++) {
            answers[j] = simulate_answer(f->p, form.instrument, &person, form.items[j],
                                         i % 2 ? LANG_EN : LANG_RU, &r, f->a);
            struct answer back = { .given = false };
            assert_int_equal(answer_read(form.items[j], answers[j].text, f->a, &back, NULL), OK);
            assert_string_equal(back.text, answers[j].text);
            responses[j] = (struct score_response) { true, &answers[j] };
        }
        struct score s = score_form(f->p, &form, responses, f->a);
        if (s.missing)
            continue;
        sum += form.instrument->kind == INSTRUMENT_JUDGEMENT ? s.judgement.score : s.points / s.of;
    }
    return sum / (double)people;
}

static void simulated_people_score_by_ability(void **state) {
    struct fixture *f = *state;
    for (size_t in = 0; in < f->p->instruments_n; in++) {
        double low = mean_score(f, in, -1.5, 60), middle = mean_score(f, in, 0, 60);
        double high = mean_score(f, in, 1.5, 60);
        assert_true(low + .05 < middle && middle + .05 < high);
        assert_true(low > .05 && high < .99);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knowledge_and_numbers_at_the_ends),
        cmocka_unit_test(judgement_at_the_ends),
        cmocka_unit_test(five_of_six_scenarios_suffice),
        cmocka_unit_test(estimates_are_bounded_for_everybody),
        cmocka_unit_test(levels_are_whole_and_say_how_far_they_reach),
        cmocka_unit_test(requirements_follow_the_interval),
        cmocka_unit_test(gates_propose_and_people_decide),
        cmocka_unit_test(simulated_people_score_by_ability),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

/* What judgement says of people who answer blindly, and how sure it is of the others: seeded draws.
 */
#include "assessments/competency.h"
#include "assessments/form.h"
#include "assessments/key.h"
#include "assessments/rank.h"
#include "assessments/score.h"
#include "assessments/simulate.h"
#include "tests/unit/assessments/packs.h"

enum { BLIND_PEOPLE = 1000, PEOPLE = 1000, FORMS = 800 };

struct fixture {
    struct arena *a;
    const struct pack *p;
    const struct instrument *in;
};

static int setup(void **state) {
    struct fixture *f = check_alloc(1, sizeof *f);
    f->a = arena_new(256 << 20);
    f->p = load_or_fail(SHIPPED_FOLDER, f->a);
    size_t at = 0;
    while (f->p->instruments[at].kind != INSTRUMENT_JUDGEMENT)
        at++;
    f->in = &f->p->instruments[at];
    *state = f;
    return 0;
}

static int teardown(void **state) {
    struct fixture *f = *state;
    arena_free(&f->a);
    check_free(f);
    return 0;
}

/* Ways to rate ------------------------------------------------------------------------------- */

enum blind { FLAT, NEAR_FLAT, RANDOM, ONE_SPREAD };

/* One form rated without reading it: the same for all; one action apart; at random; flat but for
 * the first scenario, which is answered by the key. */
static struct score blind_score(struct fixture *f, enum blind way, uint64_t seed, struct prng *r) {
    struct test_form form = { .n = 0 };
    assert_int_equal(form_draw(f->in, seed, f->a, &form, NULL), OK);
    struct answer *answers = ARENA_ARRAY(f->a, form.n, struct answer);
    struct score_response *responses = ARENA_ARRAY(f->a, form.n, struct score_response);
    for (size_t i = 0; i < form.n; i++) {
        const struct item *item = form.items[i];
        const struct item_key *key = key_of(f->in, &f->p->keys[f->in->index], item);
        size_t apart = prng_below(r, item->options_n);
        for (size_t k = 0; k < item->options_n; k++) {
            answers[i].ratings[k] = way == NEAR_FLAT && k == apart ? 4 : 3;
            if (way == RANDOM)
                answers[i].ratings[k] = (uint8_t)(1 + prng_below(r, ANSWER_RATING_MAX));
            if (way == ONE_SPREAD && i == 0)
                answers[i].ratings[k] = (uint8_t)lround(key->ratings[k]);
        }
        answers[i].given = true;
        responses[i] = (struct score_response) { true, &answers[i] };
    }
    return score_form(f->p, &form, responses, f->a);
}

/* A simulated person answers one form. */
static struct score honest_score(struct fixture *f, const struct simulated *person, uint64_t seed,
                                 struct prng *r) {
    struct test_form form = { .n = 0 };
    assert_int_equal(form_draw(f->in, seed, f->a, &form, NULL), OK);
    struct answer *answers = ARENA_ARRAY(f->a, form.n, struct answer);
    struct score_response *responses = ARENA_ARRAY(f->a, form.n, struct score_response);
    for (size_t i = 0; i < form.n; i++) {
        answers[i] = simulate_answer(f->p, f->in, person, form.items[i], LANG_RU, r, f->a);
        responses[i] = (struct score_response) { true, &answers[i] };
    }
    return score_form(f->p, &form, responses, f->a);
}

/* Blind answers ------------------------------------------------------------------------------ */

struct tally {
    double agreement, low, n; /* mean of scenarios; share of competencies at level 1; how many */
};

static struct tally tally_of(struct fixture *f, enum blind way) {
    struct prng r = prng_seed(21);
    struct tally t = { 0 };
    double scenarios = 0;
    for (uint64_t i = 0; i < BLIND_PEOPLE; i++) {
        struct arena_mark mark = arena_mark(f->a);
        struct score s = blind_score(f, way, i, &r);
        const struct competency_estimate *all = competency_estimates(f->p, &s, 1, f->a);
        t.agreement += s.points;
        scenarios += s.of;
        for (size_t c = 0; c < f->p->competencies_n; c++) {
            if (!all[c].estimate.known)
                continue;
            assert_true(all[c].estimate.value >= 0 && all[c].estimate.value <= 100);
            assert_true(all[c].estimate.se > 0);
            t.low += level_of(all[c].estimate.value) == 1;
            t.n += 1;
        }
        arena_release(f->a, mark);
    }
    t.agreement /= scenarios;
    t.low /= t.n;
    return t;
}

/* Chance is 0 for everybody who answers blindly, and most of what they get is level 1. */
static void blind_answers_stand_at_chance(void **state) {
    struct fixture *f = *state;
    static const enum blind ways[] = { FLAT, NEAR_FLAT, RANDOM };
    for (size_t w = 0; w < COUNT(ways); w++) {
        struct tally t = tally_of(f, ways[w]);
        assert_near(t.agreement, 0, .02);
        assert_true(t.low > .70);
    }
}

/* One honest scenario buys nothing for the flat ones: what they serve alone is 0, with the error of
 * blind answers. The old score gave each of them about .75. */
static void a_flat_scenario_earns_nothing(void **state) {
    struct fixture *f = *state;
    struct prng r = prng_seed(4);
    for (uint64_t seed = 0; seed < 50; seed++) {
        struct score s = blind_score(f, ONE_SPREAD, seed, &r);
        assert_false(s.judgement.constant);
        assert_true(s.judgement.straight_lined); /* five of six */
        assert_int_equal(s.judgement.flat_n, s.items_n - 1);
        const struct competency_estimate *all = competency_estimates(f->p, &s, 1, f->a);
        for (size_t c = 0; c < f->p->competencies_n; c++) {
            bool by_first = false;
            for (size_t k = 0; k < s.items[0].item->competencies_n; k++)
                by_first |= s.items[0].item->competencies[k] == c;
            if (!all[c].estimate.known || by_first)
                continue;
            assert_near(all[c].estimate.value, 0, 0);
            assert_true(all[c].estimate.se >=
                        100 / sqrt(3 * (double)all[c].sources[0].evidence_n) - 1e-9);
        }
        for (size_t i = 1; i < s.items_n; i++)
            assert_near(s.items[i].points, 0, 0);
    }
}

static void straight_lining_is_flagged_from_four_fifths(void **state) {
    (void)state;
    static const double key[20] = { 1, 2, 3, 4, 2, 4, 1, 3, 4, 3, 2, 1, 1, 4, 2, 3, 2, 1, 4, 3 };
    size_t group[20];
    for (size_t flat = 3; flat <= 5; flat++) {
        double ratings[20];
        for (size_t i = 0; i < 20; i++) {
            group[i] = i / 4;
            ratings[i] = group[i] < flat ? 3 : key[i];
        }
        struct score_scenario scenarios[5];
        struct score_judgement j;
        assert_true(score_ratings(ratings, key, group, 20, 5, scenarios, &j));
        assert_int_equal(j.straight_lined, flat >= 4);
        assert_int_equal(j.flat_n, flat);
    }
}

/* Honest answers ----------------------------------------------------------------------------- */

/* Agreement orders honest people by ability as well as the correlation over the whole form did. */
static void honest_people_are_ordered_as_before(void **state) {
    struct fixture *f = *state;
    struct prng r = prng_seed(8);
    double ability[PEOPLE], now[PEOPLE], before[PEOPLE], r_now = 0, r_before = 0;
    for (uint64_t i = 0; i < PEOPLE; i++) {
        struct arena_mark mark = arena_mark(f->a);
        struct simulated person = simulate_person(f->p, 0, &r);
        person.empty_p = 0;
        struct score s = honest_score(f, &person, i, &r);
        ability[i] = stat_mean(person.ability, f->p->competencies_n);
        now[i] = s.points / s.of;
        before[i] = s.judgement.score;
        arena_release(f->a, mark);
    }
    assert_true(stat_correlation(ability, now, PEOPLE, &r_now));
    assert_true(stat_correlation(ability, before, PEOPLE, &r_before));
    assert_true(r_now > .5 && r_now > r_before - .02);
}

/* Errors ------------------------------------------------------------------------------------- */

/* The composite of one attempt, its error with and without the covariances. */
struct composite {
    double value, se, se_alone;
};

static struct composite composite_of(struct fixture *f, const struct competency_estimate *all) {
    size_t n = f->p->competencies_n, pairs_n = 0;
    double x[PACK_COMPETENCIES_MAX], se[PACK_COMPETENCIES_MAX], w[PACK_COMPETENCIES_MAX];
    uint8_t has[PACK_COMPETENCIES_MAX];
    struct rank_pair *pairs = ARENA_ARRAY(f->a, n * n, struct rank_pair);
    for (size_t c = 0; c < n; c++) {
        x[c] = all[c].estimate.value;
        se[c] = all[c].estimate.se;
        has[c] = all[c].estimate.known;
        w[c] = 1 + (double)(c % 3);
        for (size_t d = c + 1; d < n; d++)
            if (all[c].covariance[d] != 0)
                pairs[pairs_n++] = (struct rank_pair) { c, d, &all[c].covariance[d] };
    }
    assert_true(pairs_n > 0);
    struct rank_in in = { .persons_n = 1, .components_n = n, .x = x, .se = se, .has = has, .w = w };
    struct composite composite = { .se_alone = rank_compute(&in, f->a).persons[0].se };
    in.pairs = pairs;
    in.pairs_n = pairs_n;
    struct rank_result r = rank_compute(&in, f->a);
    composite.value = r.persons[0].raw;
    composite.se = r.persons[0].se;
    return composite;
}

/* One person of middling ability answers many forms: the composites vary as much as their error
 * says, within a tenth, and the 80 % interval holds its word. Taken as independent, the errors were
 * a fifth too small. */
static void the_composite_varies_as_its_error_says(void **state) {
    struct fixture *f = *state;
    struct prng r = prng_seed(31);
    struct simulated person = simulate_person(f->p, 0, &r);
    person.shift = person.empty_p = 0;
    person.scale = 1;
    for (size_t c = 0; c < f->p->competencies_n; c++)
        person.ability[c] = 0;
    double value[FORMS], error[FORMS], se = 0, alone = 0, inside = 0;
    for (uint64_t i = 0; i < FORMS; i++) {
        struct arena_mark mark = arena_mark(f->a);
        struct score s = honest_score(f, &person, i, &r);
        struct composite one = composite_of(f, competency_estimates(f->p, &s, 1, f->a));
        value[i] = one.value;
        error[i] = one.se;
        se += one.se / FORMS;
        alone += one.se_alone / FORMS;
        arena_release(f->a, mark);
    }
    double mean = stat_mean(value, FORMS), sd = sqrt(stat_variance(value, FORMS));
    for (size_t i = 0; i < FORMS; i++)
        inside += fabs(value[i] - mean) <= STAT_Z80 * error[i] ? 1. / FORMS : 0;
    print_message(
        "sd %.2f, mean SE %.2f (ratio %.3f), as independent %.2f (%.3f), 80 %% holds %.3f\n", sd,
        se, sd / se, alone, sd / alone, inside);
    assert_true(sd / se > .9 && sd / se < 1.1);
    assert_true(sd / alone > 1.15);
    assert_true(inside > .72 && inside < .88);
}

/* A cluster and a composite of the same competencies have the same error. */
static void clusters_share_errors_too(void **state) {
    struct fixture *f = *state;
    struct prng r = prng_seed(12);
    struct simulated person = simulate_person(f->p, .5, &r);
    person.empty_p = 0;
    struct score s = honest_score(f, &person, 3, &r);
    const struct competency_estimate *all = competency_estimates(f->p, &s, 1, f->a);
    double w[PACK_COMPETENCIES_MAX];
    for (size_t c = 0; c < f->p->competencies_n; c++)
        w[c] = 2;
    for (size_t k = 0; k < f->p->clusters_n; k++) {
        struct cluster_estimate cluster = cluster_estimate(f->p, k, w, all);
        double error = 0;
        for (size_t c = 0; c < f->p->competencies_n; c++)
            for (size_t d = 0; d < f->p->competencies_n; d++)
                if (f->p->competencies[c].cluster == k && f->p->competencies[d].cluster == k)
                    error += all[c].covariance[d];
        if (cluster.known_n > 0)
            assert_near(cluster.estimate.se, sqrt(error) / (double)cluster.known_n, 1e-9);
    }
    for (size_t c = 0; c < f->p->competencies_n; c++) /* the diagonal is the variance */
        assert_near(all[c].covariance[c], all[c].estimate.se * all[c].estimate.se, 1e-9);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blind_answers_stand_at_chance),
        cmocka_unit_test(a_flat_scenario_earns_nothing),
        cmocka_unit_test(straight_lining_is_flagged_from_four_fifths),
        cmocka_unit_test(honest_people_are_ordered_as_before),
        cmocka_unit_test(the_composite_varies_as_its_error_says),
        cmocka_unit_test(clusters_share_errors_too),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

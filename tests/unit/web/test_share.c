/* What the client gets to see: who is ticked at first, and the frozen list read back by the client's reader. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "daemon/base/arena.h"
#include "web/client/frozen.h"
#include "web/desk/share/share.h"
#include "web/flows/share_freeze.h"
#include "web/flows/share_make.h"

enum { PEOPLE = 8 };

static int setup(void **state) {
    *state = arena_new(8 << 20);
    return 0;
}

static int teardown(void **state) {
    struct arena *a = *state;
    arena_free(&a);
    return 0;
}

/* Ticking ------------------------------------------------------------------------------------------------ */

static size_t tick(const size_t bands[PEOPLE], const bool declined[PEOPLE], const bool advanced[PEOPLE],
                   bool ret[PEOPLE]) {
    struct rank_person persons[PEOPLE] = { 0 };
    size_t order[PEOPLE];
    for (size_t i = 0; i < PEOPLE; i++) {
        persons[i] = (struct rank_person){ .state = RANK_PLACED, .band = (uint32_t)bands[i] };
        order[i] = i;
    }
    struct rank_result r = { .persons = persons, .placed_n = PEOPLE };
    return share_preselect(&r, order, PEOPLE, declined, advanced, ret);
}

static void first_band_is_ticked_when_it_is_enough(void **state) {
    (void)state;
    bool none[PEOPLE] = { false }, ret[PEOPLE];
    assert_int_equal(tick((size_t[]){ 1, 1, 1, 1, 2, 2, 2, 3 }, none, none, ret), 4);
    assert_true(ret[3] && !ret[4]);
}

static void the_next_band_fills_a_small_first_one(void **state) {
    (void)state;
    bool none[PEOPLE] = { false }, ret[PEOPLE];
    assert_int_equal(tick((size_t[]){ 1, 2, 2, 2, 3, 3, 3, 3 }, none, none, ret), 4);
    assert_true(ret[0] && ret[3] && !ret[4]);
}

static void no_more_than_fit(void **state) {
    (void)state;
    bool none[PEOPLE] = { false }, ret[PEOPLE];
    assert_int_equal(tick((size_t[]){ 1, 1, 1, 1, 1, 1, 1, 1 }, none, none, ret), SHARE_PEOPLE_MAX);
}

static void decisions_come_first(void **state) {
    (void)state;
    bool declined[PEOPLE] = { true }, advanced[PEOPLE] = { false }, ret[PEOPLE];
    advanced[5] = advanced[6] = advanced[7] = true;
    assert_int_equal(tick((size_t[]){ 1, 1, 1, 2, 2, 2, 2, 2 }, declined, advanced, ret), 3);
    assert_true(ret[5] && ret[6] && ret[7] && !ret[1]);
    advanced[5] = advanced[6] = advanced[7] = false;
    (void)tick((size_t[]){ 1, 1, 1, 2, 2, 2, 2, 2 }, declined, advanced, ret);
    assert_false(ret[0]); /* somebody who was declined, or whose answer fails a must-have, is never ticked */
    advanced[0] = true;
    (void)tick((size_t[]){ 1, 1, 1, 2, 2, 2, 2, 2 }, declined, advanced, ret);
    assert_false(ret[0]); /* not even when it was decided to go on with them */
}

/* Freezing ------------------------------------------------------------------------------------------------ */

/* Three people, two requirements, one must-have that the answer of the third fails. */
static struct shortlist three(struct arena *a) {
    static const struct q_short_vacancy_row VACANCY = { .id = 7, .title = "Менеджер", .lang = "ru" };
    static const struct q_instruction_newest_row VERSION = { .id = 3, .version = 2 };
    static const struct q_short_requirements_row ROWS[] = {
        { .id = 11, .kind = "competency", .competency = "DATA", .text = "Читает таблицы", .weight = 60, .minimum = 3 },
        { .id = 12, .kind = "competency", .competency = "KNOW", .text = "Знает дело", .weight = 40 },
        { .id = 13, .kind = "gate", .text = "Командировки" },
    };
    static const char *const NAMES[] = { "Данные", "Знание" }, *const CODES[] = { "K-300", "K-100", "K-200" };
    static const int64_t IDS[] = { 11, 12 };
    static const size_t ROW_OF[] = { 0, 1 }, GATES[] = { 2 };
    static const int MINIMA[] = { 3, 0 };
    static const double W[] = { 60, 40 }, X[] = { 80, 60, 40, 70, 50, 55 }, SE[] = { 5, 5, 5, 5, 5, 5 };
    static const uint8_t HAS[] = { 1, 1, 1, 1, 1, 0 }, PROPOSED[] = { GATE_PASSED, GATE_PASSED, GATE_FAILED };
    static const uint8_t WORDS[3] = { GATE_NOBODY_YET };
    static const struct instrument INSTRUMENTS[] = { { .provisional = true } };
    static const struct pack_competency COMPETENCIES[] = { { .question = { { "Вопрос о данных?", "?" } } },
                                                      { .question = { { "Вопрос второй?", "?" } } } };
    static const struct pack PACK = { .instruments = INSTRUMENTS, .instruments_n = 1, .competencies = COMPETENCIES,
                                      .competencies_n = 2 };
    static const size_t OF[] = { 0, 1 };
    struct shortlist s = { .vacancy = &VACANCY, .version = &VERSION, .row_of = ROW_OF, .names = NAMES,
                           .gates = GATES, .gates_n = 1, .proposed = PROPOSED, .words = WORDS };
    s.requirements.v = ROWS;
    s.requirements.n = 3;
    s.pool = (struct pool){ .codes = CODES, .persons_n = 3, .requirements = IDS, .minima = MINIMA, .weights = W,
                            .components_n = 2, .pack = &PACK, .competencies = OF };
    s.pool.in = (struct rank_in){ .persons_n = 3, .components_n = 2, .x = X, .se = SE, .has = HAS, .w = W };
    s.approved = rank_compute(&s.pool.in, a);
    for (size_t i = 0; i < 3; i++)
        s.approved.persons[i].state = RANK_PLACED; /* the third is thin by itself; here it only has a gap */
    s.approved.persons[2].band = 2;
    return s;
}

static void the_client_reads_what_was_frozen(void **state) {
    struct arena *a = *state;
    struct shortlist s = three(a);
    const size_t people[] = { 0, 1, 2 };
    const char *json = share_freeze(&s, people, 3, 1234, a);
    struct frozen f = { .title = NULL };
    struct err e = { 0 };
    assert_int_equal(frozen_read(json, a, &f, &e), OK);
    assert_string_equal(f.title, "Менеджер");
    assert_true(f.version == 2 && f.at == 1234 && f.below == 0);
    assert_int_equal(f.people.n, 3);
    assert_string_equal(f.people.v[0].code, "K-100"); /* by code, not by place */
    const struct frozen_person *best = frozen_find(&f, "K-300");
    assert_non_null(best);
    assert_true(fabs(best->composite - 76) < 1e-9);
    assert_true(best->gates_met == 1 && best->gates_of == 1 && best->open.n == 0);
    assert_int_equal(best->requirements.n, 2);
    assert_int_equal(best->requirements.v[0].state, REQUIREMENT_MET);
    assert_int_equal(best->requirements.v[1].state, REQUIREMENT_MEASURED); /* no minimum: not «met» */
    const struct frozen_person *third = frozen_find(&f, "K-200");
    assert_true(third->open.n == 0 && third->unfit.n == 1); /* an answer that fails is not «nobody looked» */
    assert_string_equal(third->unfit.v[0], "Командировки");
    assert_string_equal(third->requirements.v[0].name, "Данные");
    assert_string_equal(third->requirements.v[0].question, "Вопрос о данных?");
    assert_int_equal(third->musts.n, 1);
    assert_int_equal(third->musts.v[0].state, FROZEN_MUST_UNFIT);
    assert_true(f.weights.v[0].measured);
    assert_int_equal(third->requirements.v[1].state, REQUIREMENT_UNKNOWN);
    assert_true(f.provisional);
    struct level_span span = best->requirements.v[0].level; /* 80 ± 6.4: from level 4 into 5 */
    assert_true(span.level == 4 && span.lo == 4 && span.hi == 5);
    assert_int_equal(f.pairs.n, 3);
    for (size_t i = 0; i < f.pairs.n; i++)
        assert_true(f.pairs.v[i].p >= .5);
}

static void leaders_are_the_best_band_shown(void **state) {
    struct arena *a = *state;
    struct shortlist s = three(a);
    s.approved.persons[0].band = 1;
    s.approved.persons[1].band = 2;
    const size_t lower[] = { 1, 2 };
    struct frozen f = { .title = NULL };
    assert_int_equal(frozen_read(share_freeze(&s, lower, 2, 1, a), a, &f, NULL), OK);
    assert_int_equal(f.leaders.n, 2);
    assert_int_equal(f.leaders_of, 2);
    assert_true(f.equal && frozen_leads(&f, "K-100") && f.below == 1);
    assert_null(strstr(share_freeze(&s, lower, 2, 1, a), "K-300")); /* nobody outside the list is in it */
}

/* The border is that of the approved list: whoever is shown, it stays where the desk has it. */
static void the_border_does_not_depend_on_who_is_shown(void **state) {
    struct arena *a = *state;
    struct shortlist s = three(a);
    s.approved.persons[0].band = s.approved.persons[1].band = 1;
    s.approved.bands_n = 2;
    const double border = shortlist_cuts(&s.approved, 3, a)[0];
    const size_t all[] = { 0, 1, 2 }, one[] = { 0 }, last[] = { 2 };
    struct frozen f = { .title = NULL };
    assert_int_equal(frozen_read(share_freeze(&s, all, 3, 1, a), a, &f, NULL), OK);
    assert_true(fabs(f.border - border) < 1e-9);
    assert_int_equal(frozen_read(share_freeze(&s, one, 1, 1, a), a, &f, NULL), OK);
    assert_true(fabs(f.border - border) < 1e-9);
    assert_int_equal(frozen_read(share_freeze(&s, last, 1, 1, a), a, &f, NULL), OK);
    assert_true(f.border < 0); /* nobody is below the last band */
}

/* Of what was shown only in part the client reads no level, whatever was computed from it. */
static void what_was_hardly_shown_has_no_level(void **state) {
    struct arena *a = *state;
    struct shortlist s = three(a);
    const double share[] = { 1, .4, 1, 1, 1, 0 };
    s.pool.in.share = share;
    const size_t all[] = { 0, 1, 2 };
    const char *json = share_freeze(&s, all, 3, 1, a);
    struct frozen f = { .title = NULL };
    assert_int_equal(frozen_read(json, a, &f, NULL), OK);
    const struct frozen_requirement *thin = &frozen_find(&f, "K-100")->requirements.v[0];
    assert_int_equal(thin->state, REQUIREMENT_UNKNOWN);
    assert_true(thin->level.level == 0 && fabs(thin->shown - .4) < 1e-9);
    assert_int_equal(frozen_find(&f, "K-300")->requirements.v[0].state, REQUIREMENT_MET);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_band_is_ticked_when_it_is_enough),
        cmocka_unit_test(the_next_band_fills_a_small_first_one),
        cmocka_unit_test(no_more_than_fit),
        cmocka_unit_test(decisions_come_first),
        cmocka_unit_test(the_client_reads_what_was_frozen),
        cmocka_unit_test(leaders_are_the_best_band_shown),
        cmocka_unit_test(the_border_does_not_depend_on_who_is_shown),
        cmocka_unit_test(what_was_hardly_shown_has_no_level),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

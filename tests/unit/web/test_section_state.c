#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "web/flows/section.h"

static const int64_t BEGUN = 1000000, LIMIT = 900000, DEADLINE = 1900000;

static void waits_until_it_begins(void **state) {
    (void)state;
    struct section_times t = { 0 };
    assert_int_equal(section_state(t, 5), SECTION_WAITING);
    assert_false(section_is_open(t, 5));
    assert_int_equal(section_ended_at(t, 5), 0);
}

static void without_a_limit_only_a_hand_closes(void **state) {
    (void)state;
    struct section_times t = { .started_at = BEGUN };
    assert_int_equal(section_state(t, BEGUN), SECTION_OPEN);
    assert_int_equal(section_state(t, INT64_C(1) << 50), SECTION_OPEN);
    t.closed_at = BEGUN + 5;
    assert_int_equal(section_state(t, BEGUN + 5), SECTION_CLOSED);
    assert_int_equal(section_ended_at(t, BEGUN + 9), BEGUN + 5);
}

static void the_clock_closes_in_two_steps(void **state) {
    (void)state;
    struct section_times t = { .started_at = BEGUN, .deadline_at = DEADLINE };
    assert_int_equal(section_state(t, DEADLINE - 1), SECTION_OPEN);
    assert_int_equal(section_state(t, DEADLINE), SECTION_GRACE);
    assert_int_equal(section_state(t, DEADLINE + SECTION_GRACE_MS - 1), SECTION_GRACE);
    assert_int_equal(section_state(t, DEADLINE + SECTION_GRACE_MS), SECTION_CLOSED);
    assert_int_equal(section_ended_at(t, DEADLINE - 1), 0);
    assert_int_equal(section_ended_at(t, DEADLINE + 1), DEADLINE);
    t.closed_at = DEADLINE + SECTION_GRACE_MS; /* the sweep */
    assert_int_equal(section_ended_at(t, DEADLINE + SECTION_GRACE_MS), DEADLINE);
}

/* One truth for saving, for pages and for scoring. */
static void times_tell_who_ended_it(void **state) {
    (void)state;
    struct section_times t = { .started_at = BEGUN, .deadline_at = DEADLINE };
    assert_false(section_closed_by_hand(t)); /* it has not ended */
    t.closed_at = DEADLINE - 1;
    assert_true(section_closed_by_hand(t));
    t.closed_at = DEADLINE; /* at the deadline it is the clock */
    assert_false(section_closed_by_hand(t));
    t.closed_at = DEADLINE + SECTION_GRACE_MS;
    assert_false(section_closed_by_hand(t));
    t.deadline_at = 0; /* no clock: only a hand closes */
    assert_true(section_closed_by_hand(t));
}

static void a_deadline_never_passes_the_vacancy(void **state) {
    (void)state;
    assert_int_equal(section_deadline(BEGUN, LIMIT, BEGUN * 9), DEADLINE);
    assert_int_equal(section_deadline(BEGUN, LIMIT, BEGUN + 10), BEGUN + 10);
    assert_int_equal(section_deadline(BEGUN, 0, BEGUN + 10), 0);
}

static void the_questionnaire_comes_first(void **state) {
    (void)state;
    assert_false(section_is_blocked(1, SECTION_WAITING));
    assert_true(section_is_blocked(2, SECTION_OPEN));
    assert_false(section_is_blocked(2, SECTION_CLOSED));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(waits_until_it_begins),
        cmocka_unit_test(without_a_limit_only_a_hand_closes),
        cmocka_unit_test(the_clock_closes_in_two_steps),
        cmocka_unit_test(times_tell_who_ended_it),
        cmocka_unit_test(a_deadline_never_passes_the_vacancy),
        cmocka_unit_test(the_questionnaire_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

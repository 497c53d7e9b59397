#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "web/candidate/profile.h"

static struct estimate at(double value, double se) {
    return (struct estimate){ true, value, se };
}

static void a_word_needs_the_whole_interval(void **state) {
    (void)state;
    assert_int_equal(profile_word(at(96.2, 5.1)), PROFILE_ABOVE);
    assert_int_equal(profile_word(at(80, 10)), PROFILE_WORKING);
    assert_int_equal(profile_word(at(60, 10)), PROFILE_UNCERTAIN);
    assert_int_equal(profile_word(at(30, 10)), PROFILE_BELOW);
}

static void an_interval_stays_on_the_scale(void **state) {
    (void)state;
    struct profile_range range = profile_range(at(96, 20));
    assert_true(range.hi == 100);
    assert_true(profile_range(at(3, 20)).lo == 0);
}

static void two_strengths_at_most_the_surest_first(void **state) {
    (void)state;
    const struct estimate all[] = { at(90, 10), at(95, 5), { 0 }, at(60, 1), at(99, 1), at(85, 5) };
    size_t best[PROFILE_STRENGTHS] = { 0 };
    assert_int_equal(profile_strengths(all, 6, best), 2);
    assert_int_equal(best[0], 4);
    assert_int_equal(best[1], 1);
    assert_int_equal(profile_strengths(all + 2, 2, best), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_needs_the_whole_interval),
        cmocka_unit_test(an_interval_stays_on_the_scale),
        cmocka_unit_test(two_strengths_at_most_the_surest_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Token buckets, on a clock of the test's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "daemon/base/rand.h"
#include "daemon/http/rate.h"

static const int64_t NOW = INT64_C(1800000000000);

/* How many of n requests at one moment pass. */
static int passing(enum rate_class class, uint64_t key, int64_t at_ms, int n) {
    int passed = 0;
    for (int i = 0; i < n; i++)
        passed += rate_take(class, key, at_ms, NULL);
    return passed;
}

static void a_burst_passes_then_the_pace_holds(void **state) {
    (void)state;
    rate_start(true);
    assert_int_equal(passing(RATE_ANON_GET, 1, NOW, 300), 240);
    assert_int_equal(passing(RATE_ANON_GET, 1, NOW + 1000, 100), 20);
    assert_int_equal(passing(RATE_ANON_GET, 1, NOW + 60000, 300), 240);
    assert_int_equal(passing(RATE_ANON_POST, 2, NOW, 100), 10);
    assert_int_equal(passing(RATE_ANON_POST, 2, NOW + 9999, 100), 0);
    assert_int_equal(passing(RATE_ANON_POST, 2, NOW + 10001, 100), 1);
    assert_int_equal(passing(RATE_REQUEST, 3, NOW, 100), 5);
    assert_int_equal(passing(RATE_REQUEST, 3, NOW + 719000, 100), 0);
    assert_int_equal(passing(RATE_REQUEST, 3, NOW + 721000, 100), 1);
}

static void keys_and_classes_do_not_share(void **state) {
    (void)state;
    rate_start(true);
    assert_int_equal(passing(RATE_LOGIN, 1, NOW, 100), 10);
    assert_int_equal(passing(RATE_LOGIN, 2, NOW, 100), 10);
    assert_int_equal(passing(RATE_LINK, 1, NOW, 100), 20);
}

static void who_must_wait_hears_how_long(void **state) {
    (void)state;
    rate_start(true);
    int64_t wait_s = -1;
    passing(RATE_LOGIN, 1, NOW, 10);
    assert_false(rate_take(RATE_LOGIN, 1, NOW, &wait_s));
    assert_int_equal(wait_s, 10);
    assert_false(rate_take(RATE_LOGIN, 1, NOW + 9500, &wait_s));
    assert_int_equal(wait_s, 1);
    passing(RATE_SAVE, 1, NOW, 120);
    assert_false(rate_take(RATE_SAVE, 1, NOW, &wait_s));
    assert_int_equal(wait_s, 1);
}

static void nothing_is_limited_when_off_or_without_a_class(void **state) {
    (void)state;
    rate_start(true);
    assert_int_equal(passing(RATE_NONE, 1, NOW, 1000), 1000);
    rate_start(false);
    assert_int_equal(passing(RATE_LOGIN, 1, NOW, 1000), 1000);
}

static void a_clock_that_goes_back_gives_nothing(void **state) {
    (void)state;
    rate_start(true);
    assert_int_equal(passing(RATE_LOGIN, 1, NOW, 10), 10);
    assert_int_equal(passing(RATE_LOGIN, 1, NOW - 1000000, 10), 0);
}

static void a_crowd_of_strangers_frees_nobody(void **state) {
    (void)state;
    rate_start(true);
    assert_int_equal(passing(RATE_LOGIN, 7, NOW, 10), 10);
    /* 40,000 others take one token each: they are fuller than key 7, so they are forgotten first.
     */
    for (uint64_t key = 1000; key < 41000; key++)
        (void)rate_take(RATE_LOGIN, key, NOW, NULL);
    assert_int_equal(passing(RATE_LOGIN, 7, NOW, 10), 0);
}

int main(void) {
    rand_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_burst_passes_then_the_pace_holds),
        cmocka_unit_test(keys_and_classes_do_not_share),
        cmocka_unit_test(who_must_wait_hears_how_long),
        cmocka_unit_test(nothing_is_limited_when_off_or_without_a_class),
        cmocka_unit_test(a_clock_that_goes_back_gives_nothing),
        cmocka_unit_test(a_crowd_of_strangers_frees_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Days by the Moscow calendar: where a day ends, and which dates a form may hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "web/flows/day.h"

/* 24 November 2026, 12:00 in Moscow. */
static const int64_t NOON = INT64_C(1795510800000);

static void a_day_ends_before_midnight_in_moscow(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 16);
    int64_t end = day_end(NOON, 0);
    assert_string_equal(day_text(NOON, a), "2026-11-24");
    assert_string_equal(day_text(end, a), "2026-11-24");
    assert_string_equal(day_text(end + 1, a), "2026-11-25");
    assert_string_equal(day_text(day_end(NOON, 30), a), "2026-12-24");
    assert_int_equal(day_end(end, 0), end);
    arena_free(&a);
}

static void dates_are_read_whole(void **state) {
    (void)state;
    int64_t end = 0;
    assert_int_equal(day_read("2026-11-24", &end), OK);
    assert_int_equal(end, day_end(NOON, 0));
    assert_int_equal(day_read("2028-02-29", &end), OK);
    static const char *const BAD[] = { "", "2026-11-31", "2026-02-29", "2026-13-01", "2026-1-01", "24.11.2026",
                                       "1999-01-01", "2200-01-01", "2026-11-24 ", "2026-11-2x" };
    for (size_t i = 0; i < COUNT(BAD); i++)
        assert_int_equal(day_read(BAD[i], &end), E_INVALID);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_ends_before_midnight_in_moscow),
        cmocka_unit_test(dates_are_read_whole),
    };
    return cmocka_run_group_tests_name("day", tests, NULL, NULL);
}

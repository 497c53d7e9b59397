/* The geometry of intervals, bands and bars. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "daemon/base/arena.h"
#include "web/kit/chart.h"

static int setup(void **state) {
    *state = arena_new(1 << 20);
    return 0;
}

static int teardown(void **state) {
    struct arena *a = *state;
    arena_free(&a);
    return 0;
}

static void axis_is_tens_around_everything(void **state) {
    (void)state;
    struct chart_axis axis = chart_axis_of(48.2, 90.7);
    assert_true(axis.lo == 40 && axis.hi == 100);
    axis = chart_axis_of(0, 100);
    assert_true(axis.lo == 0 && axis.hi == 100);
    axis = chart_axis_of(55, 56); /* never narrower than 20 */
    assert_true(axis.hi - axis.lo >= 20 && axis.lo <= 55 && axis.hi >= 56);
    axis = chart_axis_of(2, 3);
    assert_true(axis.lo == 0 && axis.hi == 20);
}

static void interval_is_clipped_to_the_axis(void **state) {
    struct arena *a = *state;
    struct chart_axis axis = { 40, 90 };
    struct interval_view v = chart_interval(a, axis, NULL, 65, 10, true);
    assert_string_equal(v.cx, "50.00%");
    assert_string_equal(v.x1, "24.37%"); /* 65 − 12.816 = 52.184 */
    assert_string_equal(v.out2, "89.20%"); /* 65 + 19.6 = 84.6 */
    v = chart_interval(a, axis, NULL, 99, 1, false);
    assert_string_equal(v.cx, "100.00%");
    assert_null(v.out1);
}

static void strip_is_above_the_first_cut(void **state) {
    struct arena *a = *state;
    const double cuts[] = { 80, 60 };
    struct chart_frame f = chart_bands(LANG_RU, a, (struct chart_axis){ 40, 90 }, cuts, 2);
    assert_true(f.has_band);
    assert_string_equal(f.band_x, "80.00%");
    assert_string_equal(f.band_w, "20.00%");
    assert_int_equal(f.names.n, 3);
    assert_string_equal(f.names.v[0].label, "1");
    assert_string_equal(f.names.v[0].x, "90.00%");
    f = chart_bands(LANG_RU, a, (struct chart_axis){ 40, 90 }, cuts, 0);
    assert_false(f.has_band);
}

static void crowded_bands_have_no_names(void **state) {
    struct arena *a = *state;
    const double cuts[] = { 80, 79 };
    struct chart_frame f = chart_bands(LANG_RU, a, (struct chart_axis){ 0, 100 }, cuts, 2);
    assert_int_equal(f.names.n, 2);
    assert_string_equal(f.names.v[1].label, "3");
}

static void bars_grow_from_one_zero(void **state) {
    struct arena *a = *state;
    struct bar_view more = chart_bar(a, 4, -2, 4), less = chart_bar(a, -2, -2, 4);
    assert_string_equal(more.zero, less.zero);
    assert_string_equal(more.x, more.zero);
    assert_true(more.plus && !more.minus && less.minus && !less.plus);
    struct bar_view nothing = chart_bar(a, 0, 0, 0);
    assert_string_equal(nothing.width, "0.00%");
    assert_false(nothing.plus || nothing.minus);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(axis_is_tens_around_everything),
        cmocka_unit_test(interval_is_clipped_to_the_axis),
        cmocka_unit_test(strip_is_above_the_first_cut),
        cmocka_unit_test(crowded_bands_have_no_names),
        cmocka_unit_test(bars_grow_from_one_zero),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

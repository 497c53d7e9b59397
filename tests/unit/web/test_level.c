/* Levels in words: whole, with a range only when there is one, and a dash with its reason when there is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "daemon/base/arena.h"
#include "web/kit/level.h"

static int setup(void **state) {
    *state = arena_new(1 << 20);
    return 0;
}

static int teardown(void **state) {
    struct arena *a = *state;
    arena_free(&a);
    return 0;
}

static void one_level_has_no_range(void **state) {
    assert_string_equal(level_text(LANG_RU, *state, level_span_of(60, 4)), "уровень\u00a03 (рабочий)");
    assert_string_equal(level_text(LANG_EN, *state, level_span_of(100, 1)), "level\u00a05 (exemplary)");
}

static void a_wide_interval_says_which_levels(void **state) {
    assert_string_equal(level_text(LANG_RU, *state, level_span_of(60, 10)),
                        "уровень\u00a03 (рабочий), возможно\u00a02–4");
    struct level_cell cell = level_cell(LANG_EN, *state, (struct estimate){ true, 60, 10 }, 1);
    assert_string_equal(cell.level, "3, working");
    assert_string_equal(cell.range, "possibly\u00a02–4");
    assert_null(cell.why);
}

/* Nothing is printed of what was not measured, or of too few items, however sure it looks. */
static void no_level_without_evidence(void **state) {
    struct level_cell none = level_cell(LANG_RU, *state, (struct estimate){ .known = false }, 0);
    assert_string_equal(none.level, "–");
    assert_string_equal(none.why, "не\u00a0измерено");
    struct level_cell thin = level_cell(LANG_RU, *state, (struct estimate){ true, 90, 1 }, .4);
    assert_string_equal(thin.level, "–");
    assert_null(thin.range);
    assert_non_null(strstr(thin.why, "40"));
}

static void the_legend_names_all_five(void **state) {
    const char *legend = level_legend(LANG_RU, *state);
    for (const char *level = "12345"; *level != '\0'; level++)
        assert_non_null(strchr(legend, *level));
    assert_null(strchr(legend, '6'));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_level_has_no_range),
        cmocka_unit_test(a_wide_interval_says_which_levels),
        cmocka_unit_test(no_level_without_evidence),
        cmocka_unit_test(the_legend_names_all_five),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

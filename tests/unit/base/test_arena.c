/* An arena gives zeroed memory, comes back to a mark, and has a ceiling. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "daemon/base/arena.h"

static void memory_is_zeroed_even_when_used_before(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 20);
    memset(arena_alloc(a, 100, 1), 0xff, 100);
    arena_reset(a);
    const unsigned char *p = arena_alloc(a, 100, 1);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(p[i], 0);
    arena_free(&a);
    assert_null(a);
}

static void release_returns_to_the_mark(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 20);
    const char *kept = arena_strdup(a, "kept");
    struct arena_mark mark = arena_mark(a);
    for (int i = 0; i < 100; i++)
        arena_alloc(a, 1000, 1);
    size_t peak = arena_peak(a);
    arena_release(a, mark);
    assert_string_equal(kept, "kept");
    assert_true(arena_used(a) < 100);
    assert_true(peak >= 100000);
    arena_free(&a);
}

static void printf_makes_a_string_of_any_length(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 20);
    const char *s = arena_printf(a, "%0*d", 20000, 7);
    assert_int_equal(strlen(s), 20000);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_even_when_used_before),
        cmocka_unit_test(release_returns_to_the_mark),
        cmocka_unit_test(printf_makes_a_string_of_any_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

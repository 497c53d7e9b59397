/* A buf appends whole pieces, in its room or in more of it, and past its ceiling nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/base/buf.h"

static void numbers_are_written_whole(void **state) {
    (void)state;
    static const struct {
        int64_t v;
        const char *text;
    } CASES[] = { { 0, "0" },         { 7, "7" },
                  { -1, "-1" },       { 1000000000, "1000000000" },
                  { INT64_MAX, "9223372036854775807" }, { INT64_MIN, "-9223372036854775808" } };
    struct buf b;
    buf_init(&b, 100);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        buf_reset(&b);
        buf_put_i64(&b, CASES[i].v);
        assert_string_equal(buf_str(&b), CASES[i].text);
    }
    buf_fini(&b);
}

static void printf_appends_in_the_room_there_is_and_in_more(void **state) {
    (void)state;
    struct buf b;
    buf_init(&b, 100000);
    buf_printf(&b, "%s", "a");
    for (int i = 0; i < 300; i++) /* passes the edge of the first room by one and by many */
        buf_printf(&b, "%d", i % 10);
    buf_printf(&b, "%05000d", 7);
    assert_int_equal(b.len, 1 + 300 + 5000);
    assert_int_equal(strlen(buf_str(&b)), b.len);
    assert_memory_equal(buf_str(&b), "a0123456789", 11);
    assert_int_equal(b.data[b.len - 1], '7');
    buf_fini(&b);
}

static void a_piece_past_the_ceiling_leaves_what_was_there(void **state) {
    (void)state;
    struct buf b;
    buf_init(&b, 10);
    buf_printf(&b, "%s", "12345678");
    buf_printf(&b, "%s", "abc");
    assert_true(buf_full(&b));
    assert_string_equal(buf_str(&b), "12345678");
    buf_puts(&b, "x");
    buf_printf(&b, "%s", "x");
    assert_string_equal(buf_str(&b), "12345678");
    buf_fini(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_written_whole),
        cmocka_unit_test(printf_appends_in_the_room_there_is_and_in_more),
        cmocka_unit_test(a_piece_past_the_ceiling_leaves_what_was_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

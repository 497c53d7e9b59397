/* Text is checked and normalised at the border, and folds, counts and inflects by its language. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/text.h"

static struct arena *a;

static int setup(void **state) {
    (void)state;
    a = arena_new(1 << 20);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_free(&a);
    return 0;
}

static const char *accept(const char *s, enum text_kind kind) {
    const char *text = NULL;
    struct err e = { 0 };
    return text_accept(s, strlen(s), kind, 0, a, &text, &e) == OK ? text : NULL;
}

static void a_line_is_trimmed_and_its_blanks_unified(void **state) {
    (void)state;
    assert_string_equal(accept("  Анна \t\xc2\xa0 Каренина\xe2\x80\x89", TEXT_LINE),
                        "Анна Каренина");
    assert_string_equal(accept("", TEXT_LINE), "");
    assert_string_equal(accept(" \xe3\x80\x80 ", TEXT_LINE), "");
}

static void text_is_composed(void **state) {
    (void)state;
    assert_string_equal(accept("и\xcc\x86", TEXT_LINE), "й");
    assert_string_equal(text_nfc("e\xcc\x81  x", a), "é  x");
}

/* Two marks of different classes in turn: to sort a long run of them costs the square of its length. */
static void marks_in_a_row_are_parted(void **state) {
    (void)state;
    struct buf marks;
    buf_init(&marks, 1 << 16);
    buf_putc(&marks, 'x');
    for (size_t i = 0; i < 15; i++)
        buf_puts(&marks, "\u0301\u0316");
    const char *text = NULL;
    assert_int_equal(text_accept(buf_str(&marks), strlen(buf_str(&marks)), TEXT_LINE, 0, a, &text, NULL), OK);
    assert_null(strstr(text, "\u034f"));
    for (size_t i = 0; i < 5000; i++)
        buf_puts(&marks, i % 100 == 0 ? "\u0f73" : "\u0301\u0316");
    assert_int_equal(text_accept(buf_str(&marks), strlen(buf_str(&marks)), TEXT_LINE, 0, a, &text, NULL), OK);
    size_t n = 0, run = 0;
    const int32_t *points = text_points(text, a, &n);
    for (size_t i = 0; i < n; i++) {
        run = points[i] == 0x34f ? 0 : run + 1;
        assert_true(run <= 31); /* the x, and thirty */
    }
    assert_string_equal(text_nfc(text, a), text);
    buf_fini(&marks);
}

static void a_line_refuses_controls_and_turned_direction(void **state) {
    (void)state;
    static const char *const bad[] = { "a\nb",
                                       "a\rb",
                                       "a\x01",
                                       "a\x7f",
                                       "a\xc2\x85",
                                       "a\xe2\x80\xae"
                                       "b",
                                       "a\xe2\x81\xa6",
                                       "a\xe2\x80\xa8"
                                       "b" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_null(accept(bad[i], TEXT_LINE));
}

static void paragraphs_keep_their_lines(void **state) {
    (void)state;
    assert_string_equal(accept("\r\n one  \r\n\r\n  two\t3 \n\n", TEXT_LONG), "one\n\n  two\t3");
    assert_string_equal(accept("a\xe2\x80\xa8"
                               "b\xe2\x80\xae"
                               "c",
                               TEXT_LONG),
                        "a\nb\xe2\x80\xae"
                        "c");
    assert_null(accept("a\rb", TEXT_LONG));
    assert_null(accept("a\x02", TEXT_LONG));
    assert_string_equal(accept(" \n \n", TEXT_LONG), "");
}

static void bytes_must_be_strict_utf8(void **state) {
    (void)state;
    static const char *const bad[] = { "\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                                       "\xd0", "\xe2\x82", "\x80" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(text_is_utf8(bad[i], strlen(bad[i])));
        assert_null(accept(bad[i], TEXT_LONG));
    }
    assert_false(text_is_utf8("a\0b", 3));
    assert_true(text_is_utf8("aя€😀", strlen("aя€😀")));
    const char *text = NULL;
    assert_int_equal(text_accept("a\0b", 3, TEXT_LINE, 0, a, &text, NULL), E_INVALID);
    assert_null(text);
}

static void length_counts_characters(void **state) {
    (void)state;
    const char *text = NULL;
    assert_int_equal(text_accept(" яяя ", 8, TEXT_LINE, 3, a, &text, NULL), OK);
    assert_int_equal(text_accept("яяяя", 8, TEXT_LINE, 3, a, &text, NULL), E_TOO_LARGE);
    assert_int_equal(text_chars("aя€😀"), 4);
}

static void folding_is_for_comparing(void **state) {
    (void)state;
    assert_string_equal(text_fold("  ЁЛКА  Straße ", a), "елка strasse");
    assert_string_equal(text_fold("Е\xcc\x88", a), "е");
}

static void whole_numbers_have_bounds(void **state) {
    (void)state;
    int64_t v = 7;
    assert_int_equal(text_i64("-9223372036854775808", INT64_MIN, INT64_MAX, &v), OK);
    assert_true(v == INT64_MIN);
    assert_int_equal(text_i64("9223372036854775807", 0, INT64_MAX, &v), OK);
    assert_true(v == INT64_MAX);
    static const char *const bad[] = {
        "", "-", "+1", " 1", "1 ", "1a", "9223372036854775808", "-9223372036854775809", "11", "-1"
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(text_i64(bad[i], 0, 10, &v), E_INVALID);
    assert_true(v == INT64_MAX);
}

static void numbers_inflect(void **state) {
    (void)state;
    static const struct {
        int64_t n;
        enum plural ru, en;
    } cases[] = {
        { 0, PLURAL_MANY, PLURAL_OTHER },   { 1, PLURAL_ONE, PLURAL_ONE },
        { 2, PLURAL_FEW, PLURAL_OTHER },    { 4, PLURAL_FEW, PLURAL_OTHER },
        { 5, PLURAL_MANY, PLURAL_OTHER },   { 11, PLURAL_MANY, PLURAL_OTHER },
        { 12, PLURAL_MANY, PLURAL_OTHER },  { 14, PLURAL_MANY, PLURAL_OTHER },
        { 21, PLURAL_ONE, PLURAL_OTHER },   { 22, PLURAL_FEW, PLURAL_OTHER },
        { 111, PLURAL_MANY, PLURAL_OTHER }, { 1001, PLURAL_ONE, PLURAL_OTHER },
        { -1, PLURAL_ONE, PLURAL_ONE },     { INT64_MIN, PLURAL_MANY, PLURAL_OTHER },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(text_plural(LANG_RU, cases[i].n), cases[i].ru);
        assert_int_equal(text_plural(LANG_EN, cases[i].n), cases[i].en);
    }
}

static void addresses_are_kept_in_one_form(void **state) {
    (void)state;
    const char *email = NULL;
    assert_int_equal(text_email(" Anna.K+1@Example.ORG ", a, &email), OK);
    assert_string_equal(email, "Anna.K+1@example.org");
    assert_int_equal(text_email("o'brien@пример.рф", a, &email), OK);
    assert_string_equal(email, "o'brien@xn--e1afmkfd.xn--p1ai");
    assert_int_equal(text_email("иван@example.org", a, &email), OK);
}

static void what_is_no_address_is_refused(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",          "a",
        "@b.c",      "a@",
        "a@b",       "a@b.",
        "a@.b.c",    "a@b..c",
        "a@-b.c",    "a@b-.c",
        "a@b.123",   "a b@c.d",
        "a\n@c.d",   "a@c.d\r\nRCPT TO:<x@y.z>",
        "<a@b.c>",   "a,b@c.d",
        "\"a\"@b.c", ".a@b.c",
        "a.@b.c",    "a..b@c.d",
        "a@b@c.d",   "a@[127.0.0.1]",
        "a@b_c.d",   "a@b c.d",
        "a@b.c>",    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@b.c",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *email = NULL;
        if (text_email(bad[i], a, &email) != E_INVALID)
            fail_msg("accepted: %s", bad[i]);
        assert_null(email);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_trimmed_and_its_blanks_unified),
        cmocka_unit_test(text_is_composed),
        cmocka_unit_test(marks_in_a_row_are_parted),
        cmocka_unit_test(a_line_refuses_controls_and_turned_direction),
        cmocka_unit_test(paragraphs_keep_their_lines),
        cmocka_unit_test(bytes_must_be_strict_utf8),
        cmocka_unit_test(length_counts_characters),
        cmocka_unit_test(folding_is_for_comparing),
        cmocka_unit_test(whole_numbers_have_bounds),
        cmocka_unit_test(numbers_inflect),
        cmocka_unit_test(addresses_are_kept_in_one_form),
        cmocka_unit_test(what_is_no_address_is_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

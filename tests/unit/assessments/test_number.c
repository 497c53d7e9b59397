/* Numbers as people type them. */
#include "assessments/number.h"
#include "tests/unit/assessments/unit.h"

#define NBSP   "\xc2\xa0"
#define NARROW "\xe2\x80\xaf"
#define THIN   "\xe2\x80\x89"

static void typed_numbers_are_read_by_language(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum lang lang;
        const char *unit;
        double value;
    } cases[] = {
        { "1450", LANG_RU, NULL, 1450 },
        { "  1450 ", LANG_EN, NULL, 1450 },
        { "1,234", LANG_RU, NULL, 1.234 },
        { "1,234", LANG_EN, NULL, 1234 },
        { "1.234", LANG_RU, NULL, 1.234 },
        { "1.234", LANG_EN, NULL, 1.234 },
        { "0,250", LANG_EN, NULL, .25 },
        { "12,5", LANG_EN, NULL, 12.5 },
        { "12 500,5", LANG_RU, NULL, 12500.5 },
        { "12" NBSP "500,5", LANG_EN, NULL, 12500.5 },
        { "12" NARROW "500.5", LANG_RU, NULL, 12500.5 },
        { "1" THIN "000" THIN "000", LANG_RU, NULL, 1000000 },
        { "1'234'567.25", LANG_EN, NULL, 1234567.25 },
        { "1,234.5", LANG_RU, NULL, 1234.5 },
        { "1.234,5", LANG_EN, NULL, 1234.5 },
        { "1.234.567", LANG_RU, NULL, 1234567 },
        { "1,234,567", LANG_RU, NULL, 1234567 },
        { "-3,5", LANG_RU, NULL, -3.5 },
        { "\xe2\x88\x92 3,5", LANG_RU, NULL, -3.5 },
        { "+7", LANG_EN, NULL, 7 },
        { "-0", LANG_EN, NULL, 0 },
        { ",5", LANG_RU, NULL, .5 },
        { "15 %", LANG_RU, "%", 15 },
        { "15%", LANG_EN, NULL, 15 },
        { "1450 тыс. ₽", LANG_RU, "тыс." NBSP "₽", 1450 },
        { "007", LANG_RU, NULL, 7 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double value = -999;
        if (!number_read(cases[i].text, cases[i].lang, cases[i].unit, &value))
            fail_msg("not read: %s", cases[i].text);
        if (value < cases[i].value - 1e-12 || value > cases[i].value + 1e-12)
            fail_msg("%s read as %.10g", cases[i].text, value);
    }
}

static void what_cannot_be_meant_is_refused(void **state) {
    (void)state;
    static const char *const refused[] = {
        "",        " ",     "abc", "12 5", "1,23,4", "1,234.5.6",
        "1.2.3",   "--5",   "1e5", "0x10", "nan",    "inf",
        "12 шт",   "5 6 7", "-",   ".",    "1,,2",   "12345,678.9,1",
        "1 2345",  "5-",    "1'",  "²",    "१२",     "99999999999999999999999",
        "1.5 2.5", "1/2",
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        double value = -999;
        if (number_read(refused[i], LANG_RU, NULL, &value))
            fail_msg("read: %s as %.10g", refused[i], value);
        assert_near(value, -999, 0);
    }
    assert_false(number_read(NULL, LANG_RU, NULL, &(double) { 0 }));
}

static void numbers_are_shown_as_the_language_writes_them(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 16);
    assert_string_equal(number_show(12500.5, LANG_RU, a), "12" NBSP "500,5");
    assert_string_equal(number_show(12500.5, LANG_EN, a), "12,500.5");
    assert_string_equal(number_show(1450, LANG_RU, a), "1450");
    assert_string_equal(number_show(1450, LANG_EN, a), "1,450");
    assert_string_equal(number_show(-1234567, LANG_RU, a), "\xe2\x88\x92"
                                                           "1" NBSP "234" NBSP "567");
    assert_string_equal(number_show(.1 + .2, LANG_EN, a), "0.3");
    assert_string_equal(number_show(.9999999, LANG_EN, a), "1");
    assert_string_equal(number_show(-1e-9, LANG_EN, a), "0");
    assert_string_equal(number_show(123456789012345., LANG_EN, a), "123,456,789,012,345");
    assert_string_equal(number_show_fixed(3.5, 2, LANG_RU, a), "3,50");
    assert_string_equal(number_show_fixed(2.999, 2, LANG_RU, a), "3,00");
    assert_string_equal(number_show_fixed(12.4, 0, LANG_RU, a), "12");
    assert_string_equal(number_show(1e300, LANG_EN, a), "–");
    arena_free(&a);
}

/* What is shown is read back as the same number, in both languages. */
static void what_is_shown_can_be_typed(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 20);
    for (int i = -3000; i < 3000; i++) {
        double value = i * 12.25;
        for (int lang = 0; lang < LANG__MAX; lang++) {
            double back = 0;
            const char *shown = number_show(value, (enum lang)lang, a);
            assert_true(number_read(shown, (enum lang)lang, NULL, &back));
            assert_near(back, value, 1e-9);
        }
    }
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typed_numbers_are_read_by_language),
        cmocka_unit_test(what_cannot_be_meant_is_refused),
        cmocka_unit_test(numbers_are_shown_as_the_language_writes_them),
        cmocka_unit_test(what_is_shown_can_be_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

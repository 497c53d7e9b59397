/* Functions made by msggen speak both languages, with plural forms and grouped numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "daemon/base/arena.h"
#include "gen/msg.h"

static void texts_without_parameters_are_constant(void **state) {
    (void)state;
    assert_string_equal(msg_brand(LANG_RU, NULL), "Отбор");
    assert_string_equal(msg_list_title(LANG_EN, NULL), "A list of “people”");
}

static void parameters_stand_where_the_language_wants_them(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 16);
    assert_string_equal(msg_greeting(LANG_RU, a, "Анна %s", -1234567),
                        "Здравствуйте, Анна %s! У Вас -1\u00a0234\u00a0567 из 100 %");
    assert_string_equal(msg_greeting(LANG_EN, a, NULL, 1000), "You have 1,000 of 100%, ");
    assert_string_equal(msg_greeting(LANG_EN, a, "", INT64_MIN),
                        "You have -9,223,372,036,854,775,808 of 100%, ");
    arena_free(&a);
}

static void plural_forms_follow_the_number(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 16);
    assert_string_equal(msg_answers(LANG_RU, a, 21), "21 ответ");
    assert_string_equal(msg_answers(LANG_RU, a, 3), "3 ответа");
    assert_string_equal(msg_answers(LANG_RU, a, 11), "11 ответов");
    assert_string_equal(msg_answers(LANG_EN, a, 1), "One answer");
    assert_string_equal(msg_answers(LANG_EN, a, 0), "0 answers");
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_without_parameters_are_constant),
        cmocka_unit_test(parameters_stand_where_the_language_wants_them),
        cmocka_unit_test(plural_forms_follow_the_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

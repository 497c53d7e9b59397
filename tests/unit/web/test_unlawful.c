/* web/kit/unlawful: what the law forbids is caught, what the work needs is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "web/kit/unlawful.h"

static int setup(void **state) {
    *state = arena_new(1 << 20);
    return 0;
}

static int teardown(void **state) {
    struct arena *a = *state;
    arena_free(&a);
    return 0;
}

static void what_the_law_forbids_is_caught(void **state) {
    static const char *const BAD[] = { "Женщина, не старше 35", "Без маленьких детей", "Возраст от 25", "до 35 лет",
                                       "Приятная внешность", "Славянской национальности", "Only men", "under 40 years",
                                       "No small children", "Московская прописка" };
    for (size_t i = 0; i < COUNT(BAD); i++)
        assert_true(unlawful(BAD[i], *state));
}

static void what_the_work_needs_is_not(void **state) {
    static const char *const GOOD[] = { "Опыт от 3 лет", "До 20 сделок в месяц", "Внимание к деталям", "Старший менеджер",
                                        "Полная занятость", "Водительские права категории B", "English B2",
                                        "Manages key accounts", "Может ездить по стране до 10 дней" };
    for (size_t i = 0; i < COUNT(GOOD); i++)
        assert_false(unlawful(GOOD[i], *state));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_law_forbids_is_caught),
        cmocka_unit_test(what_the_work_needs_is_not),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

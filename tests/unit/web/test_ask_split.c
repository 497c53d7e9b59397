#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "daemon/base/arena.h"
#include "web/candidate/ask.h"

static struct arena *arena;

static void a_stem_is_case_question_and_hint(void **state) {
    (void)state;
    struct ask_stem s = ask_split(arena, "Ставят 4,6 из 5. Трижды – 2,9. Что улучшать? Отметьте все.");
    assert_string_equal(s.stem, "Ставят 4,6 из 5. Трижды – 2,9.");
    assert_string_equal(s.title, "Что улучшать?");
    assert_string_equal(s.hint, "Отметьте все.");
}

static void a_question_alone_stays_whole(void **state) {
    (void)state;
    struct ask_stem s = ask_split(arena, "Which offer is a cross-sell?");
    assert_null(s.stem);
    assert_null(s.hint);
    assert_string_equal(s.title, "Which offer is a cross-sell?");
}

static void without_a_question_mark_the_last_sentence_asks(void **state) {
    (void)state;
    struct ask_stem s = ask_split(arena, "Есть таблица.\nНазовите сумму.");
    assert_string_equal(s.stem, "Есть таблица.");
    assert_string_equal(s.title, "Назовите сумму.");
    assert_null(s.hint);
}

static int setup(void **state) {
    (void)state;
    arena = arena_new(1 << 20);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stem_is_case_question_and_hint),
        cmocka_unit_test(a_question_alone_stays_whole),
        cmocka_unit_test(without_a_question_mark_the_last_sentence_asks),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

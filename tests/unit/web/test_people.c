/* A pasted list of people: every order and separator that recruiters paste, and what is said of the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "web/desk/people/people.h"

static struct arena *a;

static int setup(void **state) {
    (void)state;
    a = arena_new(64 << 20);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_free(&a);
    return 0;
}

static void any_order_and_separator(void **state) {
    (void)state;
    static const char *const LINES[] = {
        "Иванова Ольга, olga@zavod.ru",
        "olga@zavod.ru, Иванова Ольга",
        "Иванова Ольга; olga@zavod.ru",
        "olga@zavod.ru;Иванова Ольга",
        "Иванова Ольга\tolga@zavod.ru",
        "Иванова;Ольга;olga@zavod.ru",
        "Иванова, Ольга, olga@zavod.ru",
        "Иванова Ольга <olga@zavod.ru>",
        "\"Иванова, Ольга\" <olga@zavod.ru>",
        "\"Иванова Ольга\",\"olga@zavod.ru\"",
        "Иванова Ольга      olga@zavod.ru",
        "olga@zavod.ru Иванова Ольга",
        "Иванова\u00a0Ольга\u00a0olga@zavod.ru",
        "1. Иванова Ольга olga@zavod.ru",
        "1; Иванова Ольга; +7 912 000-11-22; olga@zavod.ru; Пермь",
        "Иванова Ольга mailto:olga@ZAVOD.ru.",
        "Иванова Ольга | olga@zavod.ru",
        "Иванова Ольга (olga@zavod.ru)",
    };
    for (size_t i = 0; i < COUNT(LINES); i++) {
        struct people p = people_parse(LINES[i], a);
        assert_int_equal(p.n, 1);
        assert_int_equal(p.v[0].fault, PERSON_FINE);
        assert_string_equal(p.v[0].name, "Иванова Ольга");
        assert_string_equal(p.v[0].email, "olga@zavod.ru");
    }
}

static void three_words_in_cells(void **state) {
    (void)state;
    struct people p = people_parse("Иванова;Ольга;Петровна;olga@zavod.ru;Пермь", a);
    assert_string_equal(p.v[0].name, "Иванова Ольга Петровна");
    p = people_parse("Иванова;Ольга Петровна;olga@zavod.ru", a);
    assert_string_equal(p.v[0].name, "Иванова Ольга Петровна");
}

static void headers_and_blank_lines_are_skipped(void **state) {
    (void)state;
    struct people p = people_parse("ФИО;Почта\r\n\r\nИван Петров;ivan@a.ru\r\n   \r\nАнна Ли;anna@a.ru\r\n", a);
    assert_int_equal(p.n, 2);
    assert_int_equal(p.fine_n, 2);
    assert_int_equal(p.v[0].number, 3);
    assert_int_equal(p.v[1].number, 5);
    assert_int_equal(people_parse("Имя Почта\nИван Петров ivan@a.ru", a).n, 1);
    assert_int_equal(people_parse("Name, E-mail\nIvan Petrov, ivan@a.ru", a).n, 1);
    /* Only the first line may be a header. */
    assert_int_equal(people_parse("Иван Петров;ivan@a.ru\nИмя", a).faulty_n, 1);
}

static void faults_are_told_by_line(void **state) {
    (void)state;
    struct people p = people_parse("Иван Петров\n"
                                   "Анна Ли anna@\n"
                                   "Пётр Кац p@a.ru k@a.ru\n"
                                   "only@a.ru\n"
                                   "Ольга Ким olga@a.ru\n", a);
    assert_int_equal(p.n, 5);
    assert_int_equal(p.faulty_n, 4);
    assert_int_equal(p.fine_n, 1);
    assert_int_equal(p.v[0].fault, PERSON_NO_EMAIL);
    assert_int_equal(p.v[1].fault, PERSON_BAD_EMAIL);
    assert_int_equal(p.v[2].fault, PERSON_TWO_EMAILS);
    assert_int_equal(p.v[3].fault, PERSON_NO_NAME);
    assert_string_equal(people_faulty_text(&p, a), "Иван Петров\nАнна Ли anna@\nПётр Кац p@a.ru k@a.ru\nonly@a.ru\n");
}

static void the_same_address_twice_is_one_person(void **state) {
    (void)state;
    struct people p = people_parse("Иван Петров ivan@a.ru\nПетров Иван; Ivan@A.RU\nИван, ivan@a.ru, ivan@a.ru", a);
    assert_int_equal(p.fine_n, 1);
    assert_int_equal(p.repeated_n, 2);
    assert_int_equal(p.faulty_n, 0);
    assert_int_equal(p.v[1].same_as, 1);
    assert_int_equal(p.v[2].same_as, 1);
}

static void names_with_marks(void **state) {
    (void)state;
    struct people p = people_parse("Sean O'Neil sean@a.ie\nАнна-Мария Ли-Петрова; am@a.ru\nJosé Ángel Núñez, j@a.es", a);
    assert_string_equal(p.v[0].name, "Sean O'Neil");
    assert_string_equal(p.v[1].name, "Анна-Мария Ли-Петрова");
    assert_string_equal(p.v[2].name, "José Ángel Núñez");
}

static void a_long_list_ends_at_the_limit(void **state) {
    (void)state;
    struct buf b;
    buf_init(&b, 1 << 20);
    for (int i = 0; i < PEOPLE_LINES_MAX + 5; i++)
        buf_printf(&b, "Имя Фамилия, p%d@a.ru\n", i);
    struct people p = people_parse(buf_str(&b), a);
    assert_int_equal(p.n, PEOPLE_LINES_MAX);
    assert_true(p.too_many);
    buf_reset(&b);
    for (int i = 0; i < PEOPLE_LINE_CHARS + 1; i++)
        buf_putc(&b, 'x');
    assert_int_equal(people_parse(buf_str(&b), a).v[0].fault, PERSON_LONG_LINE);
    buf_fini(&b);
}

static void nothing_is_nothing(void **state) {
    (void)state;
    assert_int_equal(people_parse("", a).n, 0);
    assert_int_equal(people_parse(" \n\r\n\t\n", a).n, 0);
    struct people p = people_parse("\"\n@\n<>\n;;;\n", a);
    assert_int_equal(p.fine_n, 0);
}

static void a_colon_parts_name_and_address(void **state) {
    (void)state;
    struct people p = people_parse("Анна Зимина: zimina@mail.example\n", a);
    assert_int_equal(p.fine_n, 1);
    assert_string_equal(p.v[0].name, "Анна Зимина");
}

/* The domain is kept as ASCII and shown as it was typed. */
static void an_address_is_shown_as_typed(void **state) {
    (void)state;
    struct people p = people_parse("Анна Зимина anna@почта.рф\n", a);
    assert_int_equal(p.fine_n, 1);
    assert_string_equal(p.v[0].typed, "anna@почта.рф");
    assert_string_equal(p.v[0].email, "anna@xn--80a1acny.xn--p1ai");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_colon_parts_name_and_address),
        cmocka_unit_test(an_address_is_shown_as_typed),
        cmocka_unit_test(any_order_and_separator),
        cmocka_unit_test(three_words_in_cells),
        cmocka_unit_test(headers_and_blank_lines_are_skipped),
        cmocka_unit_test(faults_are_told_by_line),
        cmocka_unit_test(the_same_address_twice_is_one_person),
        cmocka_unit_test(names_with_marks),
        cmocka_unit_test(a_long_list_ends_at_the_limit),
        cmocka_unit_test(nothing_is_nothing),
    };
    return cmocka_run_group_tests_name("people", tests, setup, teardown);
}

#include "assessments/field_answer.h"

#include "daemon/base/json.h"
#include "tests/unit/assessments/unit.h"

static struct arena *arena;

static const struct pack_field_option OPTIONS[] = { { .code = "phone" },
                                                    { .code = "mail" },
                                                    { .code = "chat" } };

static struct pack_field field(enum pack_field_type type) {
    return (struct pack_field) { .code = "f", .type = type, .options = OPTIONS, .options_n = 3 };
}

/* The canonical text of an answer given as JSON, or the number of its fault. */
static const char *canonical_in(const struct pack_field *f, const char *json, enum lang lang) {
    const struct json *value = NULL;
    struct field_answer answer = { 0 };
    enum field_fault fault = FIELD_FINE;
    assert_int_equal(json_parse(json, strlen(json), JSON_REQUEST, arena, &value, NULL), OK);
    if (field_answer_from_json(f, value, lang, arena, &answer, &fault, NULL) != OK)
        return arena_printf(arena, "fault %d", fault);
    assert_int_equal(fault, FIELD_FINE);
    return answer.text;
}

static const char *canonical(const struct pack_field *f, const char *json) {
    return canonical_in(f, json, LANG_RU);
}

static void choices_are_canonical(void **state) {
    (void)state;
    struct pack_field one = field(FIELD_SINGLE), some = field(FIELD_MULTIPLE),
                      yes = field(FIELD_YES_NO);
    assert_string_equal(canonical(&one, "\"mail\""), "\"mail\"");
    assert_string_equal(canonical(&one, "\"\""), "null");
    assert_string_equal(canonical(&one, "\"fax\""), "fault 1");
    assert_string_equal(canonical(&one, "[\"mail\"]"), "fault 1");
    assert_string_equal(canonical(&some, "[\"chat\",\"phone\"]"), "[\"phone\",\"chat\"]");
    assert_string_equal(canonical(&some, "[]"), "null");
    assert_string_equal(canonical(&some, "[\"mail\",\"mail\"]"), "fault 1");
    assert_string_equal(canonical(&some, "\"mail\""), "fault 1");
    assert_string_equal(canonical(&yes, "\"no\""), "\"no\"");
    assert_string_equal(canonical(&yes, "null"), "null");
    assert_string_equal(canonical(&yes, "true"), "fault 1");
}

static void numbers_are_read_in_the_language(void **state) {
    (void)state;
    struct pack_field f = field(FIELD_NUMBER);
    f.has_min = f.has_max = true;
    f.max = 10000000;
    assert_string_equal(canonical(&f, "\" 120 000 \""), "\"120000\"");
    assert_string_equal(canonical(&f, "\"1,5\""), "\"1.5\"");
    assert_string_equal(canonical_in(&f, "\"120,000\"", LANG_EN), "\"120000\"");
    assert_string_equal(canonical(&f, "\"сто\""), arena_printf(arena, "fault %d", FIELD_NO_NUMBER));
    assert_string_equal(canonical(&f, "\"-1\""), arena_printf(arena, "fault %d", FIELD_TOO_SMALL));
    assert_string_equal(canonical(&f, "\"99999999\""),
                        arena_printf(arena, "fault %d", FIELD_TOO_LARGE));
    assert_string_equal(canonical(&f, "\"  \""), "null");
}

static void texts_are_trimmed_and_bounded(void **state) {
    (void)state;
    struct pack_field line = field(FIELD_TEXT), text = field(FIELD_LONG);
    line.max_length = 5;
    assert_string_equal(canonical(&line, "\" дом  у \""), "\"дом у\"");
    assert_string_equal(canonical(&line, "\"домики\""),
                        arena_printf(arena, "fault %d", FIELD_TOO_LONG));
    assert_string_equal(canonical(&text, "\"a\\r\\nb 🙂\""), "\"a\\nb 🙂\"");
    assert_string_equal(canonical(&text, "\"a\\u0007\""),
                        arena_printf(arena, "fault %d", FIELD_BAD_TEXT));
}

static void dates_are_days_of_the_calendar(void **state) {
    (void)state;
    struct pack_field f = field(FIELD_DATE);
    const char *fault = arena_printf(arena, "fault %d", FIELD_NO_DATE);
    assert_string_equal(canonical(&f, "\"2028-02-29\""), "\"2028-02-29\"");
    assert_string_equal(canonical(&f, "\"2026-02-29\""), fault);
    assert_string_equal(canonical(&f, "\"2026-13-01\""), fault);
    assert_string_equal(canonical(&f, "\"2026-00-10\""), fault);
    assert_string_equal(canonical(&f, "\"24.11.2026\""), "\"2026-11-24\"");
    assert_string_equal(canonical(&f, "\"24/11/2026\""), "\"2026-11-24\"");
    assert_string_equal(canonical(&f, "\"11/24/2026\""), fault);
}

static void forms_say_the_same_as_json(void **state) {
    (void)state;
    struct pack_field some = field(FIELD_MULTIPLE);
    const struct answer_field fields[] = {
        { "lease", "x" }, { "answer", "chat" }, { "answer", "mail" }, { "answer", "" }
    };
    struct field_answer answer = { 0 }, again = { 0 };
    enum field_fault fault = FIELD_FINE;
    assert_int_equal(
        field_answer_from_fields(&some, fields, 4, LANG_RU, arena, &answer, &fault, NULL), OK);
    assert_string_equal(answer.text, "[\"mail\",\"chat\"]");
    assert_int_equal(field_answer_read(&some, answer.text, arena, &again, NULL), OK);
    assert_int_equal(again.chosen, answer.chosen);
    assert_int_equal(
        field_answer_from_fields(&some, fields, 1, LANG_RU, arena, &answer, &fault, NULL), OK);
    assert_false(answer.given);
    assert_string_equal(answer.text, "null");
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
        cmocka_unit_test(choices_are_canonical),
        cmocka_unit_test(numbers_are_read_in_the_language),
        cmocka_unit_test(texts_are_trimmed_and_bounded),
        cmocka_unit_test(dates_are_days_of_the_calendar),
        cmocka_unit_test(forms_say_the_same_as_json),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

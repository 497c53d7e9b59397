/* Forms are drawn by seed; answers are checked and have one canonical text. */
#include "assessments/answer.h"
#include "daemon/base/json.h"
#include "tests/unit/assessments/packs.h"

/* Both packs, loaded once for the file. */
struct fixture {
    struct arena *a;
    const struct pack *tiny, *shipped;
};

static int setup(void **state) {
    struct fixture *f = check_alloc(1, sizeof *f);
    f->a = arena_new(256 << 20);
    f->tiny = load_or_fail(TINY_FOLDER, f->a);
    f->shipped = load_or_fail(SHIPPED_FOLDER, f->a);
    *state = f;
    return 0;
}

static int teardown(void **state) {
    struct fixture *f = *state;
    arena_free(&f->a);
    check_free(f);
    return 0;
}

static struct test_form draw(const struct instrument *in, uint64_t seed, struct arena *a) {
    struct test_form form = { .n = 0 };
    struct err e = { .code = OK };
    if (form_draw(in, seed, a, &form, &e) != OK)
        fail_msg("%s", e.msg);
    return form;
}

static void forms_keep_the_blueprint(void **state) {
    struct fixture *f = *state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        for (size_t k = 0; k < f->shipped->instruments_n; k++) {
            const struct instrument *in = &f->shipped->instruments[k];
            struct test_form form = draw(in, seed, f->a);
            assert_int_equal(form.n, in->form_n);
            size_t per_cell[32] = { 0 };
            uint64_t covered = 0, bank = 0;
            for (size_t i = 0; i < form.n; i++) {
                for (size_t j = 0; j < i; j++)
                    assert_true(form.items[i] != form.items[j]);
                per_cell[form.items[i]->cell]++;
                for (size_t c = 0; c < form.items[i]->competencies_n; c++)
                    covered |= UINT64_C(1) << form.items[i]->competencies[c];
            }
            for (size_t i = 0; i < in->items_n; i++)
                for (size_t c = 0; c < in->items[i].competencies_n; c++)
                    bank |= UINT64_C(1) << in->items[i].competencies[c];
            if (in->kind == INSTRUMENT_KNOWLEDGE)
                for (size_t c = 0; c < in->cells_n; c++)
                    assert_int_equal(per_cell[c], in->cells[c].n);
            if (in->kind == INSTRUMENT_JUDGEMENT)
                assert_true(covered == bank);
            if (in->kind == INSTRUMENT_NUMERIC)
                for (size_t i = 0; i < form.n; i++)
                    assert_true(form.items[i]->table ==
                                form.items[i - i % in->items_per_table]->table);
        }
    }
}

static void a_seed_gives_one_form_for_ever(void **state) {
    struct fixture *f = *state;
    const struct instrument *kt = &f->tiny->instruments[0];
    static const char *const SEVEN[] = { "KT-2", "KT-1", "KT-4" };
    struct test_form form = draw(kt, 7, f->a);
    assert_int_equal(form.n, sizeof SEVEN / sizeof *SEVEN);
    for (size_t i = 0; i < form.n; i++)
        assert_string_equal(form.items[i]->code, SEVEN[i]);
}

/* Every item comes up, none much more often than its cell allows. */
static void every_item_is_used(void **state) {
    struct fixture *f = *state;
    for (size_t k = 0; k < f->shipped->instruments_n; k++) {
        const struct instrument *in = &f->shipped->instruments[k];
        size_t *used = ARENA_ARRAY(f->a, in->items_n, size_t);
        for (uint64_t seed = 0; seed < 400; seed++) {
            struct test_form form = draw(in, seed, f->a);
            for (size_t i = 0; i < form.n; i++)
                used[form.items[i] - in->items]++;
        }
        for (size_t i = 0; i < in->items_n; i++)
            assert_in_range(used[i], 20, 400);
    }
}

/* The canonical text of an answer given as JSON, or the error. */
static const char *canonical(struct fixture *f, const char *item, const char *json,
                             enum lang lang) {
    const struct json *value = NULL;
    struct answer answer = { .text = "untouched" };
    struct err e = { .code = OK };
    assert_int_equal(json_parse(json, strlen(json), JSON_REQUEST, f->a, &value, &e), OK);
    enum errc code = answer_from_json(item_or_fail(f->tiny, item), value, lang, f->a, &answer, &e);
    if (code != OK) {
        assert_string_equal(answer.text, "untouched");
        return errc_name(code);
    }
    struct answer back = { .given = false };
    assert_int_equal(answer_read(item_or_fail(f->tiny, item), answer.text, f->a, &back, &e), OK);
    assert_string_equal(back.text, answer.text);
    assert_int_equal(back.value * 1000, answer.value * 1000);
    return answer.text;
}

static void answers_have_one_canonical_text(void **state) {
    struct fixture *f = *state;
    static const struct {
        const char *item, *json, *text;
    } cases[] = {
        { "KT-1", "\"b\"", "\"b\"" },
        { "KT-1", "\"\"", "null" },
        { "KT-1", "null", "null" },
        { "KT-1", "\"x\"", "invalid" },
        { "KT-1", "[\"b\"]", "invalid" },
        { "KT-1", "3", "invalid" },
        { "KT-2", "[\"c\",\"a\"]", "[\"a\",\"c\"]" },
        { "KT-2", "[]", "null" },
        { "KT-2", "[\"a\",\"a\"]", "invalid" },
        { "KT-2", "[\"a\",\"z\"]", "invalid" },
        { "KT-2", "[\"a\",1]", "invalid" },
        { "KT-2", "\"a\"", "invalid" },
        { "SJT-1", "{\"d\":2,\"a\":5}", "{\"a\":5,\"d\":2}" },
        { "SJT-1", "{\"a\":null}", "null" },
        { "SJT-1", "{}", "null" },
        { "SJT-1", "{\"a\":6}", "invalid" },
        { "SJT-1", "{\"a\":0}", "invalid" },
        { "SJT-1", "{\"a\":2.5}", "invalid" },
        { "SJT-1", "{\"a\":\"2\"}", "invalid" },
        { "SJT-1", "{\"e\":2}", "invalid" },
        { "SJT-1", "[5,4,3,2]", "invalid" },
        { "NUM-2", "\" 1 450 \"", "{\"raw\":\"1 450\",\"lang\":\"ru\"}" },
        { "NUM-2", "\"abc\"", "{\"raw\":\"abc\",\"lang\":\"ru\"}" },
        { "NUM-2", "\"   \"", "null" },
        { "NUM-2", "{\"raw\":\"1,234\",\"lang\":\"en\"}", "{\"raw\":\"1,234\",\"lang\":\"en\"}" },
        { "NUM-2", "{\"raw\":\"1,234\",\"lang\":\"de\"}", "invalid" },
        { "NUM-2", "{\"raw\":\"1\",\"lang\":\"ru\",\"x\":1}", "invalid" },
        { "NUM-2", "1450", "invalid" },
        { "NUM-2", "\"0123456789012345678901234567890123456789012345678901234567890123456789\"",
          "too_large" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *text = canonical(f, cases[i].item, cases[i].json, LANG_RU);
        if (strcmp(text, cases[i].text) != 0)
            fail_msg("%s %s: %s, not %s", cases[i].item, cases[i].json, text, cases[i].text);
    }
}

static void forms_without_script_give_the_same_answer(void **state) {
    struct fixture *f = *state;
    struct answer answer = { .given = false };
    const struct answer_field two[] = { { "lease", "x" }, { "answer", "c" }, { "answer", "a" } };
    assert_int_equal(
        answer_from_fields(item_or_fail(f->tiny, "KT-2"), two, 3, LANG_RU, f->a, &answer, NULL),
        OK);
    assert_string_equal(answer.text, "[\"a\",\"c\"]");
    assert_int_equal(
        answer_from_fields(item_or_fail(f->tiny, "KT-1"), two, 3, LANG_RU, f->a, &answer, NULL),
        E_INVALID);
    const struct answer_field rated[] = { { "answer.b", "4" },
                                          { "answer.a", "" },
                                          { "answer.c", "1" } };
    assert_int_equal(
        answer_from_fields(item_or_fail(f->tiny, "SJT-1"), rated, 3, LANG_RU, f->a, &answer, NULL),
        OK);
    assert_string_equal(answer.text, "{\"b\":4,\"c\":1}");
    assert_false(answer_is_complete(item_or_fail(f->tiny, "SJT-1"), &answer));
    const struct answer_field twice[] = { { "answer.b", "4" }, { "answer.b", "4" } };
    assert_int_equal(
        answer_from_fields(item_or_fail(f->tiny, "SJT-1"), twice, 2, LANG_RU, f->a, &answer, NULL),
        E_INVALID);
    const struct answer_field bare[] = { { "answer", "4" } };
    assert_int_equal(
        answer_from_fields(item_or_fail(f->tiny, "SJT-1"), bare, 1, LANG_RU, f->a, &answer, NULL),
        E_INVALID);
    assert_int_equal(
        answer_from_fields(item_or_fail(f->tiny, "NUM-2"), bare, 1, LANG_EN, f->a, &answer, NULL),
        OK);
    assert_string_equal(answer.text, "{\"raw\":\"4\",\"lang\":\"en\"}");
    assert_int_equal(
        answer_from_fields(item_or_fail(f->tiny, "NUM-2"), NULL, 0, LANG_EN, f->a, &answer, NULL),
        OK);
    assert_string_equal(answer.text, "null");
    assert_false(answer.given);
}

static void a_typed_number_is_understood_aloud(void **state) {
    struct fixture *f = *state;
    const struct item *item = item_or_fail(f->tiny, "NUM-1"); /* unit %: "Р %" and "E %" */
    struct answer answer = { .given = false };
    const struct answer_field field = { "answer", "12 500,5" };
    assert_int_equal(answer_from_fields(item, &field, 1, LANG_RU, f->a, &answer, NULL), OK);
    assert_string_equal(answer_understood(&answer, f->a), "12\xc2\xa0"
                                                          "500,5");
    assert_true(answer_is_complete(item, &answer));
    const struct answer_field bad = { "answer", "двенадцать" };
    assert_int_equal(answer_from_fields(item, &bad, 1, LANG_RU, f->a, &answer, NULL), OK);
    assert_null(answer_understood(&answer, f->a));
    assert_true(answer.given);
    assert_false(answer_is_complete(item, &answer));
}

static void completeness_asks_for_all_that_is_asked(void **state) {
    struct fixture *f = *state;
    const struct item *two = item_or_fail(f->tiny, "KT-2"), *open = item_or_fail(f->tiny, "KT-5");
    struct answer one = { .given = true, .chosen = 1 }, pair = { .given = true, .chosen = 5 };
    assert_false(answer_is_complete(two, &one));
    assert_true(answer_is_complete(two, &pair));
    assert_true(answer_is_complete(open, &one));
    assert_false(answer_is_complete(open, &(struct answer) { .given = false }));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_keep_the_blueprint),
        cmocka_unit_test(a_seed_gives_one_form_for_ever),
        cmocka_unit_test(every_item_is_used),
        cmocka_unit_test(answers_have_one_canonical_text),
        cmocka_unit_test(forms_without_script_give_the_same_answer),
        cmocka_unit_test(a_typed_number_is_understood_aloud),
        cmocka_unit_test(completeness_asks_for_all_that_is_asked),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

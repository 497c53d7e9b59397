/* JSON is read strictly and written so that it reads back the same. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/json.h"

static struct arena *a;
static struct err e;

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

static enum errc parse_n(const char *s, size_t n, const struct json **v) {
    err_clear(&e);
    return json_parse(s, n, JSON_REQUEST, a, v, &e);
}

static const struct json *parse(const char *s) {
    const struct json *v = NULL;
    assert_int_equal(parse_n(s, strlen(s), &v), OK);
    return v;
}

static void a_document_becomes_a_tree(void **state) {
    (void)state;
    const struct json *v = parse(" {\"a\": [1, -2.5e1, true, null, \"x\\n\\u0434\\ud83d\\ude00\"], "
                                 "\"A\": {}, \"\": false}\n");
    assert_int_equal(v->type, JSON_OBJECT);
    assert_int_equal(v->children_n, 3);
    const struct json *list = json_member(v, "a");
    assert_int_equal(list->children_n, 5);
    assert_true(list->children[1].number == -25);
    assert_true(list->children[2].boolean);
    assert_int_equal(list->children[3].type, JSON_NULL);
    assert_string_equal(json_string(&list->children[4]), "x\nд😀");
    assert_int_equal(json_member(v, "A")->children_n, 0);
    assert_int_equal(json_member(v, "")->type, JSON_BOOL);
    assert_null(json_member(v, "b"));
    assert_null(json_string(json_member(json_member(v, "x"), "y")));
    assert_int_equal(parse("7")->type, JSON_NUMBER);
}

static void lenient_json_is_refused(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",
        " ",
        "nul",
        "nulls",
        "True",
        "{",
        "[",
        "]",
        "{]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "'a'",
        "01",
        "-",
        "-01",
        "+1",
        ".5",
        "1.",
        "1e",
        "1e+",
        "0x1",
        "NaN",
        "Infinity",
        "1e999",
        "\"a",
        "\"\t\"",
        "\"\n\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "\"\\ud800x\"",
        "\"\xff\"",
        "\"\xed\xa0\x80\"",
        "\xef\xbb\xbf{}",
        "{} x",
        "1 1",
        "// c\n1",
        "[1]]",
        "\"\\",
        "\"\\u",
        "{\"a\":1,\"b\":2,\"a\":3}",
        "{\"a\":1,\"\\u0061\":2}",
        "[{\"\":1,\"\":2}]",
        "\x0c[]",
        "tru",
        "1000000000000000000000000000000000000000000000000000000000000000",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const struct json *v = NULL;
        if (parse_n(bad[i], strlen(bad[i]), &v) != E_INVALID)
            fail_msg("accepted: %s", bad[i]);
        assert_null(v);
        assert_true(e.msg[0] != '\0');
    }
    const struct json *v = NULL;
    assert_int_equal(parse_n("\"a\0b\"", 5, &v), E_INVALID);
    assert_int_equal(parse_n("1\0", 2, &v), E_INVALID);
}

static void the_message_says_where(void **state) {
    (void)state;
    const struct json *v = NULL;
    assert_int_equal(parse_n("{\n  \"a\": 01\n}", 13, &v), E_INVALID);
    assert_string_equal(e.msg, "line 2, column 9: a comma or a closing bracket is expected");
    const char *twice = "[1,\n {\"x\":1,\n\"x\":2}]";
    assert_int_equal(parse_n(twice, strlen(twice), &v), E_INVALID);
    assert_string_equal(e.msg, "line 2, column 2: two members of this object have the same name");
}

static void limits_hold(void **state) {
    (void)state;
    const struct json *v = NULL;
    char deep[40];
    memset(deep, '[', 17);
    memset(deep + 17, ']', 17);
    assert_int_equal(parse_n(deep, 34, &v), E_TOO_LARGE);
    assert_int_equal(parse_n(deep + 1, 32, &v), OK);
    static char many[10100];
    many[0] = '[';
    for (size_t i = 0; i < 5000; i++)
        memcpy(many + 1 + 2 * i, "1,", 2);
    many[10000] = ']';
    assert_int_equal(parse_n(many, 10001, &v), E_TOO_LARGE);
    many[9998] = ']';
    assert_int_equal(parse_n(many, 9999, &v), OK);
    static char large[(64 << 10) + 1];
    memset(large, ' ', sizeof large);
    assert_int_equal(parse_n(large, sizeof large, &v), E_TOO_LARGE);
}

static void whole_numbers_are_exact_or_refused(void **state) {
    (void)state;
    int64_t i = 5;
    assert_int_equal(json_i64(parse("9007199254740991"), 0, INT64_MAX, &i), OK);
    assert_true(i == INT64_C(9007199254740991));
    assert_int_equal(json_i64(parse("1e2"), 0, 100, &i), OK);
    assert_true(i == 100);
    static const char *const bad[] = { "1.5", "101", "-1", "1e300", "\"1\"", "null", "[]" };
    for (size_t n = 0; n < sizeof bad / sizeof *bad; n++)
        assert_int_equal(json_i64(parse(bad[n]), 0, 100, &i), E_INVALID);
    assert_int_equal(json_i64(NULL, 0, 100, &i), E_INVALID);
    assert_true(i == 100);
}

static void what_is_written_reads_back(void **state) {
    (void)state;
    struct buf b;
    buf_init(&b, 1 << 20);
    struct json_writer w = json_writer_init(&b);
    json_open_object(&w);
    json_key(&w, "текст");
    json_put_string(&w, "a\"b\\c\n\t\x01 </я>");
    json_key(&w, "n");
    json_open_array(&w);
    json_put_i64(&w, INT64_MIN);
    json_put_f64(&w, 0.1);
    json_put_f64(&w, 1.0 / 3);
    json_put_f64(&w, 1e15);
    json_put_f64(&w, NAN);
    json_put_bool(&w, true);
    json_put_null(&w);
    json_open_array(&w);
    json_close_array(&w);
    json_close_array(&w);
    json_close_object(&w);
    assert_string_equal(
        buf_str(&b), "{\"текст\":\"a\\\"b\\\\c\\n\\t\\u0001 </я>\",\"n\":[-9223372036854775808,0.1,"
                     "0.3333333333333333,1000000000000000,null,true,null,[]]}");
    const struct json *v = parse(buf_str(&b));
    assert_true(json_member(v, "n")->children[2].number == 1.0 / 3);
    buf_reset(&b);
    w = json_writer_init(&b);
    json_put(&w, parse("{\"a\":[1,2.5,{\"b\":null}],\"c\":\"d\"}"));
    assert_string_equal(buf_str(&b), "{\"a\":[1,2.5,{\"b\":null}],\"c\":\"d\"}");
    buf_fini(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_becomes_a_tree),
        cmocka_unit_test(lenient_json_is_refused),
        cmocka_unit_test(the_message_says_where),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(whole_numbers_are_exact_or_refused),
        cmocka_unit_test(what_is_written_reads_back),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

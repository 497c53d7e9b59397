/* What goes into a page is escaped for the place where it stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "daemon/http/html.h"

static struct buf out;
static struct html page = { .out = &out };

static const char *taken(void) {
    static char text[256];
    assert_true(out.len < sizeof text);
    for (size_t i = 0; i <= out.len; i++)
        text[i] = buf_str(&out)[i];
    buf_reset(&out);
    return text;
}

static void text_is_escaped(void **state) {
    (void)state;
    html_put(&page, "<a href='x'>&\"Я\"");
    assert_string_equal(taken(), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;Я&quot;");
    html_put(&page, (const char *)NULL);
    assert_string_equal(taken(), "");
}

static void numbers_are_printed_by_type(void **state) {
    (void)state;
    html_put(&page, INT64_MIN);
    assert_string_equal(taken(), "-9223372036854775808");
    html_put(&page, SIZE_MAX);
    assert_string_equal(taken(), "18446744073709551615");
    html_put(&page, -1);
    assert_string_equal(taken(), "-1");
}

static void only_our_kinds_of_address_pass(void **state) {
    (void)state;
    static const char *const GOOD[] = {
        "/", "/a/b", "#x", "?page=2", "https://example.org/", "mailto:a@b.c"
    };
    static const char *const BAD[] = { "//evil",
                                       "/\\evil",
                                       "/\t/evil",
                                       "\\evil",
                                       "javascript:alert(1)",
                                       " /a",
                                       "http://evil",
                                       "data:text/html,x",
                                       "HTTPS://x",
                                       "a",
                                       "",
                                       "/a b",
                                       NULL };
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) {
        html_put_address(&page, GOOD[i]);
        assert_string_equal(taken(), GOOD[i]);
    }
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        html_put_address(&page, ((struct html_url) { BAD[i] }));
        assert_string_equal(taken(), "#");
    }
    html_put_url_text(&page, "/a?b='&c=\"");
    assert_string_equal(taken(), "/a?b=&#39;&amp;c=&quot;");
}

static void a_part_cannot_leave_its_component(void **state) {
    (void)state;
    html_put_part(&page, "../?a=b&c#d@e:я");
    assert_string_equal(taken(), "..%2F%3Fa%3Db%26c%23d%40e%3A%D1%8F");
    html_put_part(&page, 12);
    assert_string_equal(taken(), "12");
}

static void json_cannot_end_its_script(void **state) {
    (void)state;
    html_put_json(&page, "[\"</script><!--\"]");
    assert_string_equal(taken(), "[\"\\u003c/script>\\u003c!--\"]");
    html_put_json(&page, NULL);
    assert_string_equal(taken(), "null");
}

static int begin(void **state) {
    (void)state;
    buf_init(&out, 1 << 16);
    return 0;
}

static int end(void **state) {
    (void)state;
    buf_fini(&out);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_escaped),
        cmocka_unit_test(numbers_are_printed_by_type),
        cmocka_unit_test(only_our_kinds_of_address_pass),
        cmocka_unit_test(a_part_cannot_leave_its_component),
        cmocka_unit_test(json_cannot_end_its_script),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

/* A compiled template writes the page: escaped by place, folded, with partials and messages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "daemon/base/arena.h"
#include "gen/assets.h"
#include "gen/tpl/list_page.h"
#include "list_view.h"

static const char EXPECTED[] =
    "<!doctype html>\n"
    "<html lang=\"en\">\n"
    "<body class=\"list \">\n"
    "<h1 title=\"&lt;A&gt; &amp; &#39;B&#39; &quot;\">A list of “people”</h1>\n"
    "<a href=\"/en/?a=1&amp;b=2#top\"><b>ok</b></a> <a href=\"#\">→</a>\n"
    "<a href=\"mailto:a%2Bb@example.org\">a+b@example.org</a>\n"
    "<p>You have 2,000 of 100%, &lt;A&gt; &amp; &#39;B&#39;</p>\n"
    "<ul>\n"
    "<li class=\"first\"><a href=\"/list/1?q=a%26b%2F%D0%AF\">a&amp;b/Я</a>\n<hr></li>\n"
    "<li><a href=\"/list/2?q=\"></a>\n<hr></li>\n"
    "</ul>\n"
    "<form method=\"post\" action=\"/list\">\n"
    "<label for=\"f-2\">Otbor</label>\n"
    "<input id=\"f-2\" name=\"f\">\n"
    "<textarea aria-label=\"Otbor\">\n"
    "  &lt;A&gt; &amp; &#39;B&#39;\n\n</textarea>\n"
    "</form>\n"
    "<script type=\"application/json\" id=\"data\">{\"a\":\"\\u003c/script>\"}</script>\n"
    "<script type=\"module\" src=\"" ASSET_APP_JS "\"></script>\n"
    "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>\n"
    "<b translate=\"no\">Otbor</b>";

static void a_page_is_written_as_expected(void **state) {
    (void)state;
    struct buf out;
    buf_init(&out, 1 << 16);
    struct arena *a = arena_new(1 << 16);
    struct html h = { &out, a, LANG_EN };
    const struct row_view rows[] = { { 1, "a&b/Я" }, { 2, "" } };
    const struct list_view v = {
        .title = "<A> & 'B'",
        .json = "{\"a\":\"</script>\"}",
        .mail = "a+b@example.org",
        .home = { "/en/?a=1&b=2" },
        .mark = { "<b>ok</b>" },
        .rows = { rows, 2 },
    };
    tpl_list_page(&h, &v);
    assert_string_equal(buf_str(&out), EXPECTED);
    buf_fini(&out);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_page_is_written_as_expected) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

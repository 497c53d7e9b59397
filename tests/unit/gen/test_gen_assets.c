/* Files for browsers are bundled, named by content, compressed and compiled in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "gen/assets.h"

static const struct asset *find(const char *address) {
    for (size_t i = 0; i < ASSETS_N; i++)
        if (strcmp(ASSETS[i].name, address + strlen("/assets/")) == 0)
            return &ASSETS[i];
    return NULL;
}

static int contains(const struct asset *f, const char *word) {
    return memmem(f->raw, f->raw_n, word, strlen(word)) != NULL;
}

static void entries_are_bundled(void **state) {
    (void)state;
    const struct asset *js = find(ASSET_APP_JS), *css = find(ASSET_APP_CSS);
    assert_non_null(js);
    assert_string_equal(js->type, "text/javascript; charset=utf-8");
    assert_true(contains(js, "\"two\"") && !contains(js, "import"));
    assert_true(contains(css, "red") && contains(css, "url(/assets/mark-"));
}

static void other_files_are_taken_as_they_are(void **state) {
    (void)state;
    const struct asset *robots = find(ASSET_ROBOTS_TXT);
    assert_int_equal(robots->raw_n, 50 * 32);
    assert_true(robots->br_n > 0 && robots->br_n < robots->raw_n && robots->gz_n > 0);
    assert_true(robots->gz[0] == 0x1f && robots->gz[1] == 0x8b);
    assert_non_null(find(ASSET_MARK_SVG));
}

static void the_table_is_sorted(void **state) {
    (void)state;
    for (size_t i = 1; i < ASSETS_N; i++)
        assert_true(strcmp(ASSETS[i - 1].name, ASSETS[i].name) < 0);
    assert_null(ASSETS[ASSETS_N].name);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_are_bundled),
        cmocka_unit_test(other_files_are_taken_as_they_are),
        cmocka_unit_test(the_table_is_sorted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Targets: split raw, decoded once, refused when they could mean two things. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/http/path.h"
#include "daemon/http/route.h"

static void targets_are_split_or_refused(void **state) {
    (void)state;
    static const struct {
        const char *target;
        enum errc code;
        const char *text, *query;
        size_t segments;
    } CASES[] = {
        { "/", OK, "/", "", 0 },
        { "/?", OK, "/", "", 0 },
        { "/?a=/b?c", OK, "/", "a=/b?c", 0 },
        { "/desk/vacancies", OK, "/desk/vacancies", "", 2 },
        { "/desk/%D0%96?x", OK, "/desk/Ж", "x", 2 },
        { "/a+b", OK, "/a+b", "", 1 },
        { "/%252F", OK, "/%2F", "", 1 },
        { "/...", OK, "/...", "", 1 },
        { "", E_INVALID, NULL, NULL, 0 },
        { "a", E_INVALID, NULL, NULL, 0 },
        { "//", E_NOT_FOUND, NULL, NULL, 0 },
        { "/a//", E_NOT_FOUND, NULL, NULL, 0 },
        { "/a/", OK, "/a", "", 1 },
        { "/a//b", E_NOT_FOUND, NULL, NULL, 0 },
        { "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16", OK, "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16",
          "", 16 },
        { "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17", E_NOT_FOUND, NULL, NULL, 0 },
        { "/.", E_INVALID, NULL, NULL, 0 },
        { "/a/..", E_INVALID, NULL, NULL, 0 },
        { "/%2e%2E/x", E_INVALID, NULL, NULL, 0 },
        { "/%00", E_INVALID, NULL, NULL, 0 },
        { "/a%2fb", E_INVALID, NULL, NULL, 0 },
        { "/a%5cb", E_INVALID, NULL, NULL, 0 },
        { "/a\\b", E_INVALID, NULL, NULL, 0 },
        { "/%0a", E_INVALID, NULL, NULL, 0 },
        { "/%7f", E_INVALID, NULL, NULL, 0 },
        { "/%", E_INVALID, NULL, NULL, 0 },
        { "/%4", E_INVALID, NULL, NULL, 0 },
        { "/%4/1", E_INVALID, NULL, NULL, 0 },
        { "/%g0", E_INVALID, NULL, NULL, 0 },
        { "/%c0%af", E_INVALID, NULL, NULL, 0 },
        { "/%ed%a0%80", E_INVALID, NULL, NULL, 0 },
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct arena *a = arena_new(1 << 20);
        struct path p = { 0 };
        enum errc code = path_split(CASES[i].target, a, &p, NULL);
        if (code != CASES[i].code)
            fail_msg("%s: %s", CASES[i].target, errc_name(code));
        if (code == OK) {
            assert_string_equal(p.text, CASES[i].text);
            assert_string_equal(p.query, CASES[i].query);
            assert_int_equal(p.segments_n, CASES[i].segments);
        }
        arena_free(&a);
    }
}

/* Routes */

static const struct route ROUTES[] = {
    { .method = HTTP_GET, .path = "/" },
    { .method = HTTP_GET, .path = "/desk/vacancies/{id}" },
    { .method = HTTP_GET, .path = "/desk/vacancies/new" },
    { .method = HTTP_POST, .path = "/desk/vacancies/{id}" },
    { .method = HTTP_POST, .path = "/desk/{a}/{b}/{c}/{d}" },
    { .method = HTTP_POST, .path = "/only" },
};

static const struct route *find(enum http_method method, const char *target, struct arena *a,
                                const char *params[ROUTE_PARAMS], bool *ret_other) {
    struct path p = { 0 };
    CHECK(path_split(target, a, &p, NULL) == OK);
    return route_find(ROUTES, COUNT(ROUTES), method, p.segments, p.segments_n, params, ret_other);
}

static void a_route_is_found_with_its_captures(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 20);
    const char *params[ROUTE_PARAMS] = { 0 };
    bool other = true;
    assert_ptr_equal(find(HTTP_GET, "/", a, params, &other), &ROUTES[0]);
    assert_false(other);
    assert_ptr_equal(find(HTTP_GET, "/desk/vacancies/17", a, params, &other), &ROUTES[1]);
    assert_string_equal(params[0], "17");
    assert_ptr_equal(find(HTTP_POST, "/desk/1/2/3/4", a, params, &other), &ROUTES[4]);
    assert_string_equal(params[0], "1");
    assert_string_equal(params[3], "4");
    arena_free(&a);
}

static void a_word_beats_a_capture(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 20);
    const char *params[ROUTE_PARAMS] = { 0 };
    bool other = false;
    assert_ptr_equal(find(HTTP_GET, "/desk/vacancies/new", a, params, &other), &ROUTES[2]);
    assert_ptr_equal(find(HTTP_POST, "/desk/vacancies/new", a, params, &other), &ROUTES[3]);
    arena_free(&a);
}

static void the_wrong_method_is_told_from_the_wrong_path(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 20);
    const char *params[ROUTE_PARAMS] = { 0 };
    bool other = false;
    assert_null(find(HTTP_GET, "/only", a, params, &other));
    assert_true(other);
    assert_null(find(HTTP_GET, "/desk/vacancies", a, params, &other));
    assert_false(other);
    assert_null(find(HTTP_GET, "/desk/vacancies/new/more", a, params, &other));
    assert_false(other);
    assert_null(find(HTTP_GET, "/onl", a, params, &other));
    assert_null(find(HTTP_GET, "/only1", a, params, &other));
    assert_false(other);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(targets_are_split_or_refused),
        cmocka_unit_test(a_route_is_found_with_its_captures),
        cmocka_unit_test(a_word_beats_a_capture),
        cmocka_unit_test(the_wrong_method_is_told_from_the_wrong_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

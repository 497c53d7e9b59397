/* public_url in any spelling becomes the one that browsers send as Origin; what is no origin is refused with the way out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/conf/conf.h"
#include "daemon/conf/url.h"

static struct arena *arena;

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

static void one_spelling(void **state) {
    (void)state;
    static const char *const CASES[][2] = {
        { "https://otbor.example.com", "https://otbor.example.com" },
        { "https://otbor.example.com/", "https://otbor.example.com" },
        { "HTTPS://Otbor.Example.COM", "https://otbor.example.com" },
        { "https://otbor.example.com:443", "https://otbor.example.com" },
        { "https://otbor.example.com:0443/", "https://otbor.example.com" },
        { "https://otbor.example.com:8443/", "https://otbor.example.com:8443" },
        { "https://otbor.example.com:80", "https://otbor.example.com:80" },
        { "http://localhost:80/", "http://localhost" },
        { "http://LOCALHOST:8080", "http://localhost:8080" },
        { "http://127.0.0.1:8080/", "http://127.0.0.1:8080" },
        { "http://[::1]:8080/", "http://[::1]:8080" },
        { "https://[FE80::1]", "https://[fe80::1]" },
        { "https://xn--90acjlj6a.xn--p1ai/", "https://xn--90acjlj6a.xn--p1ai" },
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        const char *origin = NULL;
        struct err e = { 0 };
        if (url_origin(CASES[i][0], arena, &origin, &e) != OK)
            fail_msg("%s: %s", CASES[i][0], e.msg);
        assert_string_equal(origin, CASES[i][1]);
    }
}

static void what_is_no_origin_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *url, *words;
    } CASES[] = {
        { "otbor.example.com", "must begin with https://" },
        { "ftp://otbor.example.com", "must begin with https://" },
        { "", "must begin with https://" },
        { "https://", "names no host" },
        { "https:///", "names no host" },
        { "https://otbor example.com", "names no host" },
        { "https://отбор.рф", "xn--" },
        { "https://otbor..example.com", "names no host" },
        { "https://[::1", "names no host" },
        { "https://[]", "names no host" },
        { "https://otbor.example.com:", "port" },
        { "https://otbor.example.com:0", "port" },
        { "https://otbor.example.com:65536", "port" },
        { "https://otbor.example.com:80a", "port" },
        { "https://[::1]x", "port" },
        { "https://olga:secret@otbor.example.com", "@" },
        { "https://otbor.example.com/otbor", "has a path" },
        { "https://otbor.example.com//", "has a path" },
        { "https://otbor.example.com?x", "has a path" },
        { "https://otbor.example.com/#x", "has a path" },
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        const char *origin = "untouched";
        struct err e = { 0 };
        if (url_origin(CASES[i].url, arena, &origin, &e) != E_INVALID || strstr(e.msg, CASES[i].words) == NULL)
            fail_msg("\"%s\": %s", CASES[i].url, e.msg);
        assert_string_equal(origin, "untouched");
    }
}

static void configuration_holds_the_one_spelling(void **state) {
    (void)state;
    struct conf conf;
    struct err e = { 0 };
    char *flag[] = { "--public-url", "HTTPS://Otbor.Example.com:443/" };
    const struct conf_flags flags = { "try", NULL, NULL, 0 };
    assert_int_equal(conf_load(&flags, 2, flag, arena, &conf, &e), OK);
    assert_string_equal(conf_get(&conf, "public_url"), "https://otbor.example.com");
    assert_int_equal(setenv("OTBOR_PUBLIC_URL", "https://otbor.example.com/desk", 1), 0);
    assert_int_equal(conf_load(&flags, 0, NULL, arena, &conf, &e), E_INVALID);
    assert_int_equal(unsetenv("OTBOR_PUBLIC_URL"), 0);
    assert_non_null(strstr(e.msg, "has a path"));
    assert_non_null(strstr(e.msg, "OTBOR_PUBLIC_URL"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_spelling),
        cmocka_unit_test(what_is_no_origin_is_refused),
        cmocka_unit_test(configuration_holds_the_one_spelling),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

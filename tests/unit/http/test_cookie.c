/* Cookies and headers: read without guessing, written without surprises. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/http/cookie.h"
#include "daemon/http/headers.h"
#include "daemon/http/request.h"

static void cookies_are_found(void **state) {
    (void)state;
    static const struct {
        const char *header;
        int times;
        const char *value;
    } CASES[] = {
        { "", 0, NULL },
        { "s=1", 1, "1" },
        { "a=2; s=1; b=3", 1, "1" },
        { "s=1; s=2", 2, "2" },
        { "as=1; sa=2; S=3", 0, NULL },
        { "s", 0, NULL },
        { "s=", 1, "" },
        { "s=a=b", 1, "a=b" },
        { "  ;;s=1 ;", 1, "1" },
        { "x=s=1", 0, NULL },
        { "s =1", 0, NULL },
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct arena *a = arena_new(1 << 20);
        const char *value = NULL;
        int times = cookie_find(CASES[i].header, "s", a, &value);
        if (times != CASES[i].times)
            fail_msg("%s: %d times", CASES[i].header, times);
        if (times > 0)
            assert_string_equal(value, CASES[i].value);
        arena_free(&a);
    }
}

static void a_cookie_counts_once_and_with_its_prefix(void **state) {
    (void)state;
    static const struct header HEADERS[] = {
        { "cookie", "one=1; two=1; __Host-three=3" },
        { "Cookie", "two=2; empty=" },
    };
    struct arena *a = arena_new(1 << 20);
    struct request req = { .arena = a, .headers = HEADERS, .headers_n = COUNT(HEADERS) };
    assert_string_equal(request_cookie(&req, "one"), "1");
    assert_null(request_cookie(&req, "two"));
    assert_null(request_cookie(&req, "three"));
    assert_null(request_cookie(&req, "empty"));
    req.secure = true;
    assert_null(request_cookie(&req, "one"));
    assert_string_equal(request_cookie(&req, "three"), "3");
    arena_free(&a);
}

static void cookies_are_written(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 20);
    assert_string_equal(cookie_set("s", "abc", 0, false, a),
                        "s=abc; Path=/; HttpOnly; SameSite=Lax");
    assert_string_equal(cookie_set("s", "abc", 60, true, a),
                        "__Host-s=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60");
    assert_string_equal(cookie_set("s", "abc", -1, true, a),
                        "__Host-s=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0");
    arena_free(&a);
    assert_false(cookie_name_is_fine(""));
    assert_false(cookie_name_is_fine("a=b"));
    assert_true(cookie_value_is_fine(""));
    assert_false(cookie_value_is_fine("a;b"));
    assert_false(cookie_value_is_fine("a b"));
    assert_false(cookie_value_is_fine("a\r\nX: y"));
    assert_false(cookie_value_is_fine("Ж"));
}

static void headers_hold_no_control_bytes(void **state) {
    (void)state;
    assert_true(header_is_fine("X-Name", "a value; with=things"));
    assert_true(header_is_fine("X-Name", ""));
    assert_false(header_is_fine("", "x"));
    assert_false(header_is_fine("X Name", "x"));
    assert_false(header_is_fine("X:", "x"));
    assert_false(header_is_fine("X", "a\r\nSet-Cookie: s=1"));
    assert_false(header_is_fine("X", "a\nb"));
    assert_false(header_is_fine("X", "a\x7f"));
}

static const char *value_of(const struct header *h, size_t n, const char *name) {
    const char *value = NULL;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(h[i].name, name) != 0)
            continue;
        assert_null(value); /* none comes twice */
        value = h[i].value;
    }
    return value != NULL ? value : "";
}

static void a_handler_may_replace_what_the_server_sets(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 20);
    struct request req = { .arena = a };
    reply_html(&req, 200);
    req.reply.cacheable = true;
    reply_header(&req, "Cache-Control", "private, no-cache");
    reply_header(&req, "Vary", "Accept-Encoding");
    struct headers_in in = { .length = "0", .retry_after = "5", .https = true, .close = true };
    struct header out[HEADERS_MAX];
    size_t n = headers_list(&req.reply, &in, out);
    assert_string_equal(value_of(out, n, "Cache-Control"), "private, no-cache");
    assert_string_equal(value_of(out, n, "Vary"), "Accept-Encoding");
    assert_string_equal(value_of(out, n, "Retry-After"), "5");
    assert_string_equal(value_of(out, n, "Connection"), "close");
    assert_string_equal(value_of(out, n, "Content-Type"), "text/html; charset=utf-8");
    buf_fini(&req.reply.body);
    arena_free(&a);
}

static void a_second_reply_forgets_the_first_but_not_the_guard(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 20);
    struct request req = { .arena = a };
    reply_header(&req, "X-Guard", "1");
    req.reply.headers_kept = req.reply.headers_n;
    reply_header(&req, "X-Early", "1");
    buf_puts(reply_html(&req, 200)->out, "first");
    reply_header(&req, "X-First", "1");
    assert_int_equal(req.reply.headers_n, 3);
    reply_redirect(&req, "/second");
    assert_int_equal(req.reply.headers_n, 2);
    assert_string_equal(req.reply.headers[0].name, "X-Guard");
    assert_string_equal(req.reply.headers[1].name, "Location");
    assert_int_equal(req.reply.body.len, 0);
    reply_wipe(&req);
    assert_int_equal(req.reply.status, 0);
    assert_int_equal(req.reply.headers_n, 1);
    buf_fini(&req.reply.body);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cookies_are_found),
        cmocka_unit_test(a_cookie_counts_once_and_with_its_prefix),
        cmocka_unit_test(cookies_are_written),
        cmocka_unit_test(headers_hold_no_control_bytes),
        cmocka_unit_test(a_handler_may_replace_what_the_server_sets),
        cmocka_unit_test(a_second_reply_forgets_the_first_but_not_the_guard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A real server with a toy application, driven over bare sockets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/http/toy_server.h"

/* Reading */

static void a_page_is_read(void **state) {
    (void)state;
    expect("GET", "/hello/%D0%9C%D0%B8%D1%80", "", NULL, 200, "hello Мир from /hello/Мир");
    expect("GET", "/data?q=a%20b&x=1", "", NULL, 200, "{\"q\":\"a b\"}");
    expect("GET", "/asset.css", "", NULL, 200, "body{color:red}");
}

static void what_is_not_there_is_404_or_405(void **state) {
    (void)state;
    expect("GET", "/nowhere", "", NULL, 404, "error 404 not_found");
    expect("GET", "/hello/", "", NULL, 404, "error 404");
    expect("GET", "/unhandled", "", NULL, 404, "refused 404");
    expect("POST", "/", "", "", 405, "error 405");
    expect("DELETE", "/form", "", NULL, 405, "error 405");
    expect_header("DELETE", "/form", "", NULL, "Allow", "POST");
    expect_header("POST", "/", "", "", "Allow", "GET, HEAD");
    expect("OPTIONS", "/", "", NULL, 405, "error 405");
    expect("GET", "/missing", "", NULL, 404, "error 404");
}

static void a_handler_that_fails_is_500(void **state) {
    (void)state;
    expect("GET", "/broken", "", NULL, 500, "error 500 internal");
    expect("GET", "/silent", "", NULL, 500, "error 500 internal");
}

static void the_guard_refuses_and_its_headers_stay(void **state) {
    (void)state;
    expect("GET", "/", "X-Deny: 1\r\n", NULL, 403, "error 403 denied");
    expect_header("GET", "/", "X-Greet: 1\r\n", NULL, "X-Greeting", "from the guard");
    expect_header("POST", "/form", "X-Greet: 1\r\n" FORM, "name=x", "X-Greeting", "from the guard");
    expect_header("POST", "/conflict", "X-Greet: 1\r\n" FORM, "name=x", "X-Greeting",
                  "from the guard");
}

static void head_has_no_body_and_the_length_of_get(void **state) {
    (void)state;
    int fd = raw_connect(address);
    ask(fd, "HEAD", "/hello/x", "", NULL);
    struct answer a = raw_read(fd, true);
    char length[32];
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_header(&a, "Content-Length", length, sizeof length), "21");
    answer_fini(&a);
    ask(fd, "GET", "/hello/x", "", NULL);
    a = raw_read(fd, false);
    assert_string_equal(buf_str(&a.body), "hello x from /hello/x");
    answer_fini(&a);
    close(fd);
}

static void a_known_page_is_304(void **state) {
    (void)state;
    struct answer a = once("GET", "/", "", NULL);
    char etag[100], extra[200], cache[100];
    answer_header(&a, "ETag", etag, sizeof etag);
    assert_string_equal(answer_header(&a, "Cache-Control", cache, sizeof cache), "no-cache");
    assert_int_equal(strlen(etag), 34);
    answer_fini(&a);
    (void)snprintf(extra, sizeof extra, "If-None-Match: \"x\", W/%s\r\n", etag);
    int fd = raw_connect(address);
    ask(fd, "GET", "/", extra, NULL);
    a = raw_read(fd, false);
    assert_int_equal(a.status, 304);
    assert_int_equal(a.body.len, 0);
    answer_fini(&a);
    ask(fd, "GET", "/", "If-None-Match: \"x\"\r\n", NULL);
    a = raw_read(fd, false);
    assert_int_equal(a.status, 200);
    answer_fini(&a);
    close(fd);
}

static void each_kind_has_its_headers(void **state) {
    (void)state;
    expect_header("GET", "/hello/x", "", NULL, "Cache-Control", "no-store");
    expect_header(
        "GET", "/hello/x", "", NULL, "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'");
    expect_header("GET", "/hello/x", "", NULL, "Set-Cookie",
                  "seen=yes; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
    expect_header("GET", "/hello/x", "", NULL, "Referrer-Policy", "strict-origin");
    expect_header("GET", "/hello/x", "", NULL, "Server", "");
    expect_header("GET", "/hello/x", "", NULL, "Strict-Transport-Security", "");
    expect_header("GET", "/data", "", NULL, "Content-Security-Policy",
                  "default-src 'none'; frame-ancestors 'none'");
    expect_header("GET", "/asset.css", "", NULL, "Cache-Control",
                  "public, max-age=31536000, immutable");
    expect_header("GET", "/file", "", NULL, "Content-Security-Policy",
                  "sandbox; default-src 'none'");
    expect_header("GET", "/file", "", NULL, "Content-Disposition",
                  "attachment; filename=\"___________1.pdf\"; "
                  "filename*=UTF-8''%D0%9E%D1%82%D1%87%D1%91%D1%82%201.pdf");
    expect_header("GET", "/nowhere", "", NULL, "X-Content-Type-Options", "nosniff");
}

static void a_page_with_names_leaves_a_record_first(void **state) {
    (void)state;
    int before = atomic_load(&toy.recorded);
    expect("GET", "/names", "", NULL, 200, "names");
    assert_int_equal(atomic_load(&toy.recorded), before + 1);
    expect("GET", "/names", "X-No-Record: 1\r\n", NULL, 503, "error 503 busy");
}

/* Writing */

static void a_form_is_decoded(void **state) {
    (void)state;
    expect("POST", "/form", FORM,
           "name=+Anna++B+&name=second&other=1&tag=a&tag=b&weight.x=1&weight.=2&csrf=t", 200,
           "name=Anna B/0;tag=a/0;tag=b/0;weight.x=1/0;csrf=t/0;");
    expect("POST", "/form", FORM, "name=%FFab%07c", 200,
           "name=\xef\xbf\xbd"
           "abc/1;");
    expect("POST", "/form", FORM, "name=12345678901", 200, "name=12345678901/2;");
    expect("POST", "/form", FORM, "password=+two++blanks+", 200, "password= two  blanks /0;");
    expect("POST", "/form", FORM, "", 200, "");
    expect("POST", "/form", "", "name=x", 415, "error 415");
    expect("POST", "/form", JSON, "{}", 415, "error 415");
}

static void json_is_read(void **state) {
    (void)state;
    expect("POST", "/json", JSON, "{\"name\":\"x\"}", 201, "{\"got\":\"x\"}");
    expect("POST", "/json", "Content-Type: application/json; charset=utf-8\r\n", "{}", 201, "");
    expect("POST", "/json", JSON, "{\"name\":}", 400, "\"title\":\"invalid\"");
    expect("POST", "/json", JSON, "", 400, "invalid");
    expect("POST", "/json", FORM, "a=b", 415, "\"status\":415");
}

static void a_refusal_is_answered_by_the_application_or_by_itself(void **state) {
    (void)state;
    expect("POST", "/conflict", FORM, "name=x", 409, "error 409 conflict");
    expect("POST", "/own", FORM, "name=x", 422, "my own page");
    expect("POST", "/form", "X-Revoked: 1\r\n" FORM, "name=x", 403, "error 403");
    expect_header("POST", "/go", FORM, "", "Location", "/hello/again");
}

static void a_handler_that_runs_twice_answers_once(void **state) {
    (void)state;
    int before = atomic_load(&toy.handled);
    writer->run_twice = true;
    expect("POST", "/form", FORM, "name=x", 200, "name=x/0;");
    assert_int_equal(atomic_load(&toy.handled), before + 2);
    writer->run_twice = false;
}

static void nothing_is_acknowledged_that_was_not_committed(void **state) {
    (void)state;
    writer->fail = true;
    expect("POST", "/form", FORM, "name=x", 503, "error 503 busy");
    expect_header("POST", "/form", FORM, "name=x", "Retry-After", "2");
    writer->fail = false;
}

static void crypto_goes_through_three_steps(void **state) {
    (void)state;
    int before = atomic_load(&toy.prepared);
    expect("POST", "/login", FORM, "name=anna", 200, "hash of anna");
    expect("POST", "/login", FORM, "name=mallory", 403, "error 403");
    expect("POST", "/login", FORM, "name=", 422, "no name");
    assert_int_equal(atomic_load(&toy.prepared), before + 2);
}

int main(void) {
    toy_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_is_read),
        cmocka_unit_test(what_is_not_there_is_404_or_405),
        cmocka_unit_test(a_handler_that_fails_is_500),
        cmocka_unit_test(the_guard_refuses_and_its_headers_stay),
        cmocka_unit_test(head_has_no_body_and_the_length_of_get),
        cmocka_unit_test(a_known_page_is_304),
        cmocka_unit_test(each_kind_has_its_headers),
        cmocka_unit_test(a_page_with_names_leaves_a_record_first),
        cmocka_unit_test(a_form_is_decoded),
        cmocka_unit_test(json_is_read),
        cmocka_unit_test(a_refusal_is_answered_by_the_application_or_by_itself),
        cmocka_unit_test(a_handler_that_runs_twice_answers_once),
        cmocka_unit_test(nothing_is_acknowledged_that_was_not_committed),
        cmocka_unit_test(crypto_goes_through_three_steps),
    };
    return cmocka_run_group_tests(tests, toy_start, toy_stop);
}

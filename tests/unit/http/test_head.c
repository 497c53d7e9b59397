/* The byte machine: every raw request of raw.json, however it is cut, and bodies between heads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "daemon/http/head.h"
#include "tests/unit/http/raw_cases.h"

/* Feed in pieces of at most `piece` bytes; the machine's last state stays in h. */
static void feed(struct head *h, const char *bytes, size_t n, size_t piece) {
    head_init(h);
    while (n > 0) {
        size_t now = n < piece ? n : piece;
        enum head_event event = HEAD_MORE;
        size_t used = head_feed(h, bytes, now, &event);
        assert_true(used > 0 && used <= now);
        assert_int_equal(event == HEAD_FAULT, h->at == HEAD_AT_FAULT);
        bytes += used;
        n -= used;
    }
}

static void each_raw_request_has_its_status(void **state) {
    (void)state;
    struct arena *a = arena_new(64 << 20);
    const struct json *cases = raw_cases(a);
    for (size_t i = 0; i < cases->children_n; i++) {
        const struct json *c = &cases->children[i];
        const char *bytes = json_string(json_member(c, "bytes"));
        int want = raw_int(json_member(c, "head"));
        struct buf b;
        buf_init(&b, 1 << 20);
        raw_expand(bytes, strlen(bytes), "localhost:1", &b);
        static const size_t PIECES[] = { SIZE_MAX, 1, 7 };
        for (size_t p = 0; p < COUNT(PIECES); p++) {
            struct head h = { 0 };
            feed(&h, b.data, b.len, PIECES[p]);
            if (h.status != want)
                fail_msg("%s in pieces of %zu: %d (%s), not %d",
                         json_string(json_member(c, "name")), PIECES[p], h.status,
                         h.why ? h.why : "", want);
        }
        buf_fini(&b);
    }
    assert_true(cases->children_n > 100);
    arena_free(&a);
}

static void a_head_tells_method_path_and_length(void **state) {
    (void)state;
    struct head h = { 0 };
    head_init(&h);
    static const char TEXT[] =
        "POST /t/1/s/2?x=/y HTTP/1.1\r\nhost: a\r\ncontent-length:  5 \r\n\r\nhelloGET / ";
    enum head_event event = HEAD_MORE;
    size_t used = head_feed(&h, TEXT, sizeof TEXT - 1, &event);
    assert_int_equal(event, HEAD_DONE);
    assert_string_equal(TEXT + used, "helloGET / ");
    assert_int_equal(h.method, HEAD_M_POST);
    assert_string_equal(h.path, "/t/1/s/2");
    assert_true(h.path_whole);
    assert_int_equal(h.length, 5);
    assert_int_equal(h.body_left, 5);
    assert_int_equal(h.heads, 1);
    head_feed(&h, TEXT + used, 5, &event);
    assert_int_equal(event, HEAD_MORE);
    assert_int_equal(h.body_left, 0);
    head_feed(&h, "GET / ", 6, &event);
    assert_int_equal(h.at, HEAD_AT_VERSION);
    assert_int_equal(h.length, 0);
    assert_int_equal(h.heads, 1);
}

static void a_path_too_long_to_route_is_said_to_be(void **state) {
    (void)state;
    struct buf b;
    buf_init(&b, 4096);
    buf_puts(&b, "GET /");
    for (int i = 0; i < HEAD_PATH_MAX; i++)
        buf_putc(&b, 'a');
    buf_puts(&b, " HTTP/1.1\r\nHost: a\r\n\r\n");
    struct head h = { 0 };
    feed(&h, b.data, b.len, 3);
    assert_int_equal(h.heads, 1);
    assert_false(h.path_whole);
    assert_string_equal(h.path, "");
    buf_fini(&b);
}

static void nothing_counts_after_a_fault(void **state) {
    (void)state;
    struct head h = { 0 };
    enum head_event event = HEAD_MORE;
    head_init(&h);
    head_feed(&h, "\n", 1, &event);
    assert_int_equal(event, HEAD_FAULT);
    static const char GOOD[] = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    assert_int_equal(head_feed(&h, GOOD, sizeof GOOD - 1, &event), sizeof GOOD - 1);
    assert_int_equal(event, HEAD_FAULT);
    assert_int_equal(h.heads, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_raw_request_has_its_status),
        cmocka_unit_test(a_head_tells_method_path_and_length),
        cmocka_unit_test(a_path_too_long_to_route_is_said_to_be),
        cmocka_unit_test(nothing_counts_after_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

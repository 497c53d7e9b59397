/* Connections of a real server: what is refused, what is waited for, and how it all ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <poll.h>
#include <stdio.h>
#include <sys/un.h>
#include <cmocka.h>

#include "tests/unit/http/raw_cases.h"
#include "tests/unit/http/toy_server.h"

static void next_is(int fd, int status, const char *text) {
    struct answer a = raw_read(fd, false);
    if (a.status != status || strstr(buf_str(&a.body), text) == NULL)
        fail_msg("%d %s, not %d %s", a.status, buf_str(&a.body), status, text);
    answer_fini(&a);
}

#define COOKIE "Cookie: s=any\r\n"

/* Over the wire */

static void one_case(const struct json *c) {
    const char *name = json_string(json_member(c, "name"));
    const char *bytes = json_string(json_member(c, "bytes"));
    struct buf b;
    buf_init(&b, 1 << 20);
    raw_expand(bytes, strlen(bytes), address + 7, &b);
    int fd = raw_connect(address);
    (void)raw_send_n(fd, b.data, b.len);
    const struct json *replies = json_member(c, "replies");
    for (size_t i = 0; i < replies->children_n; i++) {
        struct answer a = raw_read(fd, false);
        char csp[8];
        if (a.status != raw_int(&replies->children[i]))
            fail_msg("%s: reply %zu is %d", name, i + 1, a.status);
        if (strlen(answer_header(&a, "Content-Security-Policy", csp, sizeof csp)) == 0)
            fail_msg("%s: reply %zu has no policy", name, i + 1);
        answer_fini(&a);
    }
    if (json_member(c, "closed")->boolean) {
        if (!raw_is_closed(fd))
            fail_msg("%s: something came after", name);
    } else {
        ask(fd, "GET", "/healthz", "", NULL);
        struct answer a = raw_read(fd, false);
        if (a.status != 200)
            fail_msg("%s: the next request gets %d", name, a.status);
        answer_fini(&a);
    }
    close(fd);
    buf_fini(&b);
}

static void each_raw_request_is_answered_as_listed(void **state) {
    (void)state;
    struct arena *a = arena_new(64 << 20);
    const struct json *cases = raw_cases(a);
    for (size_t i = 0; i < cases->children_n; i++)
        one_case(&cases->children[i]);
    arena_free(&a);
}

static void bytes_may_come_one_by_one(void **state) {
    (void)state;
    int fd = raw_connect(address);
    char text[400];
    (void)snprintf(text, sizeof text,
                   "POST /form HTTP/1.1\r\nHost: %s\r\n" FORM "Content-Length: 6\r\n\r\nname=x",
                   address + 7);
    int on = 1;
    CHECK(setsockopt(fd, 6, 1, &on, sizeof on) == 0); /* TCP_NODELAY: each byte is a segment */
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < strlen(text); i++)
            assert_true(raw_send_n(fd, text + i, 1));
        next_is(fd, 200, "name=x/0;");
    }
    close(fd);
}

static void a_client_that_finished_sending_gets_its_reply(void **state) {
    (void)state;
    int fd = raw_connect(address);
    ask(fd, "POST", "/form", FORM, "name=half");
    CHECK(shutdown(fd, SHUT_WR) == 0);
    next_is(fd, 200, "name=half/0;");
    assert_true(raw_is_closed(fd));
    close(fd);
    fd = raw_connect(address);
    ask(fd, "GET", "/big", "", NULL);
    CHECK(shutdown(fd, SHUT_WR) == 0);
    struct answer a = raw_read(fd, false);
    assert_int_equal(a.body.len, 4 << 20);
    answer_fini(&a);
    close(fd);
}

static void a_client_waits_for_100_continue(void **state) {
    (void)state;
    int fd = raw_connect(address);
    char text[400];
    (void)snprintf(text, sizeof text,
                   "POST /form HTTP/1.1\r\nHost: %s\r\n" FORM
                   "Expect: 100-continue\r\nContent-Length: 6\r\n\r\n",
                   address + 7);
    raw_send(fd, text);
    struct answer a = raw_read(fd, true);
    assert_int_equal(a.status, 100);
    answer_fini(&a);
    raw_send(fd, "name=x");
    next_is(fd, 200, "name=x/0;");
    close(fd);
}

static void a_body_past_the_route_is_refused_before_it_comes(void **state) {
    (void)state;
    int fd = raw_connect(address);
    char text[400];
    (void)snprintf(text, sizeof text,
                   "POST /form HTTP/1.1\r\nHost: %s\r\n" FORM "Content-Length: 4097\r\n\r\n",
                   address + 7);
    raw_send(fd, text);
    next_is(fd, 413, "refused 413");
    assert_true(raw_is_closed(fd));
    close(fd);
    fd = raw_connect(address);
    (void)snprintf(text, sizeof text,
                   "POST /json HTTP/1.1\r\nHost: %s\r\n" JSON "Content-Length: 65537\r\n\r\n",
                   address + 7);
    raw_send(fd, text);
    next_is(fd, 413, "\"status\":413"); /* the route takes more, but not without a cookie */
    assert_true(raw_is_closed(fd));
    close(fd);
    fd = raw_connect(address);
    (void)snprintf(text, sizeof text,
                   "POST /json HTTP/1.1\r\nHost: %s\r\n" JSON COOKIE
                   "Content-Length: 100000\r\n\r\n",
                   address + 7);
    raw_send(fd, text);
    struct buf body;
    buf_init(&body, 1 << 20);
    buf_printf(&body, "{\"name\":\"%098000d\"", 0);
    while (body.len < 99999)
        buf_putc(&body, ' ');
    buf_putc(&body, '}');
    assert_true(raw_send_n(fd, body.data, body.len));
    next_is(fd, 413, "too_large"); /* past JSON_REQUEST, said by the application */
    buf_fini(&body);
    close(fd);
    fd = raw_connect(address);
    (void)snprintf(text, sizeof text,
                   "POST /json HTTP/1.1\r\nHost: %s\r\n" JSON "Content-Length: 10000000\r\n\r\n",
                   address + 7);
    raw_send(fd, text);
    struct answer a = raw_read(fd, false);
    char type[80] = "";
    assert_int_equal(a.status, 413);
    assert_string_equal(answer_header(&a, "Content-Type", type, sizeof type),
                        "application/problem+json");
    assert_non_null(strstr(buf_str(&a.body), "\"status\":413"));
    answer_fini(&a);
    close(fd);
}

/* Clients that leave */

static void a_reply_for_a_client_that_left_goes_nowhere(void **state) {
    (void)state;
    writer_hold(writer, true);
    int before = atomic_load(&toy.handled);
    for (int i = 0; i < 8; i++) {
        int fd = raw_connect(address);
        ask(fd, "POST", "/form", FORM, "name=gone");
        writer_wait_for(writer, (size_t)i + 1);
        struct linger reset = { .l_onoff = 1, .l_linger = 0 };
        if (i % 2 == 0)
            CHECK(setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset) == 0);
        close(fd);
    }
    writer_hold(writer, false);
    expect("POST", "/form", FORM, "name=here", 200, "name=here/0;");
    assert_int_equal(atomic_load(&toy.handled), before + 9);
}

static void pipelined_writes_are_answered_in_order(void **state) {
    (void)state;
    int fd = raw_connect(address);
    for (int i = 0; i < 20; i++) {
        char body[20];
        (void)snprintf(body, sizeof body, "name=%d", i);
        ask(fd, "POST", "/form", FORM, body);
    }
    for (int i = 0; i < 20; i++) {
        char want[20];
        (void)snprintf(want, sizeof want, "name=%d/0;", i);
        next_is(fd, 200, want);
    }
    close(fd);
}

static void a_full_queue_says_so(void **state) {
    (void)state;
    writer_hold(writer, true);
    int fds[65];
    for (int i = 0; i < 64; i++) {
        fds[i] = raw_connect(address);
        ask(fds[i], "POST", "/form", FORM, "name=wait");
    }
    writer_wait_for(writer, 64);
    fds[64] = raw_connect(address);
    ask(fds[64], "POST", "/form", FORM, "name=late");
    struct answer a = raw_read(fds[64], false);
    char retry[20];
    assert_int_equal(a.status, 503);
    assert_string_equal(answer_header(&a, "Retry-After", retry, sizeof retry), "2");
    answer_fini(&a);
    writer_hold(writer, false);
    for (int i = 0; i < 64; i++)
        next_is(fds[i], 200, "name=wait/0;");
    for (int i = 0; i < 65; i++)
        close(fds[i]);
}

/* Deadlines */

static void whoever_is_too_slow_is_let_go(void **state) {
    (void)state;
    struct server_conf conf = toy_conf();
    conf.hurry = 1000;
    toy_start_with(conf, 64);
    int silent = raw_connect(address), head = raw_connect(address), body = raw_connect(address),
        idle = raw_connect(address), greedy = raw_connect(address);
    raw_send(head, "GET / HTTP/1.1\r\nHost: x\r\n");
    ask(body, "POST", "/form", FORM "Content-Length: 10\r\n", NULL);
    ask(idle, "GET", "/healthz", "", NULL);
    next_is(idle, 200, "ok");
    for (int i = 0; i < 50; i++) /* takes in requests but no replies */
        ask(greedy, "GET", "/big", "", NULL);
    assert_true(raw_is_closed(silent));
    assert_true(raw_is_closed(head));
    assert_true(raw_is_closed(body));
    assert_true(raw_is_closed(idle));
    struct answer last = { 0 };
    for (int i = 0; i < 50; i++) {
        answer_fini(&last);
        last = raw_read(greedy, false);
        if (last.status == 0 || last.body.len < 4 << 20)
            break;
    }
    assert_true(last.body.len < 4 << 20);
    answer_fini(&last);
    close(silent);
    close(head);
    close(body);
    close(idle);
    close(greedy);
    toy_stop(NULL);
}

/* What is announced earns no time: of two bodies that stand still, the long one is let go with the
 * short one. */
static void a_long_body_that_stands_still_is_let_go_as_soon_as_a_short_one(void **state) {
    (void)state;
    struct server_conf conf = toy_conf();
    conf.hurry = 10;
    toy_start_with(conf, 64);
    int long_one = raw_connect(address), short_one = raw_connect(address);
    ask(long_one, "POST", "/json", JSON COOKIE "Content-Length: 200000\r\n", NULL);
    ask(short_one, "POST", "/form", FORM "Content-Length: 10\r\n", NULL);
    assert_true(raw_is_closed(short_one));
    int64_t since_us = clock_monotonic_us();
    assert_true(raw_is_closed(long_one));
    assert_true(clock_monotonic_us() - since_us < 2000000); /* one tick, not 2.4 s */
    close(long_one);
    close(short_one);
    toy_stop(NULL);
}

/* A body that moves on is not cut, however long it takes. */
static void a_body_that_moves_on_is_waited_for(void **state) {
    (void)state;
    struct server_conf conf = toy_conf();
    conf.hurry = 20; /* a body may stand still for a second; 163,840 bytes earn another */
    toy_start_with(conf, 64);
    int fd = raw_connect(address);
    ask(fd, "POST", "/json", JSON COOKIE "Content-Length: 200000\r\n", NULL);
    char piece[20000];
    memset(piece, ' ', sizeof piece);
    for (int i = 0; i < 10; i++) {
        usleep(150000);
        assert_true(raw_send_n(fd, piece, sizeof piece));
    }
    struct answer a = raw_read(fd, false);
    assert_int_equal(a.status, 413); /* of the application: it came whole */
    assert_non_null(strstr(buf_str(&a.body), "too_large"));
    answer_fini(&a);
    close(fd);
    toy_stop(NULL);
}

/* Limits */

/* A connection from another network of this machine. */
static int connect_from(const char *source) {
    struct sockaddr_in to = { .sin_family = AF_INET }, from = to;
    to.sin_port = htons((uint16_t)strtoul(strrchr(address, ':') + 1, NULL, 10));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(inet_pton(AF_INET, source, &from.sin_addr) == 1);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(fd >= 0 && bind(fd, (struct sockaddr *)&from, sizeof from) == 0);
    CHECK(connect(fd, (struct sockaddr *)&to, sizeof to) == 0);
    return fd;
}

static void bodies_that_do_not_end_cost_only_their_own_peer(void **state) {
    (void)state;
    struct server_conf conf = toy_conf();
    conf.limits = true;
    toy_start_with(conf, 64);
    enum { SENT = 199000, BODIES = (4 << 20) / SENT + 1 };
    struct pollfd fds[BODIES];
    char *bytes = check_alloc(1, SENT);
    for (int i = 0; i < BODIES; i++) {
        fds[i] = (struct pollfd) { .fd = raw_connect(address), .events = POLLIN };
        ask(fds[i].fd, "POST", "/json", JSON COOKIE "Content-Length: 200000\r\n", NULL);
        (void)raw_send_n(fds[i].fd, bytes, SENT);
    }
    check_free(bytes);
    /* Together they are more than the share of a peer: one is refused. */
    assert_true(poll(fds, BODIES, 20000) > 0);
    for (int i = 0; i < BODIES; i++)
        if (fds[i].revents & POLLIN)
            next_is(fds[i].fd, 503, "\"status\":503");
    int other = connect_from("127.0.1.1");
    ask(other, "POST", "/form", FORM, "name=other");
    next_is(other, 200, "name=other/0;");
    for (int i = 0; i < BODIES; i++)
        close(fds[i].fd);
    /* The server learns of it in its own time; then nothing is in flight. */
    for (bool empty = false; !empty;) {
        ask(other, "GET", "/metrics", "", NULL);
        struct answer a = raw_read(other, false);
        assert_int_equal(a.status, 200);
        empty = strstr(buf_str(&a.body), "otbor_http_bodies_in_flight_bytes 0\n") != NULL;
        answer_fini(&a);
    }
    expect("POST", "/form", FORM, "name=again", 200, "name=again/0;");
    close(other);
    toy_stop(NULL);
}

static void one_peer_holds_64_connections(void **state) {
    (void)state;
    struct server_conf conf = toy_conf();
    conf.limits = true;
    toy_start_with(conf, 64);
    int fds[65];
    for (int i = 0; i < 64; i++) {
        fds[i] = raw_connect(address);
        ask(fds[i], "GET", "/healthz", "", NULL);
        next_is(fds[i], 200, "ok");
    }
    fds[64] = raw_connect(address);
    assert_true(raw_is_closed(fds[64]));
    close(fds[0]);
    /* The server learns of it in its own time. */
    int again = -1, status = 0;
    while (status != 200) {
        if (again >= 0)
            close(again);
        again = raw_connect(address);
        char text[100];
        (void)snprintf(text, sizeof text, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
        (void)raw_send(again, text);
        struct answer a = raw_read(again, false);
        status = a.status;
        answer_fini(&a);
    }
    close(again);
    for (int i = 1; i < 65; i++)
        close(fds[i]);
    toy_stop(NULL);
}

static void the_thousandth_request_is_the_last(void **state) {
    (void)state;
    int fd = raw_connect(address);
    char connection[20];
    for (int i = 1; i <= 1000; i++) {
        ask(fd, "GET", "/healthz", "", NULL);
        struct answer a = raw_read(fd, false);
        answer_header(&a, "Connection", connection, sizeof connection);
        assert_string_equal(connection, i < 1000 ? "" : "close");
        answer_fini(&a);
    }
    assert_true(raw_is_closed(fd));
    close(fd);
}

/* Names */

static void an_https_server_answers_to_its_name_only(void **state) {
    (void)state;
    struct server_conf conf = toy_conf();
    conf.public_url = "https://Otbor.example";
    toy_start_with(conf, 64);
    expect("GET", "/", "", NULL, 400, "error 400");
    int fd = raw_connect(address);
    raw_send(fd, "GET /hello/x HTTP/1.1\r\nHost: otbor.EXAMPLE\r\n\r\n");
    struct answer a = raw_read(fd, false);
    char got[200];
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_header(&a, "Set-Cookie", got, sizeof got),
                        "__Host-seen=yes; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60");
    assert_string_equal(answer_header(&a, "Strict-Transport-Security", got, sizeof got),
                        "max-age=63072000; includeSubDomains");
    answer_fini(&a);
    raw_send(fd, "GET /who HTTP/1.1\r\nHost: otbor.example:443\r\n"
                 "Cookie: s=plain; __Host-s=right\r\n\r\n");
    next_is(fd, 200, "cookie=right");
    close(fd);
    toy_stop(NULL);
}

static void only_a_trusted_proxy_names_the_peer(void **state) {
    (void)state;
    expect("GET", "/who", "X-Forwarded-For: 203.0.113.9\r\n", NULL, 200, "127.0.0.1 127.0.0.0/24");
    toy_stop(NULL);
    struct server_conf conf = toy_conf();
    conf.trusted_proxies = "127.0.0.1, 10.0.0.0/8";
    toy_start_with(conf, 64);
    expect("GET", "/who", "X-Forwarded-For: 6.6.6.6, 203.0.113.9, 10.1.2.3\r\n", NULL, 200,
           "203.0.113.9 203.0.113.0/24");
    expect("GET", "/en/who",
           "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 2001:db8:1:2::3\r\nX-Partial: 1\r\n", NULL,
           200, "2001:db8:1:2::3 2001:db8:1::/48 cookie=- partial=1 lang=en");
    expect("GET", "/who", "X-Forwarded-For: junk\r\n", NULL, 200, "127.0.0.1 ");
}

static void a_unix_socket_serves_too(void **state) {
    (void)state;
    struct server_conf conf = toy_conf();
    char path[100];
    (void)snprintf(path, sizeof path, "/tmp/otbor-test-%d.sock", (int)getpid());
    char spec[120];
    (void)snprintf(spec, sizeof spec, "unix:%s", path);
    conf.listen = spec;
    toy_start_with(conf, 64);
    struct server *second = NULL;
    struct err e = { 0 };
    assert_int_equal(server_start(&conf, &TOY_APP, writer, &second, &e), E_CONFLICT);
    struct sockaddr_un sun = { .sun_family = AF_UNIX };
    (void)snprintf(sun.sun_path, sizeof sun.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&sun, sizeof sun), 0);
    raw_send(fd, "GET /who HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n");
    next_is(fd, 200, "203.0.113.9");
    raw_send(fd, "GET /who HTTP/1.1\r\nHost: localhost\r\n\r\n");
    next_is(fd, 200, "unix unix");
    close(fd);
    toy_stop(NULL);
    assert_int_equal(access(path, F_OK), -1);
}

static void an_address_in_use_is_told(void **state) {
    (void)state;
    struct server_conf conf = toy_conf();
    conf.listen = address + 7;
    struct server *second = NULL;
    struct err e = { 0 };
    assert_int_equal(server_start(&conf, &TOY_APP, writer, &second, &e), E_CONFLICT);
    err_clear(&e);
    conf.listen = "nowhere";
    assert_int_equal(server_start(&conf, &TOY_APP, writer, &second, &e), E_INVALID);
    err_clear(&e);
    conf = toy_conf();
    conf.trusted_proxies = "proxy.local";
    assert_int_equal(server_start(&conf, &TOY_APP, writer, &second, &e), E_INVALID);
    err_clear(&e);
    conf = toy_conf();
    conf.public_url = "ftp://x";
    assert_int_equal(server_start(&conf, &TOY_APP, writer, &second, &e), E_INVALID);
    err_clear(&e);
    conf = toy_conf();
    conf.db_path = NULL;
    assert_int_equal(server_start(&conf, &TOY_APP, writer, &second, &e), E_NOT_FOUND);
}

static void it_counts_what_it_does(void **state) {
    (void)state;
    expect("GET", "/healthz", "", NULL, 200, "ok");
    struct answer a = once("GET", "/metrics", "", NULL);
    const char *text = buf_str(&a.body);
    assert_non_null(strstr(text, "otbor_http_requests_total{status=\"2xx\"}"));
    assert_non_null(strstr(text, "otbor_http_seconds_bucket{le=\"+Inf\"}"));
    assert_non_null(strstr(text, "otbor_http_write_lane 0\n"));
    assert_non_null(strstr(text, "otbor_http_bodies_in_flight_bytes 0\n"));
    answer_fini(&a);
}

/* The end */

static void *stop_server(void *arg) {
    (void)arg;
    (void)server_stop(&toy.server);
    return NULL;
}

static void what_is_under_way_is_answered_before_the_end(void **state) {
    (void)state;
    toy_start_with(toy_conf(), 64);
    writer_hold(writer, true);
    int writing[4], idle = raw_connect(address), reading = raw_connect(address);
    ask(idle, "GET", "/healthz", "", NULL);
    next_is(idle, 200, "ok");
    ask(reading, "GET", "/big", "", NULL);
    for (size_t i = 0; i < COUNT(writing); i++) {
        writing[i] = raw_connect(address);
        ask(writing[i], "POST", "/form", FORM, "name=late");
    }
    writer_wait_for(writer, COUNT(writing));
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, stop_server, NULL) == 0);
    assert_true(raw_is_closed(idle)); /* now it stops for certain */
    writer_hold(writer, false);
    for (size_t i = 0; i < COUNT(writing); i++) {
        struct answer a = raw_read(writing[i], false);
        char connection[20];
        assert_int_equal(a.status, 200);
        assert_string_equal(answer_header(&a, "Connection", connection, sizeof connection),
                            "close");
        answer_fini(&a);
        assert_true(raw_is_closed(writing[i]));
        close(writing[i]);
    }
    struct answer a = raw_read(reading, false);
    assert_int_equal(a.body.len, 4 << 20);
    answer_fini(&a);
    close(reading);
    close(idle);
    CHECK(pthread_join(thread, NULL) == 0);
    fake_writer_stop(&writer);
}

static void who_does_not_finish_is_cut(void **state) {
    (void)state;
    toy_start_with(toy_conf(), 64);
    int half = raw_connect(address), idle = raw_connect(address);
    raw_send(half, "GET / HTTP/1.1\r\n");
    ask(idle, "GET", "/healthz", "", NULL);
    next_is(idle, 200, "ok");
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, stop_server, NULL) == 0);
    assert_true(raw_is_closed(idle));
    server_stop_now();
    assert_true(raw_is_closed(half));
    CHECK(pthread_join(thread, NULL) == 0);
    close(half);
    close(idle);
    fake_writer_stop(&writer);
}

int main(void) {
    toy_begin();
#define WITH_SERVER(t) cmocka_unit_test_setup_teardown(t, toy_start, toy_stop)
    const struct CMUnitTest tests[] = {
        WITH_SERVER(each_raw_request_is_answered_as_listed),
        WITH_SERVER(bytes_may_come_one_by_one),
        WITH_SERVER(a_client_that_finished_sending_gets_its_reply),
        WITH_SERVER(a_client_waits_for_100_continue),
        WITH_SERVER(a_body_past_the_route_is_refused_before_it_comes),
        WITH_SERVER(a_reply_for_a_client_that_left_goes_nowhere),
        WITH_SERVER(pipelined_writes_are_answered_in_order),
        WITH_SERVER(a_full_queue_says_so),
        cmocka_unit_test(whoever_is_too_slow_is_let_go),
        cmocka_unit_test(a_long_body_that_stands_still_is_let_go_as_soon_as_a_short_one),
        cmocka_unit_test(a_body_that_moves_on_is_waited_for),
        cmocka_unit_test(bodies_that_do_not_end_cost_only_their_own_peer),
        cmocka_unit_test(one_peer_holds_64_connections),
        WITH_SERVER(the_thousandth_request_is_the_last),
        cmocka_unit_test(an_https_server_answers_to_its_name_only),
        WITH_SERVER(only_a_trusted_proxy_names_the_peer),
        cmocka_unit_test(a_unix_socket_serves_too),
        WITH_SERVER(an_address_in_use_is_told),
        WITH_SERVER(it_counts_what_it_does),
        cmocka_unit_test(what_is_under_way_is_answered_before_the_end),
        cmocka_unit_test(who_does_not_finish_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

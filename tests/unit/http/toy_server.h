/* The toy application on a real server, and ways to ask it. Included once by a test program. */
#ifndef TESTS_UNIT_HTTP_TOY_SERVER_H
#define TESTS_UNIT_HTTP_TOY_SERVER_H

#include "daemon/base/clock.h"
#include "daemon/base/log.h"
#include "daemon/base/rand.h"
#include "tests/unit/http/fake_store.h"
#include "tests/unit/http/raw_client.h"
#include "tests/unit/http/toy_app.h"

static struct writer *writer;
static char address[160];

/* The usual configuration; a test changes what it is about. */
static struct server_conf toy_conf(void) {
    return (struct server_conf) { .listen = "127.0.0.1:0", .db_path = "fake", .loops = 2 };
}

static inline void toy_start_with(struct server_conf conf, size_t queue) {
    struct err e = { 0 };
    rate_start(false);
    writer = fake_writer_start(queue);
    if (server_start(&conf, &TOY_APP, writer, &toy.server, &e) != OK)
        fail_msg("server_start: %s", e.msg);
    (void)snprintf(address, sizeof address, "%s", server_address(toy.server));
}

static inline int toy_start(void **state) {
    (void)state;
    toy_start_with(toy_conf(), 64);
    return 0;
}

static inline int toy_stop(void **state) {
    (void)state;
    (void)server_stop(&toy.server);
    fake_writer_stop(&writer);
    return 0;
}

/* Once, at the beginning of a test program. */
static inline void toy_begin(void) {
    log_level_set(
        (enum log_level)(LOG_ERROR + 1)); /* refusals and failures are what these tests are about */
    clock_start();
    rand_start();
}

/* Asking */

/* Send a request with the right Host; extra are more header lines. */
static inline void ask(int fd, const char *method, const char *target, const char *extra,
                       const char *body) {
    struct buf b;
    buf_init(&b, 1 << 20);
    buf_printf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\n%s", method, target, address + 7, extra);
    if (body != NULL)
        buf_printf(&b, "Content-Length: %zu\r\n\r\n%s", strlen(body), body);
    else
        buf_puts(&b, "\r\n");
    assert_true(raw_send_n(fd, b.data, b.len));
    buf_fini(&b);
}

/* One request on a connection of its own. */
static inline struct answer once(const char *method, const char *target, const char *extra,
                                 const char *body) {
    int fd = raw_connect(address);
    ask(fd, method, target, extra, body);
    struct answer a = raw_read(fd, strcmp(method, "HEAD") == 0);
    close(fd);
    return a;
}

#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"
#define JSON "Content-Type: application/json\r\n"

static inline void expect(const char *method, const char *target, const char *extra,
                          const char *body, int status, const char *text) {
    struct answer a = once(method, target, extra, body);
    if (a.status != status || strstr(buf_str(&a.body), text) == NULL)
        fail_msg("%s %s: %d %s", method, target, a.status, buf_str(&a.body));
    answer_fini(&a);
}

static inline void expect_header(const char *method, const char *target, const char *extra,
                                 const char *body, const char *name, const char *value) {
    struct answer a = once(method, target, extra, body);
    char got[512];
    assert_string_equal(answer_header(&a, name, got, sizeof got), value);
    answer_fini(&a);
}

#endif

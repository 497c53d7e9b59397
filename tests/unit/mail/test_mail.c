/* A letter is well formed or is not sent; what the server says decides whether it is tried again. */
#include <arpa/inet.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/clock.h"
#include "daemon/mail/mail.h"

static struct arena *a;

static const struct mail LETTER = {
    .id = 4711,
    .from = "otbor@example.com",
    .to = "anna@example.org",
    .subject = "Приглашение",
    .body = "Здравствуйте!\n",
    .lang = "ru",
    .at = INT64_C(1700000000000),
};

static int setup(void **state) {
    (void)state;
    clock_start();
    mail_init();
    a = arena_new(16 << 20);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    mail_fini();
    arena_free(&a);
    return 0;
}

/* A mail server of one connection ----------------------------------------------------------------- */

static struct server {
    int fd;
    bool silent;      /* accepts and says nothing */
    const char *rcpt; /* its reply to RCPT; NULL = takes it */
    char got[8192];   /* the letter */
    int letters;
    pthread_t thread;
    char url[64];
} server;

static void say(int fd, const char *line) {
    assert_true(write(fd, line, strlen(line)) > 0);
}

/* The letter, up to the line with one dot. */
static void take_letter(FILE *in) {
    char line[1024] = "";
    size_t n = 0;
    while (fgets(line, sizeof line, in) != NULL && strcmp(line, ".\r\n") != 0) {
        size_t len = strlen(line);
        CHECK(n + len < sizeof server.got);
        memcpy(server.got + n, line, len + 1);
        n += len;
    }
    server.letters++;
}

static void talk(int fd) {
    FILE *in = fdopen(fd, "r");
    char line[1024] = "";
    say(fd, "220 stub\r\n");
    while (fgets(line, sizeof line, in) != NULL) {
        if (strncmp(line, "DATA", 4) == 0) {
            say(fd, "354 go on\r\n");
            take_letter(in);
        }
        bool refused = strncmp(line, "RCPT", 4) == 0 && server.rcpt != NULL;
        say(fd, refused ? server.rcpt : "250 good\r\n");
        if (strncmp(line, "QUIT", 4) == 0)
            break;
    }
    (void)fclose(in);
}

static void *serve(void *arg) {
    (void)arg;
    int fd = accept(server.fd, NULL, NULL);
    CHECK(fd >= 0);
    char c = 0;
    if (!server.silent)
        talk(fd);
    else if (read(fd, &c, 1) <= 0) /* until the other side goes */
        (void)close(fd);
    return NULL;
}

static void server_start(struct server like) {
    server = like;
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t n = sizeof at;
    server.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(server.fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(server.fd, 4), 0);
    assert_int_equal(getsockname(server.fd, (struct sockaddr *)&at, &n), 0);
    (void)snprintf(server.url, sizeof server.url, "smtp://127.0.0.1:%d", ntohs(at.sin_port));
    assert_int_equal(pthread_create(&server.thread, NULL, serve, NULL), 0);
}

static void server_end(void) {
    assert_int_equal(pthread_join(server.thread, NULL), 0);
    (void)close(server.fd);
}

/* Composing ---------------------------------------------------------------------------------------- */

static void letter_as_it_goes_over_the_line(void **state) {
    (void)state;
    const char *text = NULL;
    assert_int_equal(mail_text(&LETTER, a, &text, NULL), OK);
    assert_string_equal(text,
                        "From: <otbor@example.com>\r\n"
                        "To: <anna@example.org>\r\n"
                        "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n"
                        "Message-ID: <4711@example.com>\r\n"
                        "Subject: =?UTF-8?B?0J/RgNC40LPQu9Cw0YjQtdC90LjQtQ==?=\r\n"
                        "Auto-Submitted: auto-generated\r\n"
                        "MIME-Version: 1.0\r\n"
                        "Content-Language: ru\r\n"
                        "Content-Type: text/plain; charset=utf-8\r\n"
                        "Content-Transfer-Encoding: base64\r\n"
                        "\r\n"
                        "0JfQtNGA0LDQstGB0YLQstGD0LnRgtC1IQo=\r\n");
}

/* A long subject is cut between characters, each piece a word of its own. */
static void long_subject_is_cut_between_characters(void **state) {
    (void)state;
    struct mail m = LETTER;
    m.subject = "Менеджер по работе с ключевыми клиентами";
    const char *text = NULL;
    assert_int_equal(mail_text(&m, a, &text, NULL), OK);
    const char *subject = strstr(text, "Subject: ");
    assert_non_null(subject);
    assert_non_null(strstr(subject, "?=\r\n =?UTF-8?B?"));
    for (const char *line = subject; strncmp(line, "Auto-", 5) != 0; line = strchr(line, '\n') + 1) {
        assert_true(strcspn(line, "\r") <= 76);
        const char *word = strstr(line, "?B?") + 3;
        assert_int_equal(strcspn(word, "?") % 4, 0);
    }
}

static void no_header_is_smuggled_in(void **state) {
    (void)state;
    static const char *const ADDRESSES[] = { "a@b\r\nBcc: c@d", "a@b>,<c@d", "a b@c", "", "a@b\n" };
    const char *text = NULL;
    for (size_t i = 0; i < COUNT(ADDRESSES); i++) {
        struct mail m = LETTER;
        m.to = ADDRESSES[i];
        assert_int_equal(mail_text(&m, a, &text, NULL), E_INVALID);
        assert_int_equal(mail_send("smtp://127.0.0.1:1", &m, NULL, a, NULL), E_INVALID);
    }
    struct mail m = LETTER;
    m.subject = "one\r\nBcc: c@d";
    assert_int_equal(mail_text(&m, a, &text, NULL), E_INVALID);
}

/* Sending ------------------------------------------------------------------------------------------ */

static void letter_arrives_whole_and_once(void **state) {
    (void)state;
    server_start((struct server){ 0 });
    struct err e = { 0 };
    if (mail_send(server.url, &LETTER, NULL, a, &e) != OK)
        fail_msg("%s", e.msg);
    server_end();
    const char *text = NULL;
    assert_int_equal(mail_text(&LETTER, a, &text, NULL), OK);
    assert_string_equal(server.got, text);
    assert_int_equal(server.letters, 1);
}

static enum errc send_refused(const char *reply, struct err *e) {
    server_start((struct server){ .rcpt = reply });
    enum errc code = mail_send(server.url, &LETTER, NULL, a, e);
    server_end();
    assert_int_equal(server.letters, 0);
    return code;
}

static void refusal_for_now_and_for_good(void **state) {
    (void)state;
    struct err e = { 0 };
    assert_int_equal(send_refused("450 later, anna@example.org\r\n", &e), E_BUSY);
    assert_non_null(strstr(e.msg, "450"));
    assert_null(strstr(e.msg, "anna")); /* the server's words are not passed on */
    err_clear(&e);
    assert_int_equal(send_refused("550 nobody\r\n", &e), E_DENIED);
    assert_non_null(strstr(e.msg, "550"));
}

static void nobody_listening_is_busy_and_other_schemes_are_invalid(void **state) {
    (void)state;
    assert_int_equal(mail_send("smtp://127.0.0.1:1", &LETTER, NULL, a, NULL), E_BUSY);
    assert_int_equal(mail_send("http://127.0.0.1:1", &LETTER, NULL, a, NULL), E_INVALID);
    assert_int_equal(mail_send("file:///etc/passwd", &LETTER, NULL, a, NULL), E_INVALID);
}

static void *stop_soon(void *arg) {
    const struct timespec t = { 0, 200 * 1000000 };
    (void)nanosleep(&t, NULL);
    atomic_store((atomic_bool *)arg, true);
    return NULL;
}

static void silent_server_is_left_when_we_stop(void **state) {
    (void)state;
    server_start((struct server){ .silent = true });
    static atomic_bool stop;
    pthread_t stopper;
    atomic_store(&stop, false);
    assert_int_equal(pthread_create(&stopper, NULL, stop_soon, &stop), 0);
    struct err e = { 0 };
    int64_t from_us = clock_monotonic_us();
    assert_int_equal(mail_send(server.url, &LETTER, &stop, a, &e), E_BUSY);
    int64_t took_us = clock_monotonic_us() - from_us;
    assert_non_null(strstr(e.msg, "stopped"));
    /* Its own patience is 30 s; a second is libcurl's turn, the rest is for a busy machine. */
    assert_true(took_us > 150000 && took_us < 10 * 1000000);
    assert_int_equal(pthread_join(stopper, NULL), 0);
    server_end();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letter_as_it_goes_over_the_line),
        cmocka_unit_test(long_subject_is_cut_between_characters),
        cmocka_unit_test(no_header_is_smuggled_in),
        cmocka_unit_test(letter_arrives_whole_and_once),
        cmocka_unit_test(refusal_for_now_and_for_good),
        cmocka_unit_test(nobody_listening_is_busy_and_other_schemes_are_invalid),
        cmocka_unit_test(silent_server_is_left_when_we_stop),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

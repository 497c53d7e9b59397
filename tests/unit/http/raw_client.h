/* A client of bare sockets: sends exactly what a test says. Included by tests of the server. */
#ifndef TESTS_UNIT_HTTP_RAW_CLIENT_H
#define TESTS_UNIT_HTTP_RAW_CLIENT_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "daemon/base/buf.h"
#include "daemon/base/check.h"

/* One reply. status 0: the connection ended before one came. */
struct answer {
    int status;
    struct buf head, body;
};

/* Connect to "http://127.0.0.1:PORT". Reading gives up after 20 s. */
static int raw_connect(const char *address) {
    struct sockaddr_in a = { .sin_family = AF_INET };
    a.sin_port = htons((uint16_t)strtoul(strrchr(address, ':') + 1, NULL, 10));
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(fd >= 0);
    struct timeval patience = { 20, 0 };
    CHECK(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0);
    CHECK(setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) == 0);
    CHECK(connect(fd, (struct sockaddr *)&a, sizeof a) == 0);
    return fd;
}

/* Send n bytes; false when the other side has closed. */
static bool raw_send_n(int fd, const void *bytes, size_t n) {
    const char *at = bytes;
    while (n > 0) {
        ssize_t sent = send(fd, at, n, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        at += sent;
        n -= (size_t)sent;
    }
    return true;
}

static inline bool raw_send(int fd, const char *text) {
    return raw_send_n(fd, text, strlen(text));
}

/* The value of a header in an answer's head, copied into out ("" when absent). */
static const char *answer_header(const struct answer *a, const char *name, char *out, size_t room) {
    size_t len = strlen(name);
    out[0] = '\0';
    for (const char *line = strstr(buf_str(&a->head), "\r\n"); line != NULL;
         line = strstr(line + 2, "\r\n")) {
        if (strncasecmp(line + 2, name, len) == 0 && line[2 + len] == ':') {
            const char *value = line + 2 + len + 2;
            (void)snprintf(out, room, "%.*s", (int)strcspn(value, "\r"), value);
            break;
        }
    }
    return out;
}

static void answer_fini(struct answer *a) {
    buf_fini(&a->head);
    buf_fini(&a->body);
}

/* Read one reply. after_head: it has no body whatever its Content-Length says. */
static struct answer raw_read(int fd, bool after_head) {
    struct answer a = { 0 };
    buf_init(&a.head, 64 << 10);
    buf_init(&a.body, 64 << 20);
    char c = 0;
    while (a.head.len < 4 || memcmp(a.head.data + a.head.len - 4, "\r\n\r\n", 4) != 0) {
        if (recv(fd, &c, 1, 0) != 1)
            return a;
        buf_putc(&a.head, c);
    }
    a.status = (int)strtol(a.head.data + 9, NULL, 10);
    char length[32] = "";
    size_t left = strtoul(answer_header(&a, "Content-Length", length, sizeof length), NULL, 10);
    if (after_head || a.status == 304)
        return a;
    char block[65536];
    while (left > 0) {
        ssize_t n = recv(fd, block, left < sizeof block ? left : sizeof block, 0);
        if (n <= 0)
            break;
        buf_put(&a.body, block, (size_t)n);
        left -= (size_t)n;
    }
    return a;
}

/* Is the connection closed now (end of data, or reset)? Waits for it. */
static inline bool raw_is_closed(int fd) {
    char c = 0;
    return recv(fd, &c, 1, 0) <= 0;
}

#endif

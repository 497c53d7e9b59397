/* tests/bench/load.c — a load generator: keep-alive connections, a request of its own on each.
 *
 *     load ADDRESS PORT CONNECTIONS SECONDS RATE STATUS FIRST FILE
 *
 * FILE holds n requests, each after a line with its length in bytes; connection i sends number i mod n and,
 * in turn, each CONNECTIONS further, so that no two connections share one while there are enough.
 * In a request, ########## becomes a number of ten digits that grows with each sending of the
 * connection from FIRST, and ~ a digit from 1 to 5, so that bodies differ.
 *
 *     RATE 0          each connection sends again as soon as it is answered
 *     RATE n          n requests a second in all, connections take turns; a reply's time counts from
 *                     the moment its request was due
 *     SECONDS 0       one request on each connection, then "ready"; held until standard input ends
 *
 * Prints one line of JSON: replies, those with another status, seconds, and microseconds of replies.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEAD_MAX = 4 << 10, EVENTS = 256, DIGITS = 10, TIMES_MAX = 1 << 22 };

/* What is sent on a connection. */
struct text {
    char *bytes;
    size_t n;
    char *number[4]; /* where it changes: NULL-terminated lists */
    char *digit[4];
};

struct conn {
    int fd;
    struct text *texts;  /* sent in turn */
    size_t texts_n;
    uint64_t count;      /* of requests sent */
    uint64_t began_us;   /* 0 = nothing is awaited */
    char head[HEAD_MAX]; /* of the reply, until it is whole */
    size_t head_n;
    size_t body_left; /* of the reply, once its head was read */
    bool in_body, close;
};

static struct {
    struct sockaddr_in to;
    int epoll;
    size_t conns_n;
    struct conn *conns;
    struct text *texts;
    size_t texts_n;
    bool hold; /* one request each, then wait */
    uint64_t rate, status, first;
    uint64_t replies, wrong, skipped, waiting;
    uint32_t *times;
    bool over;
} load;

static void die(const char *what) {
    perror(what);
    exit(1);
}

static uint64_t now_us(void) {
    struct timespec t = { 0 };
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* Requests ---------------------------------------------------------------------------------------- */

static void read_texts(const char *path) {
    FILE *file = fopen(path, "r");
    size_t n = 0;
    if (file == NULL)
        die(path);
    while (fscanf(file, "%zu", &n) == 1 && fgetc(file) == '\n') {
        load.texts = realloc(load.texts, (load.texts_n + 1) * sizeof *load.texts);
        struct text *t = &load.texts[load.texts_n++];
        *t = (struct text) { .bytes = malloc(n + 1), .n = n };
        if (fread(t->bytes, 1, n, file) != n)
            die("a request is shorter than it says");
        t->bytes[n] = '\0';
    }
    fclose(file);
    if (load.texts_n == 0)
        die("no request");
}

/* A connection's own copy of a request, with its changing places marked. */
static struct text text_of(const struct text *from) {
    struct text t = { .bytes = malloc(from->n + 1), .n = from->n };
    memcpy(t.bytes, from->bytes, from->n + 1);
    size_t numbers = 0, digits = 0;
    for (char *p = t.bytes; (p = strstr(p, "##########")) != NULL && numbers < 3; p += DIGITS)
        t.number[numbers++] = p;
    for (char *p = t.bytes; (p = strchr(p, '~')) != NULL && digits < 3; p++)
        t.digit[digits++] = p;
    return t;
}

/* The next request of a connection. */
static const struct text *renew(struct conn *c) {
    struct text *t = &c->texts[c->count % c->texts_n];
    uint64_t v = load.first + c->count++;
    char number[DIGITS + 1];
    snprintf(number, sizeof number, "%010llu", (unsigned long long)(v % UINT64_C(10000000000)));
    for (size_t i = 0; t->number[i] != NULL; i++)
        memcpy(t->number[i], number, DIGITS);
    for (size_t i = 0; t->digit[i] != NULL; i++)
        *t->digit[i] = (char)('1' + v % 5);
    return t;
}

/* Connections -------------------------------------------------------------------------------------- */

static void open_conn(struct conn *c) {
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    int yes = 1;
    if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&load.to, sizeof load.to) != 0)
        die("connecting");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = c };
    if (epoll_ctl(load.epoll, EPOLL_CTL_ADD, c->fd, &event) != 0)
        die("epoll");
}

/* Requests are small beside the socket's buffer, and one is under way at a time. */
static void send_request(struct conn *c, uint64_t began_us) {
    if (c->close) {
        close(c->fd);
        open_conn(c);
        c->close = false;
    }
    const struct text *t = renew(c);
    c->began_us = began_us;
    load.waiting++;
    if (send(c->fd, t->bytes, t->n, MSG_NOSIGNAL) != (ssize_t)t->n)
        die("sending");
}

/* Replies ------------------------------------------------------------------------------------------- */

static void reply_done(struct conn *c) {
    uint64_t took = now_us() - c->began_us;
    if (load.replies < TIMES_MAX)
        load.times[load.replies] = took > UINT32_MAX ? UINT32_MAX : (uint32_t)took;
    load.replies++;
    load.waiting--;
    c->began_us = 0;
    c->head_n = 0;
    c->in_body = false;
    if (!load.over && load.rate == 0 && !load.hold)
        send_request(c, now_us());
}

/* A header's value, or NULL; the head is a string. */
static const char *header(const char *head, const char *name) {
    size_t n = strlen(name);
    for (const char *line = strstr(head, "\r\n"); line != NULL; line = strstr(line, "\r\n")) {
        line += 2;
        if (strncasecmp(line, name, n) == 0)
            return line + n;
    }
    return NULL;
}

/* The head that ends at `end` in c->head. */
static void read_head(struct conn *c, char *end) {
    *end = '\0';
    const char *length = header(c->head, "Content-Length: ");
    const char *connection = header(c->head, "Connection: ");
    c->body_left = length != NULL ? strtoul(length, NULL, 10) : 0;
    c->close = connection != NULL && strncasecmp(connection, "close", 5) == 0;
    c->in_body = true;
    if (strtoul(c->head + strlen("HTTP/1.1 "), NULL, 10) != load.status) {
        if (load.wrong++ == 0)
            fprintf(stderr, "load: the first reply that is not %llu:\n%s\n",
                    (unsigned long long)load.status, c->head);
    }
}

/* Take n bytes that came. */
static void take(struct conn *c, const char *bytes, size_t n) {
    if (!c->in_body) {
        size_t had = c->head_n, room = HEAD_MAX - 1 - had, more = n < room ? n : room;
        memcpy(c->head + had, bytes, more);
        c->head_n += more;
        c->head[c->head_n] = '\0';
        char *end = strstr(c->head + (had > 3 ? had - 3 : 0), "\r\n\r\n");
        if (end == NULL && more == room)
            die("a head that is too long");
        if (end == NULL)
            return;
        size_t used = (size_t)(end + 4 - c->head) - had;
        read_head(c, end);
        bytes += used;
        n -= used;
    }
    if (n > c->body_left)
        die("more than a reply came");
    c->body_left -= n;
    if (c->body_left == 0)
        reply_done(c);
}

static void on_readable(struct conn *c) {
    static char bytes[256 << 10];
    ssize_t n = recv(c->fd, bytes, sizeof bytes, 0);
    if (n > 0)
        take(c, bytes, (size_t)n);
    else if (n == 0 && c->began_us == 0) /* an idle connection was ended */
        epoll_ctl(load.epoll, EPOLL_CTL_DEL, c->fd, NULL), c->close = true;
    else if (n == 0 || (errno != EAGAIN && errno != EINTR))
        die("the server ended a connection in mid-reply");
}

/* Running ------------------------------------------------------------------------------------------- */

/* Handle what comes within wait_ms. */
static void turn(int wait_ms) {
    struct epoll_event events[EVENTS];
    int n = epoll_wait(load.epoll, events, EVENTS, wait_ms);
    for (int i = 0; i < n; i++)
        on_readable(events[i].data.ptr);
}

static void open_all(void) {
    load.conns = calloc(load.conns_n, sizeof *load.conns);
    for (size_t i = 0; i < load.conns_n; i++) {
        struct conn *c = &load.conns[i];
        c->texts = malloc((load.texts_n / load.conns_n + 1) * sizeof *c->texts);
        for (size_t k = i % load.texts_n; k < load.texts_n; k += load.conns_n)
            c->texts[c->texts_n++] = text_of(&load.texts[k]);
        open_conn(c);
    }
}

/* One request on each, a few at a time, so that no backlog overflows. */
static void ask_each(void) {
    for (size_t i = 0; i < load.conns_n; i++) {
        send_request(&load.conns[i], now_us());
        while (load.waiting > 64)
            turn(1000);
    }
    while (load.waiting > 0)
        turn(1000);
}

static void run_flat_out(uint64_t until_us) {
    for (size_t i = 0; i < load.conns_n; i++)
        send_request(&load.conns[i], now_us());
    while (now_us() < until_us)
        turn(20);
}

static void run_at_rate(uint64_t from_us, uint64_t until_us) {
    for (uint64_t k = 0; now_us() < until_us;) {
        uint64_t due = from_us + k * 1000000 / load.rate;
        if (now_us() < due) {
            turn(1);
            continue;
        }
        struct conn *c = &load.conns[k++ % load.conns_n];
        if (c->began_us == 0)
            send_request(c, due);
        else
            load.skipped++;
    }
}

static int compare_times(const void *x, const void *y) {
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

static void report(uint64_t took_us) {
    size_t n = load.replies < TIMES_MAX ? load.replies : TIMES_MAX;
    qsort(load.times, n, sizeof *load.times, compare_times);
    printf("{\"replies\":%llu,\"wrong\":%llu,\"skipped\":%llu,\"seconds\":%.6f,\"p50\":%u,\"p99\":%u}\n",
           (unsigned long long)load.replies, (unsigned long long)load.wrong,
           (unsigned long long)load.skipped, (double)took_us / 1e6, n > 0 ? load.times[n / 2] : 0,
           n > 0 ? load.times[n * 99 / 100] : 0);
}

int main(int argc, char **argv) {
    if (argc != 9) {
        fprintf(stderr, "usage: load ADDRESS PORT CONNECTIONS SECONDS RATE STATUS FIRST FILE\n");
        return 2;
    }
    load.to = (struct sockaddr_in) { .sin_family = AF_INET,
                                     .sin_port = htons((uint16_t)strtoul(argv[2], NULL, 10)) };
    inet_pton(AF_INET, argv[1], &load.to.sin_addr);
    load.conns_n = strtoul(argv[3], NULL, 10);
    double seconds = strtod(argv[4], NULL);
    load.hold = seconds <= 0;
    load.rate = strtoul(argv[5], NULL, 10);
    load.status = strtoul(argv[6], NULL, 10);
    load.first = strtoul(argv[7], NULL, 10);
    load.times = malloc(TIMES_MAX * sizeof *load.times);
    load.epoll = epoll_create1(0);
    read_texts(argv[8]);
    open_all();
    uint64_t from = now_us(), until = from + (uint64_t)(seconds * 1e6);
    if (load.hold) {
        ask_each();
        printf("ready\n");
        fflush(stdout);
        while (getchar() != EOF)
            ;
    } else if (load.rate == 0) {
        run_flat_out(until);
    } else {
        run_at_rate(from, until);
    }
    load.over = true;
    for (uint64_t end = now_us() + 5000000; load.waiting > 0 && now_us() < end;)
        turn(100);
    report(now_us() - from);
    return 0;
}

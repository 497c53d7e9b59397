/* tests/bench/bare.c — the least that answers: libevent's HTTP server, one loop, the same short reply
 * to everything. What one reply and one idle connection cost below all that is ours.
 *
 *     bare     prints "listening http://127.0.0.1:PORT"; ends with standard input
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>

static void answer(struct evhttp_request *ev, void *arg) {
    (void)arg;
    struct evbuffer *out = evbuffer_new();
    evbuffer_add_printf(out, "{\"stored\":true,\"rev\":1000000001,\"now_ms\":1795000000000,\"deadline_ms\":null}");
    evhttp_add_header(evhttp_request_get_output_headers(ev), "Content-Type", "application/json");
    evhttp_send_reply(ev, 200, "OK", out);
    evbuffer_free(out);
}

static void on_input(evutil_socket_t fd, short what, void *base) {
    (void)what;
    char byte = 0;
    if (read(fd, &byte, 1) <= 0)
        event_base_loopbreak(base);
}

int main(void) {
    struct event_base *base = event_base_new();
    struct evhttp *http = evhttp_new(base);
    struct evhttp_bound_socket *bound = evhttp_bind_socket_with_handle(http, "127.0.0.1", 0);
    struct sockaddr_in at = { 0 };
    socklen_t n = sizeof at;
    if (bound == NULL || getsockname(evhttp_bound_socket_get_fd(bound), (struct sockaddr *)&at, &n) != 0)
        return 1;
    evhttp_set_gencb(http, answer, NULL);
    struct event *input = event_new(base, STDIN_FILENO, EV_READ | EV_PERSIST, on_input, base);
    event_add(input, NULL);
    printf("listening http://127.0.0.1:%u\n", (unsigned)ntohs(at.sin_port));
    fflush(stdout);
    event_base_dispatch(base);
    event_free(input);
    evhttp_free(http);
    event_base_free(base);
    return 0;
}

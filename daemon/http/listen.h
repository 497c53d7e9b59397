/* http/listen.h — listening sockets of our own making. */
#ifndef DAEMON_HTTP_LISTEN_H
#define DAEMON_HTTP_LISTEN_H

#include <stdbool.h>
#include <stdint.h>
#include "daemon/base/err.h"

enum { LISTEN_ADDRESS_MAX = 128 };

/* Where we listen, as it came out. */
struct listening {
    char host[LISTEN_ADDRESS_MAX];         /* "127.0.0.1", "[::1]", "" for a unix socket */
    uint16_t port;                         /* 0 for a unix socket */
    char address[LISTEN_ADDRESS_MAX + 16]; /* as printed: "http://127.0.0.1:8080", "unix:/path" */
    char path[LISTEN_ADDRESS_MAX];         /* of a unix socket, to unlink at the end; else "" */
};

/* Is spec an address to listen on, as listen_open takes it? Opens nothing. Errors: E_INVALID. */
enum errc listen_check(const char *spec, struct err *e) MUST_CHECK;

/* Does spec (one that listen_check took) listen on this machine only: loopback, or a unix socket? */
bool listen_is_local(const char *spec);

/* Open n sockets that share one address, one per loop: with SO_REUSEPORT for "HOST:PORT" (HOST an
 * address or "localhost", port 0 = a free one, the same for all), duplicates of one for
 * "unix:/path" (mode 0660; a stale socket there is replaced). Non-blocking, closed on exec.
 * Owner: caller, close() each. Errors: E_INVALID (spec), E_CONFLICT (in use), E_INTERNAL. */
enum errc listen_open(const char *spec, int n, int *ret_fds, struct listening *ret_where,
                      struct err *e) MUST_CHECK;

#endif

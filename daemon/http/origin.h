/* http/origin.h — under which names this server may be asked.
 *
 * A page of another site that makes its own name point here (DNS rebinding) comes with that name.
 */
#ifndef DAEMON_HTTP_ORIGIN_H
#define DAEMON_HTTP_ORIGIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "daemon/base/err.h"

enum { ORIGIN_HOSTS_MAX = 8, ORIGIN_HOST_MAX = 300 };

/* The accepted values of Host, lower case. */
struct origin {
    char hosts[ORIGIN_HOSTS_MAX][ORIGIN_HOST_MAX];
    size_t n;
    bool https; /* public_url is https */
};

/* From public_url ("https://name[:port]", nothing behind it), or without one (NULL) from where we
 * listen: the address itself and localhost, with the port. A unix socket (port 0) needs no port.
 * Errors: E_INVALID (public_url is no http or https origin). */
enum errc origin_make(const char *public_url, const char *address, uint16_t port,
                      struct origin *ret_origin, struct err *e) MUST_CHECK;

/* Is this value of Host one of ours? */
bool origin_has(const struct origin *o, const char *host);

#endif

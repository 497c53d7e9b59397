/* conf/url.h — the address that people use, in the one spelling that a browser sends as Origin. */
#ifndef DAEMON_CONF_URL_H
#define DAEMON_CONF_URL_H

#include "daemon/base/err.h"

struct arena;

/* "HTTPS://Otbor.Example.com:443/" → "https://otbor.example.com": scheme and host in lower case, the scheme's own
 * port and a slash at the end left out. ret_origin begins links and is compared with Origin as it is.
 * Memory: in a. Errors: E_INVALID (no http or https address, no host name, a port that is none, a path, a query,
 * a user; e says which and shows what would do). */
enum errc url_origin(const char *url, struct arena *a, const char **ret_origin, struct err *e) MUST_CHECK;

#endif

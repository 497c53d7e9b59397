/* daemon/serve.h — `otbor serve`, in boot order.
 */
#ifndef DAEMON_SERVE_H
#define DAEMON_SERVE_H

#include "daemon/conf/conf.h"

struct arena;

/* Serve until SIGTERM or SIGINT, then drain: what is under way is answered, nothing new accepted. A second
 * signal ends at once. Returns the exit code. */
int serve(const struct conf *conf, struct arena *a);

#endif

/* http/lanes.h — running a call where its route says. */
#ifndef DAEMON_HTTP_LANES_H
#define DAEMON_HTTP_LANES_H

#include <stdint.h>
#include "daemon/base/err.h"

struct call;
struct worker;

/* Run it; it is answered by send.c now, or later when it comes back. Thread: the loop. */
void lanes_run(struct call *call);

/* A call came back from its lane. Thread: the loop. */
void lanes_return(struct worker *w, uint64_t number);

/* Answer with the application's page for a refusal or failure. Thread: the loop. */
void lanes_fail(struct call *call, enum errc code, int status);

/* A call's prepare step; the crypto thread calls it, then the writer goes on. */
void lanes_prepare(struct call *call);

#endif

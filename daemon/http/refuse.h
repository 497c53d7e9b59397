/* http/refuse.h — answering what never became a request. Thread: the loop. */
#ifndef DAEMON_HTTP_REFUSE_H
#define DAEMON_HTTP_REFUSE_H

#include <stdbool.h>

struct buf;
struct conn;
struct server;

/* Take the connection away from evhttp, answer with this status, wait until the client has read
 * it, close. why: static words for the log. */
void refuse(struct conn *c, int status, const char *why);

/* What is said for a status without a request, as a page or as problem+json: the application's
 * words, or bare ones. */
void refuse_body(const struct server *s, int status, bool problem, struct buf *out);

#endif

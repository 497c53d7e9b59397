/* http/refuse.h — answering what never became a request. Thread: the loop. */
#ifndef DAEMON_HTTP_REFUSE_H
#define DAEMON_HTTP_REFUSE_H

struct buf;
struct conn;
struct server;

/* Take the connection away from evhttp, answer with this status, wait until the client has read
 * it, close. why: static words for the log. */
void refuse(struct conn *c, int status, const char *why);

/* The page for a status without a request: the application's, or a bare one. */
void refuse_page(const struct server *s, int status, struct buf *out);

#endif

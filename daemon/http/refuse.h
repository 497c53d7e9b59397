/* http/refuse.h — answering what never became a request. Thread: the loop. */
#ifndef DAEMON_HTTP_REFUSE_H
#define DAEMON_HTTP_REFUSE_H

struct conn;
struct buf;

/* Take the connection away from evhttp, answer with this status, wait until the client has read
 * it, close. why: static words for the log. */
void refuse(struct conn *c, int status, const char *why);

/* A small page that says the status in both languages, for when the application cannot. */
void refuse_page(int status, struct buf *out);

#endif

/* http/send.h — a finished reply onto the wire, and its line into the log. Thread: the loop. */
#ifndef DAEMON_HTTP_SEND_H
#define DAEMON_HTTP_SEND_H

struct call;

/* Send call's reply (which was begun), log it, end the call. */
void send_reply(struct call *call);

#endif

/* http/dispatch.h — from evhttp's request to ours: everything before a lane. Thread: the loop. */
#ifndef DAEMON_HTTP_DISPATCH_H
#define DAEMON_HTTP_DISPATCH_H

#include <stdbool.h>
#include <stdint.h>

struct evhttp_request;
struct head;
struct worker;

/* evhttp's general callback; arg is the worker. */
void dispatch(struct evhttp_request *ev, void *arg);

/* How long a body may be for a head that was just completed. */
uint64_t dispatch_body_max(const struct worker *w, const struct head *head);

/* Is a refusal of this head told as problem+json: does its route take JSON? */
bool dispatch_wants_problem(const struct worker *w, const struct head *head);

#endif

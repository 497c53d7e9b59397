/* loop/loop.h — one thread that waits for events.
 *
 * The loop is set up by whoever made it, before its thread starts; from then on everything on its
 * base happens on that thread. Others reach it through its mailbox only. The thread blocks all
 * signals: those are the main thread's.
 *
 *     loop_new → (set up events on loop_base) → loop_start → … loop_leave (on the loop) → loop_free
 */
#ifndef DAEMON_LOOP_LOOP_H
#define DAEMON_LOOP_LOOP_H

#include <pthread.h>
#include <stdint.h>
#include "daemon/base/err.h"

struct event_base;
struct loop;

/* A loop without its thread; deliver gets the numbers of loop_post on the loop's thread.
 * Owner: caller, loop_free(). */
struct loop *loop_new(const char *name, void (*deliver)(void *arg, uint64_t number), void *arg);

/* The base on which events are set up. */
struct event_base *loop_base(struct loop *l);

/* Start the thread. Errors: E_INTERNAL. */
enum errc loop_start(struct loop *l, struct err *e) MUST_CHECK;

/* Bring a number back to the loop. Thread: any. */
void loop_post(struct loop *l, uint64_t number);

/* Deliver number 0. Thread: any, and signal handlers. */
void loop_wake(struct loop *l);

/* End the loop after the events that are due now. Thread: the loop. */
void loop_leave(struct loop *l);

/* Wait until the thread has left. All events on the base but the mailbox must be freed between
 * loop_join and loop_free. */
void loop_join(struct loop *l);
void loop_free(struct loop **l);

/* Start a thread named name with all signals blocked: for the other threads of this process too.
 * Errors: E_INTERNAL. */
enum errc loop_thread(const char *name, void *(*run)(void *arg), void *arg, pthread_t *ret_thread,
                      struct err *e) MUST_CHECK;

#endif

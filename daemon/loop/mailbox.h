/* loop/mailbox.h — how other threads bring work back to a loop: by number.
 *
 * A number means something to the loop alone (a place in its table); no pointer into the loop's
 * world ever leaves it. Numbers arrive in the order they were posted.
 */
#ifndef DAEMON_LOOP_MAILBOX_H
#define DAEMON_LOOP_MAILBOX_H

#include <stdint.h>

struct event_base;
struct mailbox;

/* A mailbox that calls deliver(arg, number) on base's thread for each number posted.
 * Owner: caller, mailbox_free() after the loop has ended. */
struct mailbox *mailbox_new(struct event_base *base, void (*deliver)(void *arg, uint64_t number),
                            void *arg);
void mailbox_free(struct mailbox **m);

/* Bring a number back. Thread: any. */
void mailbox_post(struct mailbox *m, uint64_t number);

/* Wake the loop with number 0, without a lock: may be called by a signal handler. */
void mailbox_wake(struct mailbox *m);

#endif

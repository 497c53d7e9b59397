/* http/crowd.h — how many connections there are, in all and of each peer, and how many bytes of
 * request bodies those of a peer hold. Shared by all loops. */
#ifndef DAEMON_HTTP_CROWD_H
#define DAEMON_HTTP_CROWD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct crowd;

/* Room for `all` connections, of which one peer may hold `each`, and these together `bytes` of
 * bodies. Owner: caller, crowd_free(). */
struct crowd *crowd_new(size_t all, size_t each, size_t bytes);
void crowd_free(struct crowd **c);

/* One connection more. False: too many in all, or of this peer (when it counts as one); then
 * nothing was counted. Thread: any. */
bool crowd_enter(struct crowd *c, uint64_t peer, bool limited);

/* A limited connection of this peer, which has entered, holds n bytes more. False: that would be
 * more than a peer may; then nothing was counted. Thread: any. */
bool crowd_hold(struct crowd *c, uint64_t peer, size_t n);

/* It lets go of n of the bytes that it holds. Thread: any. */
void crowd_let_go(struct crowd *c, uint64_t peer, size_t n);

/* The same connection goes; it holds no bytes any more. Thread: any. */
void crowd_leave(struct crowd *c, uint64_t peer, bool limited);

/* Connections now. Thread: any. */
size_t crowd_size(struct crowd *c);

#endif

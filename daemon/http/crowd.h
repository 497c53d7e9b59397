/* http/crowd.h — how many connections there are, in all and of each peer. Shared by all loops. */
#ifndef DAEMON_HTTP_CROWD_H
#define DAEMON_HTTP_CROWD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct crowd;

/* Room for `all` connections, of which one peer may hold `each`. Owner: caller, crowd_free(). */
struct crowd *crowd_new(size_t all, size_t each);
void crowd_free(struct crowd **c);

/* One connection more. False: too many in all, or of this peer (when it counts as one); then
 * nothing was counted. Thread: any. */
bool crowd_enter(struct crowd *c, uint64_t peer, bool limited);

/* The same connection goes. Thread: any. */
void crowd_leave(struct crowd *c, uint64_t peer, bool limited);

/* Connections now. Thread: any. */
size_t crowd_size(struct crowd *c);

#endif

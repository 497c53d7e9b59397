/* http/rate.h — token buckets: who may ask how often (SECURITY.md §6).
 *
 * One table for all loops and classes. A bucket starts full, each request takes one token, tokens
 * come back at the class's pace. When the table is crowded the fullest bucket of a group of eight
 * is forgotten, which forgets least. Nothing here survives a restart.
 */
#ifndef DAEMON_HTTP_RATE_H
#define DAEMON_HTTP_RATE_H

#include <stdbool.h>
#include <stdint.h>
#include "daemon/http/route.h"

/* Empty the table, draw a new hash key; `on` false lets everything pass (limits = off).
 * Before the loops start; tests call it again. */
void rate_start(bool on);

/* Take one token from the bucket of this class and key (peer.bucket, a session number, …).
 * False: come back in *ret_retry_after_s seconds (at least 1; may be NULL). RATE_NONE always
 * passes. Thread: any. */
bool rate_take(enum rate_class of, uint64_t key, int64_t now_ms, int64_t *ret_retry_after_s);

#endif

/* auth/throttle.h — failed sign-ins slow the next ones down, without locking the owner out.
 *
 * Counted per account (the blind index of the address that was typed, known or not) and device: a
 * browser that signed in before carries a device token, all others count together as "". So strangers
 * who guess never stop the owner's own browser. Limits per address are http/rate.h's.
 */
#ifndef DAEMON_AUTH_THROTTLE_H
#define DAEMON_AUTH_THROTTLE_H

#include <stdint.h>
#include "daemon/base/err.h"

struct arena;
struct db;

enum { THROTTLE_HOUR_MAX = 10, THROTTLE_ROW_MAX = 100 };

enum throttle {
    THROTTLE_FREE,
    THROTTLE_WAIT,      /* THROTTLE_HOUR_MAX failures within the hour */
    THROTTLE_LINK_ONLY, /* THROTTLE_ROW_MAX in a row from unknown devices: a mailed link is needed */
};

/* May a password be tried now? device is the hash of the device token, "" = unknown.
 *   ret_wait_ms  with THROTTLE_WAIT: how long until it may be; NULL = not wanted */
enum errc throttle_check(struct db *db, const char *account, const char *device, int64_t now_ms,
                         struct arena *a, enum throttle *ret, int64_t *ret_wait_ms, struct err *e)
    MUST_CHECK;

/* Count a failure. Inside a transaction. */
enum errc throttle_fail(struct db *db, const char *account, const char *device, int64_t now_ms,
                        struct arena *a, struct err *e) MUST_CHECK;

/* Signed in, or came by a mailed link: forget the failures of this device. Inside a transaction. */
enum errc throttle_forget(struct db *db, const char *account, const char *device, struct err *e)
    MUST_CHECK;

/* Drop what is older than a day and blocks nobody: for a job. */
enum errc throttle_expire(struct db *db, int64_t now_ms, struct err *e) MUST_CHECK;

#endif

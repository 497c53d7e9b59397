/* auth/device.h — browsers that signed in before: failures of strangers do not slow them down.
 *
 * The browser holds a random token; the database holds its hash beside the member of staff who signed in
 * there. For everybody else the same browser is an unknown one, and so is an invented token.
 */
#ifndef DAEMON_AUTH_DEVICE_H
#define DAEMON_AUTH_DEVICE_H

#include <stdbool.h>
#include <stdint.h>
#include "daemon/base/clock.h"
#include "daemon/base/err.h"

struct arena;
struct db;
struct keys;

static const int64_t DEVICE_MS = 180 * DAY_MS; /* after the last sign-in */

/* What is known of the browser with this token (from a cookie; may be NULL or nonsense).
 *   ret_hash   its hash when staff_id signed in there, else "": for throttle_check
 *   ret_known  somebody of the staff signed in there
 * Memory: in a. */
enum errc device_find(struct db *db, const struct keys *keys, const char *token, int64_t staff_id,
                      int64_t now_ms, struct arena *a, const char **ret_hash, bool *ret_known,
                      struct err *e) MUST_CHECK;

/* staff_id signed in: remember the browser. token NULL = it is given a new one. ret_token goes into the
 * cookie. Inside a transaction. Memory: in a. */
enum errc device_remember(struct db *db, const struct keys *keys, const char *token,
                          int64_t staff_id, int64_t now_ms, struct arena *a,
                          const char **ret_token, struct err *e) MUST_CHECK;

/* No browser is known as theirs any more: a new password, or disabled. Inside a transaction. */
enum errc device_forget(struct db *db, int64_t staff_id, struct err *e) MUST_CHECK;

#endif

/* auth/link.h — capability links /l/{token}: who holds one may do what it is for.
 *
 * The token is stored hashed with its purpose, and sealed beside it so that staff can copy the link
 * again. GET only looks (link_find); POST acts, and spends what may be used once. Everything that
 * changes runs inside the writer's transaction.
 */
#ifndef DAEMON_AUTH_LINK_H
#define DAEMON_AUTH_LINK_H

#include <stdbool.h>
#include <stdint.h>
#include "daemon/base/err.h"

struct arena;
struct db;
struct keys;

/* Purposes are words, those of migrations/0001_base.sql: "invite", "status", "portal", "approval",
 * "report", "set_password", "reset_password", "confirm_email", "unsubscribe". */

/* A link as it stands. */
struct link {
    int64_t id;
    const char *purpose;
    int64_t object_id; /* the application, request, vacancy, staff member, … */
    int64_t owner_id;  /* the person or client it was made for; 0 = nobody in particular */
    int64_t created_at, expires_at;
    int64_t spent_at, revoked_at; /* 0 = not */
};

struct link_in {
    const char *purpose;
    int64_t object_id, owner_id, now_ms, expires_at;
};

/* A new link. ret_token is for the address. Memory: in a. Errors: E_INTERNAL (unknown purpose). */
enum errc link_add(struct db *db, const struct keys *keys, const struct link_in *in,
                   struct arena *a, const char **ret_token, struct err *e) MUST_CHECK;

/* The link with this token, living or not; purpose NULL = whatever it is for. *ret is NULL when there is
 * none (404). Memory: in a. */
enum errc link_find(struct db *db, const struct keys *keys, const char *purpose, const char *token,
                    struct arena *a, const struct link **ret, struct err *e) MUST_CHECK;

/* Does it still work? Else: 410. */
bool link_lives(const struct link *l, int64_t now_ms);

/* The token of the newest living link of a purpose to an object, for copying; *ret_token is NULL when
 * there is none. Memory: in a. */
enum errc link_newest(struct db *db, const struct keys *keys, const char *purpose, int64_t object_id,
                      int64_t now_ms, struct arena *a, const char **ret_token, struct err *e)
    MUST_CHECK;

/* Revoke all links of a purpose to an object. */
enum errc link_end_all(struct db *db, const char *purpose, int64_t object_id, int64_t now_ms,
                       struct err *e) MUST_CHECK;

#endif

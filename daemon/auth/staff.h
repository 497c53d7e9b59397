/* auth/staff.h — the people of the agency who sign in with a password. */
#ifndef DAEMON_AUTH_STAFF_H
#define DAEMON_AUTH_STAFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "daemon/base/err.h"
#include "daemon/base/text.h"

struct arena;
struct db;
struct keys;

enum staff_role { STAFF_ADMINISTRATOR, STAFF_RECRUITER };

/* One member of staff. email and name are NULL when the person's key is gone (erased). */
struct staff {
    int64_t id, person_id;
    const char *email, *name;
    enum staff_role role;
    enum lang lang;
    const char *password_sealed; /* for password_verify; NULL = none set yet */
    int64_t created_at, disabled_at; /* 0 = not disabled */
};

struct staff_in {
    const char *email, *name; /* email as text_email gives it */
    enum staff_role role;
    enum lang lang;
    int64_t now_ms;
};

/* A new member of staff, with a person key, without a password. Inside a transaction.
 * Errors: E_CONFLICT (the address is taken). */
enum errc staff_add(struct db *db, const struct keys *keys, const struct staff_in *in,
                    struct arena *a, int64_t *ret_id, struct err *e) MUST_CHECK;

/* One by id or address; *ret is NULL when there is none. Memory: in a. */
enum errc staff_get(struct db *db, const struct keys *keys, int64_t id, struct arena *a,
                    const struct staff **ret, struct err *e) MUST_CHECK;
enum errc staff_find_email(struct db *db, const struct keys *keys, const char *email,
                           struct arena *a, const struct staff **ret, struct err *e) MUST_CHECK;

/* Everybody, oldest first. Memory: in a. */
enum errc staff_list(struct db *db, const struct keys *keys, struct arena *a,
                     const struct staff **ret, size_t *ret_n, struct err *e) MUST_CHECK;

/* Changes, inside a transaction. Each ends the sessions that it should: a new password or role and
 * disabling end all but the one with hash `except` (NULL = all); a new password and disabling also make
 * their browsers unknown. Errors: E_NOT_FOUND; E_CONFLICT when no administrator would be left. */
enum errc staff_set_password(struct db *db, int64_t id, const char *password_sealed,
                             const char *except, struct err *e) MUST_CHECK;
enum errc staff_set_role(struct db *db, int64_t id, enum staff_role role, struct arena *a,
                         struct err *e) MUST_CHECK;
enum errc staff_set_disabled(struct db *db, int64_t id, bool disabled, int64_t now_ms,
                             struct arena *a, struct err *e) MUST_CHECK;

/* The same password hashed anew, unless it was changed since was_sealed was read: nothing ends. */
enum errc staff_rehash_password(struct db *db, int64_t id, const char *password_sealed,
                                const char *was_sealed, struct err *e) MUST_CHECK;

/* The role's word, as stored and as in --role. Parsing: E_INVALID. */
const char *staff_role_word(enum staff_role role);
enum errc staff_role_parse(const char *word, enum staff_role *ret_role) MUST_CHECK;

#endif

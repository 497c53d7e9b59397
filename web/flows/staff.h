/* web/flows/staff.h — the people of the agency.
 *
 * Passwords are hashed before the transaction (password_hash takes 150 ms), so these flows get the hash.
 */
#ifndef WEB_FLOWS_STAFF_H
#define WEB_FLOWS_STAFF_H

#include <stddef.h>
#include <stdint.h>
#include "web/flows/flow.h"

struct staff_in {
    int64_t id;          /* chosen before, because the password's hash is bound to it */
    const char *email;   /* as text_email accepted it */
    const char *name;
    const char *role;    /* "administrator" or "recruiter" */
    const char *password_sealed; /* password_hash for this id */
};

/* One member of staff, opened. */
struct staff_member {
    int64_t id;
    const char *email, *name, *role;
    int64_t created_at, disabled_at; /* 0 = able */
};

struct staff_members {
    struct staff_member *v;
    size_t n;
};

/* Add. Errors: E_CONFLICT (the address is taken). */
enum errc staff_add(const struct flow *f, const struct staff_in *in, struct err *e) MUST_CHECK;

/* Everybody, oldest first. Memory: the flow's arena. */
enum errc staff_list(const struct flow *f, struct staff_members *ret, struct err *e) MUST_CHECK;

/* The id behind an address. Errors: E_NOT_FOUND. */
enum errc staff_find(const struct flow *f, const char *email, int64_t *ret_id, struct err *e) MUST_CHECK;

/* No sign-in any more; every session of theirs ends. */
enum errc staff_disable(const struct flow *f, int64_t id, struct err *e) MUST_CHECK;

/* Another password; every session of theirs ends. */
enum errc staff_set_password(const struct flow *f, int64_t id, const char *password_sealed,
                             struct err *e) MUST_CHECK;

/* The display name of a member, for pages. NULL when there is none. */
enum errc staff_name(const struct flow *f, int64_t id, const char **ret_name, struct err *e) MUST_CHECK;

#endif

/* auth/password.h — passwords: what is accepted, and what is stored.
 *
 * Stored is an Argon2id string (64 MiB, 3 passes), sealed with K_pw and bound to the staff member: there
 * is nothing to crack in a stolen database. Hashing and verifying take some 150 ms and 64 MiB: on the
 * crypto lane only. Everything here is pure but for random salts.
 */
#ifndef DAEMON_AUTH_PASSWORD_H
#define DAEMON_AUTH_PASSWORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "daemon/auth/keys.h"
#include "daemon/base/err.h"

struct arena;

enum { PASSWORD_CHARS_MIN = 15, PASSWORD_BYTES_MAX = 1024 };

/* Why a password is not accepted. */
enum password_fault {
    PASSWORD_FINE,
    PASSWORD_SHORT,   /* fewer than 15 characters */
    PASSWORD_LONG,    /* more than 1,024 bytes */
    PASSWORD_COMMON,  /* known words, keyboard runs, repetitions, also in the other keyboard layout */
    PASSWORD_CONTEXT, /* mostly made of the product's, the agency's or the person's own names */
};

/* Judge a new password (a checked text, any characters, nothing trimmed).
 *
 *   context[context_n]  names near the person: agency, own name, e-mail; words of 4 characters and more
 *                       count; entries may be NULL
 *
 * A password must keep 7 characters that are in no known word, run or repetition. No rule on kinds of
 * characters. Scratch in a. */
enum password_fault password_check(const char *password, const char *const *context,
                                   size_t context_n, struct arena *a);

/* Hash a password for storing (staff.password_sealed of staff_id). Takes 150 ms. Memory: in a. */
const char *password_hash(const struct keys *keys, int64_t staff_id, const char *password,
                          struct arena *a);

/* Is it the password? sealed NULL (nobody, or no password yet) takes the same time and never fits.
 *
 *   ret_fits    the answer
 *   ret_rehash  it fits, but parameters or root are not today's: store password_hash again
 *
 * Errors: E_INTERNAL when sealed does not open. Takes 150 ms. Scratch in a. */
enum errc password_verify(const struct keys *keys, int64_t staff_id, const char *sealed,
                          const char *password, struct arena *a, bool *ret_fits, bool *ret_rehash,
                          struct err *e) MUST_CHECK;

#endif

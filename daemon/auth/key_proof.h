/* auth/key_proof.h — does this key file belong to this database?
 *
 * A word sealed with the key file stands in the database: a file of another installation does not open it.
 * Without that, a wrong file would be found out only when a person's data do not open, and new people's
 * would be sealed under it meanwhile.
 */
#ifndef DAEMON_AUTH_KEY_PROOF_H
#define DAEMON_AUTH_KEY_PROOF_H

#include <stddef.h>
#include "daemon/base/err.h"

struct arena;
struct db;
struct keys;

/* Compare, reading only. Scratch in a.
 * Errors: E_CONFLICT (another installation's file, or the database has no word yet; e names the file and
 * says what to do). */
enum errc key_proof_check(const char *db_path, const char *keys_file, const struct keys *keys,
                          struct arena *a, struct err *e) MUST_CHECK;

/* Write the word into a database that has none: a new one, or one of an older version, whose person keys
 * must all open. One that has it is compared. Nothing else may use the database.
 * Errors: as keys_open() and key_proof_check(); E_CONFLICT when a person key does not open. */
enum errc key_proof_make(const char *db_path, const char *keys_file, struct arena *a, struct err *e)
    MUST_CHECK;

/* Unwrap the key of every person. report is told one sentence per key that does not open; ret_n says how many.
 * Errors: only what keeps it from running. */
enum errc key_proof_persons(struct db *db, const struct keys *keys,
                            void (*report)(void *arg, const char *sentence), void *arg,
                            struct arena *a, size_t *ret_n, struct err *e) MUST_CHECK;

#endif

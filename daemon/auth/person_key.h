/* auth/person_key.h — the keys of persons in the database.
 *
 * One person, one key: what is sealed of them opens with it, and with it gone nothing does.
 */
#ifndef DAEMON_AUTH_PERSON_KEY_H
#define DAEMON_AUTH_PERSON_KEY_H

#include <stdint.h>
#include "daemon/auth/seal.h"
#include "daemon/base/err.h"

struct arena;
struct db;

/* Make and store the key of a new person. Inside a transaction. ret_key: wipe after use, or NULL when
 * it is not wanted now. Errors: E_CONFLICT (the person has one). */
enum errc person_key_add(struct db *db, const struct keys *keys, int64_t person_id, struct arena *a,
                         struct person_key *ret_key, struct err *e) MUST_CHECK;

/* Open the key of a person. ret_key: wipe after use.
 * Errors: E_GONE (erased, or never there), E_INTERNAL (does not open). */
enum errc person_key_get(struct db *db, const struct keys *keys, int64_t person_id, struct arena *a,
                         struct person_key *ret_key, struct err *e) MUST_CHECK;

/* Erase a person: the key goes. Then: a TRUNCATE checkpoint (store/checkpoint.h) and a line in
 * erased.log (store/backup.h). Inside a transaction. Errors: E_GONE. */
enum errc person_key_remove(struct db *db, int64_t person_id, struct err *e) MUST_CHECK;

#endif

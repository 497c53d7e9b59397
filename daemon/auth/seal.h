/* auth/seal.h — sealed values: text that only the right key opens, in its own place only.
 *
 * A sealed value is text (the dialect has no bytes): base64url of 0x01, the root's version (0 = a
 * person's own key), a nonce of 24 bytes and XChaCha20-Poly1305 of the text padded to 32 bytes. What it
 * is bound to (table, column, row, person) is authenticated with it: moved elsewhere it does not open.
 *
 *   thread  any: pure but for random nonces
 */
#ifndef DAEMON_AUTH_SEAL_H
#define DAEMON_AUTH_SEAL_H

#include <stdint.h>
#include "daemon/auth/keys.h"
#include "daemon/base/err.h"

struct arena;

/* Where a sealed value stands. table and column are numbers of whoever owns the table, for ever: the
 * application's are below 1000, this room's are those of enum seal_table. person 0 = nobody's. */
struct seal_aad {
    uint16_t table, column;
    int64_t row, person;
};

/* Tables of migrations/0001_base.sql and their sealed columns. */
enum seal_table { SEAL_STAFF = 1000, SEAL_LINK = 1001, SEAL_OUTBOX = 1002, SEAL_META = 1003 };
enum { SEAL_STAFF_EMAIL = 1, SEAL_STAFF_NAME = 2, SEAL_STAFF_PASSWORD = 3 };
enum { SEAL_LINK_TOKEN = 1 };
enum { SEAL_META_KEY_PROOF = 1 };
enum { SEAL_OUTBOX_TO = 1, SEAL_OUTBOX_SUBJECT = 2, SEAL_OUTBOX_BODY = 3 };

/* The key of one person, opened. Wipe it after use (person_key_wipe). */
struct person_key {
    int64_t person_id;
    unsigned char key[KEY_BYTES];
};

/* Seal text with a person's key. aad.person must be that person. Memory: in a. */
const char *seal_put(const struct person_key *k, struct seal_aad aad, const char *text,
                     struct arena *a);

/* Open it. Memory: in a (wiped with the arena).
 * Errors: E_INTERNAL when it was changed, moved, or sealed with another key. */
enum errc seal_open(const struct person_key *k, struct seal_aad aad, const char *sealed,
                    struct arena *a, const char **ret_text, struct err *e) MUST_CHECK;

/* The same for a value that belongs to no person, with a derived key of the newest root; opens with
 * the root that sealed it. Memory: in a. */
const char *seal_put_system(const struct keys *keys, enum key_use use, struct seal_aad aad,
                            const char *text, struct arena *a);
enum errc seal_open_system(const struct keys *keys, enum key_use use, struct seal_aad aad,
                           const char *sealed, struct arena *a, const char **ret_text,
                           struct err *e) MUST_CHECK;

/* Person keys */

/* A new random key for a person, and what is stored of it.
 *   ret_version, ret_wrapped  columns kv and wrapped of person_key; memory: in a */
void person_key_new(const struct keys *keys, int64_t person_id, struct arena *a,
                    struct person_key *ret_key, int64_t *ret_version, const char **ret_wrapped);

/* Open a stored one. Errors: E_INTERNAL (another person's, changed, or its root is gone). */
enum errc person_key_unwrap(const struct keys *keys, int64_t person_id, int64_t version,
                            const char *wrapped, struct person_key *ret_key, struct err *e)
    MUST_CHECK;

/* Wrap an opened key with the newest root: for rotation. Memory: in a. */
const char *person_key_wrap(const struct keys *keys, const struct person_key *k, struct arena *a);

/* Forget an opened key. */
void person_key_wipe(struct person_key *k);

#endif

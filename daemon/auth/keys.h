/* auth/keys.h — the root keys of an installation, and what is derived from them.
 *
 * The key file is made together with a new database and lives outside of it: a stolen database or
 * backup opens nothing. It has lines: "otbor-keys 1", then root.N (the newest seals, older ones only
 * open) and seal.N (Ed25519 seeds), each 32 bytes as base64url. In memory there are only the derived
 * keys, in one locked, read-only block.
 *
 *   thread  any, once opened: nothing changes
 */
#ifndef DAEMON_AUTH_KEYS_H
#define DAEMON_AUTH_KEYS_H

#include <stddef.h>
#include "daemon/base/err.h"

struct arena;
struct keys;

enum { KEY_BYTES = 32, KEYS_ROOTS_MAX = 16, KEYS_VERSION_MAX = 255 };

/* What a derived key is for. The numbers are part of the derivation: never changed. */
enum key_use {
    KEY_WRAP = 1,  /* wraps person keys */
    KEY_INDEX = 2, /* blind indexes */
    KEY_TOKEN = 3, /* hashes of tokens */
    KEY_CSRF = 4,
    KEY_PASSWORD = 5, /* seals Argon2 strings */
    KEY_TOTP = 6,
    KEY_FORM = 7, /* time tokens of public forms */
    KEY_VAULT = 8,
    KEY_SYSTEM = 9, /* seals values that belong to no person, such as tokens of links */
    KEY__MAX
};

/* Where the key file is: key_file when given, else $CREDENTIALS_DIRECTORY/otbor.keys when that
 * exists, else dir/otbor.keys. Memory: in a. */
const char *keys_path(const char *key_file, const char *dir, struct arena *a);

/* Make a key file (0600) with one root and one seal key, for a new database only.
 * Errors: E_CONFLICT (there is a file already), E_DENIED, E_BUSY (disk full). */
enum errc keys_create(const char *path, struct err *e) MUST_CHECK;

/* Read it. Owner: caller, keys_close().
 * Errors: E_NOT_FOUND, E_DENIED (group or others may read it, or it is another user's), E_INVALID
 * (not a key file; msg names the line). */
enum errc keys_open(const char *path, struct keys **ret_keys, struct err *e) MUST_CHECK;

/* Wipe and give back; NULLs the pointer, accepts NULL. */
void keys_close(struct keys **keys);

/* Versions of the root, newest first: i < keys_n(). The newest is keys_version(k, 0). */
size_t keys_n(const struct keys *keys);
int keys_version(const struct keys *keys, size_t i);

/* The key of KEY_BYTES bytes derived from root `version` for a use; NULL when there is no such root. */
const unsigned char *keys_get(const struct keys *keys, int version, enum key_use use);

#endif

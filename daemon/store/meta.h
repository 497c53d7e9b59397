/* store/meta.h — facts about the installation, kept in its database. */
#ifndef DAEMON_STORE_META_H
#define DAEMON_STORE_META_H

#include "daemon/base/err.h"

struct arena;
struct db;

/* The words that are in use. */
#define META_INSTANCE "instance" /* who this installation is: 16 random bytes, base64url */
#define META_DEMO     "demo"     /* "1" when `otbor demo` filled the database */
#define META_KEY_PROOF "key_proof" /* a word that only the right key file opens (auth/key_proof.h) */
#define META_EVENT_HEAD "event_head" /* "seq hash" of the newest event (auth/event.h) */

#define META_ALIVE "alive" /* when a server whose clock was believed last ran, Unix ms, to the minute */

/* The value of a fact, NULL when it is not known. Memory: in a. */
enum errc meta_get(struct db *db, const char *key, struct arena *a, const char **ret_value,
                   struct err *e) MUST_CHECK;

/* Set it. Inside a transaction. */
enum errc meta_set(struct db *db, const char *key, const char *value, struct err *e) MUST_CHECK;

#endif

/* auth/event.h — the audit log: a chain of hashes, so that a change inside it shows.
 *
 * hash n = BLAKE2b-256 over "otbor.audit.1" and a zero byte, hash n-1, seq u64, at i64, actor_kind u8,
 * actor i64, object i64, and kind, object_kind, payload, each as length u32 and bytes; all big-endian.
 * hash 0 is BLAKE2b-256 of "otbor.audit.1", a zero byte and the 16-byte instance id. Stored as base64url.
 * (Names: libevent owns event_add and its like; what is here must not be called so.)
 *
 * It proves that nothing before a head kept elsewhere was changed; not that what was written is true.
 */
#ifndef DAEMON_AUTH_EVENT_H
#define DAEMON_AUTH_EVENT_H

#include <stdint.h>
#include "daemon/base/err.h"

struct arena;
struct db;

/* One event. */
struct event_in {
    int64_t at;
    int actor_kind; /* 0–255, a number of the application, for ever */
    int64_t actor;
    const char *kind;        /* "vacancy.published" */
    const char *object_kind; /* "vacancy"; "" = none */
    int64_t object;
    const char *payload; /* JSON without personal values; NULL = "{}" */
};

/* Append one. Inside the writer's transaction: the head is read there, so a batch stays a chain.
 * Costs three statements: seq and hash of the newest are kept in meta too, so that a cut end shows. Scratch in a. */
enum errc event_append(struct db *db, const struct event_in *in, struct arena *a, struct err *e)
    MUST_CHECK;

/* The newest link of the chain, to be kept elsewhere: "seq hash"; seq 0 when nothing happened yet.
 * Memory: in a. */
enum errc event_head(struct db *db, struct arena *a, int64_t *ret_seq, const char **ret_hash,
                     struct err *e) MUST_CHECK;

/* Recompute the whole chain. report is told one sentence per fault (the seq at which the chain breaks,
 * a gap, a cut end); nothing is said of a whole chain. Reads all events. Errors: only what keeps it from running. */
enum errc event_verify(struct db *db, void (*report)(void *arg, const char *sentence), void *arg,
                       struct err *e) MUST_CHECK;

#endif

/* auth/session.h — who is signed in on which browser.
 *
 * The browser holds a random token; the database holds its hash, with two ends: idle and absolute. One
 * kind of session never passes for another. Everything that changes runs inside the writer's
 * transaction.
 */
#ifndef DAEMON_AUTH_SESSION_H
#define DAEMON_AUTH_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "daemon/base/err.h"

struct arena;
struct db;
struct keys;

enum session_kind { SESSION_STAFF, SESSION_CANDIDATE, SESSION_CLIENT };

enum { SESSIONS_MAX = 5 }; /* of one subject; a further one ends the oldest */

/* A living session. Texts live in the arena it was read into. */
struct session {
    const char *token_hash; /* what CSRF tokens and the writer's recheck go by */
    int64_t id;             /* what lists and logs show */
    enum session_kind kind;
    int64_t subject_id; /* staff member, person or client */
    int64_t object_id;  /* the link that opened it; 0 = none */
    int64_t created_at, last_seen_at, idle_ms, expires_at;
    const char *address;    /* truncated, as it was at sign-in */
    const char *agent_hash; /* equal for equal browsers */
};

struct session_in {
    enum session_kind kind;
    int64_t subject_id, object_id;
    int64_t now_ms, idle_ms, expires_at; /* see session_life() */
    const char *address, *user_agent;    /* never NULL; the agent is stored hashed */
};

/* How long sessions live: SECURITY.md §1. max_ms is the absolute limit from sign-in; a candidate's
 * session ends no later than its invitation besides. */
struct session_life {
    int64_t idle_ms, max_ms;
};
struct session_life session_life(enum session_kind kind, bool administrator);

/* Open one. ret_token goes into the cookie and nowhere else. Memory: in a. */
enum errc session_add(struct db *db, const struct keys *keys, const struct session_in *in,
                      struct arena *a, const char **ret_token, struct err *e) MUST_CHECK;

/* The living session of this kind with this token (from a cookie; may be NULL or nonsense); *ret is
 * NULL when there is none. Memory: in a. */
enum errc session_find(struct db *db, const struct keys *keys, enum session_kind kind,
                       const char *token, int64_t now_ms, struct arena *a,
                       const struct session **ret, struct err *e) MUST_CHECK;

/* The same by hash: the writer asks again inside its transaction. */
enum errc session_recheck(struct db *db, enum session_kind kind, const char *token_hash,
                          int64_t now_ms, struct arena *a, const struct session **ret,
                          struct err *e) MUST_CHECK;

/* Is it time to note that it was seen? Once a minute at most: a note within the minute changes nothing. */
bool session_needs_touch(const struct session *s, int64_t now_ms);
enum errc session_touch(struct db *db, const char *token_hash, int64_t now_ms, struct err *e)
    MUST_CHECK;

/* The living sessions of a subject, newest first. Memory: in a. */
enum errc session_list(struct db *db, enum session_kind kind, int64_t subject_id, int64_t now_ms,
                       struct arena *a, const struct session **ret, size_t *ret_n, struct err *e)
    MUST_CHECK;

/* End this one (nothing happens when it is gone already). */
enum errc session_end(struct db *db, const char *token_hash, struct err *e) MUST_CHECK;

/* End one of the subject's by its id. Errors: E_NOT_FOUND, also when it is somebody else's. */
enum errc session_end_one(struct db *db, enum session_kind kind, int64_t subject_id, int64_t id,
                          struct err *e) MUST_CHECK;

/* End all of the subject's but the one with hash `except` (NULL = all). */
enum errc session_end_all(struct db *db, enum session_kind kind, int64_t subject_id,
                          const char *except, struct err *e) MUST_CHECK;

/* End those of the subject that nothing in particular opened (object_id 0). */
enum errc session_end_unproven(struct db *db, enum session_kind kind, int64_t subject_id, struct err *e)
    MUST_CHECK;

/* Forget those whose time is over: for a job. ret_n says how many; NULL = not wanted. */
enum errc session_end_expired(struct db *db, int64_t now_ms, int64_t *ret_n, struct err *e)
    MUST_CHECK;

#endif

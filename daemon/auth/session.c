#include "daemon/auth/session.h"

#include "daemon/auth/token.h"
#include "daemon/base/arena.h"
#include "daemon/base/clock.h"
#include "daemon/base/rand.h"
#include "gen/sql/auth.h"

static const char PURPOSE[] = "sess"; /* of token_hash */

static const char *const KINDS[] = {
    [SESSION_STAFF] = "staff", [SESSION_CANDIDATE] = "candidate", [SESSION_CLIENT] = "client"
};

struct session_life session_life(enum session_kind kind, bool administrator) {
    if (kind == SESSION_CANDIDATE)
        return (struct session_life) { DAY_MS, 90 * DAY_MS };
    if (kind == SESSION_STAFF && administrator)
        return (struct session_life) { 30 * MINUTE_MS, 8 * HOUR_MS };
    return (struct session_life) { HOUR_MS, 12 * HOUR_MS };
}

enum errc session_add(struct db *db, const struct keys *keys, const struct session_in *in,
                      struct arena *a, const char **ret_token, struct err *e) {
    const char *token = token_new(TOKEN_SESSION_CHARS, a);
    int version = keys_version(keys, 0);
    int64_t surplus = 0;
    TRY(q_session_end_surplus(db, KINDS[in->kind], in->subject_id, SESSIONS_MAX - 1, &surplus, e));
    const struct q_session_add_in row = {
        .token_hash = token_hash(keys, version, PURPOSE, token, a),
        .id = rand_id(),
        .kind = KINDS[in->kind],
        .subject_id = in->subject_id,
        .object_id = in->object_id,
        .created_at = in->now_ms,
        .last_seen_at = in->now_ms,
        .idle_ms = in->idle_ms,
        .expires_at = in->expires_at,
        .address = in->address,
        .agent_hash = token_hash(keys, version, "agent", in->user_agent, a),
    };
    TRY(q_session_add(db, &row, e));
    *ret_token = token;
    return OK;
}

/* Both kinds of rows that hold a session have the same members. */
#define SESSION(row, its_kind)                                                                     \
    ((struct session) { .token_hash = (row)->token_hash,                                           \
                        .id = (row)->id,                                                           \
                        .kind = (its_kind),                                                        \
                        .subject_id = (row)->subject_id,                                           \
                        .object_id = (row)->object_id,                                             \
                        .created_at = (row)->created_at,                                           \
                        .last_seen_at = (row)->last_seen_at,                                       \
                        .idle_ms = (row)->idle_ms,                                                 \
                        .expires_at = (row)->expires_at,                                           \
                        .address = (row)->address,                                                 \
                        .agent_hash = (row)->agent_hash })

enum errc session_recheck(struct db *db, enum session_kind kind, const char *token_hash,
                          int64_t now_ms, struct arena *a, const struct session **ret,
                          struct err *e) {
    const struct q_session_get_row *row = NULL;
    TRY(q_session_get(db, token_hash, KINDS[kind], now_ms, a, &row, e));
    struct session *s = NULL;
    if (row != NULL) {
        s = ARENA_NEW(a, struct session);
        *s = SESSION(row, kind);
    }
    *ret = s;
    return OK;
}

enum errc session_find(struct db *db, const struct keys *keys, enum session_kind kind,
                       const char *token, int64_t now_ms, struct arena *a,
                       const struct session **ret, struct err *e) {
    const struct session *found = NULL;
    size_t n = token_is_plausible(token, TOKEN_SESSION_CHARS) ? keys_n(keys) : 0;
    for (size_t i = 0; i < n && found == NULL; i++)
        TRY(session_recheck(db, kind, token_hash(keys, keys_version(keys, i), PURPOSE, token, a),
                            now_ms, a, &found, e));
    *ret = found;
    return OK;
}

bool session_needs_touch(const struct session *s, int64_t now_ms) {
    return s->last_seen_at <= now_ms - MINUTE_MS;
}

enum errc session_touch(struct db *db, const char *token_hash, int64_t now_ms, struct err *e) {
    return q_session_touch(db, now_ms, token_hash, now_ms - MINUTE_MS, e);
}

enum errc session_list(struct db *db, enum session_kind kind, int64_t subject_id, int64_t now_ms,
                       struct arena *a, const struct session **ret, size_t *ret_n, struct err *e) {
    struct q_session_list_rows rows = { 0 };
    TRY(q_session_list(db, KINDS[kind], subject_id, now_ms, a, &rows, e));
    struct session *list = ARENA_ARRAY(a, rows.n, struct session);
    for (size_t i = 0; i < rows.n; i++)
        list[i] = SESSION(&rows.v[i], kind);
    *ret = list;
    *ret_n = rows.n;
    return OK;
}

enum errc session_end(struct db *db, const char *token_hash, struct err *e) {
    int64_t n = 0;
    return q_session_end(db, token_hash, &n, e);
}

enum errc session_end_one(struct db *db, enum session_kind kind, int64_t subject_id, int64_t id,
                          struct err *e) {
    int64_t n = 0;
    TRY(q_session_end_one(db, KINDS[kind], subject_id, id, &n, e));
    return n == 1 ? OK : ERR(e, E_NOT_FOUND, "there is no such session");
}

enum errc session_end_all(struct db *db, enum session_kind kind, int64_t subject_id,
                          const char *except, struct err *e) {
    int64_t n = 0;
    return q_session_end_all(db, KINDS[kind], subject_id, except != NULL ? except : "", &n, e);
}

enum errc session_end_unproven(struct db *db, enum session_kind kind, int64_t subject_id,
                               struct err *e) {
    int64_t n = 0;
    return q_session_end_unproven(db, KINDS[kind], subject_id, &n, e);
}

enum errc session_end_expired(struct db *db, int64_t now_ms, int64_t *ret_n, struct err *e) {
    int64_t n = 0;
    TRY(q_session_end_expired(db, now_ms, &n, e));
    if (ret_n != NULL)
        *ret_n = n;
    return OK;
}

#include "daemon/auth/link.h"

#include <string.h>

#include "daemon/auth/seal.h"
#include "daemon/auth/token.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/rand.h"
#include "gen/sql/auth.h"

static const char *const PURPOSES[] = { "invite",         "status",        "portal",
                                        "approval",       "report",        "set_password",
                                        "reset_password", "confirm_email", "unsubscribe" };

static struct seal_aad place_of(int64_t id) {
    return (struct seal_aad) { SEAL_LINK, SEAL_LINK_TOKEN, id, 0 };
}

enum errc link_add(struct db *db, const struct keys *keys, const struct link_in *in,
                   struct arena *a, const char **ret_token, struct err *e) {
    const char *token = token_new(TOKEN_LINK_CHARS, a);
    int version = keys_version(keys, 0);
    int64_t id = rand_id();
    const struct q_link_add_in row = {
        .token_hash = token_hash(keys, version, in->purpose, token, a),
        .id = id,
        .kv = version,
        .purpose = in->purpose,
        .object_id = in->object_id,
        .owner_id = in->owner_id,
        .token_sealed = seal_put_system(keys, KEY_SYSTEM, place_of(id), token, a),
        .created_at = in->now_ms,
        .expires_at = in->expires_at,
    };
    TRY(q_link_add(db, &row, e));
    *ret_token = token;
    return OK;
}

static enum errc find_as(struct db *db, const struct keys *keys, const char *purpose,
                         const char *token, struct arena *a, const struct link **ret,
                         struct err *e) {
    const struct q_link_get_row *row = NULL;
    for (size_t i = 0; i < keys_n(keys) && row == NULL; i++)
        TRY(q_link_get(db, token_hash(keys, keys_version(keys, i), purpose, token, a), a, &row, e));
    if (row == NULL)
        return OK;
    struct link *l = ARENA_NEW(a, struct link);
    *l = (struct link) {
        .id = row->id,
        .purpose = row->purpose,
        .object_id = row->object_id,
        .owner_id = row->owner_id,
        .created_at = row->created_at,
        .expires_at = row->expires_at,
        .spent_at = row->has_spent_at ? row->spent_at : 0,
        .revoked_at = row->has_revoked_at ? row->revoked_at : 0,
    };
    *ret = l;
    return OK;
}

enum errc link_find(struct db *db, const struct keys *keys, const char *purpose, const char *token,
                    struct arena *a, const struct link **ret, struct err *e) {
    const struct link *found = NULL;
    if (token_is_plausible(token, TOKEN_LINK_CHARS)) {
        if (purpose != NULL)
            TRY(find_as(db, keys, purpose, token, a, &found, e));
        for (size_t i = 0; purpose == NULL && i < COUNT(PURPOSES) && found == NULL; i++)
            TRY(find_as(db, keys, PURPOSES[i], token, a, &found, e));
    }
    *ret = found;
    return OK;
}

bool link_lives(const struct link *l, int64_t now_ms) {
    return l->spent_at == 0 && l->revoked_at == 0 && now_ms < l->expires_at;
}

enum errc link_newest(struct db *db, const struct keys *keys, const char *purpose,
                      int64_t object_id, int64_t now_ms, struct arena *a, const char **ret_token,
                      struct err *e) {
    const struct q_link_newest_row *row = NULL;
    const char *token = NULL;
    TRY(q_link_newest(db, purpose, object_id, now_ms, a, &row, e));
    if (row != NULL)
        TRY(seal_open_system(keys, KEY_SYSTEM, place_of(row->id), row->token_sealed, a, &token, e));
    *ret_token = token;
    return OK;
}

enum errc link_end_all(struct db *db, const char *purpose, int64_t object_id, int64_t now_ms,
                       struct err *e) {
    int64_t n = 0;
    return q_link_end_all(db, now_ms, purpose, object_id, &n, e);
}

#include "daemon/auth/device.h"

#include "daemon/auth/keys.h"
#include "daemon/auth/token.h"
#include "gen/sql/auth.h"

static const char PURPOSE[] = "device"; /* of token_hash */

static const char *hash_of(const struct keys *keys, size_t root, const char *token, struct arena *a) {
    return token_hash(keys, keys_version(keys, root), PURPOSE, token, a);
}

enum errc device_find(struct db *db, const struct keys *keys, const char *token, int64_t staff_id,
                      int64_t now_ms, struct arena *a, const char **ret_hash, bool *ret_known,
                      struct err *e) {
    *ret_hash = "";
    *ret_known = false;
    size_t n = token != NULL && token_is_plausible(token, TOKEN_LINK_CHARS) ? keys_n(keys) : 0;
    for (size_t i = 0; i < n; i++) {
        struct q_device_list_rows rows = { 0 };
        const char *hash = hash_of(keys, i, token, a);
        TRY(q_device_list(db, hash, now_ms, a, &rows, e));
        *ret_known = *ret_known || rows.n > 0;
        for (size_t k = 0; k < rows.n; k++)
            if (rows.v[k].staff_id == staff_id)
                *ret_hash = hash;
    }
    return OK;
}

enum errc device_remember(struct db *db, const struct keys *keys, const char *token,
                          int64_t staff_id, int64_t now_ms, struct arena *a,
                          const char **ret_token, struct err *e) {
    *ret_token = token != NULL ? token : token_new(TOKEN_LINK_CHARS, a);
    TRY(q_device_expire(db, now_ms, e));
    return q_device_put(db, hash_of(keys, 0, *ret_token, a), staff_id, now_ms + DEVICE_MS, e);
}

enum errc device_forget(struct db *db, int64_t staff_id, struct err *e) {
    int64_t n = 0;
    return q_device_end_all(db, staff_id, &n, e);
}

#include "daemon/auth/person_key.h"

#include <stddef.h>

#include "gen/sql/auth.h"

enum errc person_key_add(struct db *db, const struct keys *keys, int64_t person_id, struct arena *a,
                         struct person_key *ret_key, struct err *e) {
    struct person_key key = { 0 };
    int64_t version = 0;
    const char *wrapped = NULL;
    person_key_new(keys, person_id, a, &key, &version, &wrapped);
    enum errc code = q_person_key_add(db, person_id, version, wrapped, e);
    if (code == OK && ret_key != NULL)
        *ret_key = key;
    person_key_wipe(&key);
    return code;
}

enum errc person_key_get(struct db *db, const struct keys *keys, int64_t person_id, struct arena *a,
                         struct person_key *ret_key, struct err *e) {
    const struct q_person_key_get_row *row = NULL;
    TRY(q_person_key_get(db, person_id, a, &row, e));
    if (row == NULL)
        return ERR(e, E_GONE, "person %lld has no key", (long long)person_id);
    return person_key_unwrap(keys, person_id, row->kv, row->wrapped, ret_key, e);
}

enum errc person_key_remove(struct db *db, int64_t person_id, struct err *e) {
    int64_t n = 0;
    TRY(q_person_key_remove(db, person_id, &n, e));
    return n == 1 ? OK : ERR(e, E_GONE, "person %lld has no key", (long long)person_id);
}

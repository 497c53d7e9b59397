#include "daemon/store/meta.h"

#include "gen/sql/store.h"

enum errc meta_get(struct db *db, const char *key, struct arena *a, const char **ret_value,
                   struct err *e) {
    const struct q_meta_get_row *row = NULL;
    TRY(q_meta_get(db, key, a, &row, e));
    *ret_value = row != NULL ? row->value : NULL;
    return OK;
}

enum errc meta_set(struct db *db, const char *key, const char *value, struct err *e) {
    return q_meta_set(db, key, value, e);
}

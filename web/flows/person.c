#include "web/flows/person.h"

#include "daemon/auth/keys.h"
#include "daemon/auth/seal.h"
#include "daemon/auth/token.h"
#include "daemon/base/rand.h"
#include "gen/sql/auth.h"
#include "web/app.h"

/* The application's sealed places are one numbered list, so they share one "table" of the binding. */
enum { APPLICATION_TABLE = 1 };

static struct seal_aad binding(int64_t person_id, enum seal_place place, int64_t row_id) {
    return (struct seal_aad){ APPLICATION_TABLE, (uint16_t)place, row_id, person_id };
}

enum errc person_add(const struct flow *f, int64_t *ret_person_id, struct err *e) {
    int64_t id = rand_id(), version = 0;
    struct person_key key = { 0 };
    const char *wrapped = NULL;
    person_key_new(f->app->keys, id, f->arena, &key, &version, &wrapped);
    person_key_wipe(&key);
    TRY(q_person_key_add(f->db, id, version, wrapped, e));
    *ret_person_id = id;
    return OK;
}

/* ret_there is false when the person was erased. */
static enum errc key_of(const struct flow *f, int64_t person_id, struct person_key *ret_key,
                        bool *ret_there, struct err *e) {
    const struct q_person_key_get_row *row = NULL;
    TRY(q_person_key_get(f->db, person_id, f->arena, &row, e));
    *ret_there = row != NULL;
    if (row == NULL)
        return OK;
    return person_key_unwrap(f->app->keys, person_id, row->kv, row->wrapped, ret_key, e);
}

enum errc person_seal(const struct flow *f, int64_t person_id, enum seal_place place, int64_t row_id,
                      const char *text, const char **ret_sealed, struct err *e) {
    struct person_key key = { 0 };
    bool there = false;
    TRY(key_of(f, person_id, &key, &there, e));
    if (!there)
        return ERR(e, E_GONE, "person %lld was erased", (long long)person_id);
    *ret_sealed = seal_put(&key, binding(person_id, place, row_id), text, f->arena);
    person_key_wipe(&key);
    return OK;
}

enum errc person_open(const struct flow *f, int64_t person_id, enum seal_place place, int64_t row_id,
                      const char *sealed, const char **ret_text, struct err *e) {
    *ret_text = NULL;
    if (sealed == NULL)
        return OK;
    struct person_key key = { 0 };
    bool there = false;
    TRY(key_of(f, person_id, &key, &there, e));
    if (!there)
        return OK;
    enum errc code =
        seal_open(&key, binding(person_id, place, row_id), sealed, f->arena, ret_text, e);
    person_key_wipe(&key);
    return code;
}

const char *person_email_index(const struct flow *f, const char *email) {
    return token_email_index(f->app->keys, email, f->arena);
}

#include "web/flows/person.h"

#include "daemon/auth/keys.h"
#include "daemon/auth/person_key.h"
#include "daemon/auth/seal.h"
#include "daemon/auth/token.h"
#include "daemon/base/rand.h"
#include "web/kit/app.h"

/* The application's sealed places are one numbered list, so they share one "table" of the binding. */
enum { APPLICATION_TABLE = 1 };

static struct seal_aad binding(int64_t person_id, enum seal_place place, int64_t row_id) {
    return (struct seal_aad){ APPLICATION_TABLE, (uint16_t)place, row_id, person_id };
}

enum errc person_add(const struct flow *f, int64_t *ret_person_id, struct err *e) {
    int64_t id = rand_id();
    TRY(person_key_add(f->db, f->app->keys, id, f->arena, NULL, e));
    *ret_person_id = id;
    return OK;
}

enum errc person_seal(const struct flow *f, int64_t person_id, enum seal_place place, int64_t row_id,
                      const char *text, const char **ret_sealed, struct err *e) {
    struct person_key key = { 0 };
    TRY(person_key_get(f->db, f->app->keys, person_id, f->arena, &key, e));
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
    struct err gone = { 0 };
    enum errc code = person_key_get(f->db, f->app->keys, person_id, f->arena, &key, &gone);
    if (code == E_GONE)
        return OK;
    if (code != OK)
        return ERR(e, code, "%s", gone.msg);
    code = seal_open(&key, binding(person_id, place, row_id), sealed, f->arena, ret_text, e);
    person_key_wipe(&key);
    return code;
}

const char *person_email_index(const struct flow *f, const char *email) {
    return token_email_index(f->app->keys, email, f->arena);
}

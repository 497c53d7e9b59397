#include "daemon/auth/staff.h"

#include <string.h>

#include "daemon/auth/device.h"
#include "daemon/auth/keys.h"
#include "daemon/auth/person_key.h"
#include "daemon/auth/session.h"
#include "daemon/auth/token.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/rand.h"
#include "gen/sql/auth.h"

static const char *const ROLES[] = {
    [STAFF_ADMINISTRATOR] = "administrator", [STAFF_RECRUITER] = "recruiter"
};

const char *staff_role_word(enum staff_role role) {
    return ROLES[role];
}

enum errc staff_role_parse(const char *word, enum staff_role *ret_role) {
    for (size_t i = 0; i < COUNT(ROLES); i++)
        if (strcmp(word, ROLES[i]) == 0) {
            *ret_role = (enum staff_role)i;
            return OK;
        }
    return E_INVALID;
}

static struct seal_aad place(uint16_t column, int64_t id, int64_t person_id) {
    return (struct seal_aad) { SEAL_STAFF, column, id, person_id };
}

enum errc staff_add(struct db *db, const struct keys *keys, const struct staff_in *in,
                    struct arena *a, int64_t *ret_id, struct err *e) {
    int64_t id = rand_id(), person_id = rand_id();
    struct person_key key = { 0 };
    TRY(person_key_add(db, keys, person_id, a, &key, e));
    const struct q_staff_add_in row = {
        .id = id,
        .person_id = person_id,
        .email_index = token_email_index(keys, in->email, a),
        .email_sealed = seal_put(&key, place(SEAL_STAFF_EMAIL, id, person_id), in->email, a),
        .name_sealed = seal_put(&key, place(SEAL_STAFF_NAME, id, person_id), in->name, a),
        .role = ROLES[in->role],
        .lang = lang_tag(in->lang),
        .now = in->now_ms,
    };
    person_key_wipe(&key);
    enum errc code = q_staff_add(db, &row, NULL);
    if (code == E_CONFLICT)
        return ERR(e, E_CONFLICT, "somebody with this address is on the staff already");
    if (code != OK)
        return ERR(e, code, "a member of staff cannot be added");
    *ret_id = id;
    return OK;
}

/* What the three readers have in common: the columns of staff. */
struct columns {
    int64_t id, person_id, created_at;
    const char *email_sealed, *name_sealed, *role, *lang, *password_sealed;
    bool has_disabled_at;
    int64_t disabled_at;
};

#define COLUMNS(row)                                                                               \
    ((struct columns) { (row)->id, (row)->person_id, (row)->created_at, (row)->email_sealed,       \
                        (row)->name_sealed, (row)->role, (row)->lang, (row)->password_sealed,      \
                        (row)->has_disabled_at, (row)->disabled_at })

static enum errc open_texts(const struct person_key *key, struct columns c, struct arena *a,
                            struct staff *ret, struct err *e) {
    TRY(seal_open(key, place(SEAL_STAFF_EMAIL, c.id, c.person_id), c.email_sealed, a, &ret->email,
                  e));
    return seal_open(key, place(SEAL_STAFF_NAME, c.id, c.person_id), c.name_sealed, a, &ret->name,
                     e);
}

static enum errc open_row(struct db *db, const struct keys *keys, struct columns c, struct arena *a,
                          struct staff *ret, struct err *e) {
    *ret = (struct staff) {
        .id = c.id,
        .person_id = c.person_id,
        .lang = lang_of_tag(c.lang),
        .password_sealed = c.password_sealed,
        .created_at = c.created_at,
        .disabled_at = c.has_disabled_at ? c.disabled_at : 0,
    };
    if (staff_role_parse(c.role, &ret->role) != OK)
        return ERR(e, E_INTERNAL, "staff %lld has no known role", (long long)c.id);
    struct person_key key = { 0 };
    enum errc code = person_key_get(db, keys, c.person_id, a, &key, NULL);
    if (code == E_GONE)
        return OK;
    if (code != OK)
        return ERR(e, code, "the key of staff %lld does not open", (long long)c.id);
    code = open_texts(&key, c, a, ret, e);
    person_key_wipe(&key);
    return code;
}

enum errc staff_get(struct db *db, const struct keys *keys, int64_t id, struct arena *a,
                    const struct staff **ret, struct err *e) {
    const struct q_staff_get_row *row = NULL;
    struct staff *staff = NULL;
    TRY(q_staff_get(db, id, a, &row, e));
    if (row != NULL) {
        staff = ARENA_NEW(a, struct staff);
        TRY(open_row(db, keys, COLUMNS(row), a, staff, e));
    }
    *ret = staff;
    return OK;
}

enum errc staff_find_email(struct db *db, const struct keys *keys, const char *email,
                           struct arena *a, const struct staff **ret, struct err *e) {
    const struct q_staff_by_email_row *row = NULL;
    struct staff *staff = NULL;
    TRY(q_staff_by_email(db, token_email_index(keys, email, a), a, &row, e));
    if (row != NULL) {
        staff = ARENA_NEW(a, struct staff);
        TRY(open_row(db, keys, COLUMNS(row), a, staff, e));
    }
    *ret = staff;
    return OK;
}

enum errc staff_list(struct db *db, const struct keys *keys, struct arena *a,
                     const struct staff **ret, size_t *ret_n, struct err *e) {
    struct q_staff_list_rows rows = { 0 };
    TRY(q_staff_list(db, a, &rows, e));
    struct staff *list = ARENA_ARRAY(a, rows.n, struct staff);
    for (size_t i = 0; i < rows.n; i++)
        TRY(open_row(db, keys, COLUMNS(&rows.v[i]), a, &list[i], e));
    *ret = list;
    *ret_n = rows.n;
    return OK;
}

/* Changing */

static enum errc changed_one(int64_t n, int64_t id, struct err *e) {
    return n == 1 ? OK : ERR(e, E_NOT_FOUND, "there is no staff %lld", (long long)id);
}

/* Somebody must be able to mend things. */
static enum errc keep_administrator(struct db *db, struct arena *a, struct err *e) {
    const struct q_staff_count_able_row *row = NULL;
    TRY(q_staff_count_able(db, ROLES[STAFF_ADMINISTRATOR], a, &row, e));
    return row->n > 0 ? OK : ERR(e, E_CONFLICT, "no administrator would be left");
}

enum errc staff_set_password(struct db *db, int64_t id, const char *password_sealed,
                             const char *except, struct err *e) {
    int64_t n = 0;
    TRY(q_staff_set_password(db, password_sealed, id, &n, e));
    TRY(changed_one(n, id, e));
    TRY(device_forget(db, id, e));
    return session_end_all(db, SESSION_STAFF, id, except, e);
}

enum errc staff_rehash_password(struct db *db, int64_t id, const char *password_sealed,
                                const char *was_sealed, struct err *e) {
    int64_t n = 0;
    return q_staff_replace_password(db, password_sealed, id, was_sealed, &n, e);
}

enum errc staff_set_role(struct db *db, int64_t id, enum staff_role role, struct arena *a,
                         struct err *e) {
    int64_t n = 0;
    TRY(q_staff_set_role(db, ROLES[role], id, &n, e));
    TRY(changed_one(n, id, e));
    TRY(keep_administrator(db, a, e));
    return session_end_all(db, SESSION_STAFF, id, NULL, e);
}

enum errc staff_set_disabled(struct db *db, int64_t id, bool disabled, int64_t now_ms,
                             struct arena *a, struct err *e) {
    int64_t n = 0;
    TRY(q_staff_set_disabled(db, disabled ? &now_ms : NULL, id, &n, e));
    TRY(changed_one(n, id, e));
    TRY(keep_administrator(db, a, e));
    if (disabled)
        TRY(device_forget(db, id, e));
    return session_end_all(db, SESSION_STAFF, id, NULL, e);
}

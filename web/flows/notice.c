#include "web/flows/notice.h"

#include <string.h>

#include "daemon/auth/seal.h"
#include "gen/sql/auth.h"
#include "web/app.h"
#include "web/flows/letter.h"

/* The address of a member of staff; NULL when their key is gone. */
static enum errc address_of(const struct flow *f, const struct q_staff_list_row *who,
                            const char **ret_address, struct err *e) {
    const struct q_person_key_get_row *row = NULL;
    struct person_key key = { 0 };
    *ret_address = NULL;
    TRY(q_person_key_get(f->db, who->person_id, f->arena, &row, e));
    if (row == NULL)
        return OK;
    TRY(person_key_unwrap(f->app->keys, who->person_id, row->kv, row->wrapped, &key, e));
    struct seal_aad aad = { SEAL_STAFF, SEAL_STAFF_EMAIL, who->id, who->person_id };
    enum errc code = seal_open(&key, aad, who->email_sealed, f->arena, ret_address, e);
    person_key_wipe(&key);
    return code;
}

static enum errc write_one(const struct flow *f, const struct notice *n,
                           const struct q_staff_list_row *who, struct err *e) {
    const char *address = NULL;
    TRY(address_of(f, who, &address, e));
    if (address == NULL)
        return OK;
    enum lang lang = strcmp(who->lang, "en") == 0 ? LANG_EN : LANG_RU;
    struct letter letter = { .kind = n->kind,
                             .person_id = who->person_id,
                             .to = address,
                             .subject = n->subject[lang],
                             .body = n->body[lang],
                             .lang = lang };
    return letter_queue(f, &letter, e);
}

enum errc notice_staff(const struct flow *f, const struct notice *n, struct err *e) {
    struct q_staff_list_rows staff = { 0 };
    TRY(q_staff_list(f->db, f->arena, &staff, e));
    for (size_t i = 0; i < staff.n; i++)
        if (!staff.v[i].has_disabled_at)
            TRY(write_one(f, n, &staff.v[i], e));
    return OK;
}

#include "web/flows/staff.h"

#include "daemon/base/arena.h"
#include "gen/sql/auth.h"
#include "web/flows/person.h"

enum errc staff_add(const struct flow *f, const struct staff_in *in, struct err *e) {
    const char *index = person_email_index(f, in->email);
    const struct q_staff_by_email_row *taken = NULL;
    TRY(q_staff_by_email(f->db, index, f->arena, &taken, e));
    if (taken != NULL)
        return ERR(e, E_CONFLICT, "this address is in use already; `otbor user list` shows everybody");
    int64_t person = 0;
    const char *email = NULL, *name = NULL;
    TRY(person_add(f, &person, e));
    TRY(person_seal(f, person, SEAL_MEMBER_EMAIL, in->id, in->email, &email, e));
    TRY(person_seal(f, person, SEAL_MEMBER_NAME, in->id, in->name, &name, e));
    TRY(q_staff_add(f->db,
                    &(struct q_staff_add_in){
                        .id = in->id,
                        .person_id = person,
                        .email_index = index,
                        .email_sealed = email,
                        .name_sealed = name,
                        .role = in->role,
                        .lang = lang_tag(f->lang),
                        .now = f->now_ms,
                    },
                    e));
    int64_t changed = 0;
    TRY(q_staff_set_password(f->db, in->password_sealed, in->id, &changed, e));
    return flow_audit(f, "staff.added", "staff", in->id, NULL, e);
}

enum errc staff_list(const struct flow *f, struct staff_members *ret, struct err *e) {
    struct q_staff_list_rows rows = { 0 };
    TRY(q_staff_list(f->db, f->arena, &rows, e));
    struct staff_member *v = ARENA_ARRAY(f->arena, rows.n, struct staff_member);
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_staff_list_row *row = &rows.v[i];
        v[i] = (struct staff_member){ .id = row->id,
                                      .role = row->role,
                                      .created_at = row->created_at,
                                      .disabled_at = row->disabled_at };
        TRY(person_open(f, row->person_id, SEAL_MEMBER_EMAIL, row->id, row->email_sealed, &v[i].email, e));
        TRY(person_open(f, row->person_id, SEAL_MEMBER_NAME, row->id, row->name_sealed, &v[i].name, e));
    }
    *ret = (struct staff_members){ v, rows.n };
    return OK;
}

enum errc staff_find(const struct flow *f, const char *email, int64_t *ret_id, struct err *e) {
    const struct q_staff_by_email_row *row = NULL;
    TRY(q_staff_by_email(f->db, person_email_index(f, email), f->arena, &row, e));
    if (row == NULL)
        return ERR(e, E_NOT_FOUND, "nobody has this address; `otbor user list` shows everybody");
    *ret_id = row->id;
    return OK;
}

/* Every session of a member ends. */
static enum errc end_sessions(const struct flow *f, int64_t id, struct err *e) {
    int64_t ended = 0;
    return q_session_end_all(f->db, "staff", id, "", &ended, e);
}

enum errc staff_disable(const struct flow *f, int64_t id, struct err *e) {
    int64_t changed = 0;
    TRY(q_staff_set_disabled(f->db, &f->now_ms, id, &changed, e));
    TRY(end_sessions(f, id, e));
    return flow_audit(f, "staff.disabled", "staff", id, NULL, e);
}

enum errc staff_set_password(const struct flow *f, int64_t id, const char *password_sealed,
                             struct err *e) {
    int64_t changed = 0;
    TRY(q_staff_set_password(f->db, password_sealed, id, &changed, e));
    TRY(end_sessions(f, id, e));
    return flow_audit(f, "staff.password_set", "staff", id, NULL, e);
}

enum errc staff_name(const struct flow *f, int64_t id, const char **ret_name, struct err *e) {
    const struct q_staff_get_row *row = NULL;
    *ret_name = NULL;
    TRY(q_staff_get(f->db, id, f->arena, &row, e));
    if (row == NULL)
        return OK;
    return person_open(f, row->person_id, SEAL_MEMBER_NAME, id, row->name_sealed, ret_name, e);
}

/* POST /desk/vacancies/{id}/invitations, do=find: looking for a person by full e-mail or a part of the name.
 *
 * A POST, so that what is looked for stands in no address and no log of a proxy. Names are sealed: nothing can
 * search them but opening them, so a search by name opens FIND_NAMES of them at a time and says which it looked at.
 * A full address is found by its blind index at once. */
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/text.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/invite.h"
#include "web/desk/people/invitations.h"
#include "web/flows/person.h"
#include "web/kit/format.h"

enum { FIND_NAMES = 200 };

static struct q_invite_people_row as_row(const struct q_invite_person_row *r) {
    return (struct q_invite_people_row){
        .id = r->id, .code = r->code, .person_id = r->person_id, .source = r->source, .state = r->state,
        .created_at = r->created_at, .opened_at = r->opened_at, .has_opened_at = r->has_opened_at,
        .completed_at = r->completed_at, .has_completed_at = r->has_completed_at,
        .withdrawn_at = r->withdrawn_at, .has_withdrawn_at = r->has_withdrawn_at,
        .name_sealed = r->name_sealed, .email_sealed = r->email_sealed, .wish_sealed = r->wish_sealed, .lang = r->lang,
    };
}

static enum errc by_email(const struct flow *f, int64_t vacancy_id, const char *email, struct people_found *ret,
                          struct err *e) {
    const struct q_invite_person_row *row = NULL;
    TRY(q_invite_person(f->db, vacancy_id, person_email_index(f, email), f->arena, &row, e));
    struct q_invite_people_row *v = ARENA_NEW(f->arena, struct q_invite_people_row);
    if (row != NULL)
        *v = as_row(row);
    *ret = (struct people_found){ .v = v, .n = row != NULL };
    return OK;
}

static enum errc by_name(const struct flow *f, int64_t vacancy_id, const char *words, int64_t skip,
                         struct people_found *ret, struct err *e) {
    struct q_invite_people_rows rows = { 0 };
    TRY(q_invite_people(f->db, vacancy_id, "", FIND_NAMES + 1, skip, f->arena, &rows, e));
    const char *wanted = text_fold(words, f->arena);
    size_t looked = rows.n > FIND_NAMES ? FIND_NAMES : rows.n, n = 0;
    struct q_invite_people_row *v = ARENA_ARRAY(f->arena, looked, struct q_invite_people_row);
    for (size_t i = 0; i < looked; i++) {
        const char *name = NULL;
        TRY(person_open(f, rows.v[i].person_id, SEAL_CANDIDATE_NAME, rows.v[i].person_id, rows.v[i].name_sealed, &name, e));
        if (name != NULL && strstr(text_fold(name, f->arena), wanted) != NULL)
            v[n++] = rows.v[i];
    }
    *ret = (struct people_found){ .v = v, .n = n, .by_name = true, .from = skip + 1, .to = skip + (int64_t)looked,
                                  .more = rows.n > FIND_NAMES };
    return OK;
}

enum errc invitations_find(const struct flow *f, int64_t vacancy_id, const char *words, int64_t skip,
                           struct people_found *ret, struct err *e) {
    const char *email = NULL;
    if (strchr(words, '@') != NULL && text_email(words, f->arena, &email) == OK)
        return by_email(f, vacancy_id, email, ret, e);
    return by_name(f, vacancy_id, words, skip, ret, e);
}

#include "web/flows/client_letter.h"

#include "daemon/base/arena.h"
#include "gen/msg.h"
#include "gen/sql/client.h"
#include "web/flows/letter.h"
#include "web/flows/link.h"
#include "web/flows/person.h"
#include "web/kit/app.h"
#include "web/kit/texts.h"

enum errc client_contact(const struct flow *f, int64_t vacancy_id, struct client_contact *ret, struct err *e) {
    const struct q_client_contact_row *row = NULL;
    TRY(q_client_contact(f->db, vacancy_id, f->arena, &row, e));
    if (row == NULL)
        return ERR(e, E_NOT_FOUND, "no vacancy %lld", (long long)vacancy_id);
    struct client_contact to = { .person_id = row->person_id, .title = row->title };
    to.lang = lang_of_tag(row->lang);
    const char *address = NULL, *path = NULL;
    TRY(person_open(f, row->person_id, SEAL_REQUEST_ADDRESS, row->request_id, row->address_sealed, &address, e));
    if (address == NULL || row->has_closed_at || text_email(address, f->arena, &to.email) != OK)
        to.email = NULL;
    TRY(link_show(f, LINK_PORTAL, vacancy_id, &path, e));
    if (path == NULL)
        TRY(link_show(f, LINK_STATUS, row->request_id, &path, e));
    to.link = path != NULL ? link_url(f, path) : NULL;
    *ret = to;
    return OK;
}

enum errc client_letter(const struct flow *f, const struct client_contact *to, const char *kind, const char *subject,
                        const char *body, struct err *e) {
    if (to->email == NULL || to->link == NULL)
        return OK;
    struct letter letter = { .kind = kind,
                             .person_id = to->person_id,
                             .to = to->email,
                             .subject = subject,
                             .body = texts_contacts(f->app->texts) == NULL
                                         ? body
                                         : arena_printf(f->arena, "%s\n\n%s", body,
                                                        msg_letter_contacts(to->lang, f->arena, texts_contacts(f->app->texts))),
                             .lang = to->lang };
    return letter_queue(f, &letter, e);
}

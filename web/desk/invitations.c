/* GET /desk/vacancies/{id}/invitations: who was invited and how far each is; inviting more.
 *
 * Names, never codes: whoever had both on one page could not judge blind. */
#include "web/desk/invitations.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/desk.h"
#include "gen/sql/invite.h"
#include "gen/tpl/desk_invitations.h"
#include "web/desk/invitations_post.h"
#include "web/desk/pages.h"
#include "web/flows/link.h"
#include "web/flows/person.h"
#include "web/format.h"

/* One person --------------------------------------------------------------------------------------------- */

/* The state in words, since when, and which of the five dots it is. */
static int state_of(const struct request *req, const struct q_invite_people_row *r, struct invited_row *row) {
    struct arena *a = req->arena;
    enum lang lang = req->lang;
    static const char *const STATES[STAGES] = { "invited", "opened", "consented", "testing", "completed" };
    int at = 0;
    while (at < STAGES - 1 && strcmp(STATES[at], r->state) != 0)
        at++;
    const char *const WORDS[STAGES] = { msg_desk_person_invited(lang, a), msg_desk_person_opened(lang, a),
                                        msg_desk_person_consented(lang, a), msg_desk_person_testing(lang, a),
                                        msg_desk_person_completed(lang, a) };
    const int64_t since = r->has_withdrawn_at ? r->withdrawn_at
                          : r->has_completed_at && at == STAGES - 1 ? r->completed_at
                          : r->has_opened_at && at > 0 ? r->opened_at : r->created_at;
    row->state = r->has_withdrawn_at ? msg_desk_person_withdrawn(lang, a) : WORDS[at];
    row->since = desk_when(lang, a, since, req->now_ms);
    return at;
}

static enum errc row_of(const struct request *req, const struct flow *f, const struct q_invite_people_row *r, bool open,
                        struct invited_row *row, struct err *e) {
    struct arena *a = req->arena;
    const char *name = NULL, *email = NULL, *path = NULL, *wish = NULL;
    TRY(person_open(f, r->person_id, SEAL_CANDIDATE_NAME, r->person_id, r->name_sealed, &name, e));
    TRY(person_open(f, r->person_id, SEAL_CANDIDATE_EMAIL, r->person_id, r->email_sealed, &email, e));
    TRY(link_show(f, LINK_INVITE, r->id, &path, e));
    TRY(person_open(f, r->person_id, SEAL_WISH, r->id, r->wish_sealed, &wish, e));
    bool done = strcmp(r->state, "completed") == 0;
    *row = (struct invited_row){
        .key = arena_printf(a, "%lld", (long long)r->id),
        .name = name != NULL ? name : msg_desk_incoming_erased(req->lang, a),
        .email = email,
        .link = path != NULL ? desk_url(req, path) : NULL,
        .may_send = open && email != NULL && !r->has_withdrawn_at && !done,
        .may_revoke = path != NULL,
        .by_self = strcmp(r->source, "public") == 0,
        .wish = wish,
    };
    row->stages = desk_stages(state_of(req, r, row), false, a);
    return OK;
}

/* The page --------------------------------------------------------------------------------------------- */

static void fill_one(const struct request *req, const struct form_errors *errors, bool typed,
                     struct invitations_view *view) {
    struct arena *a = req->arena;
    view->email = (struct field_view){ .name = "email", .label = msg_desk_invite_email(req->lang, a), .type = "email",
                                       .value = typed ? form_get(&req->form, "email") : "", .required = true,
                                       .error = form_error_of(errors, "email"), .max = 254 };
    view->name = (struct field_view){ .name = "name", .label = msg_desk_invite_name(req->lang, a), .type = "text",
                                      .hint = msg_desk_invite_name_hint(req->lang, a), .required = true,
                                      .value = typed ? form_get(&req->form, "name") : "",
                                      .error = form_error_of(errors, "name"), .max = PEOPLE_NAME_CHARS };
}

static const char *fault_words(enum lang lang, struct arena *a, enum person_fault fault) {
    switch (fault) {
    case PERSON_NO_EMAIL:
        return msg_desk_paste_no_email(lang, a);
    case PERSON_BAD_EMAIL:
        return msg_desk_paste_bad_email(lang, a);
    case PERSON_TWO_EMAILS:
        return msg_desk_paste_two_emails(lang, a);
    case PERSON_NO_NAME:
        return msg_desk_paste_no_name(lang, a);
    case PERSON_LONG_NAME:
        return msg_desk_paste_long_name(lang, a, PEOPLE_NAME_CHARS);
    default:
        return msg_desk_paste_long_line(lang, a, PEOPLE_LINE_CHARS);
    }
}

/* The pasted list, line by line: what will happen to each. */
static void fill_preview(const struct request *req, const struct pasted *p, struct invitations_view *view) {
    struct arena *a = req->arena;
    struct pasted_line *faulty = ARENA_ARRAY(a, p->people.n, struct pasted_line);
    struct pasted_line *fine = ARENA_ARRAY(a, p->people.n, struct pasted_line);
    size_t faulty_n = 0, fine_n = 0;
    for (size_t i = 0; i < p->people.n; i++) {
        const struct person_line *l = &p->people.v[i];
        struct pasted_line line = { .number = (int64_t)l->number, .text = l->text, .name = l->name, .email = l->email };
        line.bad = l->fault != PERSON_FINE;
        line.skipped = !line.bad && (l->same_as != 0 || p->there[i]);
        if (line.bad)
            line.verdict = fault_words(req->lang, a, l->fault);
        else if (l->same_as != 0)
            line.verdict = msg_desk_paste_twice(req->lang, a, (int64_t)l->same_as);
        else
            line.verdict = p->there[i] ? msg_desk_paste_there(req->lang, a) : msg_desk_paste_fine(req->lang, a);
        if (line.bad)
            faulty[faulty_n++] = line;
        else
            fine[fine_n++] = line;
    }
    view->preview = true;
    view->faulty = (struct pasted_lines){ faulty, faulty_n };
    view->fine = (struct pasted_lines){ fine, fine_n };
    view->preview_title = msg_desk_paste_title(req->lang, a, (int64_t)p->new_n, (int64_t)faulty_n,
                                               (int64_t)(fine_n - p->new_n));
    view->confirm = p->new_n > 0 ? msg_desk_paste_confirm(req->lang, a, (int64_t)p->new_n) : NULL;
}

static enum errc fill_rows(const struct request *req, int64_t vacancy_id, struct invitations_view *view,
                           struct err *e) {
    struct q_invite_people_rows found = { 0 };
    struct flow *f = ARENA_NEW(req->arena, struct flow);
    *f = flow_of(req);
    TRY(q_invite_people(req->db, vacancy_id, (desk_page(req) - 1) * DESK_PAGE_ROWS, req->arena, &found, e));
    bool more = found.n > DESK_PAGE_ROWS;
    size_t n = more ? DESK_PAGE_ROWS : found.n;
    struct invited_row *rows = ARENA_ARRAY(req->arena, n, struct invited_row);
    for (size_t i = 0; i < n; i++)
        TRY(row_of(req, f, &found.v[i], view->open, &rows[i], e));
    view->rows = (struct invited_rows){ rows, n };
    view->pager = desk_pager(req, "", more);
    return OK;
}

enum errc invitations_show(struct request *req, const struct q_desk_vacancy_row *v, int status,
                           const struct invitations_show *show, struct err *e) {
    struct arena *a = req->arena;
    const struct q_desk_stages_row *s = NULL;
    TRY(q_desk_stages(req->db, v->id, a, &s, e));
    const char *title = msg_desk_invite_page(req->lang, a, v->title, v->client_name);
    bool expired = v->closes_at <= req->now_ms;
    struct invitations_view view = {
        .page = page_of(req, CHROME_DESK, title, "vacancies"),
        .head = desk_head(req, v, "invitations"),
        .action = arena_printf(a, "/desk/vacancies/%lld/invitations", (long long)v->id),
        .heading = s->all_n > 0 ? msg_desk_invite_heading(req->lang, a, s->all_n, s->testing_n + s->completed_n,
                                                          s->completed_n)
                                : msg_desk_invite_heading_none(req->lang, a),
        .open = strcmp(v->state, "open") == 0 && !expired,
        .lead = msg_desk_invite_lead(req->lang, a, format_moment(req->lang, a, v->closes_at)),
        .errors = show->errors,
        .note = show->note,
        .text = show->text != NULL ? show->text : "",
        .text_error = form_error_of(&show->errors, "people"),
        .lang_en = show->lang_typed ? show->lang == LANG_EN : desk_lang(v->lang) == LANG_EN,
    };
    if (!view.open)
        view.closed_why = strcmp(v->state, "draft") == 0 ? msg_desk_invite_draft(req->lang, a)
                                                         : msg_desk_invite_closed(req->lang, a);
    fill_one(req, &show->errors, show->one_typed, &view);
    if (show->pasted != NULL)
        fill_preview(req, show->pasted, &view);
    TRY(fill_rows(req, v->id, &view, e));
    if (show->errors.n > 0)
        page_error(&view.page, req, title);
    tpl_desk_invitations(reply_html(req, status), &view);
    return desk_viewed(req, "desk.people", v->id, e);
}

enum errc desk_invitations(struct request *req, struct err *e) {
    const struct q_desk_vacancy_row *v = NULL;
    struct invitations_show show = { .note = NULL };
    TRY(desk_vacancy_of(req, &v, e));
    const char *done = form_get(&req->form, "done");
    int64_t n = 0;
    if (text_i64(form_get(&req->form, "invited"), 0, PEOPLE_LINES_MAX, &n) == OK)
        show.note = n > 0 ? msg_desk_invite_done(req->lang, req->arena, n) : msg_desk_invite_done_none(req->lang, req->arena);
    else if (strcmp(done, "sent") == 0)
        show.note = msg_desk_invite_sent(req->lang, req->arena);
    else if (strcmp(done, "revoked") == 0)
        show.note = msg_desk_invite_revoked(req->lang, req->arena);
    return invitations_show(req, v, 200, &show, e);
}

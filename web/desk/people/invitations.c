/* GET /desk/vacancies/{id}/invitations: who was invited and how far each is; inviting more.
 *
 * Names, never codes: whoever had both on one page could not judge blind. */
#include "web/desk/people/invitations.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/desk.h"
#include "gen/sql/invite.h"
#include "gen/tpl/desk_invitations.h"
#include "web/desk/pages.h"
#include "web/desk/people/invitations_post.h"
#include "web/flows/invite_remind.h"
#include "web/flows/link.h"
#include "web/flows/person.h"
#include "web/kit/format.h"
#include "web/kit/states.h"

/* In the list of states beside those of an application. */
static const char WITHDRAWN[] = "withdrawn";

/* One person --------------------------------------------------------------------------------------------- */

/* The state in words, since when, and which of the five dots it is. */
static int state_of(const struct request *req, const struct q_invite_people_row *r, struct invited_row *row) {
    struct arena *a = req->arena;
    enum lang lang = req->lang;
    enum application_state state = application_state_of_word(r->state);
    int at = state < APPLICATION_STATE__MAX ? (int)state : STAGES - 1;
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
    bool done = application_state_of_word(r->state) == APPLICATION_COMPLETED;
    bool over = done || r->has_withdrawn_at;
    *row = (struct invited_row){
        .key = arena_printf(a, "%lld", (long long)r->id),
        .name = name != NULL ? name : msg_desk_incoming_erased(req->lang, a),
        .email = email,
        .link = path != NULL && !over ? desk_url(req, path) : NULL,
        .over = over,
        .may_send = open && email != NULL && !r->has_withdrawn_at && !done,
        .may_revoke = path != NULL,
        .by_self = application_source_of_word(r->source) == SOURCE_PUBLIC,
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
        struct pasted_line line = { .number = (int64_t)l->number, .text = l->text, .name = l->name, .email = l->typed };
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

/* The list of one state, or of everybody. */
static const char *state_asked(const struct request *req) {
    const char *state = req->method == HTTP_GET ? form_get(&req->form, "state") : "";
    bool known = strcmp(state, WITHDRAWN) == 0 || application_state_of_word(state) < APPLICATION_STATE__MAX;
    return known ? state : "";
}

static void fill_states(const struct request *req, const struct q_desk_stages_row *s, struct invitations_view *view) {
    struct arena *a = req->arena;
    enum lang lang = req->lang;
    const char *asked = state_asked(req);
    const struct {
        const char *state, *label;
        int64_t n;
    } ALL[] = {
        { "", msg_desk_people_all(lang, a), s->all_n },
        { application_state_word(APPLICATION_INVITED), msg_desk_person_invited(lang, a), s->invited_n },
        { application_state_word(APPLICATION_OPENED), msg_desk_person_opened(lang, a), s->opened_n },
        { application_state_word(APPLICATION_CONSENTED), msg_desk_person_consented(lang, a), s->consented_n },
        { application_state_word(APPLICATION_TESTING), msg_desk_person_testing(lang, a), s->testing_n },
        { application_state_word(APPLICATION_COMPLETED), msg_desk_person_completed(lang, a), s->completed_n },
        { WITHDRAWN, msg_desk_person_withdrawn(lang, a), s->withdrawn_n },
    };
    struct state_link *v = ARENA_ARRAY(a, COUNT(ALL), struct state_link);
    size_t n = 0;
    for (size_t i = 0; i < COUNT(ALL); i++)
        if (i == 0 || ALL[i].n > 0)
            v[n++] = (struct state_link){ .href = i == 0 ? view->action : arena_printf(a, "%s?state=%s", view->action, ALL[i].state),
                                          .label = arena_printf(a, "%s\u00a0%s", ALL[i].label, format_int(lang, a, ALL[i].n)),
                                          .here = view->search[0] == '\0' && strcmp(ALL[i].state, asked) == 0 };
    view->states = (struct state_links){ v, n };
}

/* What a search found, in words, and how to go on. */
static void tell_found(const struct request *req, const struct people_found *found, struct invitations_view *view) {
    struct arena *a = req->arena;
    view->found = found->n > 0 ? msg_desk_search_people(req->lang, a, (int64_t)found->n)
                               : msg_desk_search_nobody(req->lang, a);
    if (!found->by_name)
        return;
    view->found = arena_printf(a, "%s %s", view->found, msg_desk_search_scope(req->lang, a, format_int(req->lang, a, found->from),
                                                                            format_int(req->lang, a, found->to)));
    if (found->more) {
        view->find_more = msg_desk_search_more(req->lang, a);
        view->find_next = arena_printf(a, "find.%lld", (long long)found->to);
    }
}

static enum errc fill_rows(const struct request *req, int64_t vacancy_id, const struct invitations_show *show,
                           struct invitations_view *view, struct err *e) {
    struct people_found found = { .n = 0 };
    struct q_invite_people_rows page = { 0 };
    struct flow *f = ARENA_NEW(req->arena, struct flow);
    *f = flow_of(req);
    const char *state = state_asked(req);
    if (show->search != NULL) {
        TRY(invitations_find(f, vacancy_id, show->search, show->search_skip, &found, e));
        tell_found(req, &found, view);
    } else {
        TRY(q_invite_people(req->db, vacancy_id, state, DESK_PAGE_ROWS + 1, (desk_page(req) - 1) * DESK_PAGE_ROWS,
                            req->arena, &page, e));
        found = (struct people_found){ .v = page.v, .n = page.n };
        const char *query = *state != '\0' ? arena_printf(req->arena, "state=%s&", state) : "";
        view->pager = desk_pager(req, query, page.n > DESK_PAGE_ROWS);
    }
    size_t n = found.n > DESK_PAGE_ROWS ? DESK_PAGE_ROWS : found.n;
    struct invited_row *rows = ARENA_ARRAY(req->arena, n, struct invited_row);
    for (size_t i = 0; i < n; i++)
        TRY(row_of(req, f, &found.v[i], view->open, &rows[i], e));
    view->rows = (struct invited_rows){ rows, n };
    for (size_t i = 0; i < n; i++)
        view->links_n += rows[i].link != NULL;
    return OK;
}

/* The button that writes to everybody who has not opened, and its second press. */
static enum errc fill_remind(const struct request *req, int64_t vacancy_id, bool asked, struct invitations_view *view,
                             struct err *e) {
    struct flow f = flow_of(req);
    int64_t n = 0;
    if (!view->open)
        return OK;
    TRY(invite_remind_count(&f, vacancy_id, &n, e));
    if (n == 0)
        return OK;
    view->remind = msg_desk_remind(req->lang, req->arena, n);
    if (asked)
        view->remind_sure = msg_desk_remind_sure(req->lang, req->arena, n);
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
        .open = vacancy_state_of_word(v->state) == VACANCY_OPEN && !expired,
        .lead = msg_desk_invite_lead(req->lang, a, format_moment(req->lang, a, v->closes_at)),
        .errors = show->errors,
        .note = show->note,
        .text = show->text != NULL ? show->text : "",
        .search = show->search != NULL ? show->search : "",
        .text_error = form_error_of(&show->errors, "people"),
        .lang_en = show->lang_typed ? show->lang == LANG_EN : lang_of_tag(v->lang) == LANG_EN,
    };
    if (!view.open)
        view.closed_why = vacancy_state_of_word(v->state) == VACANCY_DRAFT ? msg_desk_invite_draft(req->lang, a)
                                                         : msg_desk_invite_closed(req->lang, a);
    fill_one(req, &show->errors, show->one_typed, &view);
    if (show->pasted != NULL)
        fill_preview(req, show->pasted, &view);
    fill_states(req, s, &view);
    TRY(fill_rows(req, v->id, show, &view, e));
    TRY(fill_remind(req, v->id, show->remind, &view, e));
    view.paste_open = show->pasted != NULL || view.text_error != NULL || s->all_n == 0;
    if (show->errors.n > 0)
        page_error(&view.page, req, title);
    tpl_desk_invitations(reply_html(req, status), &view);
    return desk_viewed_more(req, "desk.people", v->id, arena_printf(a, "\"links\":%lld", (long long)view.links_n), e);
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
    else if (text_i64(form_get(&req->form, "reminded"), 0, INVITE_REMIND_MAX, &n) == OK)
        show.note = msg_desk_remind_done(req->lang, req->arena, n);
    else if (strcmp(done, "revoked") == 0)
        show.note = msg_desk_invite_revoked(req->lang, req->arena);
    return invitations_show(req, v, 200, &show, e);
}

/* POST /desk/vacancies/{id}/invitations: one person, a pasted list, sending again, ending a link. */
#include "web/desk/people/invitations_post.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/text.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/desk.h"
#include "web/desk/pages.h"
#include "web/desk/parts.h"
#include "web/flows/invite.h"
#include "web/flows/invite_remind.h"
#include "web/kit/states.h"

static enum lang typed_lang(const struct request *req) {
    return lang_of_tag(form_get(&req->form, "lang"));
}

static enum errc done(struct request *req, const char *query) {
    reply_redirect(req, arena_printf(req->arena, "%s?%s", req->path, query));
    return OK;
}

/* May people be invited now? Says on the page why not. */
static bool is_open(const struct request *req, const struct q_desk_vacancy_row *v, struct form_errors *errors) {
    if (vacancy_state_of_word(v->state) == VACANCY_OPEN && v->closes_at > req->now_ms)
        return true;
    form_error(errors, "people", vacancy_state_of_word(v->state) == VACANCY_DRAFT ? msg_desk_invite_draft(req->lang, req->arena)
                                                                : msg_desk_invite_closed(req->lang, req->arena));
    return false;
}

/* One person ------------------------------------------------------------------------------------------- */

static enum errc one(struct request *req, const struct q_desk_vacancy_row *v, struct err *e) {
    struct arena *a = req->arena;
    struct invitations_show show = { .one_typed = true, .lang_typed = true, .lang = typed_lang(req) };
    struct invitee who = { .name = form_get(&req->form, "name"), .lang = show.lang };
    if (who.name[0] == '\0')
        form_error(&show.errors, "name", msg_desk_invite_no_name(req->lang, a));
    else if (form_fault_of(&req->form, "name") != FORM_FINE)
        form_error(&show.errors, "name", msg_form_too_long(req->lang, a, PEOPLE_NAME_CHARS));
    if (text_email(form_get(&req->form, "email"), a, &who.email) != OK)
        form_error(&show.errors, "email", msg_desk_invite_no_email(req->lang, a));
    if (show.errors.n == 0)
        (void)is_open(req, v, &show.errors);
    if (show.errors.n > 0)
        return invitations_show(req, v, 422, &show, e);
    struct flow f = flow_of(req);
    struct invite_result result = { 0 };
    TRY(invite(&f, v->id, &who, 1, &result, e));
    if (!result.already)
        return done(req, "invited=1");
    form_error(&show.errors, "email", msg_desk_invite_already(req->lang, a));
    return invitations_show(req, v, 422, &show, e);
}

/* A list ------------------------------------------------------------------------------------------------- */

/* The fine lines as people to invite; where[] tells which line each came from. */
static size_t invitees_of(const struct people *p, enum lang lang, struct invitee *people, size_t *where) {
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++)
        if (p->v[i].fault == PERSON_FINE && p->v[i].same_as == 0) {
            people[n] = (struct invitee){ p->v[i].name, p->v[i].email, lang };
            where[n++] = i;
        }
    return n;
}

/* Read the list and look who is there already. */
static enum errc look(const struct request *req, const struct q_desk_vacancy_row *v, struct pasted *ret,
                      struct err *e) {
    struct arena *a = req->arena;
    struct flow f = flow_of(req);
    struct people p = people_parse(form_get(&req->form, "people"), a);
    struct invitee *people = ARENA_ARRAY(a, p.n, struct invitee);
    size_t *where = ARENA_ARRAY(a, p.n, size_t);
    bool *found = ARENA_ARRAY(a, p.n, bool), *there = ARENA_ARRAY(a, p.n, bool);
    size_t n = invitees_of(&p, typed_lang(req), people, where);
    TRY(invite_look(&f, v->id, people, n, found, e));
    *ret = (struct pasted){ .people = p, .there = there };
    for (size_t i = 0; i < n; i++) {
        there[where[i]] = found[i];
        ret->new_n += !found[i];
    }
    return OK;
}

static void check_list(const struct request *req, const struct people *p, struct form_errors *errors) {
    struct arena *a = req->arena;
    const char *text = form_get(&req->form, "people");
    if (text[0] == '\0')
        form_error(errors, "people", msg_desk_paste_empty(req->lang, a));
    else if (form_fault_of(&req->form, "people") != FORM_FINE || strlen(text) > PEOPLE_BYTES_MAX)
        form_error(errors, "people", msg_desk_paste_too_big(req->lang, a));
    else if (p->too_many)
        form_error(errors, "people", msg_desk_paste_too_many(req->lang, a, PEOPLE_LINES_MAX));
    else if (p->faulty_n > 0)
        form_error(errors, "people", msg_desk_paste_faulty(req->lang, a, (int64_t)p->faulty_n));
}

/* Invite the fine lines; faulty ones stay on the page to be mended. */
static enum errc invite_list(struct request *req, const struct q_desk_vacancy_row *v, const struct pasted *p,
                             struct invitations_show *show, struct err *e) {
    struct arena *a = req->arena;
    struct flow f = flow_of(req);
    struct invitee *people = ARENA_ARRAY(a, p->people.n, struct invitee);
    size_t *where = ARENA_ARRAY(a, p->people.n, size_t);
    size_t n = invitees_of(&p->people, show->lang, people, where);
    struct invite_result *results = ARENA_ARRAY(a, n, struct invite_result);
    TRY(invite(&f, v->id, people, n, results, e));
    int64_t invited = 0;
    for (size_t i = 0; i < n; i++)
        invited += !results[i].already;
    if (p->people.faulty_n == 0)
        return done(req, arena_printf(a, "invited=%lld", (long long)invited));
    struct pasted *rest = ARENA_NEW(a, struct pasted);
    show->text = people_faulty_text(&p->people, a);
    rest->people = people_parse(show->text, a);
    rest->there = ARENA_ARRAY(a, rest->people.n, bool);
    show->pasted = rest;
    show->note = msg_desk_invite_done(req->lang, a, invited);
    return invitations_show(req, v, 200, show, e);
}

static enum errc list(struct request *req, const struct q_desk_vacancy_row *v, bool confirmed, struct err *e) {
    struct pasted p = { .new_n = 0 };
    struct invitations_show show = { .text = form_get(&req->form, "people"), .lang_typed = true,
                                     .lang = typed_lang(req), .pasted = &p };
    TRY(look(req, v, &p, e));
    check_list(req, &p.people, &show.errors);
    bool readable = p.people.n > 0 && !p.people.too_many &&
                    form_fault_of(&req->form, "people") == FORM_FINE && strlen(show.text) <= PEOPLE_BYTES_MAX;
    if (!readable)
        show.pasted = NULL;
    struct form_errors closed = { .n = 0 };
    bool open = is_open(req, v, &closed);
    if (!open)
        show.errors = closed;
    if (confirmed && open && readable) {
        show.errors = (struct form_errors){ .n = 0 };
        return invite_list(req, v, &p, &show, e);
    }
    return invitations_show(req, v, show.errors.n > 0 ? 422 : 200, &show, e);
}

/* One row of the table ------------------------------------------------------------------------------------ */

static enum errc again(struct request *req, const struct q_desk_vacancy_row *v, int64_t id, struct err *e) {
    struct flow f = flow_of(req);
    struct invitations_show show = { .note = NULL };
    const char *path = NULL;
    if (!is_open(req, v, &show.errors))
        return invitations_show(req, v, 422, &show, e);
    TRY(invite_again(&f, v->id, id, &path, e));
    return done(req, "done=sent");
}

static enum errc revoke(struct request *req, const struct q_desk_vacancy_row *v, int64_t id, struct err *e) {
    struct flow f = flow_of(req);
    TRY(invite_revoke(&f, v->id, id, e));
    return done(req, "done=revoked");
}

/* Everybody -------------------------------------------------------------------------------------------- */

/* The first press asks, the second writes. */
static enum errc remind(struct request *req, const struct q_desk_vacancy_row *v, bool sure, struct err *e) {
    struct flow f = flow_of(req);
    struct invitations_show show = { .remind = true };
    int64_t n = 0;
    if (!is_open(req, v, &show.errors))
        return invitations_show(req, v, 422, &show, e);
    if (!sure)
        return invitations_show(req, v, 200, &show, e);
    TRY(invite_remind(&f, v->id, &n, e));
    return done(req, arena_printf(req->arena, "reminded=%lld", (long long)n));
}

static enum errc find(struct request *req, const struct q_desk_vacancy_row *v, int64_t skip, struct err *e) {
    const char *words = form_get(&req->form, "q");
    struct invitations_show show = { .search = words, .search_skip = skip };
    if (words[0] == '\0')
        return done(req, "");
    return invitations_show(req, v, 200, &show, e);
}

enum errc desk_invitations_post(struct request *req, struct err *e) {
    const struct q_desk_vacancy_row *v = NULL;
    TRY(desk_vacancy_of(req, &v, e));
    const char *act = form_get(&req->form, "do");
    const char *dot = strchr(act, '.');
    int64_t id = 0;
    if (strcmp(act, "one") == 0)
        return one(req, v, e);
    if (strcmp(act, "check") == 0 || strcmp(act, "invite") == 0)
        return list(req, v, strcmp(act, "invite") == 0, e);
    if (strcmp(act, "remind") == 0 || strcmp(act, "remind.sure") == 0)
        return remind(req, v, dot != NULL, e);
    if (strcmp(act, "find") == 0)
        return find(req, v, 0, e);
    if (dot == NULL || text_i64(dot + 1, 1, INT64_MAX, &id) != OK)
        return ERR(e, E_INVALID, "the form asks for nothing that this page does");
    if (strncmp(act, "send.", 5) == 0)
        return again(req, v, id, e);
    if (strncmp(act, "find.", 5) == 0)
        return find(req, v, id, e);
    if (strncmp(act, "revoke.", 7) == 0)
        return revoke(req, v, id, e);
    return ERR(e, E_INVALID, "the form asks for nothing that this page does");
}

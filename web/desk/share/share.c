/* GET and POST /desk/vacancies/{id}/share: which people the client sees, the link, and what the client said. */
#include "web/desk/share/share.h"

#include <string.h>

#include "assessments/stat.h"
#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/tpl/desk_share.h"
#include "web/desk/parts.h"
#include "web/desk/shortlist_pages.h"
#include "web/flows/choice_answer.h"
#include "web/flows/link.h"
#include "web/flows/person.h"
#include "web/flows/share_make.h"
#include "web/flows/shortlist_must.h"
#include "web/flows/standings_due.h"
#include "web/flows/transfer.h"
#include "web/kit/choice_words.h"
#include "web/kit/format.h"
#include "web/kit/states.h"

enum { ANSWER_MAX = 1000 };

struct sharing {
    struct request *req;
    struct flow *flow;
    struct shortlist list;
    bool *left_out, *advanced; /* [persons_n] declined, or an answer fails a must-have; decided to go on */
    struct standings_due due;
    const char **decisions;
};

/* Reading -------------------------------------------------------------------------------------------------- */

static enum errc read_decisions(struct sharing *s, struct err *e) {
    struct arena *a = s->req->arena;
    size_t n = s->list.pool.persons_n;
    struct q_short_decisions_rows rows = { 0 };
    TRY(q_short_decisions(s->req->db, s->list.pool.vacancy_id, a, &rows, e));
    s->left_out = ARENA_ARRAY(a, n, bool);
    s->advanced = ARENA_ARRAY(a, n, bool);
    s->decisions = ARENA_ARRAY(a, n, const char *);
    for (size_t k = 0; k < rows.n; k++)
        for (size_t i = 0; i < n; i++) {
            if (s->list.pool.applications[i] != rows.v[k].application_id)
                continue;
            enum decision_outcome outcome = decision_outcome_of_word(rows.v[k].outcome);
            s->left_out[i] = outcome == DECISION_DECLINE;
            s->advanced[i] = outcome == DECISION_ADVANCE;
            s->decisions[i] = decision_state(outcome, s->req->lang, a);
        }
    for (size_t i = 0; i < n; i++)
        s->left_out[i] = s->left_out[i] || shortlist_must_count(&s->list, i, MUST_ANSWER_FAILS) > 0;
    return OK;
}

/* Whom to show --------------------------------------------------------------------------------------------- */

static struct share_row row_of(const struct sharing *s, size_t i) {
    struct arena *a = s->req->arena;
    enum lang lang = s->req->lang;
    const struct rank_person *r = &s->list.approved.persons[i];
    struct interval range = interval_of(r->composite, r->se, STAT_Z80);
    struct shortlist_gates gates = shortlist_gates(&s->list, i);
    const char *unfit = shortlist_must_list(&s->list, i, MUST_ANSWER_FAILS, a);
    const char *open = shortlist_must_list(&s->list, i, MUST_UNVERIFIED, a);
    const char *code = s->list.pool.codes[i];
    return (struct share_row){
        .code = code,
        .label = format_code(a, code),
        .href = arena_printf(a, "/desk/applications/%s", code),
        .score = format_decimal(lang, a, r->composite, 0),
        .range = format_range(lang, a, range.lo, range.hi),
        .place = msg_compare_place(lang, a, format_int(lang, a, (int64_t)r->band),
                                   shortlist_places(r->place_lo, r->place_hi, lang, a)),
        .must = s->list.gates_n == 0
                    ? msg_shortlist_must_none(lang, a)
                    : msg_shortlist_must(lang, a, (int64_t)gates.met, (int64_t)s->list.gates_n),
        .must_class = unfit != NULL ? "err" : gates.open > 0 ? "warn" : "",
        .decision = s->decisions[i],
        .unfit = unfit != NULL ? msg_share_unfit(lang, a, unfit) : NULL,
        .open = open != NULL ? msg_share_open(lang, a, open) : NULL,
    };
}

/* Why these are ticked. */
static const char *hint_of(const struct sharing *s, size_t chosen) {
    struct arena *a = s->req->arena;
    enum lang lang = s->req->lang;
    size_t leaders = 0, advanced = 0, unfit = 0;
    for (size_t i = 0; i < s->list.pool.persons_n; i++) {
        leaders += s->list.approved.persons[i].state == RANK_PLACED && s->list.approved.persons[i].band == 1;
        advanced += s->advanced[i] && s->list.approved.persons[i].state == RANK_PLACED;
        unfit += s->list.approved.persons[i].state == RANK_PLACED && (s->list.approved.persons[i].band == 1 || s->advanced[i]) &&
                 shortlist_must_count(&s->list, i, MUST_ANSWER_FAILS) > 0;
    }
    const char *hint = advanced >= SHARE_PEOPLE_MIN ? msg_share_hint_decided(lang, a)
                       : leaders > chosen           ? msg_share_hint_lot(lang, a, (int64_t)leaders)
                                                    : msg_share_hint_bands(lang, a);
    return unfit == 0 ? hint : arena_printf(a, "%s %s", hint, msg_share_hint_unfit(lang, a, (int64_t)unfit));
}

static void set_rows(const struct sharing *s, struct share_view *view) {
    struct arena *a = s->req->arena;
    size_t placed = s->list.approved.placed_n;
    const size_t *order = shortlist_order(&s->list.approved, s->list.pool.persons_n, a);
    bool *chosen = ARENA_ARRAY(a, placed, bool);
    size_t chosen_n = share_preselect(&s->list.approved, order, placed, s->left_out, s->advanced, chosen);
    struct share_row *v = ARENA_ARRAY(a, placed, struct share_row);
    size_t n = 0;
    bool typed = s->req->method == HTTP_POST;
    for (size_t k = 0; k < placed; k++) {
        bool ticked = typed ? form_has(&s->req->form, "code", s->list.pool.codes[order[k]]) : chosen[k];
        if (k >= SHARE_ROWS && !ticked)
            continue; /* bounded: the top of the list and whoever is ticked */
        v[n] = row_of(s, order[k]);
        v[n++].chosen = ticked;
    }
    view->rows = (struct share_rows){ v, n };
    view->hint = hint_of(s, chosen_n);
    view->may_share = placed > 0;
    if (s->due.due)
        view->wait = s->due.failed ? msg_share_wait_failed(s->req->lang, a, format_moment(s->req->lang, a, s->due.retry_at))
                                   : msg_share_wait(s->req->lang, a);
    if (placed == 0)
        view->nobody = msg_share_nobody(s->req->lang, a);
}

/* What was shown, and the answer ------------------------------------------------------------------------------ */

static enum errc set_shared(const struct sharing *s, struct share_view *view, struct err *e) {
    struct arena *a = s->req->arena;
    enum lang lang = s->req->lang;
    struct q_short_shares_rows rows = { 0 };
    struct q_short_share_codes_rows codes = { 0 };
    TRY(q_short_shares(s->req->db, s->list.pool.vacancy_id, a, &rows, e));
    TRY(q_short_share_codes(s->req->db, s->list.pool.vacancy_id, a, &codes, e));
    struct shared_row *v = ARENA_ARRAY(a, rows.n, struct shared_row);
    for (size_t i = 0; i < rows.n; i++) {
        v[i] = (struct shared_row){
            .name = msg_share_number(lang, a, format_int(lang, a, rows.v[i].number)),
            .when = format_moment(lang, a, rows.v[i].created_at),
            .version = msg_share_version(lang, a, format_int(lang, a, rows.v[i].version)),
            .codes = "",
        };
        for (size_t k = 0; k < codes.n; k++)
            if (codes.v[k].share_id == rows.v[i].id)
                v[i].codes = arena_printf(a, "%s%s%s", v[i].codes, *v[i].codes != '\0' ? ", " : "",
                                          format_code(a, codes.v[k].code));
    }
    view->shared = (struct shared_rows){ v, rows.n };
    if (rows.n == 0)
        return OK;
    const char *path = NULL;
    TRY(link_show(s->flow, LINK_PORTAL, s->list.pool.vacancy_id, &path, e));
    view->link = path != NULL ? desk_url(s->req, path) : NULL;
    view->link_note = path != NULL ? msg_share_link_lives(lang, a, SHARE_LINK_DAYS) : msg_share_link_none(lang, a);
    return OK;
}

static enum errc choice_row(const struct sharing *s, const struct q_short_choices_row *c, struct choice_row *ret,
                            struct err *e) {
    struct arena *a = s->req->arena;
    enum lang lang = s->req->lang;
    struct choice_row row = { .code = c->code,
                              .label = format_code(a, c->code),
                              .href = arena_printf(a, "/desk/applications/%s", c->code),
                              .verdict = choice_verdict_of_word(c->verdict) == CHOICE_NONE ? msg_share_choice_none(lang, a)
                                                                         : choice_word(choice_verdict_of_word(c->verdict), lang, a),
                              .reason = c->reason != NULL ? choice_reason_text(lang, a, c->reason) : NULL,
                              .when = format_moment(lang, a, c->at),
                              .list = msg_share_number(lang, a, format_int(lang, a, c->number)),
                              .unread = !c->has_read_at };
    TRY(person_open(s->flow, c->person_id, SEAL_CHOICE_COMMENT, c->id, c->comment_sealed, &row.comment, e));
    TRY(person_open(s->flow, c->person_id, SEAL_CHOICE_ANSWER, c->id, c->answer_sealed, &row.answer, e));
    if (c->has_answered_at)
        row.answered = msg_share_answered(lang, a, format_moment(lang, a, c->answered_at));
    else if (choice_verdict_of_word(c->verdict) == CHOICE_QUESTION)
        row.answer_id = arena_printf(a, "%lld", (long long)c->id);
    *ret = row;
    return OK;
}

/* With the verdict that stands, an invitation: what the candidate answered to it. */
static enum errc tell_transfer(const struct sharing *s, const struct q_short_choices_rows *rows, size_t i,
                               struct choice_row *row, struct err *e) {
    const struct q_short_choices_row *c = &rows->v[i];
    if (choice_verdict_of_word(c->verdict) == CHOICE_QUESTION)
        return OK;
    for (size_t k = 0; k < i; k++)
        if (rows->v[k].application_id == c->application_id && choice_verdict_of_word(rows->v[k].verdict) != CHOICE_QUESTION)
            return OK; /* a newer verdict */
    struct transfer t = { .invited = false };
    TRY(transfer_read(s->req->db, c->person_id, c->application_id, s->req->arena, &t, e));
    row->transfer = transfer_words(&t, s->req->lang, s->req->arena);
    return OK;
}

static enum errc set_choices(const struct sharing *s, struct share_view *view, struct err *e) {
    struct arena *a = s->req->arena;
    struct q_short_choices_rows rows = { 0 };
    TRY(q_short_choices(s->req->db, s->list.pool.vacancy_id, a, &rows, e));
    struct choice_row *v = ARENA_ARRAY(a, rows.n, struct choice_row);
    bool opened = false;
    int64_t until = 0;
    for (size_t i = 0; i < rows.n; i++) {
        TRY(choice_row(s, &rows.v[i], &v[i], e));
        TRY(tell_transfer(s, &rows, i, &v[i], e));
        view->unread_n += v[i].unread;
        opened = opened || v[i].comment != NULL;
        until = rows.v[i].at > until ? rows.v[i].at : until;
    }
    for (size_t i = 0; i < rows.n; i++)
        if (v[i].answer_id != NULL && strcmp(form_get(&s->req->form, "choice"), v[i].answer_id) == 0) {
            v[i].error = form_error_of(&view->errors, arena_printf(a, "answer-%s", v[i].answer_id));
            v[i].typed = form_get(&s->req->form, "answer");
        }
    view->choices = (struct choice_rows){ v, rows.n };
    view->until = arena_printf(a, "%lld", (long long)until);
    if (!opened)
        return OK;
    if (s->req->method == HTTP_POST)
        return flow_audit(s->flow, "viewed", "page", s->list.pool.vacancy_id, "{\"page\":\"desk.choices\"}", e);
    s->req->trace = (struct trace){ .kind = "desk.choices", .object = s->list.pool.vacancy_id };
    return OK;
}

/* The page -------------------------------------------------------------------------------------------------- */

static const char *saved_words(const struct request *req) {
    const char *saved = form_get(&req->form, "saved");
    if (req->method != HTTP_GET)
        return NULL;
    return strcmp(saved, "share") == 0    ? msg_share_saved(req->lang, req->arena)
           : strcmp(saved, "link") == 0   ? msg_share_saved_link(req->lang, req->arena)
           : strcmp(saved, "revoke") == 0 ? msg_share_saved_revoke(req->lang, req->arena)
           : strcmp(saved, "read") == 0   ? msg_share_saved_read(req->lang, req->arena)
           : strcmp(saved, "answer") == 0 ? msg_share_saved_answer(req->lang, req->arena)
                                          : NULL;
}

static enum errc show(struct sharing *s, int status, const struct form_errors *errors, struct err *e) {
    struct request *req = s->req;
    struct arena *a = req->arena;
    long long id = (long long)s->list.pool.vacancy_id;
    TRY(read_decisions(s, e));
    TRY(standings_due(req->db, s->list.pool.vacancy_id, a, &s->due, e));
    struct share_view *view = ARENA_NEW(a, struct share_view);
    const char *title = msg_share_head(req->lang, a, s->list.vacancy->title, s->list.vacancy->client_name);
    view->page = page_of(req, CHROME_DESK, title, "vacancies");
    view->title = msg_share_title(req->lang, a);
    view->vacancy_title = s->list.vacancy->title;
    view->client = s->list.vacancy->client_name;
    view->vacancy_href = arena_printf(a, "/desk/vacancies/%lld", id);
    view->list_href = arena_printf(a, "/desk/vacancies/%lld/shortlist", id);
    view->action = arena_printf(a, "/desk/vacancies/%lld/share", id);
    view->saved = saved_words(req);
    if (errors != NULL && errors->n > 0) {
        view->errors = *errors;
        view->error = form_error_of(errors, "people");
        page_error(&view->page, req, title);
    }
    set_rows(s, view);
    TRY(share_changes_read(req, s->list.pool.vacancy_id, &view->changed, e));
    TRY(set_shared(s, view, e));
    TRY(set_choices(s, view, e));
    tpl_desk_share(reply_html(req, status), view);
    return OK;
}

static enum errc read_sharing(struct request *req, struct flow *f, struct sharing *ret, struct err *e) {
    int64_t vacancy_id = 0;
    if (text_i64(req->params[0], 1, INT64_C(1) << 53, &vacancy_id) != OK)
        return ERR(e, E_NOT_FOUND, "no such vacancy");
    *ret = (struct sharing){ .req = req, .flow = f };
    return shortlist_read(req->db, req->app, vacancy_id, req->lang, req->arena, &ret->list, e);
}

enum errc share_page(struct request *req, struct err *e) {
    struct flow f = flow_of(req);
    struct sharing s = { .req = NULL };
    TRY(read_sharing(req, &f, &s, e));
    return show(&s, 200, NULL, e);
}

/* Posting ---------------------------------------------------------------------------------------------------- */

static size_t read_codes(const struct sharing *s, const char **codes, size_t max) {
    size_t n = 0;
    for (size_t i = 0; i < s->req->form.n; i++)
        if (strcmp(s->req->form.values[i].name, "code") == 0 && n++ < max)
            codes[n - 1] = s->req->form.values[i].value;
    return n;
}

static enum errc make(struct sharing *s, struct err *e) {
    struct request *req = s->req;
    const char *codes[SHARE_PEOPLE_MAX] = { 0 }, *path = NULL;
    size_t n = read_codes(s, codes, SHARE_PEOPLE_MAX), placed = s->list.approved.placed_n;
    size_t least = placed < SHARE_PEOPLE_MIN ? placed : SHARE_PEOPLE_MIN;
    struct form_errors errors = { .n = 0 };
    if (placed == 0)
        return ERR(e, E_CONFLICT, "nobody has a place yet");
    if (n < least)
        form_error(&errors, "people", msg_share_too_few(req->lang, req->arena, (int64_t)least));
    else if (n > SHARE_PEOPLE_MAX)
        form_error(&errors, "people", msg_share_too_many(req->lang, req->arena, SHARE_PEOPLE_MAX));
    if (errors.n > 0)
        return show(s, 422, &errors, e);
    TRY(standings_due(req->db, s->list.pool.vacancy_id, req->arena, &s->due, e));
    if (s->due.due) {
        form_error(&errors, "people", msg_share_wait(req->lang, req->arena));
        return show(s, 409, &errors, e);
    }
    int64_t share_id = 0;
    return share_make(s->flow, s->list.pool.vacancy_id, codes, n, &share_id, &path, e);
}

/* Answer a question of the client's; what does not do comes back with the page. */
static enum errc answer(struct sharing *s, struct err *e) {
    struct request *req = s->req;
    int64_t id = 0;
    const char *text = form_get(&req->form, "answer");
    enum form_fault fault = form_fault_of(&req->form, "answer");
    struct form_errors errors = { .n = 0 };
    if (text_i64(form_get(&req->form, "choice"), 1, INT64_C(1) << 53, &id) != OK)
        return ERR(e, E_NOT_FOUND, "no question was named");
    const char *field = arena_printf(req->arena, "answer-%lld", (long long)id);
    if (fault == FORM_TOO_LONG)
        form_error(&errors, field, msg_form_too_long(req->lang, req->arena, ANSWER_MAX));
    else if (fault == FORM_BAD_TEXT)
        form_error(&errors, field, msg_form_bad_text(req->lang, req->arena));
    else if (*text == '\0')
        form_error(&errors, field, msg_share_answer_error(req->lang, req->arena));
    return errors.n > 0 ? show(s, 422, &errors, e) : choice_answer(s->flow, s->list.pool.vacancy_id, id, text, e);
}

enum errc share_post(struct request *req, struct err *e) {
    struct flow f = flow_of(req);
    struct sharing s = { .req = NULL };
    TRY(read_sharing(req, &f, &s, e));
    const char *act = form_get(&req->form, "do"), *path = NULL;
    int64_t vacancy_id = s.list.pool.vacancy_id, until = 0, changed = 0;
    if (strcmp(act, "link") == 0) {
        TRY(share_link(&f, vacancy_id, &path, e));
    } else if (strcmp(act, "revoke") == 0) {
        TRY(share_revoke(&f, vacancy_id, e));
    } else if (strcmp(act, "read") == 0) {
        if (text_i64(form_get(&req->form, "until"), 0, INT64_C(1) << 53, &until) != OK)
            return ERR(e, E_INVALID, "until when was not said");
        TRY(q_short_choices_read(req->db, req->now_ms, vacancy_id, until, &changed, e));
        TRY(flow_audit(&f, "choice.read", "vacancy", vacancy_id, NULL, e));
    } else {
        bool answers = strcmp(act, "answer") == 0;
        act = answers ? act : "share";
        TRY(answers ? answer(&s, e) : make(&s, e));
        if (req->reply.status != 0)
            return OK; /* the form again, with what to mend */
    }
    reply_redirect(req, arena_printf(req->arena, "/desk/vacancies/%lld/share?saved=%s", (long long)vacancy_id, act));
    return OK;
}

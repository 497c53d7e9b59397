/* GET /desk/applications/{code}: one candidate, from duties and requirements down to answers. */
#include "web/desk/application/application.h"

#include <math.h>
#include <string.h>

#include "assessments/stat.h"
#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/candidate.h"
#include "gen/sql/desk.h"
#include "gen/sql/results.h"
#include "gen/tpl/desk_application.h"
#include "web/desk/parts.h"
#include "web/desk/shortlist_pages.h"
#include "web/flows/person.h"
#include "web/flows/share_changes.h"
#include "web/flows/shortlist_must.h"
#include "web/flows/transfer.h"
#include "web/kit/format.h"
#include "web/kit/states.h"

/* Reading ------------------------------------------------------------------------------------------------ */

/* Figures are those that are stored, as in the list. The answers behind them are scored here again, which
 * is the same only while the content that made the figures is loaded. */
static enum errc read_scores(struct application_page *p, struct err *e) {
    struct request *req = p->req;
    const struct pack *pack = p->list.pool.pack;
    struct q_score_list_rows scores = { 0 };
    struct q_competency_score_list_rows rows = { 0 };
    TRY(q_score_list(req->db, p->who->attempt_id, req->arena, &scores, e));
    TRY(q_competency_score_list(req->db, p->who->attempt_id, req->arena, &rows, e));
    struct estimate *estimates = ARENA_ARRAY(req->arena, pack->competencies_n, struct estimate);
    double *shown = ARENA_ARRAY(req->arena, pack->competencies_n, double);
    for (size_t i = 0; i < rows.n; i++) {
        size_t at = pack_find_competency(pack, rows.v[i].competency);
        if (at == PACK_NONE)
            continue;
        estimates[at] = (struct estimate){ true, rows.v[i].estimate, rows.v[i].se };
        shown[at] = rows.v[i].shown_share;
    }
    p->estimates = estimates;
    p->shown = shown;
    p->detailed = results_current(req->app, pack, &scores);
    return p->detailed ? results_compute(p->flow, p->who->attempt_id, &p->scores, e) : OK;
}

static enum errc read_page(struct application_page *p, struct err *e) {
    struct request *req = p->req;
    TRY(q_short_application(req->db, req->params[0], req->arena, &p->who, e));
    if (p->who == NULL)
        return ERR(e, E_NOT_FOUND, "no application has this code");
    TRY(shortlist_read(req->db, req->app, p->who->vacancy_id, req->lang, req->arena, &p->list, e));
    p->person = shortlist_find(&p->list, p->who->code);
    if (p->who->has_attempt_id) {
        const struct q_short_grace_row *grace = NULL;
        TRY(q_short_answers(req->db, p->who->attempt_id, req->arena, &p->answers, e));
        TRY(q_short_grace(req->db, p->who->attempt_id, req->arena, &grace, e));
        p->grace_n = grace->n;
    }
    if (p->list.version != NULL)
        TRY(q_short_duties(req->db, p->list.version->id, req->arena, &p->duties, e));
    p->scored = p->who->has_attempt_id && p->who->has_submitted_at;
    return p->scored ? read_scores(p, e) : OK;
}

/* Personal data is shown: the questionnaire always, the name to who opened it. On a page made by a POST the
 * record is written in its transaction. */
static enum errc leave_trace(const struct application_page *p, bool named, struct err *e) {
    struct request *req = p->req;
    const char *kind = named ? "desk.application.name" : "desk.application";
    if (req->method == HTTP_POST)
        return flow_audit(p->flow, "viewed", "page", p->who->id, arena_printf(req->arena, "{\"page\":\"%s\"}", kind), e);
    req->trace = (struct trace){ .kind = kind, .object = p->who->id };
    return OK;
}

/* Head ----------------------------------------------------------------------------------------------------- */

static struct text_list dates_of(const struct application_page *p) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    const struct q_short_application_row *w = p->who;
    const char **v = ARENA_ARRAY(a, 6, const char *);
    size_t n = 0;
    const char *came = format_moment(lang, a, w->created_at);
    v[n++] = application_source_of_word(w->source) == SOURCE_INVITED ? msg_application_date_invited(lang, a, came)
                                               : msg_application_date_applied(lang, a, came);
    if (w->has_opened_at)
        v[n++] = msg_application_date_opened(lang, a, format_moment(lang, a, w->opened_at));
    if (w->has_submitted_at)
        v[n++] = msg_application_date_done(lang, a, format_moment(lang, a, w->submitted_at));
    if (p->grace_n > 0)
        v[n++] = msg_application_grace(lang, a, p->grace_n);
    if (w->has_withdrawn_at)
        v[n++] = msg_application_date_withdrawn(lang, a, format_moment(lang, a, w->withdrawn_at));
    return (struct text_list){ v, n };
}

static const char *state_words(const struct application_page *p) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    enum application_state state = application_state_of_word(p->who->state);
    return p->who->has_withdrawn_at             ? msg_application_is_withdrawn(lang, a)
           : state == APPLICATION_INVITED   ? msg_application_is_invited(lang, a)
           : state == APPLICATION_OPENED    ? msg_application_is_opened(lang, a)
           : state == APPLICATION_CONSENTED ? msg_application_is_consented(lang, a)
           : state == APPLICATION_TESTING   ? msg_application_is_testing(lang, a)
           : p->person == SHORTLIST_NONE    ? msg_application_is_completed(lang, a)
           : p->list.approved.persons[p->person].state == RANK_NOTHING ? msg_application_is_waiting(lang, a)
                                                                       : NULL;
}

/* How many share the band of this person, and its places. */
static void set_band(const struct application_page *p, struct application_view *view) {
    const struct rank_result *r = &p->list.approved;
    const struct rank_person *me = &r->persons[p->person];
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    size_t same = 0;
    for (size_t i = 0; i < p->list.pool.persons_n; i++)
        same += r->persons[i].state == RANK_PLACED && r->persons[i].band == me->band;
    const char *band = format_int(lang, a, (int64_t)me->band);
    if (r->placed_n == 1) {
        view->verdict = msg_application_verdict_alone(lang, a);
        return;
    }
    view->band = msg_application_band(lang, a, band, shortlist_places(me->place_lo, me->place_hi, lang, a));
    view->verdict = same == 1 ? msg_application_verdict_one(lang, a, band)
                              : msg_application_verdict(lang, a, band, (int64_t)same - 1);
}

static void set_result(const struct application_page *p, struct application_view *view) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    view->state_words = state_words(p);
    if (p->person == SHORTLIST_NONE || p->list.approved.persons[p->person].state == RANK_NOTHING)
        return;
    const struct rank_person *me = &p->list.approved.persons[p->person];
    if (!shortlist_has_score(me)) {
        view->score = "–";
        view->range = msg_application_thin(lang, a);
        view->verdict = me->state == RANK_APART
                            ? msg_application_verdict_apart(lang, a)
                            : msg_application_verdict_thin(lang, a, llround(me->coverage * 100));
        return;
    }
    struct interval range = interval_of(me->composite, me->se, STAT_Z80);
    view->score = format_decimal(lang, a, me->composite, 0);
    view->range = msg_application_range(lang, a, format_decimal(lang, a, range.lo, 0),
                                        format_decimal(lang, a, range.hi, 0));
    if (me->state == RANK_PLACED)
        set_band(p, view);
    else
        view->verdict = msg_application_verdict_apart(lang, a);
}

static void set_musts_summary(const struct application_page *p, struct application_view *view) {
    struct arena *a = p->req->arena;
    if (p->person == SHORTLIST_NONE || p->list.gates_n == 0)
        return;
    struct shortlist_gates gates = shortlist_gates(&p->list, p->person);
    view->must = msg_application_must_count(p->req->lang, a, (int64_t)gates.met, (int64_t)p->list.gates_n);
    bool unfit = shortlist_must_count(&p->list, p->person, MUST_ANSWER_FAILS) > 0;
    view->must_class = gates.failed > 0 || unfit ? "err" : gates.open > 0 ? "warn" : "ok tick";
    view->refuted = shortlist_must_list(&p->list, p->person, MUST_REFUTED, a);
}

/* Neighbours: the list as it is shown, then those without a place. */
static void set_neighbours(const struct application_page *p, struct application_view *view) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    const struct rank_result *r = &p->list.approved;
    size_t n = p->list.pool.persons_n, all = r->placed_n, at = SHORTLIST_NONE;
    if (p->person == SHORTLIST_NONE)
        return;
    const size_t *placed = shortlist_order(r, n, a);
    size_t *order = ARENA_ARRAY(a, n, size_t);
    memcpy(order, placed, all * sizeof *order);
    for (size_t i = 0; i < n; i++)
        if (r->persons[i].state != RANK_PLACED)
            order[all++] = i;
    for (size_t k = 0; k < all; k++)
        if (order[k] == p->person)
            at = k;
    if (at == SHORTLIST_NONE)
        return;
    view->position = msg_application_position(lang, a, format_int(lang, a, (int64_t)at + 1),
                                              format_int(lang, a, (int64_t)all));
    if (at > 0) {
        view->before_label = format_code(a, p->list.pool.codes[order[at - 1]]);
        view->before = arena_printf(a, "/desk/applications/%s", p->list.pool.codes[order[at - 1]]);
    }
    if (at + 1 < all) {
        view->after_label = format_code(a, p->list.pool.codes[order[at + 1]]);
        view->after = arena_printf(a, "/desk/applications/%s", p->list.pool.codes[order[at + 1]]);
    }
}

/* What was asked for before the test. */
static enum errc set_wish(const struct application_page *p, struct application_view *view, struct err *e) {
    struct arena *a = p->req->arena;
    const struct q_wish_get_row *wish = NULL;
    TRY(q_wish_get(p->req->db, p->who->id, a, &wish, e));
    if (wish == NULL)
        return OK;
    TRY(person_open(p->flow, p->who->person_id, SEAL_WISH, p->who->id, wish->text_sealed, &view->wish, e));
    view->wish_at = format_moment(p->req->lang, a, wish->at);
    view->wish_open = !p->who->has_submitted_at;
    return OK;
}

/* The client invites: may they see who it is? */
static enum errc set_transfer(const struct application_page *p, struct application_view *view, struct err *e) {
    struct transfer t = { .invited = false };
    TRY(transfer_read(p->req->db, p->who->person_id, p->who->id, p->req->arena, &t, e));
    view->transfer = transfer_words(&t, p->req->lang, p->req->arena);
    return OK;
}

static const char *saved_words(const struct request *req) {
    const char *saved = form_get(&req->form, "saved");
    if (req->method != HTTP_GET)
        return NULL;
    return strcmp(saved, "decision") == 0 ? msg_application_saved_decision(req->lang, req->arena)
           : strcmp(saved, "undo") == 0   ? msg_application_saved_undo(req->lang, req->arena)
           : strcmp(saved, "name") == 0   ? msg_application_saved_name(req->lang, req->arena)
           : strcmp(saved, "gate") == 0   ? msg_application_saved_gate(req->lang, req->arena)
                                          : NULL;
}

/* Is this somebody whom the client sees otherwise than they are now? */
static enum errc set_changed(const struct application_page *p, struct application_view *view, struct err *e) {
    struct arena *a = p->req->arena;
    struct share_changes changes = { .n = 0 };
    TRY(share_changes(p->req->db, p->who->vacancy_id, a, &changes, e));
    const char **v = ARENA_ARRAY(a, 1, const char *);
    for (size_t i = 0; i < changes.n; i++)
        if (changes.v[i].application_id == p->who->id) {
            v[0] = share_change_text(&changes.v[i], p->req->lang, a);
            view->changed = (struct text_list){ v, 1 };
        }
    view->share_href = arena_printf(a, "/desk/vacancies/%lld/share", (long long)p->who->vacancy_id);
    return OK;
}

/* The page ------------------------------------------------------------------------------------------------ */

enum errc application_show(struct request *req, int status, const struct application_typed *typed, struct err *e) {
    struct arena *a = req->arena;
    struct flow f = flow_of(req);
    struct application_page *p = ARENA_NEW(a, struct application_page);
    *p = (struct application_page){ .req = req, .flow = &f };
    TRY(read_page(p, e));
    struct application_view *view = ARENA_NEW(a, struct application_view);
    view->label = format_code(a, p->who->code);
    const char *title = msg_application_title(req->lang, a, view->label, p->list.vacancy->title);
    view->page = page_of(req, CHROME_DESK, title, "vacancies");
    view->code = p->who->code;
    view->action = arena_printf(a, "/desk/applications/%s", p->who->code);
    view->page.here = view->action;
    view->vacancy_title = p->list.vacancy->title;
    view->client = p->list.vacancy->client_name;
    view->vacancy_href = arena_printf(a, "/desk/vacancies/%lld", (long long)p->who->vacancy_id);
    view->list_href = arena_printf(a, "/desk/vacancies/%lld/shortlist", (long long)p->who->vacancy_id);
    view->dates = dates_of(p);
    view->saved = saved_words(req);
    if (typed != NULL && typed->errors.n > 0) {
        view->errors = typed->errors;
        page_error(&view->page, req, title);
    }
    const struct q_desk_vacancy_row *v = NULL;
    TRY(q_desk_vacancy(req->db, p->who->vacancy_id, a, &v, e));
    if (v == NULL)
        return ERR(e, E_INTERNAL, "an application without a vacancy");
    struct vacancy_head *head = ARENA_NEW(a, struct vacancy_head);
    *head = desk_head(req, v, "shortlist");
    view->head = head;
    TRY(application_name(p, typed, view, e));
    TRY(leave_trace(p, view->name.shown != NULL, e));
    TRY(set_wish(p, view, e));
    TRY(set_transfer(p, view, e));
    set_result(p, view);
    set_musts_summary(p, view);
    set_neighbours(p, view);
    if (p->list.version != NULL)
        application_results(p, view);
    TRY(application_items(p, view, e));
    TRY(application_musts(p, typed, view, e));
    TRY(application_decision(p, typed, view, e));
    TRY(set_changed(p, view, e));
    tpl_desk_application(reply_html(req, status), view);
    return OK;
}

enum errc application_page(struct request *req, struct err *e) {
    return application_show(req, 200, NULL, e);
}

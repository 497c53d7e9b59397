/* GET /r/{request}: where a request stands, what is expected of whom and by when. */
#include "web/client/status.h"

#include <string.h>

#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "daemon/base/clock.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/client.h"
#include "gen/tpl/client_status.h"
#include "gen/tpl/notice.h"
#include "web/client/brief.h"
#include "web/client/pages.h"
#include "web/flows/day.h"
#include "web/flows/flow.h"
#include "web/flows/link.h"
#include "web/flows/person.h"
#include "web/kit/app.h"
#include "web/kit/format.h"
#include "web/kit/roles.h"
#include "web/kit/texts.h"
#include "web/kit/states.h"
#include "web/kit/visitor.h"

/* All that the page is made from. */
struct facts {
    const struct q_client_request_row *request;
    const struct q_request_vacancy_row *vacancy; /* NULL = none yet */
    const struct q_vacancy_progress_row *progress;
    const struct q_share_of_vacancy_row *share; /* NULL = none yet */
    const struct q_brief_get_row *brief;        /* NULL = none yet */
    int64_t invited;
    bool updating;     /* a list was shown and taken back; the next is not there yet */
    const char *terms; /* list_terms() */
    enum status_stage stage;
};

enum errc client_request_of(struct request *req, const struct q_client_request_row **ret_row,
                            struct err *e) {
    const struct visitor *visitor = visitor_of(req);
    int64_t id = 0;
    const struct q_client_request_row *row = NULL;
    if (text_i64(req->params[0], 1, INT64_MAX, &id) == OK)
        TRY(q_client_request(req->db, visitor->session, id, visitor->client_id, req->arena, &row, e));
    if (row == NULL)
        return ERR(e, E_NOT_FOUND, "no such request for this session");
    *ret_row = row;
    return OK;
}

static enum errc read_facts(struct request *req, struct facts *f, struct err *e) {
    struct arena *a = req->arena;
    TRY(client_request_of(req, &f->request, e));
    TRY(q_brief_get(req->db, f->request->id, a, &f->brief, e));
    TRY(q_request_vacancy(req->db, f->request->id, a, &f->vacancy, e));
    f->stage = STAGE_SENT;
    if (f->vacancy == NULL)
        return OK;
    TRY(q_vacancy_progress(req->db, f->vacancy->id, a, &f->progress, e));
    TRY(q_share_of_vacancy(req->db, f->vacancy->id, a, &f->share, e));
    const struct q_choice_invited_row *invited = NULL;
    TRY(q_choice_invited(req->db, f->vacancy->id, a, &invited, e));
    f->invited = invited->n;
    const struct q_share_once_row *once = NULL;
    TRY(q_share_once(req->db, f->vacancy->id, f->request->client_id, a, &once, e));
    f->updating = f->share == NULL && once->n > 0;
    TRY(list_terms(req, f->vacancy->id, f->request->id, &f->terms, e));
    f->stage = f->invited > 0                               ? STAGE_CHOSEN
               : once->n > 0                           ? STAGE_LIST
               : vacancy_state_of_word(f->vacancy->state) == VACANCY_DRAFT ? STAGE_INSTRUCTION
                                                            : STAGE_TESTS;
    return OK;
}

/* The line ------------------------------------------------------------------------------------ */

struct client_stages_view stages_of(enum lang lang, struct arena *a, enum status_stage now) {
    const char *const names[STAGE__MAX] = {
        msg_stage_sent(lang, a), msg_stage_instruction(lang, a), msg_stage_tests(lang, a),
        msg_stage_list(lang, a), msg_stage_chosen(lang, a),
    };
    const char *const titles[STAGE__MAX] = {
        msg_stage_title_sent(lang, a), msg_stage_title_instruction(lang, a), msg_stage_title_tests(lang, a),
        msg_stage_title_list(lang, a), msg_stage_title_chosen(lang, a),
    };
    struct stage_view *v = ARENA_ARRAY(a, STAGE__MAX, struct stage_view);
    for (size_t i = 0; i < STAGE__MAX; i++)
        v[i] = (struct stage_view){
            .name = names[i],
            .title = titles[i],
            .x = format_percent_attr(a, 100.0 * (double)i / (STAGE__MAX - 1)),
            .past = i < (size_t)now,
            .now = i == (size_t)now,
        };
    return (struct client_stages_view){ { v, STAGE__MAX }, v[now].x,
                                 msg_stage_step(lang, a, (int64_t)now + 1, STAGE__MAX, names[now]) };
}

enum errc list_terms(struct request *req, int64_t vacancy_id, int64_t request_id, const char **ret, struct err *e) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    const struct q_brief_get_row *brief = NULL;
    const struct q_portal_until_row *open = NULL;
    TRY(q_brief_get(req->db, request_id, a, &brief, e));
    TRY(q_portal_until(req->db, vacancy_id, a, &open, e));
    const char *day = brief != NULL ? brief_date(l, a, brief->decide_by) : NULL;
    const char *until = open != NULL ? format_day(l, a, open->expires_at) : NULL;
    *ret = day != NULL && until != NULL ? msg_status_terms(l, a, day, until)
           : until != NULL              ? msg_status_open_until(l, a, until)
           : day != NULL                ? msg_status_decide_by(l, a, day)
                                        : NULL;
    return OK;
}

/* Who does what --------------------------------------------------------------------------------- */

/* By when we promised; when that day is over, that we are late, in so many words. */
static const char *promise(const struct request *req, int64_t by_ms) {
    const char *day = format_day(req->lang, req->arena, by_ms);
    if (by_ms >= req->now_ms)
        return msg_status_by(req->lang, req->arena, day);
    const struct app *app = req->app;
    const char *late = msg_status_late(req->lang, req->arena, day), *contacts = texts_contacts(app->texts);
    return contacts == NULL ? late
                            : arena_printf(req->arena, "%s. %s", late, msg_status_late_ask(req->lang, req->arena, contacts));
}

static void tell_sent(const struct request *req, const struct facts *f, struct status_view *v) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    v->headline = msg_status_sent(l, a, f->request->number);
    if (!roles_have(req->app, f->request->title, a))
        v->role_note = msg_status_no_role(l, a, roles_list(req->app, l, a));
    v->lead = msg_status_sent_lead(l, a);
    v->ours = (struct task_view){ .text = msg_status_sent_ours(l, a),
                                  .by = promise(req, workdays_after(f->request->created_at, 1)) };
    v->yours = f->brief == NULL
                   ? (struct task_view){ .text = msg_status_sent_yours(l, a), .link = v->brief,
                                         .label = msg_status_brief_fill(l, a), .main = true }
                   : (struct task_view){ .text = msg_status_brief_done(l, a) };
}

static void tell_instruction(const struct request *req, const struct facts *f,
                             struct status_view *v) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    v->headline = msg_status_instruction(l, a);
    v->lead = msg_status_instruction_lead(l, a);
    v->ours = (struct task_view){ .text = msg_status_instruction_ours(l, a),
                                  .by = promise(req, workdays_after(f->vacancy->created_at, 2)) };
    v->yours = f->brief == NULL
                   ? (struct task_view){ .text = msg_status_sent_yours(l, a), .link = v->brief,
                                         .label = msg_status_brief_fill(l, a), .main = true }
                   : (struct task_view){ .text = msg_status_instruction_yours(l, a) };
}

static void tell_tests(const struct request *req, const struct facts *f, struct status_view *v) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    bool open = vacancy_state_of_word(f->vacancy->state) == VACANCY_OPEN && f->vacancy->closes_at > req->now_ms;
    v->headline = open ? msg_status_tests(l, a) : msg_status_tests_over(l, a);
    v->lead = open ? msg_status_tests_lead(l, a, format_day(l, a, f->vacancy->closes_at))
                   : msg_status_tests_over_lead(l, a);
    v->ours = (struct task_view){ .text = msg_status_tests_ours(l, a),
                                  .by = promise(req, workdays_after(f->vacancy->closes_at, 2)) };
    v->yours = (struct task_view){ .text = msg_status_tests_yours(l, a) };
    if (open) {
        v->yours.link = public_path(l, a, arena_printf(a, "/v/%s", f->vacancy->slug));
        v->yours.label = msg_status_vacancy(l, a);
    }
}

/* A list was shown and taken back: nothing goes backwards, the next one is made. */
static void tell_updating(const struct request *req, struct status_view *v) {
    v->headline = msg_status_updating(req->lang, req->arena);
    v->lead = msg_status_updating_lead(req->lang, req->arena);
    v->ours = (struct task_view){ .text = msg_status_updating_ours(req->lang, req->arena) };
    v->yours = (struct task_view){ .text = msg_status_updating_yours(req->lang, req->arena) };
}

static void tell_list(const struct request *req, const struct facts *f, struct status_view *v) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    if (f->updating) {
        tell_updating(req, v);
        return;
    }
    bool chosen = f->stage == STAGE_CHOSEN;
    v->headline = chosen ? msg_status_chosen(l, a, f->invited) : msg_status_list(l, a);
    v->lead = chosen ? msg_status_chosen_lead(l, a, f->invited) : msg_status_list_lead(l, a);
    v->ours = (struct task_view){ .text = chosen ? msg_status_chosen_ours(l, a)
                                                 : msg_status_list_ours(l, a) };
    v->yours = (struct task_view){
        .text = chosen ? msg_status_chosen_yours(l, a) : msg_status_list_yours(l, a),
        .by = f->terms,
        .link = arena_printf(a, "/c/vacancies/%lld", (long long)f->vacancy->id),
        .label = msg_status_open_list(l, a),
        .main = !chosen,
    };
}

static void tell(const struct request *req, const struct facts *f, struct status_view *v) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    if (v->closed) {
        v->headline = msg_status_closed(l, a, f->request->number);
        v->lead = msg_status_closed_lead(l, a, format_date(l, a, f->request->closed_at));
        return;
    }
    switch (f->stage) {
    case STAGE_SENT:
        tell_sent(req, f, v);
        break;
    case STAGE_INSTRUCTION:
        tell_instruction(req, f, v);
        break;
    case STAGE_TESTS:
        tell_tests(req, f, v);
        break;
    case STAGE_LIST:
    case STAGE_CHOSEN:
    case STAGE__MAX:
        tell_list(req, f, v);
        break;
    }
}

/* Facts ------------------------------------------------------------------------------------------ */

static struct fact_views progress_of(const struct request *req, const struct facts *f) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    if (f->progress == NULL || f->stage < STAGE_TESTS)
        return (struct fact_views){ NULL, 0 };
    struct fact_view *v = ARENA_ARRAY(a, 3, struct fact_view);
    v[0] = (struct fact_view){ msg_status_people(l, a), format_int(l, a, f->progress->all_n) };
    v[1] = (struct fact_view){ msg_status_begun(l, a), format_int(l, a, f->progress->begun_n) };
    v[2] = (struct fact_view){ msg_status_done(l, a), format_int(l, a, f->progress->done_n) };
    return (struct fact_views){ v, 3 };
}

/* What the client sent: their own data, opened with their own key. */
static enum errc sent_of(const struct request *req, const struct facts *f, struct fact_views *ret,
                         struct err *e) {
    const struct q_client_request_row *r = f->request;
    struct flow flow = flow_of(req);
    const char *contact = NULL, *address = NULL, *comment = NULL;
    const struct q_consent_last_row *consent = NULL;
    TRY(q_consent_last(req->db, r->person_id, "request", r->id, req->arena, &consent, e));
    TRY(person_open(&flow, r->person_id, SEAL_REQUEST_CONTACT, r->id, r->contact_sealed, &contact, e));
    TRY(person_open(&flow, r->person_id, SEAL_REQUEST_ADDRESS, r->id, r->address_sealed, &address, e));
    TRY(person_open(&flow, r->person_id, SEAL_REQUEST_COMMENT, r->id, r->comment_sealed, &comment, e));
    enum lang l = req->lang;
    struct arena *a = req->arena;
    const struct fact_view all[] = {
        { msg_request_company(l, a), r->client_name }, { msg_request_contact(l, a), contact },
        { msg_request_address(l, a), address },        { msg_request_post(l, a), r->title },
        { msg_request_place(l, a), r->place },         { msg_request_comment(l, a), comment },
        { msg_status_sent_at(l, a), format_moment(l, a, r->created_at) },
        { msg_desk_incoming_consent(l, a),
          consent != NULL ? msg_status_consent(l, a, format_moment(l, a, consent->at), consent->text_version) : NULL },
    };
    size_t n = 0;
    struct fact_view *v = ARENA_ARRAY(a, sizeof all / sizeof all[0], struct fact_view);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i].value != NULL && *all[i].value != '\0')
            v[n++] = all[i];
    *ret = (struct fact_views){ v, n };
    return OK;
}

static enum errc brief_of(struct request *req, const struct facts *f, struct status_view *view,
                          struct err *e) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    view->brief_open = !view->closed && (f->vacancy == NULL || !f->vacancy->has_published_at);
    view->brief_label = f->brief == NULL ? msg_status_brief_fill(l, a) : msg_status_brief_change(l, a);
    view->brief_state = f->brief == NULL    ? msg_status_brief_none(l, a)
                        : view->brief_open ? msg_status_brief_saved(l, a, format_moment(l, a, f->brief->updated_at))
                                           : msg_status_brief_fixed(l, a);
    return f->brief == NULL ? OK : brief_facts(req, f->request, f->brief, &view->brief_facts, e);
}

/* A request that was withdrawn shows nothing but that. *ret_said: the page was replied. */
static enum errc say_withdrawn(struct request *req, bool *ret_said, struct err *e) {
    const struct q_client_request_row *row = NULL;
    const struct q_request_withdrawn_row *withdrawn = NULL;
    TRY(client_request_of(req, &row, e));
    TRY(q_request_withdrawn(req->db, row->person_id, row->id, req->arena, &withdrawn, e));
    *ret_said = withdrawn->n > 0;
    if (!*ret_said)
        return OK;
    enum lang l = req->lang;
    struct arena *a = req->arena;
    struct notice_view view = { .title = msg_status_closed(l, a, row->number),
                                .lead = msg_status_withdrawn(l, a),
                                .text = msg_status_withdrawn_text(l, a),
                                .link = public_path(l, a, "/"),
                                .link_label = msg_error_home(l, a) };
    view.page = page_of(req, CHROME_CLIENT, view.title, NULL);
    tpl_notice(reply_html(req, 200), &view);
    return OK;
}

enum errc client_status(struct request *req, struct err *e) {
    struct facts f = { 0 };
    bool said = false;
    TRY(say_withdrawn(req, &said, e));
    if (said)
        return OK;
    TRY(read_facts(req, &f, e));
    enum lang l = req->lang;
    struct arena *a = req->arena;
    const char *path = arena_printf(a, "/r/%lld", (long long)f.request->id);
    struct status_view view = {
        .page = page_of(req, CHROME_CLIENT, msg_status_title(l, a, f.request->number), NULL),
        .title = f.request->title,
        .client = f.request->client_name,
        .closed = f.request->has_closed_at,
        .stages = stages_of(l, a, f.stage),
        .brief = arena_printf(a, "%s/brief", path),
        .withdraw = arena_printf(a, "%s/withdraw", path),
        .data = arena_printf(a, "%s/data.json", path),
        .progress = progress_of(req, &f),
    };
    tell(req, &f, &view);
    TRY(brief_of(req, &f, &view, e));
    TRY(sent_of(req, &f, &view.sent, e));
    struct flow flow = flow_of(req);
    const char *link = NULL;
    TRY(link_show(&flow, LINK_STATUS, f.request->id, &link, e));
    view.link_url = link != NULL ? link_url(&flow, link) : NULL;
    tpl_client_status(reply_html(req, 200), &view);
    return OK;
}

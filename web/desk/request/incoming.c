/* GET and POST /desk/requests/{id}: one request; it becomes a vacancy here. */
#include "web/desk/request/incoming.h"

#include <string.h>

#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/desk.h"
#include "gen/tpl/desk_incoming.h"
#include "web/desk/pages.h"
#include "web/flows/day.h"
#include "web/flows/person.h"
#include "web/flows/request_role.h"
#include "web/flows/vacancy_draft.h"
#include "web/kit/app.h"
#include "web/kit/format.h"
#include "web/kit/roles.h"
#include "web/kit/states.h"
#include "web/kit/unlawful.h"

enum { FACTS_MAX = 12 };

/* All that is stored of the request. */
struct incoming {
    const struct q_desk_request_row *request;
    const struct pack *pack;              /* the role it is for */
    const struct q_desk_brief_row *brief; /* or NULL */
    struct q_desk_brief_duties_rows duties;
    struct q_desk_brief_gates_rows gates;
    struct q_desk_request_consents_rows consents;
    struct q_desk_request_letters_rows letters;
    const struct q_desk_vacancy_of_request_row *vacancy; /* or NULL */
};

static enum errc read_incoming(const struct request *req, struct incoming *in, struct err *e) {
    struct arena *a = req->arena;
    int64_t id = 0;
    TRY(desk_id(req, 0, &id, e));
    TRY(q_desk_request(req->db, id, a, &in->request, e));
    if (in->request == NULL)
        return ERR(e, E_NOT_FOUND, "no such request");
    in->pack = app_pack(req->app, in->request->pack);
    if (in->pack == NULL)
        return ERR(e, E_INTERNAL, "no pack %s is loaded", in->request->pack);
    TRY(q_desk_brief(req->db, id, a, &in->brief, e));
    TRY(q_desk_brief_duties(req->db, id, a, &in->duties, e));
    TRY(q_desk_brief_gates(req->db, id, a, &in->gates, e));
    TRY(q_desk_request_consents(req->db, in->request->person_id, id, a, &in->consents, e));
    TRY(q_desk_request_letters(req->db, in->request->person_id, a, &in->letters, e));
    return q_desk_vacancy_of_request(req->db, id, a, &in->vacancy, e);
}

/* Facts ----------------------------------------------------------------------------------------------- */

static void add_fact(struct desk_fact *facts, size_t *n, const char *label, const char *value) {
    CHECK(*n < FACTS_MAX);
    if (value != NULL && value[0] != '\0')
        facts[(*n)++] = (struct desk_fact){ label, value };
}

static enum errc asked_facts(const struct request *req, const struct incoming *in, struct desk_facts *ret,
                             struct err *e) {
    struct arena *a = req->arena;
    struct flow f = flow_of(req);
    const struct q_desk_request_row *r = in->request;
    const char *contact = NULL, *address = NULL, *comment = NULL;
    TRY(person_open(&f, r->person_id, SEAL_REQUEST_CONTACT, r->id, r->contact_sealed, &contact, e));
    TRY(person_open(&f, r->person_id, SEAL_REQUEST_ADDRESS, r->id, r->address_sealed, &address, e));
    TRY(person_open(&f, r->person_id, SEAL_REQUEST_COMMENT, r->id, r->comment_sealed, &comment, e));
    struct desk_fact *facts = ARENA_ARRAY(a, FACTS_MAX, struct desk_fact);
    size_t n = 0;
    const char *gone = msg_desk_incoming_erased(req->lang, a);
    const struct app *app = req->app;
    add_fact(facts, &n, msg_desk_col_post(req->lang, a),
             roles_have(app, r->title, a) ? r->title
                                          : arena_printf(a, "%s (%s)", r->title, msg_desk_incoming_untested(req->lang, a)));
    if (app->packs_n > 1)
        add_fact(facts, &n, msg_desk_incoming_role(req->lang, a), in->pack->title.in[req->lang]);
    add_fact(facts, &n, msg_desk_incoming_place(req->lang, a), r->place);
    add_fact(facts, &n, msg_desk_incoming_contact(req->lang, a), contact != NULL ? contact : gone);
    add_fact(facts, &n, msg_desk_incoming_address(req->lang, a), address != NULL ? address : gone);
    add_fact(facts, &n, msg_desk_incoming_comment(req->lang, a), comment);
    add_fact(facts, &n, msg_desk_incoming_lang(req->lang, a),
             lang_of_tag(r->lang) == LANG_RU ? msg_desk_lang_ru(req->lang, a) : msg_desk_lang_en(req->lang, a));
    *ret = (struct desk_facts){ facts, n };
    return OK;
}

static const char *start_word(enum lang lang, struct arena *a, const char *start) {
    enum start_when when = start_when_of_word(start);
    return when == START_TWO_WEEKS ? msg_desk_start_two_weeks(lang, a)
           : when == START_MONTH   ? msg_desk_start_month(lang, a)
                                   : msg_desk_start_later(lang, a);
}

/* The day to decide by, as stored ("2026-12-15"), for people; NULL = none. */
static const char *decide_day(const struct request *req, const char *stored) {
    int64_t end = 0;
    if (stored == NULL || day_read(stored, &end) != OK)
        return NULL;
    return format_date(req->lang, req->arena, end);
}

static enum errc brief_facts(const struct request *req, const struct incoming *in, struct desk_facts *ret,
                             struct err *e) {
    struct arena *a = req->arena;
    struct flow f = flow_of(req);
    const struct q_desk_brief_row *b = in->brief;
    const struct pack *p = in->pack;
    const char *note = NULL;
    TRY(person_open(&f, in->request->person_id, SEAL_BRIEF_NOTE, in->request->id, b->note_sealed, &note, e));
    size_t segment = pack_find_segment(p, b->segment), size = pack_find_size(p, b->size), n = 0;
    struct desk_fact *facts = ARENA_ARRAY(a, FACTS_MAX, struct desk_fact);
    add_fact(facts, &n, msg_desk_incoming_segment(req->lang, a),
             segment != PACK_NONE ? p->segments[segment].name.in[req->lang] : b->segment);
    add_fact(facts, &n, msg_desk_incoming_size(req->lang, a),
             size != PACK_NONE ? p->sizes[size].name.in[req->lang] : b->size);
    add_fact(facts, &n, msg_desk_incoming_headcount(req->lang, a), format_int(req->lang, a, b->headcount));
    add_fact(facts, &n, msg_desk_incoming_start(req->lang, a), start_word(req->lang, a, b->start_when));
    add_fact(facts, &n, msg_desk_incoming_decide_by(req->lang, a), decide_day(req, b->decide_by));
    add_fact(facts, &n, msg_desk_incoming_decider(req->lang, a), note);
    add_fact(facts, &n, msg_desk_incoming_authority(req->lang, a), b->authority);
    add_fact(facts, &n, msg_desk_incoming_pay(req->lang, a), b->pay);
    *ret = (struct desk_facts){ facts, n };
    return OK;
}

/* The newest word on consent, with what proves it. */
static struct desk_facts consent_facts(const struct request *req, const struct incoming *in) {
    struct arena *a = req->arena;
    struct desk_fact *facts = ARENA_ARRAY(a, FACTS_MAX, struct desk_fact);
    size_t n = 0;
    if (in->consents.n == 0)
        return (struct desk_facts){ facts, 0 };
    const struct q_desk_request_consents_row *c = &in->consents.v[0];
    const char *word = consent_action_of_word(c->action) == CONSENT_GIVEN      ? msg_desk_consent_given(req->lang, a)
                       : consent_action_of_word(c->action) == CONSENT_WITHDRAWN ? msg_desk_consent_withdrawn(req->lang, a)
                                                             : msg_desk_consent_refused(req->lang, a);
    add_fact(facts, &n, word, format_moment(req->lang, a, c->at));
    add_fact(facts, &n, msg_desk_consent_text(req->lang, a), msg_desk_consent_version(req->lang, a, c->text_version));
    add_fact(facts, &n, msg_desk_consent_hash(req->lang, a), arena_strndup(a, c->text_hash, 16));
    add_fact(facts, &n, msg_desk_consent_network(req->lang, a), c->network);
    return (struct desk_facts){ facts, n };
}

static struct text_list letter_lines(const struct request *req, const struct incoming *in) {
    struct arena *a = req->arena;
    const char **lines = ARENA_ARRAY(a, in->letters.n, const char *);
    for (size_t i = 0; i < in->letters.n; i++) {
        const struct q_desk_request_letters_row *l = &in->letters.v[i];
        bool sent = letter_state_of_word(l->state) == LETTER_SENT;
        const char *at = format_moment(req->lang, a, sent && l->has_sent_at ? l->sent_at : l->created_at);
        lines[i] = sent ? msg_desk_letter_sent(req->lang, a, at)
                   : letter_state_of_word(l->state) == LETTER_FAILED ? msg_desk_letter_failed(req->lang, a, at)
                                                     : msg_desk_letter_waiting(req->lang, a, at);
    }
    return (struct text_list){ lines, in->letters.n };
}

static void brief_lines(const struct request *req, const struct incoming *in, struct incoming_view *view) {
    const struct pack *p = in->pack;
    const char **duties = ARENA_ARRAY(req->arena, in->duties.n, const char *);
    const char **gates = ARENA_ARRAY(req->arena, in->gates.n, const char *);
    for (size_t i = 0; i < in->duties.n; i++) {
        size_t duty = pack_find_duty(p, in->duties.v[i].duty);
        duties[i] = duty != PACK_NONE ? p->duties[duty].text.in[req->lang] : in->duties.v[i].duty;
    }
    for (size_t i = 0; i < in->gates.n; i++)
        gates[i] = unlawful(in->gates.v[i].text, req->arena)
                       ? arena_printf(req->arena, "%s (%s)", in->gates.v[i].text, msg_desk_incoming_unlawful(req->lang, req->arena))
                       : in->gates.v[i].text;
    view->duties = (struct text_list){ duties, in->duties.n };
    view->gates = (struct text_list){ gates, in->gates.n };
}

/* The form ----------------------------------------------------------------------------------------------- */

/* What was typed, else what the brief says, else nothing. */
static const char *chosen(const struct request *req, const char *field, const char *brief) {
    const char *typed = req->method == HTTP_POST ? desk_typed(req, field) : NULL;
    return typed != NULL ? typed : brief != NULL ? brief : "";
}

/* One role needs no question. */
static void fill_roles(const struct request *req, const struct incoming *in, struct incoming_view *view) {
    const struct app *app = req->app;
    struct arena *a = req->arena;
    struct choice_view *roles = ARENA_ARRAY(a, app->packs_n, struct choice_view);
    for (size_t i = 0; i < app->packs_n; i++)
        roles[i] = (struct choice_view){ .value = app->packs[i].code, .label = app->packs[i].pack->title.in[req->lang],
                                         .chosen = app->packs[i].pack == in->pack };
    view->many_roles = app->packs_n > 1;
    view->role = (struct choices_view){ .name = "role", .legend = msg_desk_incoming_role(req->lang, a), .required = true,
                                        .hint = in->brief != NULL ? msg_desk_incoming_role_brief(req->lang, a) : NULL,
                                        .error = form_error_of(&view->errors, "role"),
                                        .choices = { roles, app->packs_n } };
}

static void fill_choices(const struct request *req, const struct incoming *in, struct incoming_view *view) {
    struct arena *a = req->arena;
    const struct pack *p = in->pack;
    const char *segment = chosen(req, "segment", in->brief != NULL ? in->brief->segment : NULL);
    const char *size = chosen(req, "size", in->brief != NULL ? in->brief->size : NULL);
    struct choice_view *segments = ARENA_ARRAY(a, p->segments_n, struct choice_view);
    struct choice_view *sizes = ARENA_ARRAY(a, p->sizes_n, struct choice_view);
    for (size_t i = 0; i < p->segments_n; i++)
        segments[i] = (struct choice_view){ p->segments[i].code, p->segments[i].name.in[req->lang],
                                            p->segments[i].hint.in[req->lang],
                                            strcmp(segment, p->segments[i].code) == 0 };
    for (size_t i = 0; i < p->sizes_n; i++)
        sizes[i] = (struct choice_view){ p->sizes[i].code, p->sizes[i].name.in[req->lang],
                                         p->sizes[i].hint.in[req->lang], strcmp(size, p->sizes[i].code) == 0 };
    view->segment = (struct cell_view){ .name = "segment", .label = msg_desk_incoming_segment(req->lang, a),
                                        .is_radios = true, .error = form_error_of(&view->errors, "segment"),
                                        .options = { segments, p->segments_n } };
    view->size = (struct cell_view){ .name = "size", .label = msg_desk_incoming_size(req->lang, a),
                                     .is_radios = true, .error = form_error_of(&view->errors, "size"),
                                     .options = { sizes, p->sizes_n } };
    view->title = (struct field_view){ .name = "title", .label = msg_desk_col_post(req->lang, a), .type = "text",
                                       .hint = msg_desk_incoming_title_hint(req->lang, a), .required = true,
                                       .value = chosen(req, "title", in->request->title),
                                       .error = form_error_of(&view->errors, "title"), .max = 120 };
    view->place = (struct field_view){ .name = "place", .label = msg_desk_incoming_place(req->lang, a), .type = "text",
                                       .required = true, .value = chosen(req, "place", in->request->place),
                                       .error = form_error_of(&view->errors, "place"), .max = 120 };
}

static enum errc show(struct request *req, const struct incoming *in, int status, const struct form_errors *errors,
                      struct err *e) {
    struct arena *a = req->arena;
    const char *title = msg_desk_incoming_title(req->lang, a, in->request->number, in->request->client_name);
    struct incoming_view view = {
        .page = page_of(req, CHROME_DESK, title, "requests"),
        .id = in->request->id,
        .number = in->request->number,
        .client = in->request->client_name,
        .came = format_moment(req->lang, a, in->request->created_at),
        .tag = in->request->has_closed_at ? msg_desk_stage_closed(req->lang, a)
               : in->request->has_read_at ? NULL : msg_desk_stage_new(req->lang, a),
        .stage = in->vacancy == NULL ? 0 : vacancy_state_of_word(in->vacancy->state) == VACANCY_DRAFT ? 1 : 2,
        .consent = consent_facts(req, in),
        .letters = letter_lines(req, in),
        .has_brief = in->brief != NULL,
        .closed = in->request->has_closed_at,
        .errors = *errors,
    };
    view.stages = desk_stages(view.stage, true, a);
    if (in->vacancy != NULL)
        view.vacancy_href = arena_printf(a, "/desk/vacancies/%lld", (long long)in->vacancy->id);
    TRY(asked_facts(req, in, &view.asked, e));
    if (in->brief != NULL) {
        TRY(brief_facts(req, in, &view.brief, e));
        view.brief_at = format_moment(req->lang, a, in->brief->updated_at);
        brief_lines(req, in, &view);
    }
    fill_roles(req, in, &view);
    fill_choices(req, in, &view);
    if (errors->n > 0)
        page_error(&view.page, req, title);
    tpl_desk_incoming(reply_html(req, status), &view);
    return desk_viewed(req, "desk.request", in->request->id, e);
}

/* Written beside the view record: shown as new this once, read from now on. */
static enum errc mark_read(struct request *req, struct err *e) {
    int64_t changed = 0;
    return q_desk_request_read(req->db, req->now_ms, req->trace.object, &changed, e);
}

enum errc desk_incoming(struct request *req, struct err *e) {
    struct incoming in = { 0 };
    struct form_errors none = { .n = 0 };
    TRY(read_incoming(req, &in, e));
    TRY(show(req, &in, 200, &none, e));
    req->trace.also = mark_read;
    return OK;
}

/* Posting ------------------------------------------------------------------------------------------------ */

static struct form_errors check_draft(const struct request *req, const struct incoming *in) {
    struct arena *a = req->arena;
    const struct pack *p = in->pack;
    struct form_errors errors = { .n = 0 };
    const struct {
        const char *name, *empty;
    } TEXTS[] = { { "title", msg_desk_incoming_no_title(req->lang, a) },
                  { "place", msg_desk_incoming_no_place(req->lang, a) } };
    for (size_t i = 0; i < COUNT(TEXTS); i++) {
        if (form_get(&req->form, TEXTS[i].name)[0] == '\0')
            form_error(&errors, TEXTS[i].name, TEXTS[i].empty);
        else if (form_fault_of(&req->form, TEXTS[i].name) == FORM_TOO_LONG)
            form_error(&errors, TEXTS[i].name, msg_form_too_long(req->lang, a, 120));
        else if (form_fault_of(&req->form, TEXTS[i].name) != FORM_FINE)
            form_error(&errors, TEXTS[i].name, msg_form_bad_text(req->lang, a));
    }
    if (pack_find_segment(p, form_get(&req->form, "segment")) == PACK_NONE)
        form_error(&errors, "segment", msg_desk_incoming_no_segment(req->lang, a));
    if (pack_find_size(p, form_get(&req->form, "size")) == PACK_NONE)
        form_error(&errors, "size", msg_desk_incoming_no_size(req->lang, a));
    return errors;
}

static enum errc draft(struct request *req, const struct incoming *in, struct err *e) {
    struct form_errors errors = check_draft(req, in);
    if (errors.n > 0)
        return show(req, in, 422, &errors, e);
    struct flow f = flow_of(req);
    struct vacancy_draft_in draft_in = { .request_id = in->request->id,
                                         .segment = form_get(&req->form, "segment"),
                                         .size = form_get(&req->form, "size"),
                                         .title = form_get(&req->form, "title"),
                                         .place = form_get(&req->form, "place") };
    int64_t id = 0;
    TRY(vacancy_draft(&f, &draft_in, &id, e));
    reply_redirect(req, arena_printf(req->arena, "/desk/vacancies/%lld/instruction", (long long)id));
    return OK;
}

/* Another role: the page comes again with its segments and sizes. */
static enum errc take_role(struct request *req, const struct incoming *in, struct err *e) {
    const char *role = form_get(&req->form, "role");
    if (role[0] == '\0' || app_pack(req->app, role) == NULL) {
        struct form_errors errors = { .n = 0 };
        form_error(&errors, "role", msg_desk_incoming_no_role(req->lang, req->arena));
        return show(req, in, 422, &errors, e);
    }
    struct flow f = flow_of(req);
    TRY(request_role(&f, in->request->id, role, e));
    reply_redirect(req, req->path);
    return OK;
}

enum errc desk_incoming_post(struct request *req, struct err *e) {
    struct incoming in = { 0 };
    TRY(read_incoming(req, &in, e));
    const char *act = form_get(&req->form, "do");
    if (strcmp(act, "draft") == 0)
        return draft(req, &in, e);
    if (strcmp(act, "role") == 0)
        return take_role(req, &in, e);
    bool close = strcmp(act, "close") == 0;
    if (!close && strcmp(act, "reopen") != 0)
        return ERR(e, E_INVALID, "the form asks for nothing that this page does");
    struct flow f = flow_of(req);
    int64_t changed = 0;
    TRY(q_desk_request_close(req->db, close ? &req->now_ms : NULL, in.request->id, &changed, e));
    TRY(flow_audit(&f, close ? "request.closed" : "request.reopened", "request", in.request->id, NULL, e));
    reply_redirect(req, req->path);
    return OK;
}

/* GET and POST /desk/vacancies/{id}: how one vacancy stands; its last day, closing and opening it. */
#include <string.h>

#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/desk.h"
#include "gen/tpl/desk_vacancy.h"
#include "web/desk/next_step.h"
#include "web/desk/pages.h"
#include "web/desk/vacancy/vacancies.h"
#include "web/flows/day.h"
#include "web/flows/vacancy_state.h"
#include "web/kit/app.h"
#include "web/kit/format.h"
#include "web/kit/states.h"

/* Reopening gives at least so much time. */
enum { REOPEN_DAYS = 14, DAYS_MAX = 366 };

/* The people by stage -------------------------------------------------------------------------------- */

static struct vacancy_stages stages_of(const struct request *req, const struct q_desk_stages_row *s) {
    struct arena *a = req->arena;
    const struct vacancy_stage rows[] = {
        { msg_desk_people_invited(req->lang, a), s->invited_n, NULL },
        { msg_desk_people_opened(req->lang, a), s->opened_n, NULL },
        { msg_desk_people_consented(req->lang, a), s->consented_n, NULL },
        { msg_desk_people_testing(req->lang, a), s->testing_n, NULL },
        { msg_desk_people_completed(req->lang, a), s->completed_n, NULL },
        { msg_desk_people_withdrawn(req->lang, a), s->withdrawn_n, NULL },
    };
    enum { ROWS = sizeof rows / sizeof rows[0] };
    struct vacancy_stage *v = ARENA_ARRAY(a, ROWS, struct vacancy_stage);
    for (size_t i = 0; i < ROWS; i++) {
        v[i] = rows[i];
        v[i].share = format_percent_attr(a, s->all_n > 0 ? 100.0 * (double)rows[i].n / (double)s->all_n : 0);
    }
    return (struct vacancy_stages){ v, ROWS };
}

static struct vacancy_versions versions_of(const struct request *req, const struct q_desk_versions_rows *rows) {
    struct arena *a = req->arena;
    struct vacancy_version *v = ARENA_ARRAY(a, rows->n, struct vacancy_version);
    for (size_t i = 0; i < rows->n; i++) {
        const struct q_desk_versions_row *r = &rows->v[i];
        const char *at = format_moment(req->lang, a, r->has_published_at ? r->published_at : r->created_at);
        v[i] = (struct vacancy_version){ .version = r->version, .reason = r->reason, .draft = !r->has_published_at,
                                         .when = r->has_published_at ? msg_desk_version_published(req->lang, a, at)
                                                                     : msg_desk_version_begun(req->lang, a, at) };
    }
    return (struct vacancy_versions){ v, rows->n };
}

/* The page --------------------------------------------------------------------------------------------- */

static void set_lead(const struct request *req, const struct q_desk_vacancy_row *v, const struct q_desk_stages_row *s,
                     struct desk_vacancy_view *view) {
    struct arena *a = req->arena;
    const char *until = format_moment(req->lang, a, v->closes_at);
    const struct next_facts facts = { .state = v->state, .people_n = s->all_n - s->withdrawn_n,
                                      .completed_n = s->completed_n, .shares_n = s->shares_n,
                                      .choices_n = s->choices_n };
    struct next_step step = desk_next_step(&facts, req->lang, a);
    view->lead = view->draft   ? msg_desk_vacancy_lead_draft(req->lang, a)
                 : !view->open ? msg_desk_vacancy_lead_closed(req->lang, a)
                               : msg_desk_vacancy_lead_open(req->lang, a, s->all_n, s->completed_n, until);
    if (step.tail[0] == '\0')
        return; /* to open it again: the button is on this page */
    view->next_label = step.label;
    view->next_href = arena_printf(a, "/desk/vacancies/%lld%s", (long long)v->id, step.tail);
}

static enum errc show(struct request *req, const struct q_desk_vacancy_row *v, int status,
                      const struct form_errors *errors, struct err *e) {
    struct arena *a = req->arena;
    const struct q_desk_stages_row *stages = NULL;
    struct q_desk_versions_rows versions = { 0 };
    TRY(q_desk_stages(req->db, v->id, a, &stages, e));
    TRY(q_desk_versions(req->db, v->id, a, &versions, e));
    const struct pack *p = app_pack(req->app, v->pack);
    size_t segment = p != NULL ? pack_find_segment(p, v->segment) : PACK_NONE;
    size_t size = p != NULL ? pack_find_size(p, v->size) : PACK_NONE;
    const char *title = msg_desk_vacancy_title(req->lang, a, v->title, v->client_name);
    const char *typed = req->method == HTTP_POST ? desk_typed(req, "closes") : NULL;
    struct desk_vacancy_view view = {
        .page = page_of(req, CHROME_DESK, title, "vacancies"),
        .head = desk_head(req, v, "overview"),
        .stages = stages_of(req, stages),
        .versions = versions_of(req, &versions),
        .draft = vacancy_state_of_word(v->state) == VACANCY_DRAFT,
        .open = vacancy_state_of_word(v->state) == VACANCY_OPEN,
        .errors = *errors,
        .segment = segment != PACK_NONE ? p->segments[segment].name.in[req->lang] : v->segment,
        .size = size != PACK_NONE ? p->sizes[size].name.in[req->lang] : v->size,
        .lang = lang_of_tag(v->lang) == LANG_RU ? msg_desk_lang_ru(req->lang, a) : msg_desk_lang_en(req->lang, a),
        .place = v->place,
    };
    view.closes = (struct field_view){ .name = "closes", .label = msg_desk_vacancy_closes(req->lang, a),
                                       .hint = msg_desk_vacancy_closes_hint(req->lang, a), .type = "date",
                                       .value = typed != NULL ? typed : day_text(v->closes_at, a), .required = true,
                                       .narrow = true, .error = form_error_of(errors, "closes") };
    if (view.open) {
        view.page_href = public_path(lang_of_tag(v->lang), a, arena_printf(a, "/v/%s", v->slug));
        view.address = desk_url(req, view.page_href);
    }
    set_lead(req, v, stages, &view);
    if (errors->n > 0)
        page_error(&view.page, req, title);
    tpl_desk_vacancy(reply_html(req, status), &view);
    return OK;
}

enum errc desk_vacancy(struct request *req, struct err *e) {
    const struct q_desk_vacancy_row *v = NULL;
    struct form_errors none = { .n = 0 };
    TRY(desk_vacancy_of(req, &v, e));
    return show(req, v, 200, &none, e);
}

/* Posting ------------------------------------------------------------------------------------------------ */

/* The typed last day: from today on, within a year. */
static bool read_day(const struct request *req, int64_t *ret_end, struct form_errors *errors) {
    const char *text = day_typed(req->arena, form_get(&req->form, "closes"));
    if (day_read(text, ret_end) != OK)
        form_error(errors, "closes", msg_desk_vacancy_no_day(req->lang, req->arena));
    else if (*ret_end < req->now_ms)
        form_error(errors, "closes", msg_desk_vacancy_day_past(req->lang, req->arena));
    else if (*ret_end > day_end(req->now_ms, DAYS_MAX))
        form_error(errors, "closes", msg_desk_vacancy_day_far(req->lang, req->arena));
    return errors->n == 0;
}

enum errc desk_vacancy_post(struct request *req, struct err *e) {
    const struct q_desk_vacancy_row *v = NULL;
    struct form_errors errors = { .n = 0 };
    TRY(desk_vacancy_of(req, &v, e));
    struct flow f = flow_of(req);
    const char *act = form_get(&req->form, "do");
    if (strcmp(act, "day") == 0) {
        int64_t end = 0;
        if (!read_day(req, &end, &errors))
            return show(req, v, 422, &errors, e);
        TRY(vacancy_set_day(&f, v->id, end, e));
    } else if (strcmp(act, "close") == 0) {
        TRY(vacancy_set_state(&f, v->id, false, v->closes_at, e));
    } else if (strcmp(act, "open") == 0) {
        int64_t least = day_end(req->now_ms, REOPEN_DAYS);
        TRY(vacancy_set_state(&f, v->id, true, v->closes_at > req->now_ms ? v->closes_at : least, e));
    } else {
        return ERR(e, E_INVALID, "the form asks for nothing that this page does");
    }
    reply_redirect(req, req->path);
    return OK;
}

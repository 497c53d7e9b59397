/* GET and POST /desk/vacancies/{id}/plan: what measures what, what stands in the way, and publishing. */
#include "web/desk/instruction/plan.h"

#include <string.h>

#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/text.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/desk.h"
#include "gen/tpl/desk_plan.h"
#include "web/desk/instruction/coverage.h"
#include "web/desk/pages.h"
#include "web/flows/instruction_edit.h"
#include "web/flows/instruction_publish.h"
#include "web/kit/format.h"

enum { REASON_MAX = 500 };

/* The page --------------------------------------------------------------------------------------------- */

/* Names of the weighted competencies that an instrument measures. */
static const char *measures(const struct instruction_version *v, size_t instrument, enum lang lang, struct arena *a) {
    const char *names = "";
    for (size_t i = 0; i < v->weighted_n; i++) {
        size_t competency = v->domain.requirements[i].competency;
        if ((instruction_measures(v->pack, competency) >> instrument & 1) != 0)
            names = arena_printf(a, "%s%s%s", names, names[0] != '\0' ? ", " : "",
                                 v->pack->competencies[competency].name.in[lang]);
    }
    return names[0] != '\0' ? names : msg_desk_plan_measures_nothing(lang, a);
}

static struct plan_instruments instruments_of(const struct request *req, const struct instruction_version *v) {
    struct arena *a = req->arena;
    struct plan_instrument *rows = ARENA_ARRAY(a, v->pack->instruments_n, struct plan_instrument);
    for (size_t i = 0; i < v->pack->instruments_n; i++) {
        const struct instrument *in = &v->pack->instruments[i];
        int64_t items = (int64_t)in->form_n;
        rows[i] = (struct plan_instrument){
            .code = in->code,
            .title = in->title.in[req->lang],
            .purpose = in->purpose.in[req->lang],
            .minutes = msg_desk_minutes(req->lang, a, in->planned_min),
            .volume = in->kind == INSTRUMENT_JUDGEMENT ? msg_desk_plan_scenarios(req->lang, a, items)
                                                       : msg_desk_plan_items(req->lang, a, items),
            .limit = in->limit_min > 0 ? msg_desk_minutes(req->lang, a, in->limit_min)
                                       : msg_desk_plan_no_limit(req->lang, a),
            .measures = measures(v, i, req->lang, a),
            .planned = (v->plan_bits >> i & 1) != 0,
        };
    }
    return (struct plan_instruments){ rows, v->pack->instruments_n };
}

static struct requirement_views coverage_of(const struct request *req, const struct instruction_version *v) {
    struct arena *a = req->arena;
    struct requirement_view *rows = ARENA_ARRAY(a, v->requirements.n, struct requirement_view);
    for (size_t i = 0; i < v->requirements.n; i++) {
        const struct q_ji_requirements_row *r = &v->requirements.v[i];
        bool gate = i >= v->weighted_n;
        rows[i] = (struct requirement_view){
            .key = row_key(r->id, a), .text = desk_name(r->text, a), .number = desk_requirement_number(v, i), .gate = gate,
            .by_hand = gate && r->field == NULL, .cover = coverage_cells(v, i, req->lang, a),
            .gap = gate ? NULL : coverage_gap(v, i, req->lang, a),
            .at = gate ? msg_desk_gate(req->lang, a) : format_int(req->lang, a, r->weight),
        };
    }
    return (struct requirement_views){ rows, v->requirements.n };
}

/* The share of the weight that the tests cover: the sentence on top and its line. */
static void say_coverage(const struct request *req, const struct instruction_version *v, struct plan_view *view) {
    struct arena *a = req->arena;
    int64_t measured = coverage_measured(v, a), sum = desk_weight_sum(v, false);
    view->title = measured == sum ? msg_desk_plan_title_all(req->lang, a)
                                  : msg_desk_plan_title(req->lang, a, measured, sum);
    view->measured_at = format_percent_attr(a, sum > 0 ? 100.0 * (double)measured / (double)sum : 0);
    view->line_label = msg_desk_plan_line(req->lang, a, measured, sum);
    int64_t minutes = coverage_minutes(v);
    view->total = msg_desk_minutes(req->lang, a, minutes);
    view->total_hint = msg_desk_plan_total_hint(req->lang, a, minutes);
}

static int64_t bound_gates(const struct instruction_version *v) {
    return (int64_t)v->domain.must_haves_n;
}

static void fill_publish(const struct request *req, const struct instruction_version *v, struct plan_view *view) {
    struct arena *a = req->arena;
    const char *typed = req->method == HTTP_POST ? desk_typed(req, "reason") : NULL;
    view->needs_reason = v->version > 1;
    view->reason = (struct field_view){ .name = "reason", .label = msg_desk_publish_reason(req->lang, a),
                                        .hint = msg_desk_publish_reason_hint(req->lang, a), .type = "textarea",
                                        .value = typed != NULL ? typed : "", .required = true, .max = REASON_MAX,
                                        .error = form_error_of(&view->errors, "reason") };
    if (v->published)
        view->published = msg_desk_publish_done(req->lang, a, v->version, format_moment(req->lang, a, v->published_at));
}

static enum errc show(struct request *req, const struct q_desk_vacancy_row *vacancy,
                      const struct instruction_version *v, int status, bool conflict,
                      const struct form_errors *errors) {
    struct arena *a = req->arena;
    const char *path = arena_printf(a, "/desk/vacancies/%lld", (long long)vacancy->id);
    const char *title = msg_desk_plan_page(req->lang, a, vacancy->title, vacancy->client_name);
    struct plan_view view = {
        .page = page_of(req, CHROME_DESK, title, "vacancies"),
        .head = desk_head(req, vacancy, "plan"),
        .action = arena_printf(a, "%s/plan", path),
        .instruction_href = arena_printf(a, "%s/instruction?tab=requirements", path),
        .invitations_href = arena_printf(a, "%s/invitations", path),
        .shortlist_href = arena_printf(a, "%s/shortlist", path),
        .base = v->id,
        .revision = v->revision,
        .version = v->version,
        .version_label = v->published ? msg_desk_version(req->lang, a, v->version)
                                      : msg_desk_version_draft(req->lang, a, v->version),
        .draft = !v->published,
        .conflict = conflict,
        .saved = req->method == HTTP_GET && strcmp(form_get(&req->form, "saved"), "1") == 0,
        .errors = *errors,
        .questionnaire_minutes = msg_desk_minutes(req->lang, a, coverage_questionnaire_minutes(v->pack)),
        .questionnaire_volume = msg_desk_plan_questions(req->lang, a, (int64_t)v->pack->fields_n),
        .questionnaire_gives = bound_gates(v) > 0 ? msg_desk_plan_gates(req->lang, a, bound_gates(v))
                                                    : msg_desk_plan_gates_none(req->lang, a),
        .instruments = instruments_of(req, v),
        .sources = coverage_sources(v, req->lang, req->lang, a),
        .requirements = coverage_of(req, v),
        .findings = desk_findings(v, req->lang, a),
    };
    say_coverage(req, v, &view);
    fill_publish(req, v, &view);
    if (errors->n > 0)
        page_error(&view.page, req, title);
    tpl_desk_plan(reply_html(req, status), &view);
    return OK;
}

static enum errc read_newest(struct request *req, const struct q_desk_vacancy_row **ret_vacancy,
                             struct instruction_version *ret, struct err *e) {
    struct flow f = flow_of(req);
    TRY(desk_vacancy_of(req, ret_vacancy, e));
    return instruction_read_newest(&f, (*ret_vacancy)->id, (*ret_vacancy)->pack, ret, e);
}

enum errc desk_plan(struct request *req, struct err *e) {
    const struct q_desk_vacancy_row *vacancy = NULL;
    struct instruction_version v = { 0 };
    struct form_errors none = { .n = 0 };
    TRY(read_newest(req, &vacancy, &v, e));
    return show(req, vacancy, &v, 200, false, &none);
}

/* Posting ------------------------------------------------------------------------------------------------ */

/* The ticked instruments, in the order of the pack; returns their bits. */
static uint32_t ticked(const struct request *req, const struct pack *p, const char **codes, size_t *ret_n) {
    uint32_t bits = 0;
    *ret_n = 0;
    for (size_t i = 0; i < p->instruments_n; i++)
        if (form_has(&req->form, "instrument", p->instruments[i].code)) {
            codes[(*ret_n)++] = p->instruments[i].code;
            bits |= UINT32_C(1) << i;
        }
    return bits;
}

/* What stands in the way of publishing, as errors of the form. */
static struct form_errors check_publish(const struct request *req, const struct instruction_version *v) {
    struct arena *a = req->arena;
    struct form_errors errors = { .n = 0 };
    struct desk_findings found = desk_findings(v, req->lang, a);
    const char *reason = form_get(&req->form, "reason");
    if (found.refusals_n > 0)
        form_error(&errors, "before", msg_desk_publish_refused(req->lang, a, (int64_t)found.refusals_n));
    if (v->version > 1 && reason[0] == '\0')
        form_error(&errors, "reason", msg_desk_publish_no_reason(req->lang, a));
    else if (text_chars(reason) > REASON_MAX)
        form_error(&errors, "reason", msg_form_too_long(req->lang, a, REASON_MAX));
    return errors;
}

/* Keep the ticks, if they differ; the version is read anew then. */
static enum errc save_plan(const struct request *req, const struct q_desk_vacancy_row *vacancy,
                           struct instruction_version *v, struct err *e) {
    const char *codes[PACK_INSTRUMENTS_MAX];
    size_t n = 0;
    if (ticked(req, v->pack, codes, &n) == v->plan_bits)
        return OK;
    struct flow *f = ARENA_NEW(req->arena, struct flow);
    *f = flow_of(req);
    struct instruction_edit ed = { 0 };
    TRY(instruction_edit_begin(f, vacancy->id, v->id, v->revision, &ed, e));
    TRY(instruction_set_plan(&ed, codes, n, e));
    return instruction_read_newest(f, vacancy->id, vacancy->pack, v, e);
}

static int64_t number_field(const struct request *req, const char *name) {
    int64_t v = 0;
    return text_i64(form_get(&req->form, name), 1, INT64_MAX, &v) == OK ? v : 0;
}

enum errc desk_plan_post(struct request *req, struct err *e) {
    const struct q_desk_vacancy_row *vacancy = NULL;
    struct instruction_version v = { 0 };
    struct form_errors errors = { .n = 0 };
    TRY(read_newest(req, &vacancy, &v, e));
    if (number_field(req, "base") != v.id || number_field(req, "revision") != v.revision)
        return show(req, vacancy, &v, 409, true, &errors);
    bool publish = strcmp(form_get(&req->form, "do"), "publish") == 0;
    if (publish)
        errors = check_publish(req, &v);
    if (errors.n > 0)
        return show(req, vacancy, &v, 422, false, &errors);
    TRY(save_plan(req, vacancy, &v, e));
    if (publish && !v.published) {
        struct flow f = flow_of(req);
        const char *reason = v.version > 1 ? form_get(&req->form, "reason") : NULL;
        TRY(instruction_publish(&f, vacancy->id, v.id, v.revision, reason, e));
    }
    reply_redirect(req, arena_printf(req->arena, "%s?saved=1", req->path));
    return OK;
}

/* GET /r/{request}/brief and /brief/{step}: the brief, shown. */
#include "web/client/brief.h"

#include <string.h>

#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/client.h"
#include "gen/tpl/client_brief.h"
#include "gen/tpl/notice.h"
#include "web/client/pages.h"
#include "web/flows/flow.h"
#include "web/flows/person.h"
#include "web/kit/states.h"

static bool among(const char *const *list, size_t n, const char *code) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i], code) == 0)
            return true;
    return false;
}

int brief_step_of(const struct request *req) {
    int64_t step = 1;
    if (req->params[1] != NULL && text_i64(req->params[1], 1, BRIEF_STEPS, &step) != OK)
        return 0;
    return (int)step;
}

/* Choices --------------------------------------------------------------------------------------- */

static struct choices_view segments(const struct request *req, const struct brief_form *form,
                                    const struct form_errors *errors) {
    const struct pack *pack = form->pack;
    struct choice_view *v = ARENA_ARRAY(req->arena, pack->segments_n, struct choice_view);
    for (size_t i = 0; i < pack->segments_n; i++)
        v[i] = (struct choice_view){ pack->segments[i].code, pack->segments[i].name.in[req->lang],
                                     pack->segments[i].hint.in[req->lang],
                                     strcmp(pack->segments[i].code, form->segment) == 0 };
    return (struct choices_view){ .name = "segment", .required = true,
                                  .legend = msg_brief_segment(req->lang, req->arena),
                                  .error = form_error_of(errors, "segment"),
                                  .choices = { v, pack->segments_n } };
}

static struct choices_view sizes(const struct request *req, const struct brief_form *form,
                                 const struct form_errors *errors) {
    const struct pack *pack = form->pack;
    struct choice_view *v = ARENA_ARRAY(req->arena, pack->sizes_n, struct choice_view);
    for (size_t i = 0; i < pack->sizes_n; i++)
        v[i] = (struct choice_view){ pack->sizes[i].code, pack->sizes[i].name.in[req->lang],
                                     pack->sizes[i].hint.in[req->lang],
                                     strcmp(pack->sizes[i].code, form->size) == 0 };
    return (struct choices_view){ .name = "size", .required = true,
                                  .legend = msg_brief_size(req->lang, req->arena),
                                  .error = form_error_of(errors, "size"),
                                  .choices = { v, pack->sizes_n } };
}

static struct choices_view starts(const struct request *req, const struct brief_form *form,
                                  const struct form_errors *errors) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    struct choice_view *v = ARENA_ARRAY(a, START_WHEN__MAX, struct choice_view);
    for (enum start_when i = 0; i < START_WHEN__MAX; i++)
        v[i] = (struct choice_view){ .value = start_when_word(i), .label = brief_start_name(req, i),
                                     .chosen = start_when_of_word(form->start_when) == i };
    return (struct choices_view){ .name = "start_when", .required = true,
                                  .legend = msg_brief_start_when(l, a),
                                  .error = form_error_of(errors, "start_when"),
                                  .choices = { v, START_WHEN__MAX } };
}

static struct brief_family family(const struct request *req, size_t at, const struct brief_form *form) {
    const struct pack *pack = form->pack;
    struct choice_view *v = ARENA_ARRAY(req->arena, pack->duties_n, struct choice_view);
    size_t n = 0;
    for (size_t d = 0; d < pack->duties_n; d++)
        if (pack->duties[d].family == at)
            v[n++] = (struct choice_view){ pack->duties[d].code, pack->duties[d].brief.in[req->lang],
                                           pack->duties[d].text.in[req->lang],
                                           among(form->duties, form->duties_n, pack->duties[d].code) };
    return (struct brief_family){ pack->families[at].code, pack->families[at].name.in[req->lang],
                                  { v, n } };
}

static struct brief_families families(const struct request *req, const struct brief_form *form) {
    const struct pack *pack = form->pack;
    struct brief_family *v = ARENA_ARRAY(req->arena, pack->families_n, struct brief_family);
    for (size_t i = 0; i < pack->families_n; i++)
        v[i] = family(req, i, form);
    return (struct brief_families){ v, pack->families_n };
}

static struct choices_view gate_fields(const struct request *req, const struct brief_form *form,
                                       const struct form_errors *errors) {
    const struct pack *pack = form->pack;
    struct choice_view *v = ARENA_ARRAY(req->arena, pack->fields_n, struct choice_view);
    size_t n = 0;
    for (size_t i = 0; i < pack->fields_n; i++)
        if (pack->fields[i].has_gate)
            v[n++] = (struct choice_view){ .value = pack->fields[i].code,
                                           .label = pack->fields[i].gate_text.in[req->lang],
                                           .chosen = among(form->gates, form->gates_n,
                                                           pack->fields[i].code) };
    return (struct choices_view){ .name = "gate", .many = true,
                                  .legend = msg_brief_gates(req->lang, req->arena),
                                  .hint = msg_brief_gates_hint(req->lang, req->arena),
                                  .error = form_error_of(errors, "gate"),
                                  .choices = { v, n } };
}

/* Fields ---------------------------------------------------------------------------------------- */

static struct field_views fields(const struct request *req, const struct field_view *all, size_t n,
                                  const struct form_errors *errors) {
    struct field_view *v = ARENA_ARRAY(req->arena, n, struct field_view);
    for (size_t i = 0; i < n; i++) {
        v[i] = all[i];
        v[i].error = form_error_of(errors, v[i].name);
        v[i].autocomplete = "off";
    }
    return (struct field_views){ v, n };
}

static struct field_views fields_of(const struct request *req, enum brief_step step,
                                     const struct brief_form *f, const struct form_errors *errors) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    const struct field_view headcount[] = {
        { .name = "headcount", .label = msg_brief_headcount(l, a), .value = f->headcount,
          .type = "number", .required = true, .narrow = true },
    };
    const struct field_view own[BRIEF_OWN_MAX] = {
        { .name = "own.1", .label = msg_brief_own(l, a, 1), .hint = msg_brief_own_hint(l, a),
          .value = f->own[0], .type = "text", .max = 200 },
        { .name = "own.2", .label = msg_brief_own(l, a, 2), .value = f->own[1], .type = "text", .max = 200 },
        { .name = "own.3", .label = msg_brief_own(l, a, 3), .value = f->own[2], .type = "text", .max = 200 },
    };
    const struct field_view terms[] = {
        { .name = "authority", .label = msg_brief_authority(l, a), .hint = msg_brief_authority_hint(l, a),
          .value = f->authority, .type = "textarea", .max = 1000 },
        { .name = "pay", .label = msg_brief_pay(l, a), .hint = msg_brief_pay_hint(l, a), .value = f->pay,
          .type = "text", .max = 200 },
        { .name = "decider", .label = msg_brief_decider(l, a), .hint = msg_brief_decider_hint(l, a),
          .value = f->decider, .type = "text", .max = 200 },
        { .name = "decide_by", .label = msg_brief_decide_by(l, a), .hint = msg_brief_decide_by_hint(l, a),
          .value = f->decide_by, .type = "date", .narrow = true },
    };
    if (step == BRIEF_WHOM)
        return fields(req, headcount, 1, errors);
    if (step == BRIEF_GATES)
        return fields(req, own, BRIEF_OWN_MAX, errors);
    return fields(req, terms, sizeof terms / sizeof terms[0], errors);
}

/* Pages ----------------------------------------------------------------------------------------- */

static void words(const struct request *req, const struct brief_form *form, struct brief_view *v) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    size_t segment = pack_find_segment(form->pack, form->segment);
    const char *name = segment != PACK_NONE ? form->pack->segments[segment].name.in[l] : "";
    switch ((enum brief_step)v->step) {
    case BRIEF_WHOM:
        v->title = msg_brief_whom(l, a);
        v->lead = msg_brief_whom_lead(l, a);
        break;
    case BRIEF_DUTIES:
        v->title = msg_brief_duties(l, a);
        v->lead = msg_brief_duties_lead(l, a, name);
        break;
    case BRIEF_GATES:
        v->title = msg_brief_must(l, a);
        v->lead = msg_brief_must_lead(l, a);
        break;
    case BRIEF_TERMS:
        v->title = msg_brief_terms(l, a);
        v->lead = msg_brief_terms_lead(l, a);
        break;
    }
}

void brief_show(struct request *req, const struct q_client_request_row *row, enum brief_step step,
                int status, const struct brief_form *form, const struct form_errors *errors) {
    struct arena *a = req->arena;
    const char *page = arena_printf(a, "/r/%lld", (long long)row->id);
    struct brief_view view = {
        .errors = *errors,
        .step = (int64_t)step,
        .whom = step == BRIEF_WHOM,
        .duties = step == BRIEF_DUTIES,
        .gates = step == BRIEF_GATES,
        .terms = step == BRIEF_TERMS,
        .last = step == BRIEF_TERMS,
        .action = step == BRIEF_WHOM ? arena_printf(a, "%s/brief", page)
                                     : arena_printf(a, "%s/brief/%d", page, (int)step),
        .back = step == BRIEF_WHOM     ? page
                : step == BRIEF_DUTIES ? arena_printf(a, "%s/brief", page)
                                       : arena_printf(a, "%s/brief/%d", page, (int)step - 1),
        .segment = segments(req, form, errors),
        .size = sizes(req, form, errors),
        .start_when = starts(req, form, errors),
        .families = families(req, form),
        .gate_fields = gate_fields(req, form, errors),
        .fields = fields_of(req, step, form, errors),
    };
    words(req, form, &view);
    view.page = page_of(req, CHROME_CLIENT, view.title, NULL);
    if (errors->n > 0)
        page_error(&view.page, req, view.title);
    tpl_client_brief(reply_html(req, status), &view);
}

enum errc brief_is_open(struct request *req, const struct q_client_request_row *row, bool *ret_open,
                        struct err *e) {
    const struct q_request_vacancy_row *vacancy = NULL;
    TRY(q_request_vacancy(req->db, row->id, req->arena, &vacancy, e));
    *ret_open = !row->has_closed_at && (vacancy == NULL || !vacancy->has_published_at);
    if (*ret_open)
        return OK;
    enum lang l = req->lang;
    struct arena *a = req->arena;
    struct notice_view view = {
        .title = msg_brief_fixed(l, a),
        .lead = row->has_closed_at ? msg_brief_fixed_closed(l, a) : msg_brief_fixed_lead(l, a),
        .text = msg_brief_fixed_text(l, a),
        .link = arena_printf(a, "/r/%lld", (long long)row->id),
        .link_label = msg_brief_to_request(l, a),
    };
    view.page = page_of(req, CHROME_CLIENT, view.title, NULL);
    tpl_notice(reply_html(req, req->method == HTTP_POST ? 409 : 200), &view);
    return OK;
}

enum errc client_brief(struct request *req, struct err *e) {
    const struct q_client_request_row *row = NULL;
    bool open = false, exists = false;
    struct brief_form form = { 0 };
    struct form_errors errors = { .n = 0 };
    int step = brief_step_of(req);
    if (step == 0)
        return ERR(e, E_NOT_FOUND, "no such step of the brief");
    TRY(client_request_of(req, &row, e));
    TRY(brief_is_open(req, row, &open, e));
    if (!open)
        return OK;
    TRY(brief_stored(req, row, &form, &exists, e));
    if (!exists && step != BRIEF_WHOM) {
        reply_redirect(req, arena_printf(req->arena, "/r/%lld/brief", (long long)row->id));
        return OK;
    }
    brief_show(req, row, (enum brief_step)step, 200, &form, &errors);
    return OK;
}

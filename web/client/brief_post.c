/* POST /r/{request}/brief and /brief/{step}: one step is checked and saved; the next one follows. */
#include <string.h>

#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "daemon/base/clock.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/client.h"
#include "web/client/brief.h"
#include "web/client/pages.h"
#include "web/flows/brief_save.h"
#include "web/flows/day.h"
#include "web/flows/flow.h"
#include "web/kit/states.h"
#include "web/kit/unlawful.h"

/* A step being saved. */
struct saving {
    struct request *req;
    const struct q_client_request_row *row;
    struct brief_form form;
    struct form_errors errors;
};

/* All values of a field that may come more than once. */
static size_t values_of(const struct request *req, const char *name, const char ***ret) {
    const char **v = ARENA_ARRAY(req->arena, req->form.n, const char *);
    size_t n = 0;
    for (size_t i = 0; i < req->form.n; i++)
        if (strcmp(req->form.values[i].name, name) == 0 && *req->form.values[i].value != '\0')
            v[n++] = req->form.values[i].value;
    *ret = v;
    return n;
}

static void check_text(struct saving *s, const char *name, int64_t max) {
    enum form_fault fault = form_fault_of(&s->req->form, name);
    if (fault == FORM_TOO_LONG)
        form_error(&s->errors, name, msg_form_too_long(s->req->lang, s->req->arena, max));
    else if (fault == FORM_BAD_TEXT)
        form_error(&s->errors, name, msg_form_bad_text(s->req->lang, s->req->arena));
}

/* Whom -------------------------------------------------------------------------------------------- */

static enum errc save_whom(struct saving *s, const struct flow *flow, struct err *e) {
    enum lang l = s->req->lang;
    struct arena *a = s->req->arena;
    const struct form *form = &s->req->form;
    struct brief_whom whom = { 0 };
    whom.segment = s->form.segment = form_get(form, "segment");
    whom.size = s->form.size = form_get(form, "size");
    whom.start_when = s->form.start_when = form_get(form, "start_when");
    s->form.headcount = form_get(form, "headcount");
    if (pack_find_segment(s->form.pack, whom.segment) == PACK_NONE)
        form_error(&s->errors, "segment", msg_brief_segment_error(l, a));
    if (pack_find_size(s->form.pack, whom.size) == PACK_NONE)
        form_error(&s->errors, "size", msg_brief_size_error(l, a));
    if (text_i64(s->form.headcount, 1, BRIEF_HEADCOUNT_MAX, &whom.headcount) != OK)
        form_error(&s->errors, "headcount", msg_brief_headcount_error(l, a, BRIEF_HEADCOUNT_MAX));
    if (start_when_of_word(whom.start_when) == START_WHEN__MAX)
        form_error(&s->errors, "start_when", msg_brief_start_error(l, a));
    return s->errors.n > 0 ? OK : brief_save_whom(flow, s->row->id, s->form.pack, &whom, e);
}

/* Duties ------------------------------------------------------------------------------------------ */

static enum errc save_duties(struct saving *s, const struct flow *flow, struct err *e) {
    const char **typed = NULL;
    size_t n = values_of(s->req, "duty", &typed), kept = 0;
    const char **duties = ARENA_ARRAY(s->req->arena, n, const char *);
    for (size_t i = 0; i < n; i++) {
        bool twice = false;
        for (size_t k = 0; k < kept; k++)
            twice = twice || strcmp(duties[k], typed[i]) == 0;
        if (!twice && pack_find_duty(s->form.pack, typed[i]) != PACK_NONE)
            duties[kept++] = typed[i];
    }
    s->form.duties = duties;
    s->form.duties_n = kept;
    if (kept == 0)
        form_error(&s->errors, "duties", msg_brief_duties_error(s->req->lang, s->req->arena));
    return s->errors.n > 0 ? OK : brief_save_duties(flow, s->row->id, duties, kept, e);
}

/* Must-haves -------------------------------------------------------------------------------------- */

static enum errc save_gates(struct saving *s, const struct flow *flow, struct err *e) {
    static const char *const OWN[BRIEF_OWN_MAX] = { "own.1", "own.2", "own.3" };
    enum lang l = s->req->lang;
    const char **typed = NULL;
    size_t n = values_of(s->req, "gate", &typed), all = 0;
    struct brief_gate *gates = ARENA_ARRAY(s->req->arena, n + BRIEF_OWN_MAX, struct brief_gate);
    s->form.gates = typed;
    s->form.gates_n = n;
    for (size_t i = 0; i < s->form.pack->fields_n; i++) { /* in the order of the questionnaire, each once */
        const struct pack_field *field = &s->form.pack->fields[i];
        if (field->has_gate && form_has(&s->req->form, "gate", field->code))
            gates[all++] = (struct brief_gate){ field->code, field->gate_text.in[l] };
    }
    for (size_t i = 0; i < BRIEF_OWN_MAX; i++) {
        s->form.own[i] = form_get(&s->req->form, OWN[i]);
        check_text(s, OWN[i], 200);
        if (unlawful(s->form.own[i], s->req->arena))
            form_error(&s->errors, OWN[i], msg_brief_unlawful(l, s->req->arena));
        if (*s->form.own[i] != '\0')
            gates[all++] = (struct brief_gate){ NULL, s->form.own[i] };
    }
    if (all > BRIEF_GATES_MAX)
        form_error(&s->errors, "gate",
                   msg_brief_gates_error(l, s->req->arena, BRIEF_GATES_MAX, (int64_t)all));
    return s->errors.n > 0 ? OK : brief_save_gates(flow, s->row->id, gates, all, e);
}

/* Terms ------------------------------------------------------------------------------------------- */

static enum errc save_terms(struct saving *s, const struct flow *flow, struct err *e) {
    enum lang l = s->req->lang;
    struct arena *a = s->req->arena;
    const struct form *form = &s->req->form;
    s->form.authority = form_get(form, "authority");
    s->form.pay = form_get(form, "pay");
    s->form.decider = form_get(form, "decider");
    s->form.decide_by = day_typed(a, form_get(form, "decide_by"));
    check_text(s, "authority", 1000);
    check_text(s, "pay", 200);
    check_text(s, "decider", 200);
    int64_t day = brief_date_day(s->form.decide_by);
    if (*s->form.decide_by != '\0' && day < 0)
        form_error(&s->errors, "decide_by", msg_brief_date_error(l, a));
    else if (day >= 0 && day < (s->req->now_ms + 3 * HOUR_MS) / DAY_MS)
        form_error(&s->errors, "decide_by", msg_brief_date_past(l, a));
    struct brief_terms terms = { s->form.decide_by, s->form.authority, s->form.pay, s->form.decider };
    return s->errors.n > 0 ? OK : brief_save_terms(flow, s->row->id, s->row->person_id, &terms, e);
}

enum errc client_brief_save(struct request *req, struct err *e) {
    struct saving s = { .req = req };
    bool open = false, exists = false;
    int step = brief_step_of(req);
    if (step == 0)
        return ERR(e, E_NOT_FOUND, "no such step of the brief");
    TRY(client_request_of(req, &s.row, e));
    TRY(brief_is_open(req, s.row, &open, e));
    if (!open)
        return OK;
    TRY(brief_stored(req, s.row, &s.form, &exists, e));
    const char *page = arena_printf(req->arena, "/r/%lld", (long long)s.row->id);
    if (!exists && step != BRIEF_WHOM) {
        reply_redirect(req, arena_printf(req->arena, "%s/brief", page));
        return OK;
    }
    static enum errc (*const SAVE[])(struct saving *, const struct flow *, struct err *) = {
        [BRIEF_WHOM] = save_whom, [BRIEF_DUTIES] = save_duties,
        [BRIEF_GATES] = save_gates, [BRIEF_TERMS] = save_terms,
    };
    struct flow flow = flow_of(req);
    TRY(SAVE[step](&s, &flow, e));
    if (s.errors.n > 0)
        brief_show(req, s.row, (enum brief_step)step, 422, &s.form, &s.errors);
    else
        reply_redirect(req, step == BRIEF_STEPS
                                ? page
                                : arena_printf(req->arena, "%s/brief/%d", page, step + 1));
    return OK;
}

/* Deciding about a candidate: the form, what was decided so far, and the three POSTs. */
#include <string.h>

#include "daemon/auth/staff.h"
#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "web/desk/application/application.h"
#include "web/desk/shortlist_pages.h"
#include "web/flows/decision.h"
#include "web/flows/decision_letter.h"
#include "web/flows/gate_check.h"
#include "web/flows/person.h"
#include "web/flows/transfer.h"
#include "web/kit/app.h"
#include "web/kit/format.h"
#include "web/kit/states.h"

/* Words ---------------------------------------------------------------------------------------------------- */

const char *decision_word(enum decision_outcome outcome, enum lang lang, struct arena *a) {
    return outcome == DECISION_ADVANCE   ? msg_decision_advance(lang, a)
           : outcome == DECISION_HOLD    ? msg_decision_hold(lang, a)
           : outcome == DECISION_DECLINE ? msg_decision_decline(lang, a)
                                             : "";
}

const char *decision_state(enum decision_outcome outcome, enum lang lang, struct arena *a) {
    return outcome == DECISION_ADVANCE   ? msg_decision_state_advance(lang, a)
           : outcome == DECISION_HOLD    ? msg_decision_state_hold(lang, a)
           : outcome == DECISION_DECLINE ? msg_decision_state_decline(lang, a)
                                             : "";
}

const char *choice_word(enum choice_verdict verdict, enum lang lang, struct arena *a) {
    return verdict == CHOICE_INVITE     ? msg_share_choice_invite(lang, a)
           : verdict == CHOICE_QUESTION ? msg_share_choice_question(lang, a)
           : verdict == CHOICE_NO       ? msg_share_choice_no(lang, a)
                                              : "";
}

const char *transfer_words(const struct transfer *t, enum lang lang, struct arena *a) {
    if (!t->invited)
        return NULL;
    const char *at = format_moment(lang, a, t->at);
    return t->state == TRANSFER_GIVEN       ? msg_share_transfer_given(lang, a, at)
           : t->state == TRANSFER_REFUSED   ? msg_share_transfer_refused(lang, a, at)
           : t->state == TRANSFER_WITHDRAWN ? msg_share_transfer_withdrawn(lang, a, at)
                                            : msg_share_transfer_none(lang, a);
}

struct reason_word {
    const char *code;
    const char *(*text)(enum lang, struct arena *);
};

static const struct reason_word REASONS[] = {
    { "fits_requirements", msg_decision_reason_fits_requirements },
    { "strong_in_main", msg_decision_reason_strong_in_main },
    { "best_of_group", msg_decision_reason_best_of_group },
    { "must_have_open", msg_decision_reason_must_have_open },
    { "interview_first", msg_decision_reason_interview_first },
    { "reserve", msg_decision_reason_reserve },
    { "must_have_unmet", msg_decision_reason_must_have_unmet },
    { "minimum_unmet", msg_decision_reason_minimum_unmet },
    { "weaker_in_main", msg_decision_reason_weaker_in_main },
    { "terms_differ", msg_decision_reason_terms_differ },
    { "post_filled", msg_decision_reason_post_filled },
};

const char *decision_reason_text(const char *reason, enum lang lang, struct arena *a) {
    for (size_t i = 0; i < sizeof REASONS / sizeof REASONS[0]; i++)
        if (strcmp(REASONS[i].code, reason) == 0)
            return REASONS[i].text(lang, a);
    return "";
}

enum errc application_by(const struct application_page *p, int64_t staff_id, int64_t at, const char **ret,
                         struct err *e) {
    const struct app *app = p->req->app;
    const struct staff *staff = NULL;
    TRY(staff_get(p->req->db, app->keys, staff_id, p->req->arena, &staff, e));
    const char *name = staff != NULL && staff->name != NULL ? staff->name
                                                            : msg_application_somebody(p->req->lang, p->req->arena);
    *ret = msg_application_by(p->req->lang, p->req->arena, name, format_moment(p->req->lang, p->req->arena, at));
    return OK;
}

/* The form ------------------------------------------------------------------------------------------------- */

static struct choices_view outcomes(const struct application_page *p, const struct application_typed *typed) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    struct choice_view *v = ARENA_ARRAY(a, DECISION_OUTCOME__MAX, struct choice_view);
    for (enum decision_outcome o = 0; o < DECISION_OUTCOME__MAX; o++)
        v[o] = (struct choice_view){ .value = decision_outcome_word(o),
                                     .label = decision_word(o, lang, a),
                                     .chosen = typed != NULL && decision_outcome_of_word(typed->outcome) == o };
    return (struct choices_view){ .name = "outcome",
                                  .legend = msg_decision_outcome(lang, a),
                                  .required = true,
                                  .error = typed != NULL ? form_error_of(&typed->errors, "outcome") : NULL,
                                  .choices = { v, DECISION_OUTCOME__MAX } };
}

static struct reason_groups reasons(const struct application_page *p, const struct application_typed *typed) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    struct reason_group *groups = ARENA_ARRAY(a, DECISION_OUTCOME__MAX, struct reason_group);
    for (enum decision_outcome o = 0; o < DECISION_OUTCOME__MAX; o++) {
        struct choice_view *v = ARENA_ARRAY(a, DECISION_REASONS_N, struct choice_view);
        size_t n = 0;
        for (size_t i = 0; i < DECISION_REASONS_N; i++)
            if (DECISION_REASONS[i].outcome == o)
                v[n++] = (struct choice_view){ .value = DECISION_REASONS[i].code,
                                               .label = decision_reason_text(DECISION_REASONS[i].code, lang, a),
                                               .chosen = typed != NULL && typed->reason != NULL &&
                                                         strcmp(typed->reason, DECISION_REASONS[i].code) == 0 };
        groups[o] = (struct reason_group){ decision_word(o, lang, a), { v, n } };
    }
    return (struct reason_groups){ groups, DECISION_OUTCOME__MAX };
}

/* When the candidate hears of a refusal. */
static enum errc set_letter(const struct application_page *p, int64_t decision_id, struct decision_row *row,
                            struct err *e) {
    enum decision_letter_state state = DECISION_LETTER_NONE;
    int64_t at = 0;
    TRY(decision_letter_read(p->req->db, decision_id, p->req->arena, &state, &at, e));
    const char *when = format_moment(p->req->lang, p->req->arena, at);
    if (state == DECISION_LETTER_WAITS)
        row->letter = msg_decision_letter_waits(p->req->lang, p->req->arena, when);
    else if (state == DECISION_LETTER_GONE)
        row->letter = msg_decision_letter_gone(p->req->lang, p->req->arena, when);
    return OK;
}

/* The letter of a refusal, to be read before it is decided. */
static enum errc preview_letter(const struct application_page *p, struct decision_view *d, struct err *e) {
    struct arena *a = p->req->arena;
    const struct q_decision_subject_row *subject = NULL;
    TRY(q_decision_subject(p->req->db, p->who->id, a, &subject, e));
    if (subject == NULL)
        return OK;
    struct decision_letter text = decision_letter_text(p->flow, subject);
    size_t n = 1;
    for (const char *s = text.body; (s = strstr(s, "\n\n")) != NULL; s += 2)
        n++;
    const char **v = ARENA_ARRAY(a, n, const char *);
    const char *from = text.body;
    for (size_t i = 0; i < n; i++) {
        const char *end = strstr(from, "\n\n");
        v[i] = end != NULL ? arena_strndup(a, from, (size_t)(end - from)) : from;
        from = end != NULL ? end + 2 : from;
    }
    d->letter_lang = lang_tag(text.lang);
    d->letter_subject = text.subject;
    d->letter = (struct text_list){ v, n };
    return OK;
}

static enum errc history_row(const struct application_page *p, const struct q_short_decision_list_row *d,
                             struct decision_row *ret, struct err *e) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    struct decision_row row = { .outcome = decision_state(decision_outcome_of_word(d->outcome), lang, a),
                                .reason = decision_reason_text(d->reason, lang, a) };
    TRY(application_by(p, d->by_id, d->at, &row.by, e));
    TRY(person_open(p->flow, p->who->person_id, SEAL_DECISION_NOTE, d->id, d->note_sealed, &row.note, e));
    TRY(set_letter(p, d->id, &row, e));
    if (d->has_undone_at) {
        const char *by = NULL;
        TRY(application_by(p, d->undone_by, d->undone_at, &by, e));
        row.undone = msg_decision_undone(lang, a, by);
    }
    *ret = row;
    return OK;
}

enum errc application_decision(const struct application_page *p, const struct application_typed *typed,
                               struct application_view *view, struct err *e) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    struct q_short_decision_list_rows rows = { 0 };
    TRY(q_short_decision_list(p->req->db, p->who->id, a, &rows, e));
    struct decision_row *v = ARENA_ARRAY(a, rows.n, struct decision_row);
    struct decision_view d = { .latest = "0",
                               .closed = p->who->has_withdrawn_at,
                               .outcome = outcomes(p, typed),
                               .reasons = reasons(p, typed),
                               .note = typed != NULL && typed->note != NULL ? typed->note : "",
                               .history = { v, rows.n } };
    for (size_t i = 0; i < rows.n; i++) {
        TRY(history_row(p, &rows.v[i], &v[i], e));
        if (d.now != NULL || rows.v[i].has_undone_at)
            continue;
        v[i].stands = true;
        d.latest = arena_printf(a, "%lld", (long long)rows.v[i].id);
        d.now = msg_decision_now(lang, a, v[i].outcome, v[i].reason, v[i].by);
        d.may_undo = true;
        d.advanced = decision_outcome_of_word(rows.v[i].outcome) == DECISION_ADVANCE;
    }
    if (typed != NULL) {
        d.conflict = typed->conflict;
        d.conflict_text = d.now != NULL ? d.now : msg_decision_none_stands(lang, a);
        d.reason_error = form_error_of(&typed->errors, "reason");
        d.note_error = form_error_of(&typed->errors, "note");
    }
    TRY(preview_letter(p, &d, e));
    view->decision = d;
    return OK;
}

/* Posting -------------------------------------------------------------------------------------------------- */

/* Whom the address names. Errors: E_NOT_FOUND. */
static enum errc subject_of(struct request *req, const struct q_short_application_row **ret, struct err *e) {
    TRY(q_short_application(req->db, req->params[0], req->arena, ret, e));
    return *ret != NULL ? OK : ERR(e, E_NOT_FOUND, "no application has this code");
}

static void go_back(struct request *req, const char *saved, const char *anchor) {
    reply_redirect(req, arena_printf(req->arena, "/desk/applications/%s?saved=%s%s", req->params[0], saved, anchor));
}

/* The page again, with what was typed and what another person decided meanwhile. */
static enum errc show_conflict(struct request *req, struct application_typed *typed, struct err *e) {
    err_clear(e);
    typed->conflict = true;
    return application_show(req, 409, typed, e);
}

static const char *typed_or_null(const struct request *req, const char *name) {
    const char *value = form_get(&req->form, name);
    return *value != '\0' ? value : NULL;
}

static void check_decision(const struct request *req, struct application_typed *typed) {
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    enum decision_outcome outcome = decision_outcome_of_word(typed->outcome);
    bool known = outcome != DECISION_OUTCOME__MAX;
    if (!known)
        form_error(&typed->errors, "outcome", msg_decision_error_outcome(lang, a));
    if (typed->reason == NULL)
        form_error(&typed->errors, "reason", msg_decision_error_reason(lang, a));
    else if (known && !decision_fits(outcome, typed->reason))
        form_error(&typed->errors, "reason", msg_decision_error_fit(lang, a));
    if (form_fault_of(&req->form, "note") == FORM_TOO_LONG)
        form_error(&typed->errors, "note", msg_form_too_long(lang, a, DECISION_NOTE_MAX));
    else if (form_fault_of(&req->form, "note") != FORM_FINE)
        form_error(&typed->errors, "note", msg_form_bad_text(lang, a));
}

enum errc application_decide(struct request *req, struct err *e) {
    const struct q_short_application_row *who = NULL;
    TRY(subject_of(req, &who, e));
    struct application_typed *typed = ARENA_NEW(req->arena, struct application_typed);
    typed->outcome = typed_or_null(req, "outcome");
    typed->reason = typed_or_null(req, "reason");
    typed->note = form_get(&req->form, "note");
    check_decision(req, typed);
    if (typed->errors.n > 0)
        return application_show(req, 422, typed, e);
    int64_t seen = 0, id = 0;
    if (text_i64(form_get(&req->form, "latest"), 0, INT64_C(1) << 53, &seen) != OK)
        seen = -1; /* no page of ours: nothing can be known to have been seen */
    struct flow f = flow_of(req);
    enum errc code = decision_make(&f, who->id, decision_outcome_of_word(typed->outcome), typed->reason,
                                   typed->note, seen, &id, e);
    if (code == E_CONFLICT)
        return show_conflict(req, typed, e);
    TRY(code);
    go_back(req, "decision", "#decision");
    return OK;
}

enum errc application_undo(struct request *req, struct err *e) {
    const struct q_short_application_row *who = NULL;
    TRY(subject_of(req, &who, e));
    int64_t seen = 0;
    if (text_i64(form_get(&req->form, "latest"), 1, INT64_C(1) << 53, &seen) != OK)
        return ERR(e, E_INVALID, "no decision was named");
    struct flow f = flow_of(req);
    enum errc code = decision_undo(&f, who->id, seen, e);
    if (code == E_CONFLICT)
        return show_conflict(req, ARENA_NEW(req->arena, struct application_typed), e);
    TRY(code);
    go_back(req, "undo", "#decision");
    return OK;
}

enum errc application_gate(struct request *req, struct err *e) {
    const struct q_short_application_row *who = NULL;
    TRY(subject_of(req, &who, e));
    int64_t root_id = 0, met = 0;
    if (text_i64(form_get(&req->form, "must"), 1, INT64_C(1) << 53, &root_id) != OK ||
        text_i64(form_get(&req->form, "met"), 0, 1, &met) != OK)
        return ERR(e, E_INVALID, "no must-have and word was named");
    if (form_fault_of(&req->form, "gate_note") != FORM_FINE) {
        struct application_typed *typed = ARENA_NEW(req->arena, struct application_typed);
        typed->gate_id = form_get(&req->form, "must");
        typed->gate_note = form_get(&req->form, "gate_note");
        form_error(&typed->errors, arena_printf(req->arena, "must-%s", typed->gate_id),
                   msg_application_gate_note_fault(req->lang, req->arena));
        return application_show(req, 422, typed, e);
    }
    struct flow f = flow_of(req);
    TRY(gate_check(&f, who->id, root_id, met == 1, form_get(&req->form, "gate_note"), e));
    go_back(req, "gate", "#must");
    return OK;
}

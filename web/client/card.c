/* One candidate's card in the client's shortlist. */
#include <math.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/client.h"
#include "web/client/portal.h"
#include "web/flows/flow.h"
#include "web/flows/person.h"
#include "web/flows/transfer.h"
#include "web/kit/format.h"
#include "web/kit/level.h"
#include "web/kit/states.h"
#include "web/kit/visitor.h"

enum { ASK_MAX = 3 };

/* Words about results --------------------------------------------------------------------------- */

/* "анализ данных +7, жалобы +6"; NULL when nothing stands out. */
static const char *part_list(const struct frozen_parts *parts, enum lang lang, struct arena *a) {
    const char *list = NULL;
    for (size_t i = 0; i < parts->n && i < 2; i++) {
        if (llround(parts->v[i].points) == 0)
            continue;
        int64_t points = llround(parts->v[i].points);
        const char *part = points > 0 ? msg_card_gained(lang, a, parts->v[i].name, points)
                                      : msg_card_lost(lang, a, parts->v[i].name, -points);
        list = list == NULL ? part : arena_printf(a, "%s, %s", list, part);
    }
    return list;
}

static void tell_parts(const struct frozen_person *p, enum lang lang, struct arena *a,
                       struct portal_card *c) {
    const char *strong = part_list(&p->strong, lang, a), *weak = part_list(&p->weak, lang, a);
    c->strong = strong != NULL ? msg_card_strong(lang, a, strong) : NULL;
    c->weak = weak != NULL ? msg_card_weak(lang, a, weak) : NULL;
}

static void tell_gates(const struct frozen_person *p, enum lang lang, struct arena *a,
                       struct portal_card *c) {
    bool all = p->gates_met == p->gates_of;
    c->gates_mark = p->gates_of == 0 ? "dim" : all ? "ok tick" : p->unfit.n > 0 ? "err" : "warn";
    if (p->gates_met > 0 && p->musts.n == 0)
        c->gates_by = p->gates_confirmed == 0                ? msg_card_gates_said(lang, a)
                      : p->gates_confirmed == p->gates_met ? msg_card_gates_sure(lang, a)
                                                           : msg_card_gates_confirmed(lang, a, p->gates_confirmed,
                                                                                      p->gates_met - p->gates_confirmed);
    c->gates = p->gates_of == 0 ? msg_card_no_gates(lang, a)
               : all            ? msg_card_gates_all(lang, a, p->gates_of)
                                : msg_card_gates_some(lang, a, p->gates_met, p->gates_of);
}

/* Labels and lists of what a reader of the card must not overlook. */
static const char *joined(const struct text_list *names, struct arena *a) {
    const char *all = NULL;
    for (size_t i = 0; i < names->n; i++)
        all = all == NULL ? names->v[i] : arena_printf(a, "%s; %s", all, names->v[i]);
    return all;
}

/* Is it not certain, but the estimate itself lies below the minimum? */
static bool likely_below(const struct frozen_requirement *r) {
    return r->state == REQUIREMENT_UNCERTAIN && r->level.level > 0 && r->level.level < r->minimum;
}

static const char *minima_in(const struct frozen_person *p, enum requirement_state state, bool likely, struct arena *a) {
    const char *all = NULL;
    for (size_t i = 0; i < p->requirements.n; i++)
        if (p->requirements.v[i].state == state && likely_below(&p->requirements.v[i]) == likely)
            all = all == NULL ? p->requirements.v[i].name : arena_printf(a, "%s, %s", all, p->requirements.v[i].name);
    return all;
}

/* Lists that were frozen without each must-have name those that are amiss. */
static struct portal_notes notes(const struct frozen_person *p, enum lang lang, struct arena *a) {
    bool named = p->musts.n > 0;
    const struct portal_note ALL[] = {
        { msg_card_unfit(lang, a), named ? NULL : joined(&p->unfit, a), "err" },
        { msg_card_open(lang, a), named ? NULL : joined(&p->open, a), "warn" },
        { msg_card_below(lang, a), minima_in(p, REQUIREMENT_NOT_MET, false, a), "err" },
        { msg_card_likely(lang, a), minima_in(p, REQUIREMENT_UNCERTAIN, true, a), "warn" },
        { msg_card_border(lang, a), minima_in(p, REQUIREMENT_UNCERTAIN, false, a), "warn" },
    };
    struct portal_note *v = ARENA_ARRAY(a, COUNT(ALL), struct portal_note);
    size_t n = 0;
    for (size_t i = 0; i < COUNT(ALL); i++)
        if (ALL[i].list != NULL)
            v[n++] = ALL[i];
    return (struct portal_notes){ v, n };
}

static struct portal_musts musts(const struct frozen_person *p, enum lang lang, struct arena *a) {
    static const char *const MARKS[] = { "warn", "ok tick", "err", "ok tick", "err" };
    const char *const words[] = { msg_card_must_open(lang, a), msg_card_must_said(lang, a), msg_card_must_unfit(lang, a),
                                  msg_card_must_confirmed(lang, a), msg_card_must_refuted(lang, a) };
    struct portal_must *v = ARENA_ARRAY(a, p->musts.n, struct portal_must);
    for (size_t i = 0; i < p->musts.n; i++)
        v[i] = (struct portal_must){ p->musts.v[i].text, words[p->musts.v[i].state], MARKS[p->musts.v[i].state] };
    return (struct portal_musts){ v, p->musts.n };
}

static const char *state_text(const struct frozen_requirement *r, enum lang lang, struct arena *a) {
    switch (r->state) {
    case REQUIREMENT_MET:
        return msg_card_met(lang, a);
    case REQUIREMENT_NOT_MET:
        return msg_card_not_met(lang, a);
    case REQUIREMENT_UNCERTAIN:
        return likely_below(r) ? msg_card_likely_below(lang, a) : msg_card_uncertain(lang, a);
    case REQUIREMENT_MEASURED:
        return msg_card_measured(lang, a);
    case REQUIREMENT_UNKNOWN:
        break;
    }
    return msg_card_unknown(lang, a);
}

static struct portal_requirements requirements(const struct frozen_person *p, enum lang lang,
                                               struct arena *a) {
    static const char *const MARKS[] = { "mk ring dim", "mk", "warn", "err", "ok tick" };
    struct portal_requirement *v = ARENA_ARRAY(a, p->requirements.n, struct portal_requirement);
    for (size_t i = 0; i < p->requirements.n; i++) {
        const struct frozen_requirement *r = &p->requirements.v[i];
        v[i] = (struct portal_requirement){ .text = r->name,
                                            .state = state_text(r, lang, a),
                                            .mark = MARKS[r->state] };
        v[i].level = r->state != REQUIREMENT_UNKNOWN && r->level.level > 0
                         ? level_text(lang, a, r->level)
                         : msg_card_no_level(lang, a, level_why(lang, a, r->shown));
        if (r->minimum > 1)
            v[i].level = arena_printf(a, "%s; %s", v[i].level, msg_card_need(lang, a, r->minimum));
    }
    return (struct portal_requirements){ v, p->requirements.n };
}

/* What a talk with this person should find out: open must-haves first, then what lies on the border, then
 * what was measured of others but not of this person. */
static struct text_list ask(const struct frozen *f, const struct frozen_person *p, enum lang lang, struct arena *a) {
    const char **v = ARENA_ARRAY(a, ASK_MAX, const char *);
    size_t n = 0;
    for (size_t i = 0; i < p->unfit.n && n < ASK_MAX; i++)
        v[n++] = msg_card_ask_must(lang, a, p->unfit.v[i]);
    for (size_t i = 0; i < p->open.n && n < ASK_MAX; i++)
        v[n++] = msg_card_ask_must(lang, a, p->open.v[i]);
    static const enum requirement_state ORDER[] = { REQUIREMENT_UNCERTAIN, REQUIREMENT_UNKNOWN };
    for (size_t s = 0; s < 2; s++)
        for (size_t i = 0; i < p->requirements.n && n < ASK_MAX; i++)
            if (p->requirements.v[i].state == ORDER[s] && !portal_unmeasured(f, p->requirements.v[i].text))
                v[n++] = portal_question(&p->requirements.v[i], a);
    return (struct text_list){ v, n };
}

/* The client's word ------------------------------------------------------------------------------ */

static enum errc tell_choice(struct request *req, const struct q_choice_last_row *choice,
                             const struct q_share_people_row *who, struct portal_card *c,
                             struct err *e) {
    if (choice == NULL)
        return OK;
    enum lang l = req->lang;
    struct arena *a = req->arena;
    const char *at = format_moment(l, a, choice->at);
    c->decided = true;
    c->invited = choice_verdict_of_word(choice->verdict) == CHOICE_INVITE;
    c->refused = choice_verdict_of_word(choice->verdict) == CHOICE_NO;
    c->word = c->invited ? msg_card_invited(l, a, c->code, at)
                         : msg_card_refused(l, a, c->code, at,
                                            choice_reason_text(l, a, choice->reason != NULL ? choice->reason : ""));
    struct flow flow = flow_of(req);
    return person_open(&flow, who->person_id, SEAL_CHOICE_COMMENT, choice->id, choice->comment_sealed,
                       &c->comment, e);
}

/* What was asked about this person and what the recruiter answered. */
static enum errc tell_talks(struct request *req, const struct portal_facts *f, const struct q_share_people_row *who,
                            struct portal_card *c, struct err *e) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    struct flow flow = flow_of(req);
    struct portal_talk *v = ARENA_ARRAY(a, f->questions_n, struct portal_talk);
    size_t n = 0;
    for (size_t i = 0; i < f->questions_n; i++) {
        const struct q_choice_questions_row *q = &f->questions[i];
        if (q->application_id != who->application_id)
            continue;
        v[n] = (struct portal_talk){ .asked = msg_card_questioned(l, a, c->code, format_moment(l, a, q->at)) };
        TRY(person_open(&flow, who->person_id, SEAL_CHOICE_COMMENT, q->id, q->comment_sealed, &v[n].question, e));
        TRY(person_open(&flow, who->person_id, SEAL_CHOICE_ANSWER, q->id, q->answer_sealed, &v[n].answer, e));
        if (v[n].answer != NULL)
            v[n].answered = msg_card_answered(l, a, format_moment(l, a, q->answered_at));
        n++;
    }
    c->talks = (struct portal_talks){ v, n };
    return OK;
}

/* Why they are not shown; NULL = they are. */
static const char *contact_note(enum transfer_state state, bool over, enum lang lang, struct arena *a) {
    switch (state) {
    case TRANSFER_GIVEN:
        return over ? msg_card_contact_over(lang, a) : NULL;
    case TRANSFER_REFUSED:
        return msg_card_contact_refused(lang, a);
    case TRANSFER_WITHDRAWN:
        return msg_card_contact_withdrawn(lang, a);
    case TRANSFER_NONE:
        break;
    }
    return msg_card_contact_waiting(lang, a);
}

/* Name and address: after the invitation and the candidate's own consent, and not a moment longer. */
static enum errc tell_contact(struct request *req, const struct q_share_people_row *who, int64_t closes_at,
                              struct portal_card *c, struct err *e) {
    if (!c->invited || c->withdrawn)
        return OK;
    struct transfer t = { .invited = false };
    TRY(transfer_read(req->db, who->person_id, who->application_id, req->arena, &t, e));
    bool over = req->now_ms >= closes_at + TRANSFER_MS;
    c->contact_note = contact_note(t.state, over, req->lang, req->arena);
    if (c->contact_note != NULL)
        return OK;
    struct flow flow = flow_of(req);
    TRY(person_open(&flow, who->person_id, SEAL_CANDIDATE_NAME, who->person_id, who->name_sealed,
                    &c->name, e));
    return person_open(&flow, who->person_id, SEAL_CANDIDATE_EMAIL, who->person_id, who->email_sealed,
                       &c->email, e);
}

static void fill_form(struct request *req, const struct portal_facts *f,
                      const struct portal_typed *typed, struct portal_card *c) {
    bool mine = typed->code != NULL && strcmp(typed->code, c->raw_code) == 0;
    struct choice_view *reasons = ARENA_ARRAY(req->arena, CHOICE_REASONS_N, struct choice_view);
    for (size_t i = 0; i < CHOICE_REASONS_N; i++)
        reasons[i] = (struct choice_view){
            .value = CHOICE_REASONS[i],
            .label = choice_reason_text(req->lang, req->arena, CHOICE_REASONS[i]),
            .chosen = mine && typed->reason != NULL && strcmp(typed->reason, CHOICE_REASONS[i]) == 0,
        };
    c->reasons = (struct choice_views){ reasons, CHOICE_REASONS_N };
    c->action = arena_printf(req->arena, "/c/vacancies/%lld/choice", (long long)f->share->vacancy_id);
    c->csrf = visitor_of(req)->csrf;
    c->comment_typed = mine ? typed->comment : "";
    c->reason_error = mine ? typed->error_reason : NULL;
    c->comment_error = mine ? typed->error_comment : NULL;
    c->open_question = mine && typed->verdict == CHOICE_QUESTION;
    c->open_no = mine && typed->verdict == CHOICE_NO;
}

enum errc portal_card(struct request *req, const struct portal_facts *f,
                      const struct frozen_person *p, const struct plot *plot,
                      const struct portal_typed *typed, struct portal_card *ret, struct err *e) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    const struct frozen *frozen = &f->frozen;
    struct portal_card c = {
        .content_tag = f->share->lang,
        .code = format_code(a, p->code),
        .raw_code = p->code,
        .score = format_decimal(l, a, p->composite, 0),
        .range = msg_card_range(l, a, format_decimal(l, a, p->lo, 0), format_decimal(l, a, p->hi, 0)),
        .x1 = chart_x(a, frozen->axis, p->lo),
        .x2 = chart_x(a, frozen->axis, p->hi),
        .cx = chart_x(a, frozen->axis, p->composite),
        .lead = frozen_leads(frozen, p->code),
        .has_band = plot->has_band,
        .band_x = plot->band_x,
        .band_w = plot->band_w,
        .ask = ask(frozen, p, lang_of_tag(f->share->lang), a),
        .requirements = requirements(p, l, a),
        .musts = musts(p, l, a),
        .notes = notes(p, l, a),
    };
    if (!c.lead && p->band > 0)
        c.group = msg_card_group(l, a, p->band);
    tell_parts(p, l, a, &c);
    tell_gates(p, l, a, &c);
    fill_form(req, f, typed, &c);
    const struct q_share_people_row *who = portal_person(f, p->code);
    c.withdrawn = who == NULL || who->has_withdrawn_at;
    if (who != NULL) {
        TRY(tell_choice(req, portal_choice(f, who->application_id), who, &c, e));
        TRY(tell_talks(req, f, who, &c, e));
        TRY(tell_contact(req, who, f->share->closes_at, &c, e));
    }
    *ret = c;
    return OK;
}

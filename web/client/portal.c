/* GET /c/vacancies/{id}: a shared shortlist, understood in thirty seconds. */
#include "web/client/portal.h"

#include <math.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/client.h"
#include "gen/sql/link.h"
#include "gen/tpl/client_portal.h"
#include "web/client/pages.h"
#include "web/kit/format.h"
#include "web/kit/level.h"
#include "web/kit/states.h"
#include "web/kit/visitor.h"

/* To whom the list was shown, and taken back, that is said; nobody else hears that there is one. */
static enum errc missing(struct request *req, int64_t vacancy_id, struct err *e) {
    const struct q_share_once_row *once = NULL;
    TRY(q_share_once(req->db, vacancy_id, visitor_of(req)->client_id, req->arena, &once, e));
    return once->n > 0 ? ERR(e, E_GONE, "the list of vacancy %lld was taken back", (long long)vacancy_id)
                       : ERR(e, E_NOT_FOUND, "no shared shortlist for this session");
}

enum errc portal_read(struct request *req, struct portal_facts *ret, struct err *e) {
    const struct visitor *visitor = visitor_of(req);
    struct portal_facts f = { 0 };
    int64_t id = 0;
    if (text_i64(req->params[0], 1, INT64_MAX, &id) == OK)
        TRY(q_share_newest(req->db, id, visitor->client_id, visitor->session, req->arena, &f.share, e));
    if (f.share == NULL)
        return missing(req, id, e);
    TRY(frozen_read(f.share->frozen, req->arena, &f.frozen, e));
    struct q_share_people_rows people = { 0 };
    struct q_choice_last_rows choices = { 0 };
    struct q_choice_questions_rows questions = { 0 };
    TRY(q_share_people(req->db, f.share->id, req->arena, &people, e));
    TRY(q_choice_last(req->db, id, req->arena, &choices, e));
    TRY(q_choice_questions(req->db, id, req->arena, &questions, e));
    f.people = people.v;
    f.people_n = people.n;
    f.choices = choices.v;
    f.choices_n = choices.n;
    f.questions = questions.v;
    f.questions_n = questions.n;
    *ret = f;
    return OK;
}

const struct q_share_people_row *portal_person(const struct portal_facts *f, const char *code) {
    for (size_t i = 0; i < f->people_n; i++)
        if (strcmp(f->people[i].code, code) == 0)
            return &f->people[i];
    return NULL;
}

const struct q_choice_last_row *portal_choice(const struct portal_facts *f, int64_t application_id) {
    const struct q_choice_last_row *last = NULL;
    for (size_t i = 0; i < f->choices_n; i++)
        if (f->choices[i].application_id == application_id)
            last = &f->choices[i];
    return last != NULL && choice_verdict_of_word(last->verdict) != CHOICE_NONE ? last : NULL;
}

/* The sentence ---------------------------------------------------------------------------------- */

/* The best of those who do not lead; NULL when everybody does. */
static const struct frozen_person *next_below(const struct frozen *f) {
    const struct frozen_person *best = NULL;
    for (size_t i = 0; i < f->people.n; i++)
        if (!frozen_leads(f, f->people.v[i].code) &&
            (best == NULL || f->people.v[i].composite > best->composite))
            best = &f->people.v[i];
    return best;
}

static double lowest_leader(const struct frozen *f) {
    double lowest = INFINITY;
    for (size_t i = 0; i < f->people.n; i++)
        if (frozen_leads(f, f->people.v[i].code))
            lowest = fmin(lowest, f->people.v[i].composite);
    return lowest;
}

/* The leader with the highest score, and the next; NULL = there is none. */
static const struct frozen_person *best_leader(const struct frozen *f, const struct frozen_person *but) {
    const struct frozen_person *best = NULL;
    for (size_t i = 0; i < f->people.n; i++) {
        const struct frozen_person *p = &f->people.v[i];
        if (p != but && frozen_leads(f, p->code) && (best == NULL || p->composite > best->composite))
            best = p;
    }
    return best;
}

/* P(a is truly above b), as it was frozen; .5 when it was not. */
static double p_above(const struct frozen *f, const char *a, const char *b) {
    for (size_t i = 0; i < f->pairs.n; i++) {
        const struct frozen_pair *p = &f->pairs.v[i];
        if (strcmp(p->a, a) == 0 && strcmp(p->b, b) == 0)
            return p->p;
        if (strcmp(p->a, b) == 0 && strcmp(p->b, a) == 0)
            return 1 - p->p;
    }
    return .5;
}

/* Who is ahead by the score, and how likely that is the truth. */
static const char *who_is_ahead(const struct frozen *f, enum lang lang, struct arena *a) {
    const struct frozen_person *first = best_leader(f, NULL), *second = best_leader(f, first);
    if (first == NULL || second == NULL)
        return NULL;
    return msg_portal_ahead(lang, a, format_code(a, first->code), format_code(a, second->code),
                            llround(100 * p_above(f, first->code, second->code)));
}

/* Leaders who were measured below a minimum: nobody may be summed up as fit over that. */
static const char *below_minimum(const struct frozen *f, enum lang lang, struct arena *a) {
    const char *list = NULL;
    for (size_t i = 0; i < f->people.n; i++) {
        const struct frozen_person *p = &f->people.v[i];
        int64_t n = 0;
        for (size_t k = 0; k < p->requirements.n; k++)
            n += p->requirements.v[k].state == REQUIREMENT_NOT_MET;
        if (n == 0 || !frozen_leads(f, p->code))
            continue;
        const char *one = msg_portal_unmet_one(lang, a, format_code(a, p->code), n);
        list = list == NULL ? one : arena_printf(a, "%s, %s", list, one);
    }
    return list != NULL ? msg_portal_unmet(lang, a, list) : NULL;
}

static const char *sentences(struct arena *a, const char *one, const char *more) {
    return more == NULL ? one : one == NULL ? more : arena_printf(a, "%s %s", one, more);
}

void portal_verdict(const struct frozen *f, enum lang lang, struct arena *a, const char **ret_verdict,
                    const char **ret_more) {
    int64_t n = (int64_t)f->leaders.n;
    const char *chosen = f->leaders_of > n && n > 0 ? msg_portal_chosen(lang, a, f->leaders_of) : NULL;
    if (n == 0) {
        *ret_verdict = msg_portal_nobody(lang, a);
        *ret_more = msg_portal_nobody_more(lang, a);
        return;
    }
    const char *code = format_code(a, f->leaders.v[0]);
    if (n == 1 && chosen == NULL) {
        *ret_verdict = msg_portal_one(lang, a, code);
        *ret_more = next_below(f) != NULL ? msg_portal_one_more(lang, a) : NULL;
    } else {
        *ret_verdict = n == 1   ? msg_portal_one_of(lang, a, code)
                       : n == 2 ? msg_portal_two(lang, a, code, format_code(a, f->leaders.v[1]))
                                : msg_portal_equal(lang, a, n);
        *ret_more = sentences(a, chosen, who_is_ahead(f, lang, a));
    }
    *ret_more = sentences(a, *ret_more, below_minimum(f, lang, a));
    if (n > 1)
        *ret_more = sentences(a, *ret_more, msg_portal_equal_more(lang, a));
}

/* "Следующий за ними ниже на 8 баллов". */
static const char *plot_title(const struct frozen *f, enum lang lang, struct arena *a) {
    const struct frozen_person *next = next_below(f);
    double gap = next != NULL ? lowest_leader(f) - next->composite : 0;
    if (next == NULL || !isfinite(gap) || f->leaders.n == 0)
        return msg_portal_chart(lang, a);
    int64_t points = llround(gap);
    if (points < 1)
        return msg_portal_chart(lang, a);
    return f->leaders.n == 1 ? msg_portal_gap_one(lang, a, points) : msg_portal_gap(lang, a, points);
}

/* The chart -------------------------------------------------------------------------------------- */

/* Groups from the top, inside a group by code: the order says nothing that the measurement cannot. */
static bool before(const struct frozen *f, const struct frozen_person *x, const struct frozen_person *y) {
    bool lead_x = frozen_leads(f, x->code), lead_y = frozen_leads(f, y->code);
    if (lead_x != lead_y)
        return lead_x;
    if (x->band != y->band)
        return x->band != 0 && (y->band == 0 || x->band < y->band);
    return strcmp(x->code, y->code) < 0;
}

/* People in that order. */
static const struct frozen_person **ordered(const struct frozen *f, struct arena *a) {
    const struct frozen_person **v = ARENA_ARRAY(a, f->people.n, const struct frozen_person *);
    for (size_t i = 0; i < f->people.n; i++) {
        size_t at = i;
        for (; at > 0 && before(f, &f->people.v[i], v[at - 1]); at--)
            v[at] = v[at - 1];
        v[at] = &f->people.v[i];
    }
    return v;
}

static struct plot chart(const struct frozen *f, enum lang lang, struct arena *a) {
    const struct frozen_person **people = ordered(f, a);
    struct plot_point *points = ARENA_ARRAY(a, f->people.n, struct plot_point);
    for (size_t i = 0; i < f->people.n; i++)
        points[i] = (struct plot_point){ people[i]->code, people[i]->composite, people[i]->lo,
                                         people[i]->hi, frozen_leads(f, people[i]->code) };
    return plot_of(lang, a, points, f->people.n, f->axis, f->border,
                   msg_portal_chart_caption(lang, a));
}

/* The page --------------------------------------------------------------------------------------- */

/* The heaviest first. */
static struct portal_weights weights(const struct frozen *f, enum lang lang, struct arena *a) {
    struct portal_weight *v = ARENA_ARRAY(a, f->weights.n, struct portal_weight);
    int64_t *w = ARENA_ARRAY(a, f->weights.n, int64_t);
    for (size_t i = 0; i < f->weights.n; i++) {
        const struct frozen_weight *one = &f->weights.v[i];
        size_t at = i;
        for (; at > 0 && w[at - 1] < one->weight; at--) {
            w[at] = w[at - 1];
            v[at] = v[at - 1];
        }
        w[at] = one->weight;
        v[at] = (struct portal_weight){ .name = one->name,
                                        .value = format_int(lang, a, one->weight),
                                        .by = one->measured ? msg_portal_by_tests(lang, a) : msg_portal_by_talk(lang, a),
                                        .measured = one->measured };
    }
    return (struct portal_weights){ v, f->weights.n };
}

const char *portal_question(const struct frozen_requirement *r, struct arena *a) {
    return r->question != NULL ? arena_printf(a, "%s: %s", r->name, r->question) : r->name;
}

bool portal_unmeasured(const struct frozen *f, const char *text) {
    for (size_t i = 0; i < f->people.n; i++)
        for (size_t k = 0; k < f->people.v[i].requirements.n; k++)
            if (f->people.v[i].requirements.v[k].state != REQUIREMENT_UNKNOWN &&
                strcmp(f->people.v[i].requirements.v[k].text, text) == 0)
                return false;
    return true;
}

/* What the tests say of nobody, so that everybody is to be asked. */
static struct text_list ask_all(const struct frozen *f, struct arena *a) {
    const struct frozen_requirements *all = &f->people.v[0].requirements;
    const char **v = ARENA_ARRAY(a, all->n, const char *);
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++)
        if (portal_unmeasured(f, all->v[i].text))
            v[n++] = portal_question(&all->v[i], a);
    return (struct text_list){ v, n };
}

/* How well the leaders can be told apart, pair by pair; who of two is ahead is not said: they are equals. */
static struct text_list pairs(const struct frozen *f, enum lang lang, struct arena *a) {
    const char **v = ARENA_ARRAY(a, f->pairs.n, const char *);
    size_t n = 0;
    for (size_t i = 0; i < f->pairs.n && n < 15; i++) {
        const struct frozen_pair *p = &f->pairs.v[i];
        if (!frozen_leads(f, p->a) || !frozen_leads(f, p->b))
            continue;
        bool swap = strcmp(p->a, p->b) > 0;
        v[n++] = msg_portal_pair(lang, a, format_code(a, swap ? p->b : p->a), format_code(a, swap ? p->a : p->b),
                                 llround(100 * fmax(p->p, 1 - p->p)));
    }
    return (struct text_list){ v, n };
}

/* The first PORTAL_CARDS of the order in sight, the rest behind a fold; each lot by code. */
static enum errc cards(struct request *req, const struct portal_facts *f, struct portal_view *view,
                       const struct portal_typed *typed, struct err *e) {
    size_t n = f->frozen.people.n, shown = 0, rest = 0;
    const struct frozen_person **order = ordered(&f->frozen, req->arena);
    struct portal_card *v = ARENA_ARRAY(req->arena, n, struct portal_card);
    struct portal_card *w = ARENA_ARRAY(req->arena, n, struct portal_card);
    for (size_t i = 0; i < n; i++) { /* people.v is in the order of codes */
        const struct frozen_person *person = &f->frozen.people.v[i];
        bool top = false;
        for (size_t k = 0; k < n && k < PORTAL_CARDS; k++)
            top = top || order[k] == person;
        TRY(portal_card(req, f, person, &view->plot, typed, top ? &v[shown++] : &w[rest++], e));
    }
    view->cards = (struct portal_cards){ v, shown };
    view->rest = (struct portal_cards){ w, rest };
    view->rest_label = rest > 0 ? msg_portal_rest(req->lang, req->arena, (int64_t)rest) : NULL;
    return OK;
}

static size_t invited_n(const struct portal_facts *f) {
    size_t n = 0;
    for (size_t i = 0; i < f->people_n; i++) {
        const struct q_choice_last_row *c = portal_choice(f, f->people[i].application_id);
        n += c != NULL && choice_verdict_of_word(c->verdict) == CHOICE_INVITE;
    }
    return n;
}

static enum errc status_link(struct request *req, const struct portal_facts *f, const char **ret,
                             struct err *e) {
    const struct q_grant_has_row *grant = NULL;
    TRY(q_grant_has(req->db, visitor_of(req)->session, "status", f->share->request_id, req->arena,
                    &grant, e));
    *ret = grant->n > 0 ? arena_printf(req->arena, "/r/%lld", (long long)f->share->request_id) : NULL;
    return OK;
}

enum errc portal_show(struct request *req, const struct portal_facts *f, int status,
                      const struct portal_typed *typed, struct err *e) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    const struct frozen *frozen = &f->frozen;
    struct portal_view view = {
        .page = page_of(req, CHROME_CLIENT, frozen->title, NULL),
        .stages = stages_of(l, a, invited_n(f) > 0 ? STAGE_CHOSEN : STAGE_LIST),
        .title = frozen->title,
        .client = f->share->client_name,
        .content_tag = f->share->lang,
        .date = format_date(l, a, f->share->created_at),
        .plot = chart(frozen, l, a),
        .plot_title = plot_title(frozen, l, a),
        .below = frozen->below > 0 ? msg_portal_below(l, a, frozen->below) : NULL,
        .weights = weights(frozen, l, a),
        .drawn = frozen->drawn,
        .provisional = frozen->provisional,
        .legend = level_legend(l, a),
        .plan = msg_portal_plan(l, a, llround(100 * frozen->plan_share)),
        .pairs = pairs(frozen, l, a),
        .ask = ask_all(frozen, a),
    };
    portal_verdict(frozen, l, a, &view.verdict, &view.verdict_more);
    TRY(cards(req, f, &view, typed, e));
    TRY(status_link(req, f, &view.status, e));
    TRY(list_terms(req, f->share->vacancy_id, f->share->request_id, &view.until, e));
    if (typed->error_reason != NULL)
        form_error(&view.errors, arena_printf(a, "reason-%s", typed->code), typed->error_reason);
    if (typed->error_comment != NULL)
        form_error(&view.errors,
                   arena_printf(a, "%s-%s", typed->verdict == CHOICE_NO ? "why" : "question", typed->code),
                   typed->error_comment);
    if (view.errors.n > 0)
        page_error(&view.page, req, frozen->title);
    req->trace.kind = "client.shortlist";
    req->trace.object = f->share->vacancy_id;
    tpl_client_portal(reply_html(req, status), &view);
    return OK;
}

enum errc client_portal(struct request *req, struct err *e) {
    struct portal_facts f = { 0 };
    TRY(portal_read(req, &f, e));
    struct portal_typed none = { .code = NULL };
    return portal_show(req, &f, 200, &none, e);
}

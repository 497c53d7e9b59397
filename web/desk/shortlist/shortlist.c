/* GET /desk/vacancies/{id}/shortlist: who stands where, why, and what other weights would change. */
#include "web/desk/shortlist/shortlist.h"

#include <math.h>
#include <string.h>

#include "assessments/stat.h"
#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/desk.h"
#include "gen/tpl/desk_shortlist.h"
#include "web/desk/next_step.h"
#include "web/desk/parts.h"
#include "web/desk/shortlist_pages.h"
#include "web/flows/share_changes.h"
#include "web/flows/standings_due.h"
#include "web/kit/format.h"
#include "web/kit/states.h"

/* A gap below this is no border that a reader could rely on. */
#define GAP_WORTH_SAYING 2.5
/* Reliability below which fine order is not to be had (METHOD.md §6). */
#define RELIABILITY_FINE .80

/* Reading ------------------------------------------------------------------------------------------------ */

/* "K-114,K-052" of the query. */
static void read_why(struct shortlist_page *p) {
    const char *why = form_get(&p->req->form, "why"), *comma = strchr(why, ',');
    p->why_a = p->why_b = SHORTLIST_NONE;
    if (comma == NULL)
        return;
    size_t a = shortlist_find(&p->list, arena_strndup(p->req->arena, why, (size_t)(comma - why)));
    size_t b = shortlist_find(&p->list, comma + 1);
    if (a == SHORTLIST_NONE || b == SHORTLIST_NONE || a == b)
        return;
    if (p->ranked.persons[a].state == RANK_PLACED && p->ranked.persons[b].state == RANK_PLACED) {
        p->why_a = a;
        p->why_b = b;
    }
}

/* Which decision the list is asked for. */
static const char *read_filter(const struct shortlist_page *p) {
    const char *asked = form_get(&p->req->form, "d");
    for (enum decision_outcome o = 0; o <= DECISION_OUTCOME__MAX; o++)
        if (strcmp(shortlist_filter_word(o), asked) == 0)
            return shortlist_filter_word(o);
    return "";
}

/* A code as people type it, "к114" or "K‑114", as it is stored: its digits count. */
static const char *read_code(const char *typed, struct arena *a) {
    const char *digits = typed + strcspn(typed, "0123456789");
    size_t n = strspn(digits, "0123456789");
    return n > 0 ? arena_printf(a, "K-%.*s", (int)n, digits) : "";
}

static size_t read_number(const struct shortlist_page *p, const char *name) {
    int64_t v = 0;
    return text_i64(form_get(&p->req->form, name), 0, 1000000, &v) == OK ? (size_t)v : 0;
}

static enum errc read_decisions(struct shortlist_page *p, struct err *e) {
    struct arena *a = p->req->arena;
    struct q_short_decisions_rows rows = { 0 };
    TRY(q_short_decisions(p->req->db, p->list.pool.vacancy_id, a, &rows, e));
    const char **v = ARENA_ARRAY(a, p->list.pool.persons_n, const char *);
    enum decision_outcome *outcomes = ARENA_ARRAY(a, p->list.pool.persons_n, enum decision_outcome);
    for (size_t i = 0; i < p->list.pool.persons_n; i++)
        outcomes[i] = DECISION_OUTCOME__MAX;
    for (size_t k = 0; k < rows.n; k++)
        for (size_t i = 0; i < p->list.pool.persons_n; i++)
            if (p->list.pool.applications[i] == rows.v[k].application_id) {
                outcomes[i] = decision_outcome_of_word(rows.v[k].outcome); /* the latest comes last */
                v[i] = decision_state(outcomes[i], p->req->lang, a);
            }
    p->decisions = v;
    p->outcomes = outcomes;
    return OK;
}

/* The client's latest verdict on each person, a question where there is none; how many the recruiter has not seen. */
static enum errc read_choices(struct shortlist_page *p, int64_t *ret_unread, struct err *e) {
    struct arena *a = p->req->arena;
    struct q_short_choices_rows rows = { 0 };
    TRY(q_short_choices(p->req->db, p->list.pool.vacancy_id, a, &rows, e));
    const char **v = ARENA_ARRAY(a, p->list.pool.persons_n, const char *);
    for (size_t k = rows.n; k-- > 0;) { /* the newest comes first */
        *ret_unread += !rows.v[k].has_read_at;
        size_t i = shortlist_find(&p->list, rows.v[k].code);
        enum choice_verdict verdict = choice_verdict_of_word(rows.v[k].verdict);
        if (i != SHORTLIST_NONE && (verdict != CHOICE_QUESTION || v[i] == NULL || *v[i] == '\0'))
            v[i] = choice_word(verdict, p->req->lang, a);
    }
    p->choices = v;
    return OK;
}

static void lay_out(struct shortlist_page *p) {
    double lo = 100, hi = 0;
    for (size_t k = 0; k < p->ranked.placed_n; k++) {
        const struct rank_person *r = &p->ranked.persons[p->order[k]];
        struct interval range = interval_of(r->composite, r->se, STAT_Z80);
        lo = fmin(lo, range.lo);
        hi = fmax(hi, range.hi);
    }
    p->axis = chart_axis_of(fmin(lo, hi), hi);
    p->cuts = shortlist_cuts(&p->ranked, p->list.pool.persons_n, p->req->arena);
    p->frame = chart_bands(p->req->lang, p->req->arena, p->axis, p->cuts,
                           p->ranked.bands_n > 0 ? p->ranked.bands_n - 1 : 0);
}

/* Title and notes ---------------------------------------------------------------------------------------- */

static const char *who_text(enum lang lang, struct arena *a, size_t n) {
    static const char *(*const WORDS[])(enum lang, struct arena *) = {
        msg_shortlist_who_2, msg_shortlist_who_3, msg_shortlist_who_4,
        msg_shortlist_who_5, msg_shortlist_who_6, msg_shortlist_who_7,
    };
    return n >= 2 && n <= 7 ? WORDS[n - 2](lang, a) : msg_shortlist_who_many(lang, a, (int64_t)n);
}

/* How many are in the first band, and how far below it the second begins. */
static size_t first_band(const struct shortlist_page *p, double *ret_gap) {
    size_t n = 0;
    double lowest = HUGE_VAL, next = -HUGE_VAL;
    for (size_t k = 0; k < p->ranked.placed_n; k++) {
        const struct rank_person *r = &p->ranked.persons[p->order[k]];
        n += r->band == 1;
        if (r->band == 1)
            lowest = fmin(lowest, r->composite);
        else
            next = fmax(next, r->composite);
    }
    *ret_gap = isfinite(next) ? round(lowest) - round(next) : 0;
    return n;
}

/* The finding. */
static const char *title_of(const struct shortlist_page *p) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    double gap = 0;
    size_t n = first_band(p, &gap);
    if (p->ranked.placed_n == 0)
        return msg_shortlist_title_none(lang, a);
    if (p->ranked.placed_n == 1)
        return msg_shortlist_title_alone(lang, a);
    if (p->ranked.bands_n == 1)
        return msg_shortlist_title_equal(lang, a, (int64_t)n);
    const char *tail = gap > GAP_WORTH_SAYING ? msg_shortlist_gap(lang, a, llround(gap))
                                              : msg_shortlist_gap_small(lang, a);
    if (n == 1)
        return msg_shortlist_title_one(lang, a, format_code(a, p->list.pool.codes[p->order[0]]), tail);
    return msg_shortlist_title_first(lang, a, who_text(lang, a, n), tail);
}

static const char *frame_words(const struct shortlist_page *p) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    const char *all = "";
    for (size_t b = 0; b + 1 < p->ranked.bands_n; b++)
        all = arena_printf(a, "%s%s%s", all, b > 0 ? "; " : "", format_decimal(lang, a, p->cuts[b], 1));
    return *all != '\0' ? msg_shortlist_cuts(lang, a, all) : msg_shortlist_no_cuts(lang, a);
}

/* Names of the weighted requirements that nothing of this stage measures. */
static const char *gaps_of(const struct shortlist_page *p) {
    const char *all = "";
    for (size_t c = 0; c < p->list.pool.components_n; c++)
        if (p->in.plan != NULL && p->in.plan[c] == 0)
            all = arena_printf(p->req->arena, "%s%s%s", all, *all != '\0' ? ", " : "",
                               shortlist_small(p->list.names[c], p->req->arena));
    return all;
}

/* How little is known: said beside the list, not in a manual. */
static struct text_list limits_of(const struct shortlist_page *p) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    const char **v = ARENA_ARRAY(a, 7, const char *);
    size_t n = 0;
    int64_t measured = llround(p->ranked.plan_share * 100);
    v[n++] = measured < 100 ? msg_shortlist_limit_plan(lang, a, measured, gaps_of(p))
                            : msg_shortlist_limit_plan_all(lang, a);
    v[n++] = p->ranked.kelley
                 ? msg_shortlist_limit_kelley(lang, a, (int64_t)p->ranked.placed_n,
                                              format_decimal(lang, a, p->ranked.mean, 1))
             : p->list.pool.in.kelley_from == SIZE_MAX
                 ? msg_shortlist_limit_raw(lang, a)
                 : msg_shortlist_limit_no_kelley(lang, a, RANK_KELLEY_FROM);
    if (p->ranked.reliability < RELIABILITY_FINE && p->ranked.placed_n > 1)
        v[n++] = msg_shortlist_limit_reliability(lang, a, format_decimal(lang, a, p->ranked.reliability, 2));
    v[n++] = msg_shortlist_limit_keys(lang, a);
    v[n++] = msg_shortlist_limit_judgement(lang, a);
    v[n++] = msg_shortlist_limit_norms(lang, a);
    v[n++] = msg_shortlist_limit_person(lang, a);
    return (struct text_list){ v, n };
}

static const char *lead_of(const struct shortlist_page *p, const struct q_short_counts_row *counts) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    const char *lead = msg_shortlist_lead_done(lang, a, counts->done_n, format_int(lang, a, counts->all_n));
    int64_t placed = (int64_t)p->ranked.placed_n;
    if (placed > 0 && placed < counts->done_n)
        lead = arena_printf(a, "%s %s", lead, msg_shortlist_lead_places(lang, a, placed,
                                                                        format_int(lang, a, counts->done_n - placed)));
    if (counts->testing_n > 0)
        lead = arena_printf(a, "%s %s", lead, msg_shortlist_lead_testing(lang, a, counts->testing_n));
    if (counts->withdrawn_n > 0)
        lead = arena_printf(a, "%s %s", lead, msg_shortlist_lead_withdrawn(lang, a, counts->withdrawn_n));
    if (p->list.version != NULL)
        lead = arena_printf(a, "%s %s", lead,
                            msg_shortlist_lead_version(lang, a, format_int(lang, a, p->list.version->version),
                                                       format_date(lang, a, p->list.version->published_at)));
    return lead;
}

/* People whom the stored list does not count as they are now: no standing yet, or a must-have decided since. */
static size_t not_counted(const struct shortlist_page *p) {
    size_t n = p->list.waiting_n;
    for (size_t i = 0; i < p->list.pool.persons_n; i++) {
        enum rank_state state = p->list.approved.persons[i].state;
        n += state != RANK_NOTHING && (p->list.pool.in.apart[i] != 0) != (state == RANK_APART);
    }
    return n;
}

/* That the list is of an earlier moment, and when it will be of now. */
static enum errc set_waiting(const struct shortlist_page *p, struct shortlist_view *view, struct err *e) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    struct standings_due due = { .due = false };
    if (p->list.version == NULL)
        return OK;
    TRY(standings_due(p->req->db, p->list.pool.vacancy_id, a, &due, e));
    size_t n = not_counted(p);
    if (!due.due && n == 0)
        return OK;
    const char *at = due.computed_at > 0 ? format_moment(lang, a, due.computed_at) : msg_shortlist_never(lang, a);
    view->waiting = n > 0 ? msg_shortlist_waiting(lang, a, at, format_int(lang, a, (int64_t)n))
                          : msg_shortlist_waiting_soon(lang, a, at);
    view->waiting_next = due.failed ? msg_shortlist_waiting_failed(lang, a, format_moment(lang, a, due.retry_at))
                                    : msg_shortlist_waiting_next(lang, a);
    return OK;
}

const char *share_change_text(const struct share_change *c, enum lang lang, struct arena *a) {
    const char *code = format_code(a, c->code);
    return c->kind == SHARE_WITHDREW ? msg_share_withdrew(lang, a, code)
           : c->kind == SHARE_UNMET  ? msg_share_unmet(lang, a, code, c->must)
                                     : msg_share_declined(lang, a, code);
}

enum errc share_changes_read(const struct request *req, int64_t vacancy_id, struct text_list *ret, struct err *e) {
    struct share_changes changes = { .n = 0 };
    TRY(share_changes(req->db, vacancy_id, req->arena, &changes, e));
    const char **v = ARENA_ARRAY(req->arena, changes.n, const char *);
    for (size_t i = 0; i < changes.n; i++)
        v[i] = share_change_text(&changes.v[i], req->lang, req->arena);
    *ret = (struct text_list){ v, changes.n };
    return OK;
}

/* The page ------------------------------------------------------------------------------------------------ */

static void set_links(const struct shortlist_page *p, int64_t unread, struct shortlist_view *view) {
    struct arena *a = p->req->arena;
    long long id = (long long)view->vacancy_id;
    view->vacancy_href = arena_printf(a, "/desk/vacancies/%lld", id);
    view->compare_href = arena_printf(a, "/desk/vacancies/%lld/compare", id);
    view->share_href = arena_printf(a, "/desk/vacancies/%lld/share", id);
    view->people_href = arena_printf(a, "/desk/vacancies/%lld/invitations", id);
    if (unread > 0) {
        view->news = msg_shortlist_news(p->req->lang, a, unread);
        view->news_href = arena_printf(a, "%s#choices", view->share_href);
    }
}

/* Everybody, or those with one decision; nothing to choose before the first decision. */
static struct filter_links filters_of(const struct shortlist_page *p) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    enum { N = DECISION_OUTCOME__MAX + 2 }; /* everybody, each outcome, undecided */
    int64_t counts[N] = { (int64_t)p->list.pool.persons_n };
    for (size_t i = 0; i < p->list.pool.persons_n; i++)
        counts[1 + p->outcomes[i]]++;
    struct filter_link *v = ARENA_ARRAY(a, N, struct filter_link);
    size_t n = 0;
    for (size_t f = 0; f < N; f++) {
        enum decision_outcome outcome = f > 0 ? (enum decision_outcome)(f - 1) : DECISION_OUTCOME__MAX;
        const char *word = f > 0 ? shortlist_filter_word(outcome) : "";
        const char *label = f == 0 ? msg_shortlist_all(lang, a) : f + 1 == N ? msg_shortlist_undecided(lang, a)
                                                                             : decision_state(outcome, lang, a);
        if (f > 0 && counts[f] == 0)
            continue;
        v[n++] = (struct filter_link){ .href = arena_printf(a, "/desk/vacancies/%lld/shortlist%s%s",
                                                            (long long)p->list.pool.vacancy_id, f > 0 ? "?d=" : "", word),
                                       .label = arena_printf(a, "%s\u00a0%s", label, format_int(lang, a, counts[f])),
                                       .here = strcmp(word, p->filter) == 0 };
    }
    return (struct filter_links){ v, n > 2 ? n : 0 };
}

/* A code that was typed leads to its page. */
static enum errc find_code(struct shortlist_page *p, struct shortlist_view *view, bool *ret_found, struct err *e) {
    struct arena *a = p->req->arena;
    const struct q_short_application_row *who = NULL;
    view->find = form_get(&p->req->form, "find");
    if (*view->find == '\0')
        return OK;
    const char *code = read_code(view->find, a);
    TRY(q_short_application(p->req->db, code, a, &who, e));
    *ret_found = who != NULL && who->vacancy_id == p->list.pool.vacancy_id;
    if (*ret_found)
        reply_redirect(p->req, arena_printf(a, "/desk/applications/%s", code));
    else
        view->find_none = msg_shortlist_find_none(p->req->lang, a, view->find);
    return OK;
}

static void fill(const struct shortlist_page *p, const struct q_short_counts_row *counts,
                 struct shortlist_view *view) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    view->lead = lead_of(p, counts);
    view->trial = p->trial;
    view->ranked = p->ranked.placed_n > 1;
    view->alone = p->ranked.placed_n == 1;
    view->frame = p->frame;
    view->frame_words = frame_words(p);
    view->caption = p->trial ? msg_shortlist_caption_trial(lang, a) : msg_shortlist_caption(lang, a);
    view->note = p->trial ? msg_shortlist_note_trial(lang, a) : msg_shortlist_note(lang, a);
    view->filters = filters_of(p);
    view->groups = shortlist_groups(p);
    view->apart = shortlist_outside(p, RANK_APART);
    view->thin = shortlist_outside(p, RANK_THIN);
    view->nothing = shortlist_outside(p, RANK_NOTHING);
    view->weights = shortlist_weights(p);
    view->limits = limits_of(p);
    if (p->list.pool.persons_n > 0)
        return;
    const struct next_facts facts = { .state = p->list.vacancy->state, .people_n = counts->all_n - counts->withdrawn_n,
                                      .completed_n = counts->done_n };
    struct next_step step = desk_next_step(&facts, lang, a);
    view->next_href = arena_printf(a, "%s%s", view->vacancy_href, step.tail);
    view->next_label = step.label;
    view->empty_title = p->list.version == NULL ? msg_shortlist_empty_draft(lang, a) : msg_shortlist_empty(lang, a);
    view->empty_text = msg_shortlist_empty_counts(lang, a, format_int(lang, a, counts->all_n),
                                                  format_int(lang, a, counts->begun_n));
}

enum errc shortlist_page(struct request *req, struct err *e) {
    struct arena *a = req->arena;
    struct shortlist_page *p = ARENA_NEW(a, struct shortlist_page);
    p->req = req;
    int64_t vacancy_id = 0, unread = 0;
    if (text_i64(req->params[0], 1, INT64_C(1) << 53, &vacancy_id) != OK)
        return ERR(e, E_NOT_FOUND, "no such vacancy");
    TRY(shortlist_read(req->db, req->app, vacancy_id, req->lang, a, &p->list, e));
    const struct q_short_counts_row *counts = NULL;
    const struct q_desk_vacancy_row *v = NULL;
    TRY(q_short_counts(req->db, vacancy_id, a, &counts, e));
    shortlist_weigh(p);
    read_why(p);
    p->band = read_number(p, "band");
    p->from = read_number(p, "from");
    p->filter = read_filter(p);
    TRY(read_decisions(p, e));
    TRY(read_choices(p, &unread, e));
    lay_out(p);
    struct shortlist_view *view = ARENA_NEW(a, struct shortlist_view);
    bool found = false;
    TRY(find_code(p, view, &found, e));
    if (found)
        return OK;
    view->title = title_of(p);
    view->page = page_of(req, CHROME_DESK,
                         msg_shortlist_head(req->lang, a, p->list.vacancy->title, p->list.vacancy->client_name),
                         "vacancies");
    view->vacancy_id = vacancy_id;
    view->vacancy_title = p->list.vacancy->title;
    view->client = p->list.vacancy->client_name;
    TRY(q_desk_vacancy(req->db, vacancy_id, a, &v, e));
    if (v == NULL)
        return ERR(e, E_NOT_FOUND, "no such vacancy");
    struct vacancy_head *head = ARENA_NEW(a, struct vacancy_head);
    *head = desk_head(req, v, "shortlist");
    view->head = head;
    set_links(p, unread, view);
    TRY(share_changes_read(req, vacancy_id, &view->changed, e));
    TRY(set_waiting(p, view, e));
    fill(p, counts, view);
    tpl_desk_shortlist(reply_html(req, 200), view);
    return OK;
}

/* Rows of the list: bands with their people, and the sections of those who have no place. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assessments/explain.h"
#include "assessments/stat.h"
#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "web/desk/shortlist/shortlist.h"
#include "web/flows/shortlist_must.h"
#include "web/kit/format.h"
#include "web/kit/states.h"

/* Above so many people the search for a change of weights would take too long for a page. */
enum { CHANGES_PEOPLE = 400, OUTSIDE_ROWS = 50 };

static struct arena *arena_of(const struct shortlist_page *p) {
    return p->req->arena;
}

/* Bands -------------------------------------------------------------------------------------------------- */

/* "1–3", "4": a whole range of places. */
static const char *places(enum lang lang, struct arena *a, size_t lo, size_t hi) {
    return lo == hi ? format_int(lang, a, (int64_t)lo) : format_range(lang, a, (double)lo, (double)hi);
}

const char *shortlist_places(size_t lo, size_t hi, enum lang lang, struct arena *a) {
    return lo == hi ? msg_shortlist_at_place(lang, a, places(lang, a, lo, hi))
                    : msg_shortlist_at_places(lang, a, places(lang, a, lo, hi));
}

/* One row ------------------------------------------------------------------------------------------------ */

/* In a trial: into another band than in the approved list. Inside a band all are equals, so nobody moves. */
static void set_moved(const struct shortlist_page *p, size_t i, struct shortlist_row *row) {
    const struct rank_person *approved = &p->list.approved.persons[i], *now = &p->ranked.persons[i];
    if (!p->trial || approved->state != RANK_PLACED || approved->band == now->band)
        return;
    bool up = now->band < approved->band;
    const char *was = format_int(p->req->lang, arena_of(p), (int64_t)approved->band);
    row->moved = up ? "▲" : "▼";
    row->moved_words = up ? msg_shortlist_moved_up(p->req->lang, arena_of(p), was)
                          : msg_shortlist_moved_down(p->req->lang, arena_of(p), was);
}

static const char *line_text(const struct shortlist_page *p, const struct explain_line *line, bool first) {
    struct arena *a = arena_of(p);
    const char *name = p->list.names[line->component];
    return arena_printf(a, "%s\u00a0%s", first ? name : shortlist_small(name, a),
                        format_signed(p->req->lang, a, line->points, 1));
}

static void set_reasons(const struct shortlist_page *p, size_t i, struct shortlist_row *row) {
    struct explain_person e = explain_person(&p->in, &p->ranked, i);
    struct arena *a = arena_of(p);
    for (size_t k = 0; k < e.strongest_n; k++)
        row->strong = k == 0 ? line_text(p, &e.strongest[k], true)
                             : arena_printf(a, "%s, %s", row->strong, line_text(p, &e.strongest[k], false));
    if (e.has_weakest)
        row->weak = line_text(p, &e.weakest, row->strong == NULL);
}

static void set_must(const struct shortlist_page *p, size_t i, struct shortlist_row *row) {
    struct arena *a = arena_of(p);
    enum lang lang = p->req->lang;
    struct shortlist_gates gates = shortlist_gates(&p->list, i);
    size_t confirmed = shortlist_must_count(&p->list, i, MUST_CONFIRMED);
    row->unfit = shortlist_must_list(&p->list, i, MUST_ANSWER_FAILS, a);
    row->check = shortlist_must_list(&p->list, i, MUST_UNVERIFIED, a);
    row->below = shortlist_minimum_list(&p->list, i, REQUIREMENT_NOT_MET, a);
    row->border = shortlist_minimum_list(&p->list, i, REQUIREMENT_UNCERTAIN, a);
    row->must_class = gates.failed > 0 || row->unfit != NULL ? "err" : gates.open > 0 ? "warn" : "";
    if (confirmed > 0)
        row->confirmed = msg_shortlist_must_confirmed(lang, a, (int64_t)confirmed);
    row->must = p->list.gates_n == 0
                    ? msg_shortlist_must_none(lang, a)
                    : msg_shortlist_must(lang, a, (int64_t)gates.met, (int64_t)p->list.gates_n);
    row->data = msg_shortlist_data(lang, a, llround(p->ranked.persons[i].coverage * 100));
}

static const char *application_href(const struct shortlist_page *p, size_t i, const char *tail) {
    return arena_printf(arena_of(p), "/desk/applications/%s%s", p->list.pool.codes[i], tail);
}

static struct why_view open_why(const struct shortlist_page *p) {
    bool changes = p->list.pool.persons_n <= CHANGES_PEOPLE;
    struct why_view why = shortlist_why(&p->list, &p->in, &p->ranked, p->why_a, p->why_b, changes, p->req->lang,
                                        arena_of(p));
    why.close_href = shortlist_href(p, NULL, NULL, p->band, p->from);
    return why;
}

/* Whom a row is compared with by its link: the leader of its band; the leader, with the next one in it. */
static size_t rival(const struct shortlist_page *p, size_t i) {
    size_t n = p->list.pool.persons_n, band = p->ranked.persons[i].band;
    size_t leader = shortlist_leader(&p->ranked, n, band);
    if (leader != i)
        return leader;
    size_t best = SHORTLIST_NONE;
    for (size_t k = 0; k < n; k++)
        if (k != i && p->ranked.persons[k].state == RANK_PLACED && p->ranked.persons[k].band == band &&
            (best == SHORTLIST_NONE || p->ranked.persons[k].composite > p->ranked.persons[best].composite))
            best = k;
    return best != SHORTLIST_NONE ? best : shortlist_leader(&p->ranked, n, band + 1);
}

static struct shortlist_row row_of(const struct shortlist_page *p, size_t i, const char *band_places) {
    struct arena *a = arena_of(p);
    enum lang lang = p->req->lang;
    const struct rank_person *r = &p->ranked.persons[i];
    struct interval range = interval_of(r->composite, r->se, STAT_Z80);
    const char *code = p->list.pool.codes[i];
    struct shortlist_row row = {
        .code = code,
        .label = format_code(a, code),
        .href = application_href(p, i, ""),
        .place = p->trial ? band_places : places(lang, a, r->place_lo, r->place_hi),
        .score = format_decimal(lang, a, r->composite, 0),
        .range = format_range(lang, a, range.lo, range.hi),
        .plot = chart_interval(a, p->axis, &p->frame, r->composite, r->se, false),
        .decision = p->decisions[i],
        .choice = p->choices[i],
    };
    row.plot.me = r->band == 1 && p->ranked.bands_n > 1;
    set_moved(p, i, &row);
    set_reasons(p, i, &row);
    set_must(p, i, &row);
    size_t other = rival(p, i);
    if (other != SHORTLIST_NONE)
        row.why_href = shortlist_href(p, code, p->list.pool.codes[other], p->band, p->from);
    row.why_label = other != SHORTLIST_NONE && p->ranked.persons[other].band == r->band ? msg_shortlist_differs(lang, a)
                                                                                       : msg_shortlist_why(lang, a);
    return row;
}

/* Groups ------------------------------------------------------------------------------------------------- */

/* People [from, to) of the list are one band; rows[n] of them are kept by the filter. */
struct stretch {
    size_t from, to, band;
    const size_t *rows;
    size_t n;
};

bool shortlist_keeps(const struct shortlist_page *p, size_t person) {
    return *p->filter == '\0' || strcmp(shortlist_filter_word(p->outcomes[person]), p->filter) == 0;
}

const char *shortlist_filter_word(enum decision_outcome outcome) {
    return outcome < DECISION_OUTCOME__MAX ? decision_outcome_word(outcome) : "none";
}

/* Is the open pair that of the leaders of this band and the next? */
static bool teaser_open(const struct shortlist_page *p, size_t leader, size_t next) {
    return p->why_a != SHORTLIST_NONE && ((p->why_a == leader && p->why_b == next) ||
                                          (p->why_a == next && p->why_b == leader));
}

static void set_teaser(const struct shortlist_page *p, const struct stretch *s, struct shortlist_group *g) {
    size_t n = p->list.pool.persons_n;
    size_t leader = shortlist_leader(&p->ranked, n, s->band), next = shortlist_leader(&p->ranked, n, s->band + 1);
    if (leader == SHORTLIST_NONE || next == SHORTLIST_NONE)
        return;
    struct arena *a = arena_of(p);
    const char *upper = p->list.pool.codes[leader], *lower = p->list.pool.codes[next];
    g->has_teaser = true;
    g->why_open = teaser_open(p, leader, next);
    if (g->why_open)
        g->why = open_why(p);
    g->teaser = (struct why_teaser){
        .text = shortlist_why_short(&p->in, &p->ranked, &p->list, leader, next, p->req->lang, a),
        .href = shortlist_href(p, upper, lower, p->band, p->from),
        .label = msg_why_title(p->req->lang, a, format_code(a, upper), format_code(a, lower)),
    };
}

/* Links to the rest of a band that does not fit, or is folded. */
static void set_more(const struct shortlist_page *p, const struct stretch *s, size_t from, size_t shown,
                     struct shortlist_group *g) {
    struct arena *a = arena_of(p);
    size_t left = s->n - from - shown;
    size_t next = left < SHORTLIST_BAND_ROWS ? left : SHORTLIST_BAND_ROWS;
    if (left > 0) {
        g->more_href = arena_printf(a, "%s#band-%zu", shortlist_href(p, NULL, NULL, s->band, from + shown), s->band);
        g->more = msg_shortlist_more(p->req->lang, a, (int64_t)next, (int64_t)left);
    }
    if (from > 0) {
        size_t before = from > SHORTLIST_BAND_ROWS ? from - SHORTLIST_BAND_ROWS : 0;
        g->back_href = arena_printf(a, "%s#band-%zu", shortlist_href(p, NULL, NULL, s->band, before), s->band);
        g->back = msg_shortlist_back(p->req->lang, a);
    }
}

static struct shortlist_group group_of(const struct shortlist_page *p, const struct stretch *s, size_t from,
                                       size_t shown, bool teaser) {
    struct arena *a = arena_of(p);
    enum lang lang = p->req->lang;
    const char *band_places = places(lang, a, s->from + 1, s->to);
    struct shortlist_row *rows = ARENA_ARRAY(a, shown, struct shortlist_row);
    struct shortlist_group g = { .number = (int64_t)s->band,
                                 .name = msg_shortlist_group(lang, a, format_int(lang, a, (int64_t)s->band)),
                                 .note = s->to - s->from == 1 ? msg_shortlist_place(lang, a, band_places)
                                                              : msg_shortlist_places(lang, a, band_places),
                                 .strip = { .frame = &p->frame },
                                 .rows = { rows, shown } };
    if (teaser)
        set_teaser(p, s, &g);
    for (size_t k = 0; k < shown; k++) {
        size_t i = s->rows[from + k];
        rows[k] = row_of(p, i, band_places);
        rows[k].why_open = p->why_a == i && !g.why_open;
        rows[k].split = rows[k].why_open;
        if (rows[k].why_open)
            rows[k].why = open_why(p);
    }
    set_more(p, s, from, shown, &g);
    return g;
}

struct shortlist_groups shortlist_groups(const struct shortlist_page *p) {
    struct arena *a = arena_of(p);
    struct shortlist_group *v = ARENA_ARRAY(a, p->ranked.bands_n, struct shortlist_group);
    size_t n = 0, at = 0;
    size_t *kept = ARENA_ARRAY(a, p->ranked.placed_n, size_t);
    bool whole = p->ranked.placed_n <= SHORTLIST_OPEN_ROWS || *p->filter != '\0';
    while (at < p->ranked.placed_n) {
        struct stretch s = { .from = at, .band = p->ranked.persons[p->order[at]].band };
        s.rows = kept + at;
        for (s.to = at; s.to < p->ranked.placed_n && p->ranked.persons[p->order[s.to]].band == s.band; s.to++)
            if (shortlist_keeps(p, p->order[s.to]))
                kept[at + s.n++] = p->order[s.to];
        at = s.to;
        if (s.n == 0)
            continue;
        size_t from = p->band == s.band && p->from < s.n ? p->from : 0;
        size_t shown = s.n - from < SHORTLIST_BAND_ROWS ? s.n - from : SHORTLIST_BAND_ROWS;
        if (!whole && s.band != 1 && p->band != s.band)
            shown = 0; /* folded: the first band is what the page of a long list is for */
        v[n++] = group_of(p, &s, from, shown, s.to < p->ranked.placed_n);
    }
    return (struct shortlist_groups){ v, n };
}

/* Without a place ------------------------------------------------------------------------------------------ */

static const char *outside_reason(const struct shortlist_page *p, size_t i) {
    struct arena *a = arena_of(p);
    const struct rank_person *r = &p->ranked.persons[i];
    if (r->state == RANK_THIN)
        return msg_shortlist_thin_row(p->req->lang, a, llround(r->coverage * 100));
    struct shortlist_gates gates = shortlist_gates(&p->list, i);
    return gates.first_failed != SHORTLIST_NONE ? shortlist_gate_text(&p->list, gates.first_failed)
                                                : msg_shortlist_nothing_row(p->req->lang, a);
}

/* With its interval: nobody without a place stands by a bare number. */
static const char *outside_score(const struct shortlist_page *p, size_t i) {
    const struct rank_person *r = &p->ranked.persons[i];
    struct interval range = interval_of(r->composite, r->se, STAT_Z80);
    return arena_printf(arena_of(p), "%s (%s)", format_decimal(p->req->lang, arena_of(p), r->composite, 0),
                        format_range(p->req->lang, arena_of(p), range.lo, range.hi));
}

struct outside_view shortlist_outside(const struct shortlist_page *p, enum rank_state state) {
    struct arena *a = arena_of(p);
    enum lang lang = p->req->lang;
    struct outside_row *v = ARENA_ARRAY(a, OUTSIDE_ROWS, struct outside_row);
    size_t n = 0, all = 0;
    for (size_t i = 0; i < p->list.pool.persons_n; i++) {
        bool waiting = p->list.approved.persons[i].state == RANK_NOTHING && p->list.pool.persons_n > 0 &&
                       p->ranked.persons[i].state != RANK_NOTHING;
        if (p->ranked.persons[i].state != state || waiting || !shortlist_keeps(p, i) || all++ >= OUTSIDE_ROWS)
            continue;
        struct shortlist_gates gates = shortlist_gates(&p->list, i);
        v[n++] = (struct outside_row){
            .code = p->list.pool.codes[i],
            .label = format_code(a, p->list.pool.codes[i]),
            .href = application_href(p, i, ""),
            .check_href = application_href(p, i, "#must"),
            .score = shortlist_has_score(&p->ranked.persons[i]) ? outside_score(p, i) : "–",
            .reason = outside_reason(p, i),
            .decision = p->decisions[i],
            .must = p->list.gates_n == 0 ? ""
                                         : msg_shortlist_must(lang, a, (int64_t)gates.met, (int64_t)p->list.gates_n),
        };
    }
    struct outside_view view = { .rows = { v, n }, .note = msg_shortlist_people(lang, a, (int64_t)all) };
    if (all > n)
        view.more = msg_shortlist_outside_more(lang, a, (int64_t)(all - n));
    return view;
}

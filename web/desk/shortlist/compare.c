/* GET /desk/vacancies/{id}/compare?c=…&c=…: requirements in the order of the instruction, people by code. */
#include "web/desk/shortlist/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assessments/stat.h"
#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/desk.h"
#include "gen/tpl/desk_compare.h"
#include "web/desk/parts.h"
#include "web/desk/shortlist_pages.h"
#include "web/kit/format.h"

/* The search for what would change a place is made for one pair only, in a pool of a human size. */
enum { CHANGES_PEOPLE = 400 };

struct comparison {
    struct request *req;
    struct shortlist list;
    size_t people[COMPARE_MAX]; /* rows of the pool, by code */
    size_t n;
    bool too_many;
};

static int compare_codes(const void *x, const void *y, void *codes) {
    const char *const *all = codes;
    return strcmp(all[*(const size_t *)x], all[*(const size_t *)y]);
}

/* The people that the query names: in the pool, with a composite, each once. */
static void read_people(struct comparison *c) {
    const struct form *form = &c->req->form;
    for (size_t i = 0; i < form->n; i++) {
        size_t person = shortlist_find(&c->list, form->values[i].value);
        if (person == SHORTLIST_NONE || c->list.approved.persons[person].state == RANK_NOTHING)
            continue;
        bool there = false;
        for (size_t k = 0; k < c->n; k++)
            there = there || c->people[k] == person;
        if (there)
            continue;
        c->too_many = c->too_many || c->n == COMPARE_MAX;
        if (c->n < COMPARE_MAX)
            c->people[c->n++] = person;
    }
    qsort_r(c->people, c->n, sizeof *c->people, compare_codes, (void *)(uintptr_t)c->list.pool.codes);
}

static const struct rank_person *rank_of(const struct comparison *c, size_t k) {
    return &c->list.approved.persons[c->people[k]];
}

/* Rows ----------------------------------------------------------------------------------------------------- */

static struct compare_cell cell_of(const struct comparison *c, size_t component, size_t k,
                                   const struct chart_frame *levels) {
    static const struct chart_axis WHOLE = { 0, 100 };
    const struct pool *pool = &c->list.pool;
    struct arena *a = c->req->arena;
    double shown = 0;
    struct estimate told = pool_told(pool, component, c->people[k], &shown);
    struct compare_cell cell = { .label = format_code(a, pool->codes[c->people[k]]),
                                 .level = level_cell(c->req->lang, a, told, shown),
                                 .plot = { .frame = levels } };
    if (told.known)
        cell.plot = chart_interval(a, WHOLE, levels, told.value, told.se, true);
    return cell;
}

/* A difference counts above so many of its errors: more people, more pairs to be wrong about. */
static double z_of(const struct comparison *c) {
    return stat_z_of_pairs(c->n, RANK_BAND_Z);
}

/* Requirements that are measured in two people at least. */
static size_t measured_n(const struct comparison *c) {
    size_t n = 0;
    for (size_t i = 0; i < c->list.pool.components_n; i++) {
        size_t known_n = 0;
        for (size_t k = 0; k < c->n; k++)
            known_n += pool_told(&c->list.pool, i, c->people[k], NULL).known;
        n += known_n > 1;
    }
    return n;
}

/* In a requirement it counts above more: as many chances for each pair as requirements. */
static double z_of_requirement(const struct comparison *c) {
    return stat_z_of_many(c->n * (c->n - 1) / 2 * measured_n(c), RANK_BAND_Z);
}

/* Do any two of them differ in a component by more than that? ret_known: two measured. */
static bool differs(const struct comparison *c, size_t component, bool *ret_known) {
    const struct pool *pool = &c->list.pool;
    double z = z_of_requirement(c);
    bool yes = false;
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = i + 1; k < c->n; k++) {
            struct estimate x = pool_told(pool, component, c->people[i], NULL);
            struct estimate y = pool_told(pool, component, c->people[k], NULL);
            if (!x.known || !y.known)
                continue;
            *ret_known = true;
            yes = yes || fabs(x.value - y.value) > z * hypot(x.se, y.se);
        }
    return yes;
}

static struct compare_row row_of(const struct comparison *c, size_t component, const struct chart_frame *levels) {
    struct arena *a = c->req->arena;
    struct compare_cell *cells = ARENA_ARRAY(a, c->n, struct compare_cell);
    for (size_t k = 0; k < c->n; k++)
        cells[k] = cell_of(c, component, k, levels);
    bool known = false;
    struct compare_row row = { .name = c->list.names[component],
                               .weight = llround(c->list.pool.weights[component]),
                               .cells = { cells, c->n } };
    row.differs = differs(c, component, &known);
    row.verdict = !known        ? msg_compare_unknown(c->req->lang, a)
                  : row.differs ? msg_compare_differs(c->req->lang, a)
                                : msg_compare_within(c->req->lang, a);
    return row;
}

/* The page -------------------------------------------------------------------------------------------------- */

static struct compare_person person_of(const struct comparison *c, size_t k) {
    struct arena *a = c->req->arena;
    enum lang lang = c->req->lang;
    const struct rank_person *r = rank_of(c, k);
    struct interval range = interval_of(r->composite, r->se, STAT_Z80);
    const char *code = c->list.pool.codes[c->people[k]];
    bool thin = !shortlist_has_score(r);
    return (struct compare_person){
        .label = format_code(a, code),
        .href = arena_printf(a, "/desk/applications/%s", code),
        .score = thin ? "–" : format_decimal(lang, a, r->composite, 0),
        .range = thin ? msg_compare_thin(lang, a, llround(r->coverage * 100)) : format_range(lang, a, range.lo, range.hi),
        .place = r->state == RANK_PLACED
                     ? msg_compare_place(lang, a, format_int(lang, a, (int64_t)r->band),
                                         shortlist_places(r->place_lo, r->place_hi, lang, a))
                     : msg_compare_no_place(lang, a),
    };
}

static const char *verdict_of(const struct comparison *c) {
    bool same = true;
    for (size_t k = 0; k < c->n; k++)
        same = same && rank_of(c, k)->state == RANK_PLACED && rank_of(c, k)->band == rank_of(c, 0)->band;
    return same ? msg_compare_equal(c->req->lang, c->req->arena) : msg_compare_see(c->req->lang, c->req->arena);
}

/* By which rule a difference counts, in a sentence. */
static const char *note_of(const struct comparison *c) {
    struct arena *a = c->req->arena;
    enum lang lang = c->req->lang;
    const char *z = format_decimal(lang, a, z_of(c), 2), *each = format_decimal(lang, a, z_of_requirement(c), 2);
    if (c->n == 2)
        return msg_compare_note(lang, a, each);
    return msg_compare_note_many(lang, a, (int64_t)(c->n * (c->n - 1) / 2), z, each);
}

/* Every pair; what would change the place only when there is one pair. */
static struct compare_whys whys_of(const struct comparison *c) {
    struct arena *a = c->req->arena;
    struct why_view *v = ARENA_ARRAY(a, COMPARE_MAX * COMPARE_MAX, struct why_view);
    size_t n = 0;
    bool changes = c->n == 2 && c->list.pool.persons_n <= CHANGES_PEOPLE;
    struct rank_in in = c->list.pool.in;
    in.z = z_of(c);
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = i + 1; k < c->n; k++) {
            if (!shortlist_has_score(rank_of(c, i)) || !shortlist_has_score(rank_of(c, k)))
                continue; /* too little is measured to say why */
            v[n] = shortlist_why(&c->list, &in, &c->list.approved, c->people[i], c->people[k], changes,
                                 c->req->lang, a);
            v[n++].compare_href = NULL;
        }
    return (struct compare_whys){ v, n };
}

static void fill(const struct comparison *c, struct compare_view *view) {
    struct arena *a = c->req->arena;
    enum lang lang = c->req->lang;
    size_t n = c->list.pool.components_n, differing = 0;
    view->levels = chart_levels(lang, a);
    struct compare_person *people = ARENA_ARRAY(a, c->n, struct compare_person);
    for (size_t k = 0; k < c->n; k++)
        people[k] = person_of(c, k);
    struct compare_row *rows = ARENA_ARRAY(a, n, struct compare_row);
    for (size_t i = 0; i < n; i++) {
        rows[i] = row_of(c, i, &view->levels);
        differing += rows[i].differs;
    }
    view->people = (struct compare_persons){ people, c->n };
    view->rows = (struct compare_rows){ rows, n };
    view->title = differing > 0 ? msg_compare_title(lang, a, (int64_t)differing, format_int(lang, a, (int64_t)measured_n(c)))
                                : msg_compare_title_none(lang, a);
    view->lead = c->too_many ? msg_compare_too_many(lang, a, COMPARE_MAX) : msg_compare_lead(lang, a);
    view->verdict = verdict_of(c);
    view->note = note_of(c);
    view->legend = level_legend(lang, a);
    view->whys = whys_of(c);
}

enum errc compare_page(struct request *req, struct err *e) {
    struct arena *a = req->arena;
    struct comparison *c = ARENA_NEW(a, struct comparison);
    c->req = req;
    int64_t vacancy_id = 0;
    if (text_i64(req->params[0], 1, INT64_C(1) << 53, &vacancy_id) != OK)
        return ERR(e, E_NOT_FOUND, "no such vacancy");
    TRY(shortlist_read(req->db, req->app, vacancy_id, req->lang, a, &c->list, e));
    read_people(c);
    struct compare_view *view = ARENA_NEW(a, struct compare_view);
    view->page = page_of(req, CHROME_DESK, msg_compare_head(req->lang, a, c->list.vacancy->title), "vacancies");
    view->vacancy_title = c->list.vacancy->title;
    view->client = c->list.vacancy->client_name;
    view->vacancy_href = arena_printf(a, "/desk/vacancies/%lld", (long long)vacancy_id);
    view->list_href = arena_printf(a, "/desk/vacancies/%lld/shortlist", (long long)vacancy_id);
    const struct q_desk_vacancy_row *v = NULL;
    TRY(q_desk_vacancy(req->db, vacancy_id, a, &v, e));
    if (v == NULL)
        return ERR(e, E_NOT_FOUND, "no such vacancy");
    struct vacancy_head *head = ARENA_NEW(a, struct vacancy_head);
    *head = desk_head(req, v, "shortlist");
    view->head = head;
    view->enough = c->n >= COMPARE_MIN;
    view->title = msg_compare_title_few(req->lang, a);
    if (view->enough)
        fill(c, view);
    tpl_desk_compare(reply_html(req, 200), view);
    return OK;
}

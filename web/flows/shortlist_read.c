#include "web/flows/shortlist_read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "web/kit/app.h"
#include "web/kit/states.h"

/* Requirements --------------------------------------------------------------------------------------- */

static void set_requirements(struct shortlist *s, enum lang lang, struct arena *a) {
    const struct pool *pool = &s->pool;
    size_t *row_of = ARENA_ARRAY(a, pool->components_n, size_t);
    const char **names = ARENA_ARRAY(a, pool->components_n, const char *);
    size_t *gates = ARENA_ARRAY(a, s->requirements.n, size_t);
    for (size_t r = 0; r < s->requirements.n; r++) {
        if (requirement_kind_of_word(s->requirements.v[r].kind) == REQUIREMENT_GATE)
            gates[s->gates_n++] = r;
        for (size_t c = 0; c < pool->components_n; c++)
            if (pool->requirements[c] == s->requirements.v[r].id)
                row_of[c] = r;
    }
    for (size_t c = 0; c < pool->components_n; c++)
        names[c] = pool->pack->competencies[pool->competencies[c]].name.in[lang];
    s->row_of = row_of;
    s->names = names;
    s->gates = gates;
}

/* Standings ------------------------------------------------------------------------------------------ */

static void put_stored(struct rank_result *r, struct rank_person *p, const struct q_short_standings_row *row) {
    p->state = rank_state_of_word(row->state);
    p->composite = row->composite;
    p->se = row->se;
    p->coverage = row->coverage;
    if (p->state != RANK_PLACED)
        return;
    p->band = (uint32_t)row->band;
    p->place_lo = (uint32_t)row->place_lo;
    p->place_hi = (uint32_t)row->place_hi;
    p->order = (uint32_t)row->list_order;
    r->placed_n++;
    r->bands_n = p->band > r->bands_n ? p->band : r->bands_n;
}

/* Stored results over the computed ones. Both come in the order of the pool, so one walk joins them. */
static enum errc read_standings(struct db *db, struct shortlist *s, struct arena *a, struct err *e) {
    struct q_short_standings_rows rows = { 0 };
    TRY(q_short_standings(db, s->version->id, a, &rows, e));
    struct rank_result *r = &s->approved;
    *r = rank_compute(&s->pool.in, a);
    r->placed_n = r->bands_n = 0;
    size_t at = 0;
    for (size_t i = 0; i < s->pool.persons_n; i++) {
        size_t k = at;
        while (k < rows.n && rows.v[k].application_id != s->pool.applications[i])
            k++;
        if (k < rows.n) {
            put_stored(r, &r->persons[i], &rows.v[k]);
            at = k + 1;
        } else {
            r->persons[i].state = RANK_NOTHING;
            s->waiting_n++;
        }
    }
    return OK;
}

bool shortlist_has_score(const struct rank_person *r) {
    return r->state == RANK_PLACED || (r->state == RANK_APART && r->coverage >= RANK_COVERAGE_MIN - 1e-9);
}

double *shortlist_cuts(const struct rank_result *r, size_t persons_n, struct arena *a) {
    double *lowest = ARENA_ARRAY(a, r->bands_n + 1, double), *highest = ARENA_ARRAY(a, r->bands_n + 1, double);
    double *cuts = ARENA_ARRAY(a, r->bands_n, double);
    for (size_t b = 0; b <= r->bands_n; b++) {
        lowest[b] = HUGE_VAL;
        highest[b] = -HUGE_VAL;
    }
    for (size_t i = 0; i < persons_n; i++) {
        const struct rank_person *p = &r->persons[i];
        if (p->state != RANK_PLACED || p->band == 0 || p->band > r->bands_n)
            continue;
        lowest[p->band] = fmin(lowest[p->band], p->composite);
        highest[p->band] = fmax(highest[p->band], p->composite);
    }
    for (size_t b = 1; b < r->bands_n; b++)
        cuts[b - 1] = isfinite(lowest[b]) && isfinite(highest[b + 1]) ? (lowest[b] + highest[b + 1]) / 2 : 0;
    return cuts;
}

/* Must-haves ----------------------------------------------------------------------------------------- */

static size_t gate_by_id(const struct shortlist *s, int64_t id, bool by_root) {
    for (size_t g = 0; g < s->gates_n; g++) {
        const struct q_short_requirements_row *r = &s->requirements.v[s->gates[g]];
        if ((by_root ? r->root_id : r->id) == id)
            return g;
    }
    return SHORTLIST_NONE;
}

static enum errc read_proposed(struct db *db, const struct shortlist *s, struct arena *a, uint8_t *proposed,
                               struct err *e) {
    struct q_short_gate_results_rows rows = { 0 };
    TRY(q_short_gate_results(db, s->version->id, a, &rows, e));
    size_t person = 0;
    for (size_t k = 0; k < rows.n; k++) {
        size_t i = person;
        while (i < s->pool.persons_n && s->pool.applications[i] != rows.v[k].application_id)
            i++;
        size_t g = gate_by_id(s, rows.v[k].requirement_id, false);
        if (i == s->pool.persons_n || g == SHORTLIST_NONE)
            continue; /* withdrew since */
        person = i;
        proposed[g * s->pool.persons_n + i] = (uint8_t)gate_state_of_word(rows.v[k].proposed);
    }
    return OK;
}

static enum errc read_words(struct db *db, const struct shortlist *s, struct arena *a, uint8_t *words,
                            struct err *e) {
    struct q_gate_words_rows rows = { 0 };
    TRY(q_gate_words(db, s->pool.vacancy_id, a, &rows, e));
    for (size_t k = 0; k < rows.n; k++) {
        size_t g = gate_by_id(s, rows.v[k].root_id, true);
        for (size_t i = 0; g != SHORTLIST_NONE && i < s->pool.persons_n; i++)
            if (s->pool.applications[i] == rows.v[k].application_id)
                words[g * s->pool.persons_n + i] =
                    rows.v[k].met != 0 ? GATE_CONFIRMED_PASSED : GATE_CONFIRMED_FAILED;
    }
    return OK;
}

static enum errc read_gates(struct db *db, struct shortlist *s, struct arena *a, struct err *e) {
    size_t cells = s->gates_n * s->pool.persons_n;
    uint8_t *proposed = ARENA_ARRAY(a, cells, uint8_t), *words = ARENA_ARRAY(a, cells, uint8_t);
    TRY(read_proposed(db, s, a, proposed, e));
    TRY(read_words(db, s, a, words, e));
    s->proposed = proposed;
    s->words = words;
    return OK;
}

enum gate_state shortlist_gate(const struct shortlist *s, size_t g, size_t person) {
    size_t cell = g * s->pool.persons_n + person;
    return gate_settle((enum gate_state)s->proposed[cell], (enum gate_word)s->words[cell]);
}

struct shortlist_gates shortlist_gates(const struct shortlist *s, size_t person) {
    struct shortlist_gates gates = { .first_failed = SHORTLIST_NONE };
    for (size_t g = 0; g < s->gates_n; g++) {
        enum gate_state state = shortlist_gate(s, g, person);
        gates.met += state == GATE_PASSED;
        gates.failed += state == GATE_FAILED;
        gates.open += state == GATE_UNVERIFIED;
        if (state == GATE_FAILED && gates.first_failed == SHORTLIST_NONE)
            gates.first_failed = g;
    }
    return gates;
}

const char *shortlist_gate_text(const struct shortlist *s, size_t g) {
    return s->requirements.v[s->gates[g]].text;
}

/* The whole ------------------------------------------------------------------------------------------ */

enum errc shortlist_read(struct db *db, const struct app *app, int64_t vacancy_id, enum lang lang,
                         struct arena *a, struct shortlist *ret, struct err *e) {
    struct shortlist s = { .vacancy = NULL };
    TRY(q_short_vacancy(db, vacancy_id, a, &s.vacancy, e));
    if (s.vacancy == NULL)
        return ERR(e, E_NOT_FOUND, "no vacancy %lld", (long long)vacancy_id);
    s.pool.vacancy_id = vacancy_id;
    TRY(q_instruction_newest(db, vacancy_id, a, &s.version, e));
    if (s.version != NULL) {
        TRY(q_short_requirements(db, s.version->id, a, &s.requirements, e));
        TRY(pool_read(db, app, s.version->id, a, &s.pool, e));
        set_requirements(&s, lang, a);
        TRY(read_standings(db, &s, a, e));
        TRY(read_gates(db, &s, a, e));
    }
    *ret = s;
    return OK;
}

size_t shortlist_find(const struct shortlist *s, const char *code) {
    for (size_t i = 0; i < s->pool.persons_n; i++)
        if (strcmp(s->pool.codes[i], code) == 0)
            return i;
    return SHORTLIST_NONE;
}

/* Orders --------------------------------------------------------------------------------------------- */

struct in_list {
    size_t person, band, order;
};

static int compare_in_list(const void *x, const void *y) {
    const struct in_list *a = x, *b = y;
    if (a->band != b->band)
        return a->band < b->band ? -1 : 1;
    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    return a->person < b->person ? -1 : a->person > b->person;
}

const size_t *shortlist_order(const struct rank_result *r, size_t persons_n, struct arena *a) {
    struct in_list *all = ARENA_ARRAY(a, persons_n, struct in_list);
    size_t n = 0;
    for (size_t i = 0; i < persons_n; i++)
        if (r->persons[i].state == RANK_PLACED)
            all[n++] = (struct in_list){ i, r->persons[i].band, r->persons[i].order };
    if (n > 1)
        qsort(all, n, sizeof *all, compare_in_list);
    size_t *order = ARENA_ARRAY(a, n, size_t);
    for (size_t k = 0; k < n; k++)
        order[k] = all[k].person;
    return order;
}

struct rank_result shortlist_trial(const struct shortlist *s, const double *weights, struct arena *a,
                                   struct rank_in *ret_in) {
    struct rank_in in = s->pool.in;
    in.w = weights;
    struct rank_result r = rank_compute(&in, a);
    for (size_t i = 0; i < s->pool.persons_n; i++) {
        const struct rank_person *was = &s->approved.persons[i];
        r.persons[i].order = was->state == RANK_PLACED ? was->order : (uint32_t)s->pool.persons_n;
    }
    *ret_in = in;
    return r;
}

size_t shortlist_leader(const struct rank_result *r, size_t persons_n, size_t band) {
    size_t best = SHORTLIST_NONE;
    for (size_t i = 0; i < persons_n; i++) {
        const struct rank_person *p = &r->persons[i];
        if (p->state == RANK_PLACED && p->band == band &&
            (best == SHORTLIST_NONE || p->composite > r->persons[best].composite))
            best = i;
    }
    return best;
}

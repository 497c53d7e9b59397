/* Where everybody of a vacancy stands: reading the pool, and the job that stores the result. */
#include "web/flows/results.h"

#include <stdlib.h>
#include <string.h>

#include "assessments/pack.h"
#include "assessments/requirement.h"
#include "daemon/base/arena.h"
#include "daemon/base/json.h"
#include "daemon/jobs/jobs.h"
#include "gen/sql/attempt.h"
#include "gen/sql/results.h"
#include "web/flows/person.h"
#include "web/flows/standings_due.h"
#include "web/kit/app.h"
#include "web/kit/states.h"

/* Rows written in one turn of the writer: about 5 ms. */
enum { SLICE_ROWS = 200 };

/* Reading the pool --------------------------------------------------------------------------- */

/* The weighted requirements become components. A requirement of weight 0 ranks nobody. */
static enum errc read_components(struct db *db, struct pool *pool, struct arena *a, struct err *e) {
    struct q_requirement_weights_rows rows = { 0 };
    TRY(q_requirement_weights(db, pool->instruction_id, a, &rows, e));
    int64_t *ids = ARENA_ARRAY(a, rows.n, int64_t);
    size_t *competencies = ARENA_ARRAY(a, rows.n, size_t);
    int *minima = ARENA_ARRAY(a, rows.n, int);
    double *weights = ARENA_ARRAY(a, rows.n, double);
    size_t n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        size_t competency = pack_find_competency(pool->pack, rows.v[i].competency);
        if (competency == PACK_NONE || rows.v[i].weight == 0)
            continue;
        ids[n] = rows.v[i].id;
        competencies[n] = competency;
        minima[n] = (int)rows.v[i].minimum;
        weights[n++] = (double)rows.v[i].weight;
    }
    pool->requirements = ids;
    pool->competencies = competencies;
    pool->minima = minima;
    pool->weights = weights;
    pool->components_n = n;
    return OK;
}

/* Which components the version's instruments measure at all. */
static enum errc read_plan(struct db *db, const struct pool *pool, struct arena *a,
                           const uint8_t **ret_plan, struct err *e) {
    struct q_plan_of_instruction_rows rows = { 0 };
    TRY(q_plan_of_instruction(db, pool->instruction_id, a, &rows, e));
    uint8_t *plan = ARENA_ARRAY(a, pool->components_n, uint8_t);
    for (size_t i = 0; i < rows.n; i++) {
        size_t at = pack_find_instrument(pool->pack, rows.v[i].instrument);
        if (at == PACK_NONE)
            continue;
        const struct instrument *in = &pool->pack->instruments[at];
        for (size_t k = 0; k < in->items_n; k++)
            for (size_t m = 0; m < in->items[k].competencies_n; m++)
                for (size_t c = 0; c < pool->components_n; c++)
                    if (in->items[k].competencies[m] == pool->competencies[c])
                        plan[c] = 1;
    }
    *ret_plan = plan;
    return OK;
}

static enum errc read_persons(struct db *db, struct pool *pool, struct arena *a, struct err *e) {
    struct q_pool_rows rows = { 0 };
    TRY(q_pool(db, pool->vacancy_id, a, &rows, e));
    int64_t *applications = ARENA_ARRAY(a, rows.n, int64_t);
    uint64_t *tags = ARENA_ARRAY(a, rows.n, uint64_t);
    int64_t *persons = ARENA_ARRAY(a, rows.n, int64_t);
    int64_t *attempts = ARENA_ARRAY(a, rows.n, int64_t);
    const char **codes = ARENA_ARRAY(a, rows.n, const char *);
    for (size_t i = 0; i < rows.n; i++) {
        applications[i] = rows.v[i].application_id;
        tags[i] = (uint64_t)rows.v[i].application_id;
        persons[i] = rows.v[i].person_id;
        attempts[i] = rows.v[i].attempt_id;
        codes[i] = rows.v[i].code;
    }
    pool->applications = applications;
    pool->in.tag = tags; /* the order inside a band stays with the person, whatever the weights */
    pool->persons = persons;
    pool->attempts = attempts;
    pool->codes = codes;
    pool->persons_n = rows.n;
    return OK;
}

/* Which row of the pool an application is. */
struct seat {
    int64_t application_id;
    size_t person;
};

static int compare_seats(const void *x, const void *y) {
    const struct seat *a = x, *b = y;
    return a->application_id < b->application_id ? -1 : a->application_id > b->application_id;
}

static const struct seat *seats_of(const struct pool *pool, struct arena *a) {
    struct seat *seats = ARENA_ARRAY(a, pool->persons_n, struct seat);
    for (size_t i = 0; i < pool->persons_n; i++)
        seats[i] = (struct seat){ pool->applications[i], i };
    if (pool->persons_n > 1)
        qsort(seats, pool->persons_n, sizeof *seats, compare_seats);
    return seats;
}

/* Estimates into columns. The rows of one application come together, so a seat is looked up once for each. */
static enum errc read_scores(struct db *db, struct pool *pool, struct arena *a, struct err *e) {
    struct q_pool_scores_rows rows = { 0 };
    TRY(q_pool_scores(db, pool->vacancy_id, a, &rows, e));
    size_t cells = pool->components_n * pool->persons_n;
    double *x = ARENA_ARRAY(a, cells, double);
    double *se = ARENA_ARRAY(a, cells, double), *share = ARENA_ARRAY(a, cells, double);
    uint8_t *has = ARENA_ARRAY(a, cells, uint8_t);
    const struct seat *seats = seats_of(pool, a), *seat = NULL;
    for (size_t i = 0; i < rows.n; i++) {
        const struct seat key = { .application_id = rows.v[i].application_id };
        if (seat == NULL || seat->application_id != key.application_id)
            seat = bsearch(&key, seats, pool->persons_n, sizeof *seats, compare_seats);
        if (seat == NULL)
            return ERR(e, E_INTERNAL, "scores of the pool name somebody outside it");
        size_t competency = pack_find_competency(pool->pack, rows.v[i].competency);
        for (size_t c = 0; c < pool->components_n; c++) {
            if (pool->competencies[c] != competency)
                continue;
            size_t cell = c * pool->persons_n + seat->person;
            x[cell] = rows.v[i].estimate;
            se[cell] = rows.v[i].se;
            share[cell] = rows.v[i].shown_share;
            has[cell] = 1;
        }
    }
    pool->in.x = x;
    pool->in.se = se;
    pool->in.share = share;
    pool->in.has = has;
    return OK;
}

/* The column of a pair of components; a new one, of zeros, when it is the first time that two people share it. */
static double *pair_column(struct pool *pool, struct rank_pair *pairs, size_t c, size_t d, struct arena *a) {
    for (size_t k = 0; k < pool->in.pairs_n; k++)
        if (pairs[k].c == c && pairs[k].d == d)
            return (double *)(uintptr_t)pairs[k].cov;
    double *column = ARENA_ARRAY(a, pool->persons_n, double);
    pairs[pool->in.pairs_n++] = (struct rank_pair){ c, d, column };
    return column;
}

static size_t component_of(const struct pool *pool, const char *competency) {
    size_t at = pack_find_competency(pool->pack, competency), c = 0;
    while (c < pool->components_n && pool->competencies[c] != at)
        c++;
    return c;
}

/* Covariances into columns of pairs, by the same walk. */
static enum errc read_covariances(struct db *db, struct pool *pool, struct arena *a, struct err *e) {
    struct q_pool_covariances_rows rows = { 0 };
    TRY(q_pool_covariances(db, pool->vacancy_id, a, &rows, e));
    size_t n = pool->components_n, person = 0;
    struct rank_pair *pairs = ARENA_ARRAY(a, n * n, struct rank_pair);
    pool->in.pairs = pairs;
    for (size_t i = 0; i < rows.n; i++) {
        while (person < pool->persons_n && pool->applications[person] != rows.v[i].application_id)
            person++;
        if (person == pool->persons_n)
            return ERR(e, E_INTERNAL, "covariances of the pool are not in the order of the pool");
        size_t c = component_of(pool, rows.v[i].competency), d = component_of(pool, rows.v[i].other);
        if (c < n && d < n)
            pair_column(pool, pairs, c < d ? c : d, c < d ? d : c, a)[person] = rows.v[i].covariance;
    }
    return OK;
}

/* Who is apart: a person confirmed that a must-have of this version is not met. */
static enum errc read_apart(struct db *db, const struct pool *pool, struct arena *a,
                            const uint8_t **ret_apart, struct err *e) {
    struct q_gate_list_rows gates = { 0 };
    struct q_gate_words_rows words = { 0 };
    TRY(q_gate_list(db, pool->instruction_id, a, &gates, e));
    TRY(q_gate_words(db, pool->vacancy_id, a, &words, e));
    uint8_t *apart = ARENA_ARRAY(a, pool->persons_n, uint8_t);
    for (size_t w = 0; w < words.n; w++) {
        bool of_version = false;
        for (size_t g = 0; g < gates.n; g++)
            of_version = of_version || gates.v[g].root_id == words.v[w].root_id;
        if (!of_version || words.v[w].met)
            continue;
        for (size_t i = 0; i < pool->persons_n; i++)
            if (pool->applications[i] == words.v[w].application_id)
                apart[i] = 1;
    }
    *ret_apart = apart;
    return OK;
}

struct estimate pool_told(const struct pool *pool, size_t c, size_t person, double *ret_shown) {
    size_t cell = c * pool->persons_n + person;
    struct estimate estimate = { pool->in.has[cell] != 0, pool->in.x[cell], pool->in.se[cell] };
    double shown = pool->in.share != NULL ? pool->in.share[cell] : estimate.known ? 1 : 0;
    if (ret_shown != NULL)
        *ret_shown = shown;
    return estimate_told(estimate, shown);
}

enum errc pool_read(struct db *db, const struct app *app, int64_t instruction_id, struct arena *a,
                    struct pool *ret, struct err *e) {
    const struct q_instruction_for_standing_row *version = NULL;
    TRY(q_instruction_for_standing(db, instruction_id, a, &version, e));
    if (version == NULL)
        return ERR(e, E_NOT_FOUND, "no instruction %lld", (long long)instruction_id);
    struct pool pool = { .pack = app_pack(app, version->pack),
                         .instruction_id = instruction_id,
                         .vacancy_id = version->vacancy_id };
    if (pool.pack == NULL)
        return ERR(e, E_INTERNAL, "no pack %s is loaded", version->pack);
    TRY(read_components(db, &pool, a, e));
    TRY(read_persons(db, &pool, a, e));
    TRY(read_scores(db, &pool, a, e));
    TRY(read_covariances(db, &pool, a, e));
    TRY(read_plan(db, &pool, a, &pool.in.plan, e));
    TRY(read_apart(db, &pool, a, &pool.in.apart, e));
    pool.in.persons_n = pool.persons_n;
    pool.in.components_n = pool.components_n;
    pool.in.w = pool.weights;
    pool.in.seed = (uint64_t)pool.vacancy_id;
    /* Errors that no data have calibrated are no measure of reliability: METHOD.md §6. */
    pool.in.kelley_from = pack_is_provisional(pool.pack) ? SIZE_MAX : RANK_KELLEY_FROM;
    *ret = pool;
    return OK;
}

/* Must-haves ---------------------------------------------------------------------------------- */

/* The codes of a stored answer, as gate_propose wants them: a text, a code, or a list of codes. */
static size_t answer_values(const char *text, struct arena *a, const char ***ret_values) {
    const struct json *value = NULL;
    if (text == NULL || json_parse(text, strlen(text), JSON_REQUEST, a, &value, NULL) != OK)
        return 0;
    size_t n = value->type == JSON_ARRAY ? value->children_n : value->type == JSON_STRING ? 1 : 0;
    const char **values = ARENA_ARRAY(a, n, const char *);
    for (size_t i = 0; i < n; i++) {
        const char *s = json_string(value->type == JSON_ARRAY ? &value->children[i] : value);
        values[i] = s != NULL ? s : "";
    }
    *ret_values = values;
    return n;
}

/* What the questionnaire of one person says of one must-have. */
enum errc gate_proposed(const struct flow *f, const struct pool *pool, size_t person,
                        const char *field_code, const char **ret_proposed, struct err *e) {
    *ret_proposed = gate_state_word(GATE_UNVERIFIED);
    size_t at = field_code != NULL ? pack_find_field(pool->pack, field_code) : PACK_NONE;
    if (at == PACK_NONE || !pool->pack->fields[at].has_gate)
        return OK;
    const struct q_answer_of_row *row = NULL;
    TRY(q_answer_of(f->db, pool->attempts[person], field_code, f->arena, &row, e));
    const char *text = NULL;
    struct err unread = { 0 };
    if (row != NULL && person_open(f, pool->persons[person], SEAL_ANSWER, pool->attempts[person], row->value, &text,
                                   &unread) != OK)
        return OK; /* one answer that does not open is nobody's verified one; the others are still counted */
    const char **values = NULL;
    size_t n = answer_values(text, f->arena, &values);
    *ret_proposed = gate_state_word(gate_propose(&pool->pack->fields[at], values, n, f->lang));
    return OK;
}

/* Storing -------------------------------------------------------------------------------------- */

struct standing_row {
    int64_t application_id;
    struct rank_person place;
    const char *const *gates; /* proposed, one per must-have */
};

struct slice {
    int64_t instruction_id, vacancy_id;
    const struct q_gate_list_rows *gates;
    const struct standing_row *rows;
    size_t n;
    int64_t now_ms;
    struct arena *arena;
};

static enum errc put_standing(struct db *db, int64_t instruction_id, const struct standing_row *row,
                              struct err *e) {
    const struct rank_person *p = &row->place;
    bool placed = p->state == RANK_PLACED;
    int64_t band = (int64_t)p->band, lo = (int64_t)p->place_lo, hi = (int64_t)p->place_hi;
    int64_t order = (int64_t)p->order;
    return q_standing_put(db,
                          &(struct q_standing_put_in){
                              .instruction_id = instruction_id,
                              .application_id = row->application_id,
                              .state = rank_state_word(p->state),
                              .composite = p->composite,
                              .se = p->se,
                              .coverage = p->coverage,
                              .band = placed ? &band : NULL,
                              .place_lo = placed ? &lo : NULL,
                              .place_hi = placed ? &hi : NULL,
                              .list_order = placed ? &order : NULL,
                          },
                          e);
}

static enum errc write_slice(struct db *db, void *arg, struct err *e) {
    const struct slice *slice = arg;
    TRY(q_standing_drop_withdrawn(db, slice->vacancy_id, e));
    TRY(standings_done(db, slice->vacancy_id, slice->now_ms, slice->arena, e));
    for (size_t i = 0; i < slice->n; i++) {
        const struct standing_row *row = &slice->rows[i];
        TRY(put_standing(db, slice->instruction_id, row, e));
        for (size_t g = 0; g < slice->gates->n; g++)
            TRY(q_gate_result_put(db, slice->gates->v[g].id, row->application_id, row->gates[g], e));
    }
    return OK;
}

enum errc results_standings_job(struct job_context *ctx, int64_t vacancy_id, struct err *e) {
    const struct q_instruction_newest_row *newest = NULL;
    TRY(q_instruction_newest(ctx->db, vacancy_id, ctx->arena, &newest, e));
    if (newest == NULL)
        return OK; /* nothing published yet */
    struct flow f = { .db = ctx->db, .arena = ctx->arena, .app = ctx->app, .now_ms = ctx->now_ms };
    struct pool pool = { 0 };
    TRY(pool_read(ctx->db, ctx->app, newest->id, ctx->arena, &pool, e));
    struct q_gate_list_rows gates = { 0 };
    TRY(q_gate_list(ctx->db, newest->id, ctx->arena, &gates, e));
    struct rank_result ranked = rank_compute(&pool.in, ctx->arena);
    rank_places(&pool.in, &ranked, RANK_DRAWS, RANK_LEVEL, ctx->arena);
    struct standing_row *rows = ARENA_ARRAY(ctx->arena, pool.persons_n, struct standing_row);
    for (size_t i = 0; i < pool.persons_n; i++) {
        const char **proposed = ARENA_ARRAY(ctx->arena, gates.n, const char *);
        for (size_t g = 0; g < gates.n; g++)
            TRY(gate_proposed(&f, &pool, i, gates.v[g].field, &proposed[g], e));
        rows[i] = (struct standing_row){ pool.applications[i], ranked.persons[i], proposed };
    }
    for (size_t at = 0; at == 0 || at < pool.persons_n; at += SLICE_ROWS) {
        size_t left = pool.persons_n - at;
        struct slice slice = { newest->id, vacancy_id, &gates, rows + at,
                               left < SLICE_ROWS ? left : SLICE_ROWS, ctx->now_ms, ctx->arena };
        TRY(job_write(ctx, write_slice, &slice, e));
    }
    return OK;
}

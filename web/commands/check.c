/* otbor check: the same computations again, over what is stored; every difference is a line. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "assessments/pack.h"
#include "daemon/auth/event.h"
#include "daemon/auth/key_proof.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/clock.h"
#include "daemon/base/digest.h"
#include "daemon/store/check.h"
#include "daemon/store/db.h"
#include "daemon/store/migrate.h"
#include "gen/sql/check.h"
#include "gen/sql/content.h"
#include "gen/sql/results.h"
#include "web/commands/check_history.h"
#include "web/commands/check_sealed.h"
#include "web/commands/commands.h"
#include "web/flows/results.h"
#include "web/kit/app.h"
#include "web/kit/states.h"

/* Stored numbers are doubles of the same program; anything past rounding is a fault. */
static const double SAME = 1e-9;

enum { CHECK_BYTES = 512 << 20 };

struct check {
    struct db *db;
    struct app *app;
    struct arena *arena;
    size_t faults;
    size_t attempts, competencies, lists, shares; /* compared so far */
    struct q_rescore_vacancies_rows *other; /* [packs_n]: vacancies scored with other content */
};

static void fault(struct check *c, const char *fmt, ...) PRINTF_LIKE(2, 3);
static void fault(struct check *c, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    (void)vprintf(fmt, args);
    va_end(args);
    (void)printf("\n");
    c->faults++;
}

static void report(void *arg, const char *sentence) {
    fault(arg, "%s", sentence);
}

static bool same(double a, double b) {
    return fabs(a - b) <= SAME * fmax(1, fabs(a));
}

/* Answers ----------------------------------------------------------------------------------------- */

static enum errc check_answers(struct check *c, struct err *e) {
    struct q_check_journal_rows gone = { 0 };
    TRY(q_check_journal(c->db, c->arena, &gone, e));
    for (size_t i = 0; i < gone.n; i++)
        fault(c, "attempt %lld item %s: the present answer (revision %lld) is not in the journal",
              (long long)gone.v[i].attempt_id, gone.v[i].item, (long long)gone.v[i].rev);
    struct q_check_journal_value_rows other = { 0 };
    TRY(q_check_journal_value(c->db, c->arena, &other, e));
    for (size_t i = 0; i < other.n; i++)
        fault(c, "attempt %lld item %s: the present answer is not what the journal has as revision %lld",
              (long long)other.v[i].attempt_id, other.v[i].item, (long long)other.v[i].rev);
    struct q_check_journal_ahead_rows ahead = { 0 };
    TRY(q_check_journal_ahead(c->db, c->arena, &ahead, e));
    for (size_t i = 0; i < ahead.n; i++)
        fault(c, "attempt %lld item %s: revision %lld of the journal is newer than the present answer",
              (long long)ahead.v[i].attempt_id, ahead.v[i].item, (long long)ahead.v[i].rev);
    struct q_check_journal_twice_rows twice = { 0 };
    TRY(q_check_journal_twice(c->db, c->arena, &twice, e));
    for (size_t i = 0; i < twice.n; i++)
        fault(c, "attempt %lld item %s: revision %lld stands in the journal %lld times",
              (long long)twice.v[i].attempt_id, twice.v[i].item, (long long)twice.v[i].rev,
              (long long)twice.v[i].n);
    struct q_check_unsent_completed_rows odd = { 0 };
    TRY(q_check_unsent_completed(c->db, c->arena, &odd, e));
    for (size_t i = 0; i < odd.n; i++)
        fault(c, "application %lld: its state and its attempt disagree about being handed in",
              (long long)odd.v[i].id);
    return OK;
}

/* Content ----------------------------------------------------------------------------------------- */

/* What was scored with other content, or by other rules, is told as that, once for each vacancy. It cannot
 * come out as it is stored, so it is not compared. */
static enum errc check_content(struct check *c, struct err *e) {
    c->other = ARENA_ARRAY(c->arena, c->app->packs_n, struct q_rescore_vacancies_rows);
    for (size_t p = 0; p < c->app->packs_n; p++) {
        const struct app_pack *pack = &c->app->packs[p];
        struct q_rescore_vacancies_rows *rows = &c->other[p];
        TRY(q_rescore_vacancies(c->db, pack->code, pack->content, SCORE_VERSION, c->arena, rows, e));
        for (size_t i = 0; i < rows->n; i++)
            fault(c, "vacancy %lld: attempts scored with other content: %lld, not of pack %s and the rules as they "
                  "are now, so they are not compared; otbor serve scores them again, or put the old pack back",
                  (long long)rows->v[i].vacancy_id, (long long)rows->v[i].attempts_n, pack->code);
    }
    return OK;
}

static bool has_other_content(const struct check *c, int64_t vacancy_id) {
    for (size_t p = 0; p < c->app->packs_n; p++)
        for (size_t i = 0; i < c->other[p].n; i++)
            if (c->other[p].v[i].vacancy_id == vacancy_id)
                return true;
    return false;
}

/* Scores ------------------------------------------------------------------------------------------ */

static const struct q_score_list_row *stored_score(const struct q_score_list_rows *rows,
                                                   const char *instrument) {
    for (size_t i = 0; i < rows->n; i++)
        if (strcmp(rows->v[i].instrument, instrument) == 0)
            return &rows->v[i];
    return NULL;
}

static const struct q_competency_score_list_row *
stored_competency(const struct q_competency_score_list_rows *rows, const char *code) {
    for (size_t i = 0; i < rows->n; i++)
        if (strcmp(rows->v[i].competency, code) == 0)
            return &rows->v[i];
    return NULL;
}

/* Every column of an instrument's row. */
static void check_score(struct check *c, int64_t attempt_id, const struct score *s, const struct q_score_list_row *row) {
    const char *code = s->instrument->code;
    long long id = (long long)attempt_id;
    if (row == NULL) {
        fault(c, "attempt %lld: %s scores %.6f of %.0f, but nothing is stored", id, code, s->points, s->of);
        return;
    }
    if (!same(row->points, s->points) || !same(row->points_max, s->of))
        fault(c, "attempt %lld: %s scores %.6f of %.0f, but %.6f of %.0f is stored", id, code, s->points, s->of,
              row->points, row->points_max);
    if (row->answered != (int64_t)s->answered_n || row->shown != (int64_t)s->shown_n)
        fault(c, "attempt %lld: %s has %zu answered of %zu shown, but %lld of %lld is stored", id, code, s->answered_n,
              s->shown_n, (long long)row->answered, (long long)row->shown);
    if ((row->straight_lined != 0) != s->judgement.straight_lined)
        fault(c, "attempt %lld: %s is %sstraight-lined, but the opposite is stored", id, code,
              s->judgement.straight_lined ? "" : "not ");
    if (strcmp(row->scoring_version, SCORE_VERSION) != 0)
        fault(c, "attempt %lld: %s is stored by scoring version %s, but this program has version %s", id, code,
              row->scoring_version, SCORE_VERSION);
}

static enum errc check_instruments(struct check *c, const struct attempt_scores *again, struct err *e) {
    struct q_score_list_rows rows = { 0 };
    TRY(q_score_list(c->db, again->attempt_id, c->arena, &rows, e));
    for (size_t i = 0; i < again->scores_n; i++)
        check_score(c, again->attempt_id, &again->scores[i],
                    stored_score(&rows, again->scores[i].instrument->code));
    for (size_t k = 0; k < rows.n; k++) {
        bool there = false;
        for (size_t i = 0; i < again->scores_n; i++)
            there = there || strcmp(again->scores[i].instrument->code, rows.v[k].instrument) == 0;
        if (!there)
            fault(c, "attempt %lld: a score of %s is stored, but none comes out", (long long)again->attempt_id,
                  rows.v[k].instrument);
    }
    return OK;
}

static enum errc check_competencies(struct check *c, const struct attempt_scores *again, struct err *e) {
    struct q_competency_score_list_rows stored = { 0 };
    TRY(q_competency_score_list(c->db, again->attempt_id, c->arena, &stored, e));
    c->attempts++;
    c->competencies += stored.n;
    long long id = (long long)again->attempt_id;
    size_t known = 0;
    for (size_t k = 0; k < again->pack->competencies_n; k++) {
        const struct competency_estimate *one = &again->competencies[k];
        const struct estimate *x = &one->estimate;
        const char *code = again->pack->competencies[k].code;
        const struct q_competency_score_list_row *row = stored_competency(&stored, code);
        known += x->known;
        if (x->known && row == NULL)
            fault(c, "attempt %lld: %s comes out as %.6f ± %.6f, but nothing is stored", id, code, x->value, x->se);
        else if (row != NULL && !x->known)
            fault(c, "attempt %lld: %s is not measured, but %.6f ± %.6f is stored", id, code, row->estimate, row->se);
        else if (row != NULL && (!same(row->estimate, x->value) || !same(row->se, x->se)))
            fault(c, "attempt %lld: %s comes out as %.6f ± %.6f, but %.6f ± %.6f is stored", id, code, x->value, x->se,
                  row->estimate, row->se);
        if (row != NULL && x->known && !same(row->shown_share, one->shown_share))
            fault(c, "attempt %lld: of %s the share %.6f was shown, but %.6f is stored", id, code, one->shown_share,
                  row->shown_share);
    }
    if (stored.n != known)
        fault(c, "attempt %lld: %zu competencies are stored, %zu come out", id, stored.n, known);
    return OK;
}

/* Covariances: each pair that is not 0 is stored once, and no other. */
static enum errc check_covariances(struct check *c, const struct attempt_scores *again, struct err *e) {
    struct q_covariance_list_rows rows = { 0 };
    TRY(q_covariance_list(c->db, again->attempt_id, c->arena, &rows, e));
    size_t pairs = 0;
    for (size_t i = 0; i < again->pack->competencies_n; i++)
        for (size_t k = i + 1; k < again->pack->competencies_n; k++)
            pairs += again->competencies[i].covariance[k] != 0;
    if (pairs != rows.n)
        fault(c, "attempt %lld: %zu covariances are stored, %zu come out", (long long)again->attempt_id, rows.n, pairs);
    for (size_t r = 0; r < rows.n; r++) {
        size_t i = pack_find_competency(again->pack, rows.v[r].competency);
        size_t k = pack_find_competency(again->pack, rows.v[r].other);
        double out = i != PACK_NONE && k != PACK_NONE ? again->competencies[i].covariance[k] : 0;
        if (!same(out, rows.v[r].covariance))
            fault(c, "attempt %lld: the covariance of %s and %s comes out as %.6f, but %.6f is stored",
                  (long long)again->attempt_id, rows.v[r].competency, rows.v[r].other, out, rows.v[r].covariance);
    }
    return OK;
}

static enum errc check_attempt(struct check *c, int64_t attempt_id, struct err *e) {
    struct flow f = { .db = c->db, .arena = c->arena, .app = c->app, .now_ms = clock_now_ms() };
    struct attempt_scores again = { 0 };
    struct q_score_list_rows scores = { 0 };
    const struct q_attempt_to_score_row *attempt = NULL;
    TRY(q_attempt_to_score(c->db, attempt_id, c->arena, &attempt, e));
    TRY(q_score_list(c->db, attempt_id, c->arena, &scores, e));
    const struct pack *pack = attempt != NULL ? app_pack(c->app, attempt->pack) : NULL;
    if (pack != NULL && !results_current(c->app, pack, &scores))
        return OK; /* told by check_content */
    TRY(results_compute(&f, attempt_id, &again, e));
    TRY(check_instruments(c, &again, e));
    TRY(check_competencies(c, &again, e));
    return check_covariances(c, &again, e);
}

static enum errc check_scores(struct check *c, struct err *e) {
    int64_t after = 0;
    for (;;) {
        struct arena_mark mark = arena_mark(c->arena);
        struct q_check_attempts_rows rows = { 0 };
        TRY(q_check_attempts(c->db, after, c->arena, &rows, e));
        for (size_t i = 0; i < rows.n; i++) {
            struct err one = { 0 };
            if (check_attempt(c, rows.v[i].id, &one) != OK)
                fault(c, "attempt %lld: %s", (long long)rows.v[i].id, one.msg);
            after = rows.v[i].id;
        }
        size_t n = rows.n;
        arena_release(c->arena, mark);
        if (n == 0)
            return OK;
    }
}

/* Standings --------------------------------------------------------------------------------------- */

/* One stored standing against what comes out; every figure that differs is a line. */
struct standing_check {
    struct check *check;
    const char *code; /* the application's */
};

static void same_figure(struct standing_check *s, const char *what, double out, double stored) {
    if (!same(out, stored))
        fault(s->check, "application %s: its %s comes out as %.6f, but %.6f is stored", s->code, what, out,
              stored);
}

static void same_number(struct standing_check *s, const char *what, size_t out, bool stored, int64_t n) {
    if (!stored)
        fault(s->check, "application %s: its %s comes out as %zu, but none is stored", s->code, what, out);
    else if (n != (int64_t)out)
        fault(s->check, "application %s: its %s comes out as %zu, but %lld is stored", s->code, what, out,
              (long long)n);
}

static void check_standing(struct check *c, const char *code, const struct q_check_standings_row *row,
                           const struct rank_person *p) {
    struct standing_check s = { c, code };
    if (rank_state_of_word(row->state) != p->state)
        fault(c, "application %s: its state comes out as %s, but %s is stored", code, rank_state_word(p->state),
              row->state);
    same_figure(&s, "composite", p->composite, row->composite);
    same_figure(&s, "standard error", p->se, row->se);
    same_figure(&s, "coverage", p->coverage, row->coverage);
    if (p->state == RANK_PLACED) {
        same_number(&s, "band", p->band, row->has_band, row->band);
        same_number(&s, "best place", p->place_lo, row->has_place_lo, row->place_lo);
        same_number(&s, "worst place", p->place_hi, row->has_place_hi, row->place_hi);
        same_number(&s, "order in the list", p->order, row->has_list_order, row->list_order);
    } else if (row->has_band || row->has_place_lo) {
        fault(c, "application %s: it has no place, but one is stored", code);
    }
}

/* What the questionnaires say of each must-have of the newest version. */
static enum errc check_gates(struct check *c, const struct pool *pool, struct err *e) {
    struct flow f = { .db = c->db, .arena = c->arena, .app = c->app, .now_ms = clock_now_ms() };
    struct q_gate_list_rows gates = { 0 };
    struct q_check_gates_rows stored = { 0 };
    TRY(q_gate_list(c->db, pool->instruction_id, c->arena, &gates, e));
    TRY(q_check_gates(c->db, pool->instruction_id, c->arena, &stored, e));
    for (size_t i = 0; i < pool->persons_n; i++)
        for (size_t g = 0; g < gates.n; g++) {
            const char *out = NULL, *kept = "nothing";
            TRY(gate_proposed(&f, pool, i, gates.v[g].field, &out, e));
            for (size_t k = 0; k < stored.n; k++)
                if (stored.v[k].requirement_id == gates.v[g].id &&
                    stored.v[k].application_id == pool->applications[i])
                    kept = stored.v[k].proposed;
            if (strcmp(out, kept) != 0)
                fault(c, "application %s: must-have %lld comes out as %s, but %s is stored", pool->codes[i],
                      (long long)gates.v[g].id, out, kept);
        }
    return OK;
}

static enum errc check_vacancy(struct check *c, int64_t vacancy_id, struct err *e) {
    const struct q_instruction_newest_row *newest = NULL;
    TRY(q_instruction_newest(c->db, vacancy_id, c->arena, &newest, e));
    struct pool pool = { 0 };
    TRY(pool_read(c->db, c->app, newest->id, c->arena, &pool, e));
    struct rank_result ranked = rank_compute(&pool.in, c->arena);
    rank_places(&pool.in, &ranked, RANK_DRAWS, RANK_LEVEL, c->arena);
    struct q_check_standings_rows stored = { 0 };
    TRY(q_check_standings(c->db, newest->id, c->arena, &stored, e));
    c->lists++;
    if (stored.n != pool.persons_n)
        fault(c, "vacancy %lld: %zu standings are stored for %zu people", (long long)vacancy_id, stored.n,
              pool.persons_n);
    for (size_t s = 0; s < stored.n; s++)
        for (size_t i = 0; i < pool.persons_n; i++)
            if (pool.applications[i] == stored.v[s].application_id)
                check_standing(c, pool.codes[i], &stored.v[s], &ranked.persons[i]);
    return check_gates(c, &pool, e);
}

/* What a client was shown is as it was frozen. */
static enum errc check_shares(struct check *c, struct err *e) {
    int64_t after = 0;
    for (;;) {
        struct arena_mark mark = arena_mark(c->arena);
        struct q_check_shares_rows rows = { 0 };
        TRY(q_check_shares(c->db, after, c->arena, &rows, e));
        for (size_t i = 0; i < rows.n; i++) {
            if (strcmp(digest_text(rows.v[i].frozen, strlen(rows.v[i].frozen), c->arena), rows.v[i].hash) != 0)
                fault(c, "share %lld: what the client sees is not what was frozen: its hash differs",
                      (long long)rows.v[i].id);
            after = rows.v[i].id;
        }
        size_t n = rows.n;
        c->shares += n;
        arena_release(c->arena, mark);
        if (n == 0)
            return OK;
    }
}

static enum errc check_standings(struct check *c, struct err *e) {
    struct q_check_vacancies_rows rows = { 0 };
    TRY(q_check_vacancies(c->db, c->arena, &rows, e));
    for (size_t i = 0; i < rows.n; i++)
        if (!has_other_content(c, rows.v[i].id))
            TRY(check_vacancy(c, rows.v[i].id, e));
    return OK;
}

/* The command ------------------------------------------------------------------------------------- */

static enum errc check_all(struct check *c, const char *path, struct err *e) {
    bool good = false;
    enum migrate_state state = MIGRATE_FOREIGN;
    TRY(store_check(path, report, c, &good, e));
    TRY(migrate_check(path, &state, e));
    if (state != MIGRATE_CURRENT) { /* what follows reads the schema of this program */
        fault(c, "%s", migrate_advice(state));
        return OK;
    }
    TRY(db_open(path, DB_READ, &c->db, e));
    TRY(event_verify(c->db, report, c, e));
    TRY(check_history(c->db, report, c, c->arena, e));
    size_t closed = 0;
    TRY(key_proof_persons(c->db, c->app->keys, report, c, c->arena, &closed, e));
    struct flow f = { .db = c->db, .arena = c->arena, .app = c->app, .now_ms = clock_now_ms() };
    TRY(check_sealed(&f, arena_printf(c->arena, "%s/erased.log", c->app->data_dir), report, c, e));
    TRY(check_answers(c, e));
    TRY(check_content(c, e));
    TRY(check_scores(c, e));
    TRY(check_standings(c, e));
    return check_shares(c, e);
}

/* What a check without a fault has looked at, so that nobody mistakes silence for work. */
static enum errc say_good(struct check *c, struct err *e) {
    int64_t events = 0;
    const char *hash = NULL;
    TRY(event_head(c->db, c->arena, &events, &hash, e));
    (void)printf("no fault: %zu attempts, %zu competency scores, %zu lists, %zu lists shown to clients, %lld events checked\n",
                 c->attempts, c->competencies, c->lists, c->shares, (long long)events);
    return OK;
}

int command_check(const struct conf *conf, struct arena *a) {
    struct check c = { .arena = arena_new(CHECK_BYTES) };
    const char *dir = conf_get(conf, "data");
    struct err e = { 0 };
    enum errc code = app_load(dir, conf_get(conf, "key_file"), a, &c.app, &e);
    if (code == OK)
        code = check_all(&c, arena_printf(a, "%s/otbor.db", dir), &e);
    if (code == OK && c.faults == 0)
        code = say_good(&c, &e);
    if (code != OK)
        (void)fprintf(stderr, "otbor: the check could not be finished: %s\n", e.msg);
    db_close(&c.db);
    if (c.app != NULL)
        app_close(c.app);
    arena_free(&c.arena);
    return code == OK && c.faults == 0 ? 0 : 1;
}

#include "web/flows/rescore.h"

#include <math.h>
#include <string.h>

#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "daemon/jobs/jobs.h"
#include "gen/sql/content.h"
#include "gen/sql/results.h"
#include "web/flows/results.h"
#include "web/kit/app.h"

/* Attempts scored in one turn of the writer (the statement's limit): about 5 ms. */
struct slice {
    const struct job_context *ctx;
    int64_t vacancy_id;
    const char *content;
    const struct attempt_scores *v;
    size_t n, changed_n;
};

static struct flow flow_in(const struct job_context *ctx, struct db *db) {
    return (struct flow){ .db = db, .arena = ctx->arena, .app = ctx->app, .now_ms = ctx->now_ms,
                          .actor = ACTOR_SYSTEM, .network = "", .agent = "" };
}

/* Past rounding: the same program gives the same doubles. */
static bool differ(double a, double b) {
    return fabs(a - b) > 1e-9 * fmax(1, fabs(a));
}

/* Is anything that a person reads of this attempt not what is stored? */
static enum errc is_changed(const struct flow *f, const struct attempt_scores *s, bool *ret, struct err *e) {
    struct q_score_list_rows scores = { 0 };
    struct q_competency_score_list_rows stored = { 0 };
    TRY(q_score_list(f->db, s->attempt_id, f->arena, &scores, e));
    TRY(q_competency_score_list(f->db, s->attempt_id, f->arena, &stored, e));
    size_t same_n = 0, known_n = 0;
    for (size_t i = 0; i < s->scores_n; i++)
        for (size_t k = 0; k < scores.n; k++)
            same_n += strcmp(scores.v[k].instrument, s->scores[i].instrument->code) == 0 &&
                      !differ(scores.v[k].points, s->scores[i].points) &&
                      !differ(scores.v[k].points_max, s->scores[i].of);
    for (size_t c = 0; c < s->pack->competencies_n; c++) {
        const struct estimate *x = &s->competencies[c].estimate;
        known_n += x->known;
        for (size_t k = 0; x->known && k < stored.n; k++)
            same_n += strcmp(stored.v[k].competency, s->pack->competencies[c].code) == 0 &&
                      !differ(stored.v[k].estimate, x->value) && !differ(stored.v[k].se, x->se);
    }
    *ret = scores.n != s->scores_n || stored.n != known_n || same_n != scores.n + stored.n;
    return OK;
}

static enum errc write_slice(struct db *db, void *arg, struct err *e) {
    const struct slice *slice = arg;
    struct flow f = flow_in(slice->ctx, db);
    for (size_t i = 0; i < slice->n; i++)
        TRY(results_store(&f, &slice->v[i], e));
    return flow_audit(&f, "results.rescored", "vacancy", slice->vacancy_id,
                      arena_printf(f.arena, "{\"attempts\":%zu,\"changed\":%zu,\"content\":\"%s\",\"rules\":\"%s\"}",
                                   slice->n, slice->changed_n, slice->content, SCORE_VERSION),
                      e);
}

/* Score the next attempts of a vacancy; ret_n says how many there were. */
static enum errc rescore_some(struct job_context *ctx, int64_t vacancy_id, const char *content, size_t *ret_n,
                              struct err *e) {
    struct flow f = flow_in(ctx, ctx->db);
    struct q_rescore_attempts_rows rows = { 0 };
    TRY(q_rescore_attempts(ctx->db, vacancy_id, content, SCORE_VERSION, ctx->arena, &rows, e));
    struct attempt_scores *v = ARENA_ARRAY(ctx->arena, rows.n, struct attempt_scores);
    struct slice slice = { ctx, vacancy_id, content, v, rows.n, 0 };
    for (size_t i = 0; i < rows.n; i++) {
        bool changed = false;
        TRY(results_compute(&f, rows.v[i].attempt_id, &v[i], e));
        TRY(is_changed(&f, &v[i], &changed, e));
        slice.changed_n += changed;
    }
    *ret_n = rows.n;
    return rows.n > 0 ? job_write(ctx, write_slice, &slice, e) : OK;
}

static enum errc rescore_pack(struct job_context *ctx, const struct app_pack *pack, struct err *e) {
    struct q_rescore_vacancies_rows vacancies = { 0 };
    TRY(q_rescore_vacancies(ctx->db, pack->code, pack->content, SCORE_VERSION, ctx->arena, &vacancies, e));
    for (size_t i = 0; i < vacancies.n; i++) {
        size_t n = 1;
        while (n > 0) {
            if (job_stopping(ctx))
                return ERR(e, E_BUSY, "the process ends; the rest is scored after the next start");
            struct arena_mark mark = arena_mark(ctx->arena);
            TRY(rescore_some(ctx, vacancies.v[i].vacancy_id, pack->content, &n, e));
            arena_release(ctx->arena, mark);
        }
    }
    return OK;
}

enum errc results_rescore_job(struct job_context *ctx, int64_t object_id, struct err *e) {
    (void)object_id;
    const struct app *app = ctx->app;
    for (size_t i = 0; i < app->packs_n; i++)
        TRY(rescore_pack(ctx, &app->packs[i], e));
    return OK;
}

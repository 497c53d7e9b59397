#include "web/flows/attempt.h"

#include <string.h>

#include "assessments/form.h"
#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "daemon/base/clock.h"
#include "daemon/base/rand.h"
#include "daemon/jobs/jobs.h"
#include "gen/sql/attempt.h"
#include "web/flows/hand_in.h"
#include "web/flows/section.h"
#include "web/kit/app.h"

/* Opening -------------------------------------------------------------------------------------- */

/* Each section has a seed of its own, or two instruments would be drawn alike. */
static uint64_t section_seed(int64_t seed, int64_t position) {
    return (uint64_t)seed ^ ((uint64_t)position << 56);
}

static enum errc questionnaire_add(const struct flow *f, int64_t attempt_id, const struct pack *pack,
                                   struct err *e) {
    TRY(q_section_add(f->db, attempt_id, 1, SECTION_QUESTIONNAIRE, NULL, e));
    for (size_t i = 0; i < pack->fields_n; i++)
        TRY(q_form_item_add(f->db, attempt_id, 1, (int64_t)i + 1, pack->fields[i].code, e));
    return OK;
}

static enum errc instrument_add(const struct flow *f, int64_t attempt_id, int64_t position,
                                int64_t seed, const struct instrument *in, struct err *e) {
    int64_t limit_ms = in->limit_min * MINUTE_MS;
    TRY(q_section_add(f->db, attempt_id, position, in->code, limit_ms > 0 ? &limit_ms : NULL, e));
    struct test_form form = { 0 };
    TRY(form_draw(in, section_seed(seed, position), f->arena, &form, e));
    for (size_t i = 0; i < form.n; i++)
        TRY(q_form_item_add(f->db, attempt_id, position, (int64_t)i + 1, form.items[i]->code, e));
    return OK;
}

/* The plan's instruments as sections 2, 3, … */
static enum errc plan_add(const struct flow *f, int64_t attempt_id, int64_t instruction_id,
                          int64_t seed, const struct pack *pack, struct err *e) {
    struct q_plan_of_instruction_rows plan = { 0 };
    TRY(q_plan_of_instruction(f->db, instruction_id, f->arena, &plan, e));
    for (size_t i = 0; i < plan.n; i++) {
        size_t at = pack_find_instrument(pack, plan.v[i].instrument);
        if (at == PACK_NONE)
            return ERR(e, E_INTERNAL, "pack %s has no instrument %s", pack->code,
                       plan.v[i].instrument);
        TRY(instrument_add(f, attempt_id, (int64_t)i + 2, seed, &pack->instruments[at], e));
    }
    return OK;
}

enum errc attempt_open(const struct flow *f, int64_t application_id, enum lang lang,
                       int64_t *ret_attempt_id, struct err *e) {
    TRY(q_application_open(f->db, f->now_ms, application_id, e));
    const struct q_attempt_of_application_row *there = NULL;
    TRY(q_attempt_of_application(f->db, application_id, f->arena, &there, e));
    if (there != NULL) {
        *ret_attempt_id = there->id;
        return OK;
    }
    const struct q_application_for_attempt_row *row = NULL;
    TRY(q_application_for_attempt(f->db, application_id, f->arena, &row, e));
    if (row == NULL)
        return ERR(e, E_NOT_FOUND, "no application %lld with a published instruction",
                   (long long)application_id);
    const struct pack *pack = app_pack(f->app, row->pack);
    if (pack == NULL)
        return ERR(e, E_INTERNAL, "no pack %s is loaded", row->pack);
    int64_t attempt_id = rand_id(), seed = rand_id();
    TRY(q_attempt_add(f->db,
                      &(struct q_attempt_add_in){
                          .id = attempt_id,
                          .application_id = application_id,
                          .instruction_id = row->instruction_id,
                          .seed = seed,
                          .lang = lang_tag(lang),
                          .lease = lease_new(f->arena),
                          .started_at = f->now_ms,
                      },
                      e));
    TRY(questionnaire_add(f, attempt_id, pack, e));
    TRY(plan_add(f, attempt_id, row->instruction_id, seed, pack, e));
    *ret_attempt_id = attempt_id;
    return OK;
}

/* Ending with the vacancy ------------------------------------------------------------------------ */

struct overdue {
    struct job_context *ctx;
    int64_t attempt_id;
    enum lang lang;
};

static enum errc overdue_write(struct db *db, void *arg, struct err *e) {
    const struct overdue *o = arg;
    struct flow f = { .db = db,
                      .arena = o->ctx->arena,
                      .app = o->ctx->app,
                      .now_ms = o->ctx->now_ms,
                      .lang = o->lang,
                      .actor = ACTOR_SYSTEM,
                      .network = "",
                      .agent = "" };
    return hand_in_overdue(&f, o->attempt_id, e);
}

enum errc attempt_sweep(struct job_context *ctx, int64_t object_id, struct err *e) {
    (void)object_id;
    struct q_attempt_overdue_rows rows = { 0 };
    int64_t before = ctx->now_ms - SECTION_GRACE_MS;
    TRY(q_attempt_overdue(ctx->db, before, before, ctx->arena, &rows, e));
    for (size_t i = 0; i < rows.n && !job_stopping(ctx); i++) {
        struct arena_mark mark = arena_mark(ctx->arena);
        struct overdue o = { ctx, rows.v[i].id, lang_of_tag(rows.v[i].lang) };
        TRY(job_write(ctx, overdue_write, &o, e));
        arena_release(ctx->arena, mark);
    }
    return OK;
}

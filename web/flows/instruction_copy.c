#include "web/flows/instruction_copy.h"

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/rand.h"

/* A copy under way. */
struct copy {
    const struct flow *f;
    const struct instruction_version *from;
    int64_t id; /* of the new version */
    int64_t *old_ids, *new_ids;
    size_t n;
};

static int64_t fresh(struct copy *c, int64_t old_id) {
    c->old_ids[c->n] = old_id;
    c->new_ids[c->n] = rand_id();
    return c->new_ids[c->n++];
}

static int64_t copy_of(const struct copy *c, int64_t old_id) {
    for (size_t i = 0; i < c->n; i++)
        if (c->old_ids[i] == old_id)
            return c->new_ids[i];
    return 0;
}

static enum errc copy_texts(struct copy *c, struct err *e) {
    struct db *db = c->f->db;
    for (size_t i = 0; i < c->from->provisions.n; i++) {
        const struct q_ji_provisions_row *r = &c->from->provisions.v[i];
        TRY(q_ji_provision_add(db, fresh(c, r->id), c->id, (int64_t)i + 1, r->kind, r->text, e));
    }
    for (size_t i = 0; i < c->from->rights.n; i++) {
        const struct q_ji_rights_row *r = &c->from->rights.v[i];
        TRY(q_ji_right_add(db, fresh(c, r->id), c->id, (int64_t)i + 1, r->kind, r->text, r->limit_text, e));
    }
    for (size_t i = 0; i < c->from->kpis.n; i++) {
        const struct q_ji_kpis_row *r = &c->from->kpis.v[i];
        struct q_ji_kpi_add_in in = { .id = fresh(c, r->id), .instruction_id = c->id, .position = (int64_t)i + 1,
                                      .name = r->name, .formula = r->formula, .target = r->target,
                                      .period = r->period, .weight = r->weight, .consequence = r->consequence };
        TRY(q_ji_kpi_add(db, &in, e));
    }
    return OK;
}

static enum errc copy_duties(struct copy *c, struct err *e) {
    struct db *db = c->f->db;
    for (size_t i = 0; i < c->from->duties.n; i++) {
        const struct q_ji_duties_row *r = &c->from->duties.v[i];
        TRY(q_ji_duty_add(db, fresh(c, r->id), c->id, (int64_t)i + 1, r->code, r->text, r->trainable, e));
    }
    for (size_t i = 0; i < c->from->links.n; i++) {
        const struct q_ji_duty_links_row *r = &c->from->links.v[i];
        TRY(q_ji_duty_link_add(db, copy_of(c, r->duty_id), r->competency, r->relevance, e));
    }
    return OK;
}

static enum errc copy_requirements(struct copy *c, struct err *e) {
    struct db *db = c->f->db;
    for (size_t i = 0; i < c->from->requirements.n; i++) {
        const struct q_ji_requirements_row *r = &c->from->requirements.v[i];
        struct q_ji_requirement_add_in in = { .id = fresh(c, r->id), .root_id = r->root_id, .instruction_id = c->id,
                                              .position = (int64_t)i + 1, .kind = r->kind,
                                              .competency = r->competency, .text = r->text,
                                              .evidence = r->evidence, .weight = r->weight,
                                              .minimum = r->minimum, .field = r->field, .pass = r->pass };
        TRY(q_ji_requirement_add(db, &in, e));
    }
    for (size_t i = 0; i < c->from->reasons.n; i++) {
        const struct q_ji_reasons_row *r = &c->from->reasons.v[i];
        TRY(q_ji_reason_add(db, copy_of(c, r->requirement_id), copy_of(c, r->duty_id), e));
    }
    for (size_t i = 0; i < c->from->plan.n; i++)
        TRY(q_ji_plan_add(db, c->id, (int64_t)i + 1, c->from->plan.v[i].instrument, e));
    return OK;
}

enum errc instruction_copy(const struct flow *f, const struct instruction_version *from, int64_t *ret_id,
                           struct ji_map *ret_map, struct err *e) {
    size_t n = from->provisions.n + from->rights.n + from->kpis.n + from->duties.n + from->requirements.n;
    struct copy c = { .f = f, .from = from, .id = rand_id(), .old_ids = ARENA_ARRAY(f->arena, n, int64_t),
                      .new_ids = ARENA_ARRAY(f->arena, n, int64_t) };
    TRY(q_ji_add(f->db, c.id, from->vacancy_id, from->version + 1, f->now_ms, e));
    TRY(copy_texts(&c, e));
    TRY(copy_duties(&c, e));
    TRY(copy_requirements(&c, e));
    *ret_id = c.id;
    *ret_map = (struct ji_map){ c.old_ids, c.new_ids, c.n };
    return OK;
}

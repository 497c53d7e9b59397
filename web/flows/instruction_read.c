#include "web/flows/instruction_read.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "web/kit/app.h"
#include "web/kit/states.h"

/* A stored text is in the vacancy's one language; the library asks for both. */
static struct text2 both(const char *s) {
    return (struct text2){ { s, s } };
}

static enum errc read_rows(const struct flow *f, struct instruction_version *v, struct err *e) {
    TRY(q_ji_provisions(f->db, v->id, f->arena, &v->provisions, e));
    TRY(q_ji_duties(f->db, v->id, f->arena, &v->duties, e));
    TRY(q_ji_kpis(f->db, v->id, f->arena, &v->kpis, e));
    TRY(q_ji_rights(f->db, v->id, f->arena, &v->rights, e));
    TRY(q_ji_requirements(f->db, v->id, f->arena, &v->requirements, e));
    TRY(q_ji_reasons(f->db, v->id, f->arena, &v->reasons, e));
    TRY(q_ji_duty_links(f->db, v->id, f->arena, &v->links, e));
    return q_ji_plan(f->db, v->id, f->arena, &v->plan, e);
}

/* The rows as the library sees them ------------------------------------------------------------- */

static enum errc fill_duties(const struct flow *f, struct instruction_version *v, struct err *e) {
    struct instruction_duty *duties = ARENA_ARRAY(f->arena, v->duties.n, struct instruction_duty);
    struct pack_link *links = ARENA_ARRAY(f->arena, v->links.n, struct pack_link);
    size_t at = 0;
    for (size_t i = 0; i < v->duties.n; i++) {
        const struct q_ji_duties_row *row = &v->duties.v[i];
        duties[i] = (struct instruction_duty){ .code = row->code, .text = both(row->text), .brief = both(row->text),
                                               .trainable = trainable_of_word(row->trainable), .links = links + at };
        for (size_t k = 0; k < v->links.n; k++) {
            if (v->links.v[k].duty_id != row->id)
                continue;
            size_t competency = pack_find_competency(v->pack, v->links.v[k].competency);
            if (competency == PACK_NONE)
                return ERR(e, E_INTERNAL, "pack %s has no competency %s", v->pack->code, v->links.v[k].competency);
            links[at++] = (struct pack_link){ competency, (int)v->links.v[k].relevance };
            duties[i].links_n++;
        }
        size_t code = pack_find_duty(v->pack, row->code);
        if (code != PACK_NONE) {
            duties[i].frequency = v->pack->duties[code].frequency;
            duties[i].criticality = v->pack->duties[code].criticality;
        }
    }
    v->domain.duties = duties;
    v->domain.duties_n = v->duties.n;
    return OK;
}

bool instruction_follows(const struct instruction_version *v, size_t i, size_t k) {
    for (size_t n = 0; n < v->reasons.n; n++)
        if (v->reasons.v[n].requirement_id == v->requirements.v[i].id && v->reasons.v[n].duty_id == v->duties.v[k].id)
            return true;
    return false;
}

static enum errc fill_requirements(const struct flow *f, struct instruction_version *v, struct err *e) {
    while (v->weighted_n < v->requirements.n && requirement_kind_of_word(v->requirements.v[v->weighted_n].kind) == REQUIREMENT_COMPETENCY)
        v->weighted_n++;
    struct instruction_requirement *rows = ARENA_ARRAY(f->arena, v->weighted_n, struct instruction_requirement);
    for (size_t i = 0; i < v->weighted_n; i++) {
        const struct q_ji_requirements_row *row = &v->requirements.v[i];
        size_t *duties = ARENA_ARRAY(f->arena, v->duties.n, size_t);
        /* What a person may ask for is not bounded by the pack's target level, so it is the top one here. */
        rows[i] = (struct instruction_requirement){ .competency = pack_find_competency(v->pack, row->competency),
                                                    .weight = (int)row->weight, .target = PACK_LEVELS,
                                                    .minimum = (int)row->minimum, .duties = duties,
                                                    .text = both(row->text), .evidence = both(row->evidence) };
        if (rows[i].competency == PACK_NONE)
            return ERR(e, E_INTERNAL, "pack %s has no competency %s", v->pack->code, row->competency);
        for (size_t k = 0; k < v->duties.n; k++)
            if (instruction_follows(v, i, k))
                duties[rows[i].duties_n++] = k;
    }
    v->domain.requirements = rows;
    v->domain.requirements_n = v->weighted_n;
    return OK;
}

static void fill_rest(const struct flow *f, struct instruction_version *v) {
    struct instruction_kpi *kpis = ARENA_ARRAY(f->arena, v->kpis.n, struct instruction_kpi);
    for (size_t i = 0; i < v->kpis.n; i++)
        kpis[i] = (struct instruction_kpi){ .name = both(v->kpis.v[i].name), .weight = (int)v->kpis.v[i].weight };
    v->domain.kpis = kpis;
    v->domain.kpis_n = v->kpis.n;
    size_t gates_n = v->requirements.n - v->weighted_n;
    struct instruction_must_have *gates = ARENA_ARRAY(f->arena, gates_n, struct instruction_must_have);
    for (size_t i = v->weighted_n; i < v->requirements.n; i++)
        if (v->requirements.v[i].field != NULL)
            gates[v->domain.must_haves_n++] =
                (struct instruction_must_have){ v->requirements.v[i].field, both(v->requirements.v[i].text) };
    v->domain.must_haves = gates;
    for (size_t i = 0; i < v->plan.n; i++) {
        size_t instrument = pack_find_instrument(v->pack, v->plan.v[i].instrument);
        if (instrument != PACK_NONE)
            v->plan_bits |= UINT32_C(1) << instrument;
    }
}

/* Reading ----------------------------------------------------------------------------------------- */

enum errc instruction_read(const struct flow *f, int64_t vacancy_id, const char *pack, int64_t instruction_id,
                           struct instruction_version *ret, struct err *e) {
    const struct q_ji_get_row *row = NULL;
    TRY(q_ji_get(f->db, instruction_id, vacancy_id, f->arena, &row, e));
    if (row == NULL)
        return ERR(e, E_NOT_FOUND, "this vacancy has no such version");
    struct instruction_version v = { .id = row->id, .vacancy_id = vacancy_id, .version = row->version,
                                     .revision = row->revision, .published = row->has_published_at,
                                     .published_at = row->published_at, .reason = row->reason,
                                     .pack = app_pack(f->app, pack) };
    if (v.pack == NULL)
        return ERR(e, E_INTERNAL, "pack %s is not loaded", pack);
    TRY(read_rows(f, &v, e));
    TRY(figures_read(f, vacancy_id, v.figures, e));
    TRY(fill_duties(f, &v, e));
    TRY(fill_requirements(f, &v, e));
    fill_rest(f, &v);
    *ret = v;
    return OK;
}

enum errc instruction_read_newest(const struct flow *f, int64_t vacancy_id, const char *pack,
                                  struct instruction_version *ret, struct err *e) {
    const struct q_ji_newest_row *row = NULL;
    TRY(q_ji_newest(f->db, vacancy_id, f->arena, &row, e));
    if (row == NULL)
        return ERR(e, E_NOT_FOUND, "this vacancy has no instruction");
    return instruction_read(f, vacancy_id, pack, row->id, ret, e);
}

struct instruction_findings instruction_version_check(const struct instruction_version *v, struct arena *a) {
    struct instruction_findings found = instruction_check(v->pack, &v->domain, v->plan_bits, a);
    /* Must-haves confirmed by hand are unknown to the library, but they count. */
    size_t gates_n = v->requirements.n - v->weighted_n;
    bool told = v->domain.must_haves_n > INSTRUCTION_MUST_HAVES_MAX;
    if (gates_n > INSTRUCTION_MUST_HAVES_MAX && !told && found.n < INSTRUCTION_FINDINGS_MAX) {
        found.list[found.n++] = (struct instruction_finding){ FINDING_MUST_HAVES, true, PACK_NONE, (int)gates_n };
        found.refusals_n++;
    }
    return found;
}

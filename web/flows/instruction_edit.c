#include "web/flows/instruction_edit.h"

#include <string.h>

#include "assessments/weight.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/rand.h"
#include "gen/sql/desk.h"
#include "web/flows/instruction_copy.h"

/* Beginning ------------------------------------------------------------------------------------- */

enum errc instruction_edit_begin(const struct flow *f, int64_t vacancy_id, int64_t seen_id, int64_t seen_revision,
                                 struct instruction_edit *ret, struct err *e) {
    const struct q_desk_vacancy_row *vacancy = NULL;
    TRY(q_desk_vacancy(f->db, vacancy_id, f->arena, &vacancy, e));
    if (vacancy == NULL)
        return ERR(e, E_NOT_FOUND, "no such vacancy");
    struct instruction_edit ed = { .f = f, .vacancy_id = vacancy_id, .lang_pack = vacancy->pack,
                                   .lang = lang_of_tag(vacancy->lang) };
    struct instruction_version seen = { 0 };
    TRY(instruction_read_newest(f, vacancy_id, vacancy->pack, &seen, e));
    if (seen.id != seen_id || seen.revision != seen_revision)
        return ERR(e, E_CONFLICT, "the instruction was changed since it was shown");
    int64_t id = seen.id, changed = 0;
    if (seen.published) {
        TRY(instruction_copy(f, &seen, &id, &ed.map, e));
    } else {
        TRY(q_ji_bump(f->db, seen.id, seen.revision, &changed, e));
        if (changed != 1)
            return ERR(e, E_CONFLICT, "the instruction was changed since it was shown");
    }
    TRY(instruction_read(f, vacancy_id, vacancy->pack, id, &ed.now, e));
    *ret = ed;
    return OK;
}

int64_t instruction_edit_row(const struct instruction_edit *ed, int64_t id) {
    for (size_t i = 0; i < ed->map.n; i++)
        if (ed->map.from[i] == id)
            return ed->map.to[i];
    return id;
}

/* Rows ---------------------------------------------------------------------------------------------- */

/* The place behind the last row. */
#define NEXT_POSITION(rows) ((rows).n > 0 ? (rows).v[(rows).n - 1].position + 1 : 1)

static enum errc check_room(size_t n, struct err *e) {
    return n < JI_ROWS_MAX ? OK : ERR(e, E_TOO_LARGE, "the list holds %d rows already", JI_ROWS_MAX);
}

static enum errc found(int64_t changed, struct err *e) {
    return changed == 1 ? OK : ERR(e, E_NOT_FOUND, "this draft has no such row");
}

enum errc instruction_put_provision(const struct instruction_edit *ed, const struct q_ji_provisions_row *row,
                                    int64_t *ret_id, struct err *e) {
    int64_t changed = 0;
    *ret_id = row->id != 0 ? row->id : rand_id();
    if (row->id != 0) {
        TRY(q_ji_provision_put(ed->f->db, row->kind, row->text, row->id, ed->now.id, &changed, e));
        return found(changed, e);
    }
    TRY(check_room(ed->now.provisions.n, e));
    return q_ji_provision_add(ed->f->db, *ret_id, ed->now.id, NEXT_POSITION(ed->now.provisions), row->kind,
                              row->text, e);
}

enum errc instruction_put_duty(const struct instruction_edit *ed, const struct q_ji_duties_row *row,
                               int64_t *ret_id, struct err *e) {
    int64_t changed = 0;
    *ret_id = row->id != 0 ? row->id : rand_id();
    if (row->id != 0) {
        TRY(q_ji_duty_put(ed->f->db, row->text, row->trainable, row->id, ed->now.id, &changed, e));
        return found(changed, e);
    }
    TRY(check_room(ed->now.duties.n, e));
    return q_ji_duty_add(ed->f->db, *ret_id, ed->now.id, NEXT_POSITION(ed->now.duties), row->code, row->text,
                         row->trainable, e);
}

enum errc instruction_put_kpi(const struct instruction_edit *ed, const struct q_ji_kpis_row *row, int64_t *ret_id,
                              struct err *e) {
    *ret_id = row->id != 0 ? row->id : rand_id();
    if (row->id != 0) {
        int64_t changed = 0;
        struct q_ji_kpi_put_in in = { .name = row->name, .formula = row->formula, .target = row->target,
                                      .period = row->period, .weight = row->weight,
                                      .consequence = row->consequence, .id = row->id,
                                      .instruction_id = ed->now.id };
        TRY(q_ji_kpi_put(ed->f->db, &in, &changed, e));
        return found(changed, e);
    }
    TRY(check_room(ed->now.kpis.n, e));
    struct q_ji_kpi_add_in in = { .id = *ret_id, .instruction_id = ed->now.id,
                                  .position = NEXT_POSITION(ed->now.kpis), .name = row->name,
                                  .formula = row->formula, .target = row->target, .period = row->period,
                                  .weight = row->weight, .consequence = row->consequence };
    return q_ji_kpi_add(ed->f->db, &in, e);
}

enum errc instruction_put_right(const struct instruction_edit *ed, const struct q_ji_rights_row *row,
                                int64_t *ret_id, struct err *e) {
    int64_t changed = 0;
    *ret_id = row->id != 0 ? row->id : rand_id();
    if (row->id != 0) {
        TRY(q_ji_right_put(ed->f->db, row->kind, row->text, row->limit_text, row->id, ed->now.id, &changed, e));
        return found(changed, e);
    }
    TRY(check_room(ed->now.rights.n, e));
    return q_ji_right_add(ed->f->db, *ret_id, ed->now.id, NEXT_POSITION(ed->now.rights), row->kind, row->text,
                          row->limit_text, e);
}

enum errc instruction_put_requirement(const struct instruction_edit *ed, const struct q_ji_requirements_row *row,
                                      int64_t *ret_id, struct err *e) {
    *ret_id = row->id != 0 ? row->id : rand_id();
    if (row->id != 0) {
        int64_t changed = 0;
        struct q_ji_requirement_put_in in = { .text = row->text, .evidence = row->evidence, .weight = row->weight,
                                              .minimum = row->minimum, .field = row->field, .pass = row->pass,
                                              .id = row->id, .instruction_id = ed->now.id };
        TRY(q_ji_requirement_put(ed->f->db, &in, &changed, e));
        return found(changed, e);
    }
    TRY(check_room(ed->now.requirements.n, e));
    int64_t position = 1;
    for (size_t i = 0; i < ed->now.requirements.n; i++)
        if (ed->now.requirements.v[i].position >= position)
            position = ed->now.requirements.v[i].position + 1;
    struct q_ji_requirement_add_in in = { .id = *ret_id, .root_id = *ret_id, .instruction_id = ed->now.id,
                                          .position = position, .kind = row->kind, .competency = row->competency,
                                          .text = row->text, .evidence = row->evidence, .weight = row->weight,
                                          .minimum = row->minimum, .field = row->field, .pass = row->pass };
    return q_ji_requirement_add(ed->f->db, &in, e);
}

enum errc instruction_set_reasons(const struct instruction_edit *ed, int64_t requirement_id,
                                  const int64_t *duty_ids, size_t n, struct err *e) {
    TRY(q_ji_reasons_drop(ed->f->db, requirement_id, e));
    for (size_t i = 0; i < n; i++)
        TRY(q_ji_reason_add(ed->f->db, requirement_id, duty_ids[i], e));
    return OK;
}

enum errc instruction_set_weight(const struct instruction_edit *ed, int64_t requirement_id, int64_t weight,
                                 struct err *e) {
    int64_t changed = 0;
    TRY(q_ji_requirement_weight(ed->f->db, weight, requirement_id, ed->now.id, &changed, e));
    return found(changed, e);
}

enum errc instruction_set_plan(const struct instruction_edit *ed, const char *const *instruments, size_t n,
                               struct err *e) {
    TRY(q_ji_plan_drop(ed->f->db, ed->now.id, e));
    for (size_t i = 0; i < n; i++) {
        if (pack_find_instrument(ed->now.pack, instruments[i]) == PACK_NONE)
            return ERR(e, E_INVALID, "the pack has no instrument %s", instruments[i]);
        TRY(q_ji_plan_add(ed->f->db, ed->now.id, (int64_t)i + 1, instruments[i], e));
    }
    return OK;
}

/* Taking out and moving ----------------------------------------------------------------------------- */

enum errc instruction_drop(const struct instruction_edit *ed, enum ji_list list, int64_t id, struct err *e) {
    static enum errc (*const DROP[JI_LIST__MAX])(struct db *, int64_t, int64_t, int64_t *, struct err *) = {
        [JI_PROVISIONS] = q_ji_provision_drop, [JI_DUTIES] = q_ji_duty_drop, [JI_KPIS] = q_ji_kpi_drop,
        [JI_RIGHTS] = q_ji_right_drop, [JI_REQUIREMENTS] = q_ji_requirement_drop,
    };
    int64_t changed = 0;
    TRY(DROP[list](ed->f->db, id, ed->now.id, &changed, e));
    return found(changed, e);
}

/* Ids of a list in order; of requirements only the part that holds id. */
static size_t ids_of(const struct instruction_version *v, enum ji_list list, int64_t id, int64_t *ids) {
    size_t n = 0, from = 0;
#define COLLECT(rows)                                                                              \
    for (size_t i = 0; i < (rows).n && n < JI_ROWS_MAX; i++)                                       \
        ids[n++] = (rows).v[i].id;
    switch (list) {
    case JI_PROVISIONS:
        COLLECT(v->provisions)
        break;
    case JI_DUTIES:
        COLLECT(v->duties)
        break;
    case JI_KPIS:
        COLLECT(v->kpis)
        break;
    case JI_RIGHTS:
        COLLECT(v->rights)
        break;
    default:
        COLLECT(v->requirements)
        for (size_t i = v->weighted_n; i < n; i++)
            if (ids[i] == id)
                from = v->weighted_n;
        if (from > 0)
            memmove(ids, ids + from, (n - from) * sizeof *ids);
        n = from > 0 ? n - from : v->weighted_n < n ? v->weighted_n : n;
    }
#undef COLLECT
    return n;
}

enum errc instruction_move(const struct instruction_edit *ed, enum ji_list list, int64_t id, bool up,
                           struct err *e) {
    static enum errc (*const PLACE[JI_LIST__MAX])(struct db *, int64_t, int64_t, int64_t, struct err *) = {
        [JI_PROVISIONS] = q_ji_provision_place, [JI_DUTIES] = q_ji_duty_place, [JI_KPIS] = q_ji_kpi_place,
        [JI_RIGHTS] = q_ji_right_place, [JI_REQUIREMENTS] = q_ji_requirement_place,
    };
    int64_t ids[JI_ROWS_MAX];
    size_t n = ids_of(&ed->now, list, id, ids), at = 0;
    while (at < n && ids[at] != id)
        at++;
    if (at == n)
        return ERR(e, E_NOT_FOUND, "this draft has no such row");
    if (up ? at == 0 : at + 1 == n)
        return OK;
    size_t other = up ? at - 1 : at + 1;
    ids[at] = ids[other];
    ids[other] = id;
    for (size_t i = 0; i < n; i++)
        TRY(PLACE[list](ed->f->db, (int64_t)i + 1, ids[i], ed->now.id, e));
    return OK;
}

/* Weights ------------------------------------------------------------------------------------------- */

enum errc instruction_balance(const struct instruction_edit *ed, enum ji_list list, struct err *e) {
    struct instruction_version v = { 0 };
    TRY(instruction_read(ed->f, ed->vacancy_id, ed->lang_pack, ed->now.id, &v, e));
    size_t n = list == JI_KPIS ? v.kpis.n : v.weighted_n;
    double *w = ARENA_ARRAY(ed->f->arena, n, double), sum = 0;
    int *points = ARENA_ARRAY(ed->f->arena, n, int);
    for (size_t i = 0; i < n; i++)
        sum += w[i] = (double)(list == JI_KPIS ? v.kpis.v[i].weight : v.requirements.v[i].weight);
    if (n == 0 || sum <= 0)
        return OK;
    weight_round(w, n, WEIGHT_SUM, points);
    for (size_t i = 0; i < n; i++) {
        int64_t id = 0;
        if (list == JI_REQUIREMENTS) {
            TRY(instruction_set_weight(ed, v.requirements.v[i].id, points[i], e));
        } else {
            struct q_ji_kpis_row row = v.kpis.v[i];
            row.weight = points[i];
            TRY(instruction_put_kpi(ed, &row, &id, e));
        }
    }
    return OK;
}

#include "web/flows/instruction_library.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/base/json.h"
#include "web/flows/instruction_edit.h"
#include "web/kit/states.h"

const char *library_provision_word(enum pack_provision_kind kind) {
    static const char *const WORDS[] = {
        [PROVISION_OVERVIEW] = "overview",         [PROVISION_PURPOSE] = "purpose",
        [PROVISION_REPORTING] = "reporting",       [PROVISION_SUBSTITUTION] = "substitution",
        [PROVISION_DOCUMENTS] = "documents",       [PROVISION_QUALIFICATION] = "qualification",
    };
    return WORDS[kind];
}

const char *library_right_word(enum pack_right_kind kind) {
    return kind == RIGHT_CONDITION ? "condition" : "authority";
}

const char *library_json_list(const char *const *v, size_t n, struct arena *a) {
    struct buf b;
    buf_init(&b, 64 << 10);
    struct json_writer w = json_writer_init(&b);
    json_open_array(&w);
    for (size_t i = 0; i < n; i++)
        json_put_string(&w, v[i]);
    json_close_array(&w);
    const char *text = arena_strdup(a, buf_str(&b));
    buf_fini(&b);
    return text;
}

const char *library_pass(const struct pack_field *field, struct arena *a) {
    CHECK(field->has_gate);
    if (field->type != FIELD_NUMBER)
        return library_json_list(field->gate_pass, field->gate_pass_n, a);
    const char *least = arena_printf(a, "%g", field->gate_minimum);
    return library_json_list(&least, 1, a);
}

/* Adding a row of the library to a draft ---------------------------------------------------------- */

static enum errc add_duty(const struct instruction_edit *ed, size_t i, int64_t *ret_id, struct err *e) {
    const struct pack *p = ed->now.pack;
    const struct pack_duty *duty = &p->duties[i];
    struct q_ji_duties_row row = { .code = duty->code, .text = duty->text.in[ed->lang],
                                   .trainable = trainable_word(duty->trainable) };
    TRY(instruction_put_duty(ed, &row, ret_id, e));
    for (size_t k = 0; k < duty->links_n; k++)
        TRY(q_ji_duty_link_add(ed->f->db, *ret_id, p->competencies[duty->links[k].competency].code,
                               duty->links[k].relevance, e));
    /* The requirements that it asks for follow from it. */
    for (size_t r = 0; r < ed->now.weighted_n; r++)
        for (size_t k = 0; k < duty->links_n; k++)
            if (ed->now.domain.requirements[r].competency == duty->links[k].competency)
                TRY(q_ji_reason_add(ed->f->db, ed->now.requirements.v[r].id, *ret_id, e));
    return OK;
}

static enum errc add_requirement(const struct instruction_edit *ed, size_t competency, int64_t *ret_id,
                                 struct err *e) {
    const struct pack *p = ed->now.pack;
    struct q_ji_requirements_row row = { .kind = requirement_kind_word(REQUIREMENT_COMPETENCY), .competency = p->competencies[competency].code,
                                         .text = p->requirements[competency].text.in[ed->lang],
                                         .evidence = p->requirements[competency].evidence.in[ed->lang], .weight = 5 };
    TRY(instruction_put_requirement(ed, &row, ret_id, e));
    for (size_t i = 0; i < ed->now.domain.duties_n; i++)
        for (size_t k = 0; k < ed->now.domain.duties[i].links_n; k++)
            if (ed->now.domain.duties[i].links[k].competency == competency)
                TRY(q_ji_reason_add(ed->f->db, *ret_id, ed->now.duties.v[i].id, e));
    return OK;
}

static enum errc add_kpi(const struct instruction_edit *ed, size_t i, int64_t *ret_id, struct err *e) {
    const struct pack_kpi *kpi = &ed->now.pack->kpis[i];
    struct q_ji_kpis_row row = { .name = kpi->name.in[ed->lang], .formula = kpi->formula.in[ed->lang],
                                 .target = kpi->target.in[ed->lang], .period = kpi->period.in[ed->lang],
                                 .weight = 5, .consequence = kpi->consequence.in[ed->lang] };
    return instruction_put_kpi(ed, &row, ret_id, e);
}

static enum errc add_right(const struct instruction_edit *ed, size_t i, int64_t *ret_id, struct err *e) {
    const struct pack_right *right = &ed->now.pack->rights[i];
    struct q_ji_rights_row row = { .kind = library_right_word(right->kind), .text = right->text.in[ed->lang],
                                   .limit_text = right->limit.in[ed->lang] };
    return instruction_put_right(ed, &row, ret_id, e);
}

static enum errc add_provision(const struct instruction_edit *ed, size_t i, int64_t *ret_id, struct err *e) {
    const struct pack_provision *provision = &ed->now.pack->provisions[i];
    struct q_ji_provisions_row row = { .kind = library_provision_word(provision->kind),
                                       .text = provision->text.in[ed->lang] };
    return instruction_put_provision(ed, &row, ret_id, e);
}

enum errc instruction_add_library(const struct instruction_edit *ed, enum ji_list list, const char *code,
                                  int64_t *ret_id, struct err *e) {
    static const struct {
        size_t (*find)(const struct pack *, const char *);
        enum errc (*add)(const struct instruction_edit *, size_t, int64_t *, struct err *);
    } LISTS[JI_LIST__MAX] = {
        [JI_PROVISIONS] = { pack_find_provision, add_provision }, [JI_DUTIES] = { pack_find_duty, add_duty },
        [JI_KPIS] = { pack_find_kpi, add_kpi },                   [JI_RIGHTS] = { pack_find_right, add_right },
        [JI_REQUIREMENTS] = { pack_find_competency, add_requirement },
    };
    size_t i = LISTS[list].find(ed->now.pack, code);
    if (i == PACK_NONE)
        return ERR(e, E_INVALID, "the library has no row with this code");
    return LISTS[list].add(ed, i, ret_id, e);
}

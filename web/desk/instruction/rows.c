#include "web/desk/instruction/rows.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/base/json.h"
#include "daemon/base/text.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "web/desk/parts.h"
#include "web/flows/instruction_library.h"
#include "web/kit/states.h"

enum { VALUE_MAX = 16 << 10 };

static const struct cell PROVISION_CELLS[] = { { "kind", CELL_CHOICE, 20, true }, { "text", CELL_LONG, 2000, true } };
static const struct cell DUTY_CELLS[] = { { "text", CELL_LONG, 1000, true }, { "trainable", CELL_CHOICE, 10, true } };
static const struct cell KPI_CELLS[] = {
    { "name", CELL_LINE, 200, true },     { "weight", CELL_NUMBER, 3, true }, { "period", CELL_LINE, 100, true },
    { "formula", CELL_LONG, 1000, true }, { "target", CELL_LONG, 500, true }, { "consequence", CELL_LONG, 1000, true },
};
static const struct cell RIGHT_CELLS[] = { { "kind", CELL_CHOICE, 10, true },
                                           { "text", CELL_LONG, 1000, true },
                                           { "limit", CELL_LONG, 500, false } };
static const struct cell WEIGHT_CELLS[] = { { "weight", CELL_NUMBER, 3, true } };
static const struct cell REQUIREMENT_CELLS[] = { { "text", CELL_LINE, 300, true },
                                                 { "evidence", CELL_LONG, 1000, true },
                                                 { "minimum", CELL_CHOICE, 1, true },
                                                 { "duty", CELL_MANY, 20, false } };
static const struct cell GATE_CELLS[] = { { "text", CELL_LINE, 300, true },
                                          { "evidence", CELL_LONG, 1000, false },
                                          { "field", CELL_CHOICE, 40, false },
                                          { "pass", CELL_MANY, 40, false } };

const struct row_shape ROW_SHAPES[SET__MAX] = {
    [SET_PROVISIONS] = { JI_PROVISIONS, "mark", PROVISION_CELLS, COUNT(PROVISION_CELLS) },
    [SET_DUTIES] = { JI_DUTIES, "mark", DUTY_CELLS, COUNT(DUTY_CELLS) },
    [SET_KPIS] = { JI_KPIS, "mark", KPI_CELLS, COUNT(KPI_CELLS) },
    [SET_RIGHTS] = { JI_RIGHTS, "mark", RIGHT_CELLS, COUNT(RIGHT_CELLS) },
    [SET_WEIGHTS] = { JI_REQUIREMENTS, "mark_weight", WEIGHT_CELLS, COUNT(WEIGHT_CELLS) },
    [SET_REQUIREMENT] = { JI_REQUIREMENTS, "mark", REQUIREMENT_CELLS, COUNT(REQUIREMENT_CELLS) },
    [SET_GATE] = { JI_REQUIREMENTS, "mark", GATE_CELLS, COUNT(GATE_CELLS) },
};

/* Stored rows ------------------------------------------------------------------------------------------ */

static const char *number_text(int64_t v, struct arena *a) {
    return arena_printf(a, "%lld", (long long)v);
}

/* The duties that requirement i follows from, in the order of the duties. */
static const char *reasons_text(const struct instruction_version *v, size_t i, struct arena *a) {
    struct buf b;
    buf_init(&b, VALUE_MAX);
    for (size_t k = 0; k < v->duties.n; k++)
        if (instruction_follows(v, i, k))
            buf_printf(&b, "%s%lld", b.len > 0 ? "," : "", (long long)v->duties.v[k].id);
    const char *text = arena_strdup(a, buf_str(&b));
    buf_fini(&b);
    return text;
}

/* ["a","b"] as "a,b"; codes hold no commas. */
static const char *pass_text(const char *json, struct arena *a) {
    const struct json *list = NULL;
    if (json == NULL || json_parse(json, strlen(json), JSON_REQUEST, a, &list, NULL) != OK)
        return "";
    const char *text = "";
    for (size_t i = 0; i < list->children_n; i++)
        if (list->children[i].type == JSON_STRING)
            text = arena_printf(a, "%s%s%s", text, text[0] != '\0' ? "," : "", list->children[i].string);
    return text;
}

static struct edit_row requirement_row(const struct instruction_version *v, size_t i, enum row_set set,
                                       struct arena *a) {
    const struct q_ji_requirements_row *r = &v->requirements.v[i];
    if (set == SET_WEIGHTS)
        return (struct edit_row){ r->id, { number_text(r->weight, a) } };
    if (set == SET_REQUIREMENT)
        return (struct edit_row){ r->id, { r->text, r->evidence, number_text(r->minimum, a), reasons_text(v, i, a) } };
    return (struct edit_row){ r->id, { r->text, r->evidence, r->field != NULL ? r->field : "", pass_text(r->pass, a) } };
}

static struct edit_row plain_row(const struct instruction_version *v, size_t i, enum row_set set, struct arena *a) {
    if (set == SET_PROVISIONS)
        return (struct edit_row){ v->provisions.v[i].id, { v->provisions.v[i].kind, v->provisions.v[i].text } };
    if (set == SET_DUTIES)
        return (struct edit_row){ v->duties.v[i].id, { v->duties.v[i].text, v->duties.v[i].trainable } };
    if (set == SET_RIGHTS) {
        const struct q_ji_rights_row *r = &v->rights.v[i];
        return (struct edit_row){ r->id, { r->kind, r->text, r->limit_text != NULL ? r->limit_text : "" } };
    }
    const struct q_ji_kpis_row *k = &v->kpis.v[i];
    return (struct edit_row){ k->id,
                              { k->name, number_text(k->weight, a), k->period, k->formula, k->target, k->consequence } };
}

struct edit_rows rows_stored(const struct instruction_version *v, enum row_set set, struct arena *a) {
    const size_t PLAIN_N[SET__MAX] = { [SET_PROVISIONS] = v->provisions.n, [SET_DUTIES] = v->duties.n,
                                       [SET_KPIS] = v->kpis.n, [SET_RIGHTS] = v->rights.n };
    bool plain = set < SET_WEIGHTS;
    size_t from = set == SET_GATE ? v->weighted_n : 0;
    size_t end = plain ? PLAIN_N[set] : set == SET_GATE ? v->requirements.n : v->weighted_n;
    struct edit_row *rows = ARENA_ARRAY(a, end - from, struct edit_row);
    for (size_t i = from; i < end; i++)
        rows[i - from] = plain ? plain_row(v, i, set, a) : requirement_row(v, i, set, a);
    return (struct edit_rows){ rows, end - from };
}

/* Typed rows --------------------------------------------------------------------------------------------- */

const char *row_key(int64_t id, struct arena *a) {
    return id == ROW_NEW ? "new" : number_text(id, a);
}

const char *row_field(const char *cell, int64_t id, struct arena *a) {
    return arena_printf(a, "%s.%s", cell, row_key(id, a));
}

static const char *typed_many(const struct request *req, const char *name) {
    const char *text = "";
    for (size_t i = 0; i < req->form.n; i++)
        if (strcmp(req->form.values[i].name, name) == 0 && req->form.values[i].value[0] != '\0')
            text = arena_printf(req->arena, "%s%s%s", text, text[0] != '\0' ? "," : "", req->form.values[i].value);
    return text;
}

bool row_typed(const struct request *req, enum row_set set, int64_t id, struct edit_row *ret) {
    const struct row_shape *shape = &ROW_SHAPES[set];
    if (id != ROW_NEW && desk_typed(req, row_field(shape->mark, id, req->arena)) == NULL)
        return false;
    *ret = (struct edit_row){ .id = id };
    for (size_t i = 0; i < shape->n; i++) {
        const char *name = row_field(shape->cells[i].name, id, req->arena);
        ret->values[i] = shape->cells[i].kind == CELL_MANY ? typed_many(req, name) : form_get(&req->form, name);
    }
    return true;
}

const char *row_mark(enum row_set set, const struct edit_row *row, struct arena *a) {
    uint64_t h = UINT64_C(0xcbf29ce484222325); /* FNV-1a: tells edits apart, guards nothing */
    for (size_t i = 0; i < ROW_SHAPES[set].n; i++) {
        for (const char *p = row->values[i]; *p != '\0'; p++)
            h = (h ^ (unsigned char)*p) * UINT64_C(0x100000001b3);
        h = (h ^ 0x1f) * UINT64_C(0x100000001b3);
    }
    return arena_printf(a, "%016llx", (unsigned long long)h);
}

bool row_equal(enum row_set set, const struct edit_row *x, const struct edit_row *y) {
    for (size_t i = 0; i < ROW_SHAPES[set].n; i++)
        if (strcmp(x->values[i], y->values[i]) != 0)
            return false;
    return true;
}

bool row_blank(enum row_set set, const struct edit_row *row) {
    for (size_t i = 0; i < ROW_SHAPES[set].n; i++) {
        enum cell_kind kind = ROW_SHAPES[set].cells[i].kind;
        if ((kind == CELL_LINE || kind == CELL_LONG) && row->values[i][0] != '\0')
            return false;
    }
    return true;
}

bool cell_holds(const char *values, const char *code) {
    size_t n = strlen(code);
    for (const char *p = values; n > 0 && (p = strstr(p, code)) != NULL; p++)
        if ((p == values || p[-1] == ',') && (p[n] == ',' || p[n] == '\0'))
            return true;
    return false;
}

void row_check(const struct request *req, enum row_set set, const struct edit_row *row, size_t number,
               struct form_errors *errors) {
    struct arena *a = req->arena;
    int64_t line = (int64_t)number, v = 0;
    for (size_t i = 0; i < ROW_SHAPES[set].n; i++) {
        const struct cell *c = &ROW_SHAPES[set].cells[i];
        const char *name = row_field(c->name, row->id, a), *value = row->values[i];
        if (c->kind == CELL_NUMBER && text_i64(value, 0, 100, &v) != OK)
            form_error(errors, name, msg_desk_row_number(req->lang, a, line));
        else if (c->required && value[0] == '\0')
            form_error(errors, name, c->kind == CELL_CHOICE ? msg_desk_row_choose(req->lang, a, line)
                                                            : msg_desk_row_empty(req->lang, a, line));
        else if (c->kind != CELL_MANY && text_chars(value) > c->max)
            form_error(errors, name, msg_desk_row_long(req->lang, a, line, (int64_t)c->max));
        else if (form_fault_of(&req->form, name) == FORM_BAD_TEXT)
            form_error(errors, name, msg_desk_row_bad(req->lang, a, line));
    }
}

/* Writing ----------------------------------------------------------------------------------------------- */

static int64_t number_of(const char *text) {
    int64_t v = 0;
    return text_i64(text, 0, 100, &v) == OK ? v : 0;
}

/* "a,b" as its parts. */
static size_t split(const char *values, const char **parts, size_t max, struct arena *a) {
    size_t n = 0;
    while (*values != '\0' && n < max) {
        size_t len = strcspn(values, ",");
        parts[n++] = arena_strndup(a, values, len);
        values += len + (values[len] == ',');
    }
    return n;
}

static enum errc put_requirement(const struct instruction_edit *ed, const struct edit_row *row, int64_t *ret_id,
                                 struct err *e) {
    const struct q_ji_requirements_row *old = NULL;
    for (size_t i = 0; i < ed->now.requirements.n; i++)
        if (ed->now.requirements.v[i].id == row->id)
            old = &ed->now.requirements.v[i];
    if (old == NULL)
        return ERR(e, E_NOT_FOUND, "this draft has no such requirement");
    struct q_ji_requirements_row new = *old;
    new.text = row->values[0];
    new.evidence = row->values[1];
    new.minimum = number_of(row->values[2]);
    TRY(instruction_put_requirement(ed, &new, ret_id, e));
    const char *parts[JI_ROWS_MAX];
    int64_t duties[JI_ROWS_MAX];
    size_t n = split(row->values[3], parts, JI_ROWS_MAX, ed->f->arena), duties_n = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t id = 0;
        if (text_i64(parts[i], 1, INT64_MAX, &id) != OK)
            continue;
        id = instruction_edit_row(ed, id);
        for (size_t k = 0; k < ed->now.duties.n; k++)
            if (ed->now.duties.v[k].id == id)
                duties[duties_n++] = id;
    }
    return instruction_set_reasons(ed, row->id, duties, duties_n, e);
}

static enum errc put_gate(const struct instruction_edit *ed, const struct edit_row *row, int64_t *ret_id,
                          struct err *e) {
    const char *parts[JI_ROWS_MAX];
    size_t n = split(row->values[3], parts, JI_ROWS_MAX, ed->f->arena);
    bool bound = row->values[2][0] != '\0';
    struct q_ji_requirements_row gate = { .id = row->id, .kind = requirement_kind_word(REQUIREMENT_GATE), .text = row->values[0],
                                          .evidence = row->values[1], .field = bound ? row->values[2] : NULL,
                                          .pass = bound ? library_json_list(parts, n, ed->f->arena) : NULL };
    return instruction_put_requirement(ed, &gate, ret_id, e);
}

enum errc row_put(const struct instruction_edit *ed, enum row_set set, const struct edit_row *row,
                  int64_t *ret_id, struct err *e) {
    const char *const *v = row->values;
    *ret_id = row->id;
    switch (set) {
    case SET_PROVISIONS:
        return instruction_put_provision(
            ed, &(struct q_ji_provisions_row){ .id = row->id, .kind = v[0], .text = v[1] }, ret_id, e);
    case SET_DUTIES:
        return instruction_put_duty(
            ed, &(struct q_ji_duties_row){ .id = row->id, .text = v[0], .trainable = v[1] }, ret_id, e);
    case SET_KPIS:
        return instruction_put_kpi(ed,
                                   &(struct q_ji_kpis_row){ .id = row->id, .name = v[0], .weight = number_of(v[1]),
                                                            .period = v[2], .formula = v[3], .target = v[4],
                                                            .consequence = v[5] },
                                   ret_id, e);
    case SET_RIGHTS:
        return instruction_put_right(ed,
                                     &(struct q_ji_rights_row){ .id = row->id, .kind = v[0], .text = v[1],
                                                                .limit_text = v[2][0] != '\0' ? v[2] : NULL },
                                     ret_id, e);
    case SET_WEIGHTS:
        return instruction_set_weight(ed, row->id, number_of(v[0]), e);
    case SET_REQUIREMENT:
        return put_requirement(ed, row, ret_id, e);
    default:
        return put_gate(ed, row, ret_id, e);
    }
}

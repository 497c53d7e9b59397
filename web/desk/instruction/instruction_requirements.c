#include <stdint.h>
#include <string.h>

#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "web/desk/instruction/coverage.h"
#include "web/desk/instruction/instruction.h"
#include "web/kit/format.h"

size_t instruction_open_row(const struct instruction_version *v, int64_t row) {
    for (size_t i = 0; i < v->requirements.n; i++)
        if (v->requirements.v[i].id == row)
            return i;
    return v->requirements.n > 0 ? 0 : SIZE_MAX;
}

/* The place of a weight on its line: the scale ends at the heaviest one, 25 at least. */
static const char *weight_at(const struct instruction_version *v, int64_t weight, struct arena *a) {
    int64_t top = 25;
    for (size_t i = 0; i < v->weighted_n; i++)
        top = v->requirements.v[i].weight > top ? v->requirements.v[i].weight : top;
    return format_percent_attr(a, 100.0 * (double)weight / (double)top);
}

static struct requirement_view one(const struct request *req, const struct instruction_version *v,
                                   enum lang vacancy_lang, const struct instruction_show *show,
                                   const struct form_errors *errors, size_t i, const struct edit_row *weight) {
    struct arena *a = req->arena;
    const struct q_ji_requirements_row *r = &v->requirements.v[i];
    bool gate = i >= v->weighted_n;
    struct requirement_view out = {
        .key = row_key(r->id, a),
        .text = desk_name(r->text, a),
        .number = desk_requirement_number(v, i),
        .gate = gate,
        .by_hand = gate && r->field == NULL,
        .chosen = i == instruction_open_row(v, show->row),
        .cover = coverage_cells(v, i, req->lang, a),
        .gap = gate ? NULL : coverage_gap(v, i, req->lang, a),
    };
    if (!gate) {
        struct row_view row = instruction_row_view(req, v, vacancy_lang, SET_WEIGHTS, weight, i + 1, show, errors);
        out.weight = row.cells.v[0];
        out.mark_name = row.mark_name;
        out.mark = row.mark;
        out.at = weight_at(v, r->weight, a);
    }
    return out;
}

/* The must-haves that may be added: fields of the questionnaire with a gate, and one confirmed by hand. */
static struct choice_views gate_choices(const struct instruction_version *v, enum lang lang, enum lang vacancy_lang,
                                        struct arena *a) {
    struct choice_view *list = ARENA_ARRAY(a, v->pack->fields_n + 1, struct choice_view);
    size_t n = 0;
    for (size_t i = 0; i < v->pack->fields_n; i++) {
        const struct pack_field *f = &v->pack->fields[i];
        bool taken = false;
        for (size_t k = v->weighted_n; k < v->requirements.n; k++)
            taken = taken || (v->requirements.v[k].field != NULL && strcmp(v->requirements.v[k].field, f->code) == 0);
        if (f->has_gate && !taken)
            list[n++] = (struct choice_view){ f->code, f->gate_text.in[vacancy_lang], NULL, false };
    }
    list[n++] = (struct choice_view){ "by_hand", msg_desk_gate_new_by_hand(lang, a), NULL, false };
    return (struct choice_views){ list, n };
}

void instruction_fill_requirements(const struct request *req, const struct instruction_version *v,
                                   enum lang vacancy_lang, const struct instruction_show *show,
                                   struct instruction_view *view) {
    struct arena *a = req->arena;
    struct edit_rows weights = rows_stored(v, SET_WEIGHTS, a);
    struct requirement_view *rows = ARENA_ARRAY(a, v->requirements.n, struct requirement_view);
    for (size_t i = 0; i < v->requirements.n; i++)
        rows[i] = one(req, v, vacancy_lang, show, &view->errors, i, i < weights.n ? &weights.v[i] : NULL);
    view->requirements = (struct requirement_views){ rows, v->requirements.n };
    view->sources = coverage_sources(v, vacancy_lang, req->lang, a);
    view->gates = gate_choices(v, req->lang, vacancy_lang, a);
    size_t open = instruction_open_row(v, show->row);
    if (open == SIZE_MAX)
        return;
    bool gate = open >= v->weighted_n;
    enum row_set set = gate ? SET_GATE : SET_REQUIREMENT;
    struct edit_rows stored = rows_stored(v, set, a);
    view->chosen = instruction_row_view(req, v, vacancy_lang, set, &stored.v[gate ? open - v->weighted_n : open],
                                        open + 1, show, &view->errors);
    view->chosen_gate = gate;
    view->chosen_title = arena_printf(a, "%lld. %s", (long long)desk_requirement_number(v, open),
                                      desk_name(v->requirements.v[open].text, a));
}

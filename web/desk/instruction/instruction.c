/* GET and POST /desk/vacancies/{id}/instruction: the editor of the job instruction.
 *
 * Every button of the page posts the whole page: what was typed is kept first, then the button's own work
 * is done (add, remove, move, open another row, balance weights). So nothing typed is lost by a button, and
 * all of it works without scripts.
 */
#include "web/desk/instruction/instruction.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/text.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/desk.h"
#include "web/desk/pages.h"
#include "web/flows/instruction_library.h"
#include "web/kit/app.h"
#include "web/kit/states.h"

enum { CHANGES_MAX = 2 * JI_ROWS_MAX };

/* A typed row that differs from the stored one. */
struct change {
    enum row_set set;
    struct edit_row row;
};

/* One post of the editor. */
struct post {
    struct request *req;
    const struct q_desk_vacancy_row *vacancy;
    struct instruction_version seen; /* the newest version, as stored */
    struct instruction_show show;
    const char *act;      /* "save", "add", "up", … */
    int64_t act_id;       /* the row of "up.812" */
    struct change changes[CHANGES_MAX];
    size_t changes_n;
};

static enum errc read_newest(struct request *req, const struct q_desk_vacancy_row **ret_vacancy,
                             struct instruction_version *ret, struct err *e) {
    struct flow f = flow_of(req);
    TRY(desk_vacancy_of(req, ret_vacancy, e));
    return instruction_read_newest(&f, (*ret_vacancy)->id, (*ret_vacancy)->pack, ret, e);
}

static int64_t id_field(const struct request *req, const char *name) {
    int64_t id = 0;
    return text_i64(form_get(&req->form, name), 1, INT64_MAX, &id) == OK ? id : 0;
}

/* Weights that were tried on the shortlist come as w.ROOT: the page shows them in place of the stored ones,
 * and its button saves them. True when there were any. */
static bool take_trial(const struct request *req, struct instruction_version *v) {
    struct q_ji_requirements_row *rows = ARENA_ARRAY(req->arena, v->requirements.n, struct q_ji_requirements_row);
    bool taken = false;
    for (size_t i = 0; i < v->requirements.n; i++) {
        rows[i] = v->requirements.v[i];
        int64_t weight = 0;
        const char *name = arena_printf(req->arena, "w.%lld", (long long)rows[i].root_id);
        if (i >= v->weighted_n || text_i64(form_get(&req->form, name), 0, 100, &weight) != OK)
            continue;
        rows[i].weight = weight;
        taken = true;
    }
    v->requirements.v = rows;
    return taken;
}

enum errc desk_instruction(struct request *req, struct err *e) {
    const struct q_desk_vacancy_row *vacancy = NULL;
    struct instruction_version v = { 0 };
    TRY(read_newest(req, &vacancy, &v, e));
    struct instruction_show show = { .tab = instruction_tab(form_get(&req->form, "tab")),
                                     .row = id_field(req, "row"),
                                     .trial = take_trial(req, &v) };
    return instruction_show(req, vacancy, &v, &show, 200, e);
}

/* What was typed ------------------------------------------------------------------------------------- */

/* A must-have that was bound to another question: its answers start from what the pack says. */
static void follow_field(const struct post *p, const struct edit_row *stored, struct edit_row *typed) {
    if (strcmp(stored->values[2], typed->values[2]) == 0)
        return;
    size_t field = pack_find_field(p->seen.pack, typed->values[2]);
    typed->values[3] = "";
    if (field == PACK_NONE)
        return;
    const struct pack_field *f = &p->seen.pack->fields[field];
    struct arena *a = p->req->arena;
    for (size_t i = 0; i < f->gate_pass_n; i++)
        typed->values[3] = arena_printf(a, "%s%s%s", typed->values[3], i > 0 ? "," : "", f->gate_pass[i]);
    if (f->type == FIELD_NUMBER)
        typed->values[3] = arena_printf(a, "%g", f->gate_minimum);
}

/* Choices come from a closed list: what is not on it was not typed on our page. */
static void check_choices(struct post *p, enum row_set set, const struct edit_row *row, size_t number) {
    struct arena *a = p->req->arena;
    for (size_t i = 0; i < ROW_SHAPES[set].n; i++) {
        struct choice_views list = { 0 };
        bool known = false;
        if (ROW_SHAPES[set].cells[i].kind != CELL_CHOICE)
            continue;
        list = instruction_choices(&p->seen, p->req->lang, LANG_RU, set, i, row, a);
        for (size_t k = 0; k < list.n; k++)
            known = known || strcmp(list.v[k].value, row->values[i]) == 0;
        if (!known)
            form_error(&p->show.errors, row_field(ROW_SHAPES[set].cells[i].name, row->id, a),
                       msg_desk_row_choose(p->req->lang, a, (int64_t)number));
    }
}

static bool passes_nothing(const struct edit_row *gate) {
    return gate->values[2][0] != '\0' && gate->values[3][0] == '\0';
}

/* Take in the typed rows of a set: what changed is to be written, what is faulty is said. A row that is
 * being taken out is not looked at. */
static void collect(struct post *p, enum row_set set, size_t first_number) {
    struct arena *a = p->req->arena;
    struct edit_rows stored = rows_stored(&p->seen, set, a);
    bool removing = strcmp(p->act, "remove") == 0;
    for (size_t i = 0; i < stored.n && p->changes_n < CHANGES_MAX; i++) {
        struct edit_row typed = { 0 };
        if ((removing && stored.v[i].id == p->act_id) || !row_typed(p->req, set, stored.v[i].id, &typed))
            continue;
        if (set == SET_GATE)
            follow_field(p, &stored.v[i], &typed);
        if (row_equal(set, &stored.v[i], &typed))
            continue;
        row_check(p->req, set, &typed, first_number + i, &p->show.errors);
        check_choices(p, set, &typed, first_number + i);
        if (set == SET_GATE && passes_nothing(&typed))
            form_error(&p->show.errors, row_field("pass", typed.id, a), msg_desk_gate_no_pass(p->req->lang, a));
        p->changes[p->changes_n++] = (struct change){ set, typed };
    }
}

/* The row at the foot of the page: added by its button, and also when it was filled in and saved. */
static void collect_new(struct post *p, enum row_set set) {
    struct edit_row typed = { 0 };
    bool asked = strcmp(p->act, "add") == 0;
    if (!row_typed(p->req, set, ROW_NEW, &typed) || (row_blank(set, &typed) && !asked) ||
        p->changes_n == CHANGES_MAX)
        return;
    if (row_blank(set, &typed)) {
        size_t cell = 0;
        while (ROW_SHAPES[set].cells[cell].kind != CELL_LINE && ROW_SHAPES[set].cells[cell].kind != CELL_LONG)
            cell++;
        form_error(&p->show.errors, row_field(ROW_SHAPES[set].cells[cell].name, ROW_NEW, p->req->arena),
                   msg_desk_row_new_empty(p->req->lang, p->req->arena));
        return;
    }
    size_t number = rows_stored(&p->seen, set, p->req->arena).n + 1;
    if (number > JI_ROWS_MAX)
        form_error(&p->show.errors, row_field(ROW_SHAPES[set].cells[0].name, ROW_NEW, p->req->arena),
                   msg_desk_row_full(p->req->lang, p->req->arena, JI_ROWS_MAX));
    row_check(p->req, set, &typed, number, &p->show.errors);
    check_choices(p, set, &typed, number);
    p->changes[p->changes_n++] = (struct change){ set, typed };
}

static void collect_all(struct post *p) {
    if (p->show.tab != TAB_REQUIREMENTS) {
        collect(p, instruction_tab_set(p->show.tab), 1);
        collect_new(p, instruction_tab_set(p->show.tab));
        return;
    }
    collect(p, SET_WEIGHTS, 1);
    collect(p, SET_REQUIREMENT, 1);
    collect(p, SET_GATE, p->seen.weighted_n + 1);
}

/* Picking from the library adds a row, too. */
static void check_room(struct post *p) {
    const size_t N[TAB__MAX] = { [TAB_PROVISIONS] = p->seen.provisions.n, [TAB_DUTIES] = p->seen.duties.n,
                                 [TAB_REQUIREMENTS] = p->seen.requirements.n, [TAB_KPIS] = p->seen.kpis.n,
                                 [TAB_RIGHTS] = p->seen.rights.n };
    bool adds = strcmp(p->act, "pick") == 0 || strcmp(p->act, "gate") == 0;
    if (adds && N[p->show.tab] >= JI_ROWS_MAX)
        form_error(&p->show.errors, p->act, msg_desk_row_full(p->req->lang, p->req->arena, JI_ROWS_MAX));
}

/* Doing it --------------------------------------------------------------------------------------------- */

static enum errc write_changes(const struct post *p, const struct instruction_edit *ed, int64_t *ret_added,
                               struct err *e) {
    for (size_t i = 0; i < p->changes_n; i++) {
        struct edit_row row = p->changes[i].row;
        int64_t id = 0;
        bool added = row.id == ROW_NEW;
        row.id = added ? ROW_NEW : instruction_edit_row(ed, row.id);
        TRY(row_put(ed, p->changes[i].set, &row, &id, e));
        if (added)
            *ret_added = id;
    }
    return OK;
}

static enum errc add_gate(const struct post *p, const struct instruction_edit *ed, int64_t *ret_id, struct err *e) {
    const char *code = form_get(&p->req->form, "gate");
    size_t field = pack_find_field(ed->now.pack, code);
    bool bound = field != PACK_NONE && ed->now.pack->fields[field].has_gate;
    if (!bound && strcmp(code, "by_hand") != 0)
        return ERR(e, E_INVALID, "the questionnaire has no such must-have");
    const struct pack_field *f = bound ? &ed->now.pack->fields[field] : NULL;
    struct q_ji_requirements_row row = {
        .kind = requirement_kind_word(REQUIREMENT_GATE),
        .text = bound ? f->gate_text.in[ed->lang] : msg_desk_gate_new_text(ed->lang, p->req->arena),
        .evidence = "",
        .field = bound ? f->code : NULL,
        .pass = bound ? library_pass(f, p->req->arena) : NULL,
    };
    return instruction_put_requirement(ed, &row, ret_id, e);
}

/* The figures of this part as they are stored now, after what was typed with the press. */
static enum errc confirm_figures(const struct post *p, const struct flow *f, struct err *e) {
    struct instruction_version now = { 0 };
    if (p->show.tab != TAB_KPIS && p->show.tab != TAB_RIGHTS)
        return ERR(e, E_INVALID, "this part has no figures to confirm");
    TRY(instruction_read_newest(f, p->vacancy->id, p->vacancy->pack, &now, e));
    return figures_confirm(f, &now, p->show.tab == TAB_KPIS ? FIGURES_KPIS : FIGURES_RIGHTS, e);
}

/* The button's own work. ret_row: the row to show afterwards. */
static enum errc act(const struct post *p, const struct instruction_edit *ed, int64_t *ret_row, struct err *e) {
    enum ji_list list = ROW_SHAPES[instruction_tab_set(p->show.tab)].list;
    int64_t id = instruction_edit_row(ed, p->act_id);
    if (strcmp(p->act, "up") == 0 || strcmp(p->act, "down") == 0) {
        *ret_row = id;
        return instruction_move(ed, list, id, strcmp(p->act, "up") == 0, e);
    }
    if (strcmp(p->act, "remove") == 0) {
        *ret_row = 0;
        return instruction_drop(ed, list, id, e);
    }
    if (strcmp(p->act, "pick") == 0)
        return instruction_add_library(ed, list, form_get(&p->req->form, "pick"), ret_row, e);
    if (strcmp(p->act, "gate") == 0)
        return add_gate(p, ed, ret_row, e);
    if (strcmp(p->act, "balance") == 0)
        return instruction_balance(ed, list, e);
    if (strcmp(p->act, "figures") == 0)
        return confirm_figures(p, ed->f, e);
    if (strcmp(p->act, "open") == 0)
        *ret_row = id;
    return OK;
}

static bool only_looks(const struct post *p) {
    return p->changes_n == 0 && (strcmp(p->act, "save") == 0 || strcmp(p->act, "open") == 0);
}

static enum errc redirect(struct post *p, int64_t row, bool saved) {
    const char *anchor = "", *query = "";
    struct arena *a = p->req->arena;
    bool requirements = p->show.tab == TAB_REQUIREMENTS;
    if (row != 0)
        query = requirements ? arena_printf(a, "&row=%lld", (long long)row) : "";
    if (row != 0 && strcmp(p->act, "save") != 0)
        anchor = requirements && strcmp(p->act, "up") != 0 && strcmp(p->act, "down") != 0
                     ? "#open"
                     : arena_printf(a, "#row-%lld", (long long)row);
    reply_redirect(p->req, arena_printf(a, "%s?tab=%s%s%s%s", p->req->path, instruction_tab_name(p->show.tab), query,
                                        saved ? "&saved=1" : "", anchor));
    return OK;
}

/* "up.812" → "up", 812. */
static void read_act(struct post *p) {
    const char *text = form_get(&p->req->form, "do");
    size_t n = strcspn(text, ".");
    p->act = n > 0 ? arena_strndup(p->req->arena, text, n) : "save";
    if (text[n] == '.' && text_i64(text + n + 1, 1, INT64_MAX, &p->act_id) != OK)
        p->act_id = 0;
}

/* Write what changed and do the button's work in the draft. A list that is full, or a row that is no
 * longer there, is said on the page. */
static enum errc apply(struct post *p, struct err *e) {
    struct flow f = flow_of(p->req);
    struct instruction_edit ed = { 0 };
    int64_t row = p->show.row;
    TRY(instruction_edit_begin(&f, p->vacancy->id, p->seen.id, p->seen.revision, &ed, e));
    row = instruction_edit_row(&ed, row);
    TRY(write_changes(p, &ed, &row, e));
    TRY(act(p, &ed, &row, e));
    return redirect(p, row, true);
}

enum errc desk_instruction_post(struct request *req, struct err *e) {
    struct post *p = ARENA_NEW(req->arena, struct post);
    p->req = req;
    TRY(read_newest(req, &p->vacancy, &p->seen, e));
    read_act(p);
    p->show = (struct instruction_show){ .tab = instruction_tab(form_get(&req->form, "tab")),
                                         .row = id_field(req, "row"), .typed = true };
    if (id_field(req, "base") != p->seen.id || id_field(req, "revision") != p->seen.revision) {
        p->show.conflict = true;
        return instruction_show(req, p->vacancy, &p->seen, &p->show, 409, e);
    }
    collect_all(p);
    check_room(p);
    if (p->show.errors.n > 0)
        return instruction_show(req, p->vacancy, &p->seen, &p->show, 422, e);
    if (p->changes_n == 0 && strcmp(p->act, "figures") == 0) { /* nothing to write: no draft is begun */
        struct flow f = flow_of(req);
        TRY(confirm_figures(p, &f, e));
        return redirect(p, 0, true);
    }
    if (only_looks(p))
        return redirect(p, strcmp(p->act, "open") == 0 ? p->act_id : p->show.row, false);
    return apply(p, e);
}

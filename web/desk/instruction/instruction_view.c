#include <string.h>

#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/text.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/desk.h"
#include "gen/tpl/desk_instruction.h"
#include "web/desk/instruction/instruction.h"

static const struct tab {
    const char *name;
    enum row_set set;
} TABS[TAB__MAX] = {
    [TAB_PROVISIONS] = { "provisions", SET_PROVISIONS }, [TAB_DUTIES] = { "duties", SET_DUTIES },
    [TAB_REQUIREMENTS] = { "requirements", SET_WEIGHTS }, [TAB_KPIS] = { "kpis", SET_KPIS },
    [TAB_RIGHTS] = { "rights", SET_RIGHTS },
};

enum ji_tab instruction_tab(const char *name) {
    for (int t = 0; t < TAB__MAX; t++)
        if (strcmp(TABS[t].name, name) == 0)
            return (enum ji_tab)t;
    return TAB_PROVISIONS;
}

const char *instruction_tab_name(enum ji_tab tab) {
    return TABS[tab].name;
}

enum row_set instruction_tab_set(enum ji_tab tab) {
    return TABS[tab].set;
}

/* One cell -------------------------------------------------------------------------------------------- */

static const char *cell_label(enum lang lang, struct arena *a, enum row_set set, size_t cell) {
    const char *const LABELS[SET__MAX][CELLS_MAX] = {
        [SET_PROVISIONS] = { msg_desk_cell_kind(lang, a), msg_desk_cell_provision(lang, a) },
        [SET_DUTIES] = { msg_desk_cell_duty(lang, a), msg_desk_cell_trainable(lang, a) },
        [SET_KPIS] = { msg_desk_cell_kpi(lang, a), msg_desk_cell_weight(lang, a), msg_desk_cell_period(lang, a),
                       msg_desk_cell_formula(lang, a), msg_desk_cell_target(lang, a),
                       msg_desk_cell_consequence(lang, a) },
        [SET_RIGHTS] = { msg_desk_cell_kind(lang, a), msg_desk_cell_right(lang, a), msg_desk_cell_limit(lang, a) },
        [SET_WEIGHTS] = { msg_desk_cell_weight(lang, a) },
        [SET_REQUIREMENT] = { msg_desk_cell_requirement(lang, a), msg_desk_cell_evidence(lang, a),
                              msg_desk_cell_minimum(lang, a), msg_desk_cell_why(lang, a) },
        [SET_GATE] = { msg_desk_cell_gate(lang, a), msg_desk_cell_gate_evidence(lang, a),
                       msg_desk_cell_field(lang, a), msg_desk_cell_pass(lang, a) },
    };
    return LABELS[set][cell];
}

/* How wide long texts stand side by side in a table, in characters; the browser shares out the rest. */
static const int COLS[SET__MAX][CELLS_MAX] = {
    [SET_PROVISIONS] = { 0, 90 }, [SET_DUTIES] = { 80, 0 }, [SET_KPIS] = { 0, 0, 0, 44, 44, 44 },
    [SET_RIGHTS] = { 0, 70, 40 }, [SET_REQUIREMENT] = { 0, 60 }, [SET_GATE] = { 0, 60 },
};

static int64_t rows_needed(const char *text, int cols) {
    if (cols == 0)
        return 2;
    int64_t rows = (int64_t)text_chars(text) / cols + 1;
    return rows < 2 ? 2 : rows > 8 ? 8 : rows;
}

static struct cell_view cell_view(const struct request *req, const struct instruction_version *v,
                                  enum lang vacancy_lang, enum row_set set, size_t cell, const struct edit_row *row) {
    const struct cell *c = &ROW_SHAPES[set].cells[cell];
    struct choice_views options =
        instruction_choices(v, req->lang, vacancy_lang, set, cell, row, req->arena);
    bool minimum = set == SET_REQUIREMENT && c->kind == CELL_CHOICE;
    size_t field = set == SET_GATE ? pack_find_field(v->pack, row->values[2]) : PACK_NONE;
    bool least = c->kind == CELL_MANY && field != PACK_NONE && v->pack->fields[field].type == FIELD_NUMBER;
    return (struct cell_view){
        .name = row_field(c->name, row->id, req->arena),
        .label = cell_label(req->lang, req->arena, set, cell),
        .value = row->values[cell],
        .lang = lang_tag(vacancy_lang),
        .is_line = c->kind == CELL_LINE,
        .is_long = c->kind == CELL_LONG,
        .is_number = c->kind == CELL_NUMBER || least,
        .is_select = c->kind == CELL_CHOICE && !minimum,
        .is_radios = minimum,
        .is_checks = c->kind == CELL_MANY && options.n > 0,
        .required = c->required,
        .max = (int64_t)c->max,
        .cols = COLS[set][cell],
        .rows = rows_needed(row->values[cell], COLS[set][cell]),
        .options = options,
    };
}

/* One row --------------------------------------------------------------------------------------------- */

/* What a cell of a row says, for people: the labels of what is chosen. */
static const char *cell_words(const struct cell_view *c, struct arena *a) {
    const char *text = "";
    if (c->options.n == 0)
        return c->value;
    for (size_t i = 0; i < c->options.n; i++)
        if (c->options.v[i].chosen)
            text = arena_printf(a, "%s%s%s", text, text[0] != '\0' ? "; " : "", c->options.v[i].label);
    return text;
}

/* Which text counts: what is stored, or what was typed. With a colleague's save in between a row that only
 * one of the two touched is simply that one's; ret_both = both touched it. */
static struct edit_row settle(const struct request *req, enum row_set set, const struct edit_row *stored,
                              const struct instruction_show *show, bool *ret_both) {
    struct edit_row typed = { 0 };
    *ret_both = false;
    if (!show->typed || !row_typed(req, set, stored->id, &typed))
        return *stored;
    if (!show->conflict || stored->id == ROW_NEW)
        return typed;
    const char *seen = desk_typed(req, row_field(ROW_SHAPES[set].mark, stored->id, req->arena));
    bool mine = strcmp(row_mark(set, &typed, req->arena), seen) != 0;
    bool theirs = strcmp(row_mark(set, stored, req->arena), seen) != 0;
    *ret_both = mine && theirs && !row_equal(set, stored, &typed);
    return mine ? typed : *stored;
}

struct row_view instruction_row_view(const struct request *req, const struct instruction_version *v,
                                     enum lang vacancy_lang, enum row_set set, const struct edit_row *stored,
                                     size_t number, const struct instruction_show *show,
                                     const struct form_errors *errors) {
    struct arena *a = req->arena;
    const struct row_shape *shape = &ROW_SHAPES[set];
    bool both = false;
    struct edit_row row = settle(req, set, stored, show, &both);
    struct cell_view *cells = ARENA_ARRAY(a, shape->n, struct cell_view);
    for (size_t i = 0; i < shape->n; i++) {
        cells[i] = cell_view(req, v, vacancy_lang, set, i, &row);
        cells[i].error = form_error_of(errors, cells[i].name);
        if (both && strcmp(row.values[i], stored->values[i]) != 0) {
            struct cell_view theirs = cell_view(req, v, vacancy_lang, set, i, stored);
            cells[i].theirs = msg_desk_conflict_theirs(req->lang, a, cell_words(&theirs, a));
        }
    }
    return (struct row_view){ .key = row_key(row.id, a), .number = (int64_t)number,
                              .mark_name = row_field(shape->mark, row.id, a), .mark = row_mark(set, stored, a),
                              .cells = { cells, shape->n } };
}

/* A duty says which requirements follow from it. */
static void note_duty(const struct request *req, const struct instruction_version *v, size_t k, struct row_view *row) {
    struct arena *a = req->arena;
    const char *numbers = "";
    for (size_t i = 0; i < v->weighted_n; i++)
        if (instruction_follows(v, i, k))
            numbers = arena_printf(a, "%s%s%lld", numbers, numbers[0] != '\0' ? ", " : "",
                                   (long long)desk_requirement_number(v, i));
    row->note_warns = numbers[0] == '\0';
    row->note = row->note_warns ? msg_desk_duty_unasked(req->lang, a) : msg_desk_duty_asks(req->lang, a, numbers);
}

static void fill_rows(const struct request *req, const struct instruction_version *v, enum lang vacancy_lang,
                      const struct instruction_show *show, struct instruction_view *view) {
    struct arena *a = req->arena;
    enum row_set set = TABS[show->tab].set;
    struct edit_rows stored = rows_stored(v, set, a);
    struct row_view *rows = ARENA_ARRAY(a, stored.n, struct row_view);
    for (size_t i = 0; i < stored.n; i++) {
        rows[i] = instruction_row_view(req, v, vacancy_lang, set, &stored.v[i], i + 1, show, &view->errors);
        if (set == SET_DUTIES)
            note_duty(req, v, i, &rows[i]);
        if ((set == SET_KPIS && view->kpi_figures && figures_supposed(v, FIGURES_KPIS, i)) ||
            (set == SET_RIGHTS && view->right_figures && figures_supposed(v, FIGURES_RIGHTS, i))) {
            rows[i].note = msg_desk_figures_supposed(req->lang, a);
            rows[i].note_warns = true;
        }
    }
    view->rows = (struct row_views){ rows, stored.n };
    struct edit_row fresh = { .id = ROW_NEW, .values = { "", "", "", "", "", "" } };
    if (set == SET_DUTIES)
        fresh.values[1] = "partly";
    if (set == SET_KPIS)
        fresh.values[1] = "5";
    view->fresh = instruction_row_view(req, v, vacancy_lang, set, &fresh, 0, show, &view->errors);
    const char **heads = ARENA_ARRAY(a, ROW_SHAPES[set].n, const char *);
    for (size_t i = 0; i < ROW_SHAPES[set].n; i++)
        heads[i] = cell_label(req->lang, a, set, i);
    view->heads = (struct text_list){ heads, ROW_SHAPES[set].n };
}

/* The library: what of it the instruction does not hold yet --------------------------------------------- */

static bool has_text(const struct edit_rows *rows, size_t cell, const char *text) {
    for (size_t i = 0; i < rows->n; i++)
        if (strcmp(rows->v[i].values[cell], text) == 0)
            return true;
    return false;
}

static void fill_library(const struct request *req, const struct instruction_version *v, enum lang lang,
                         enum ji_tab tab, struct instruction_view *view) {
    struct arena *a = req->arena;
    const struct pack *p = v->pack;
    struct edit_rows have = rows_stored(v, TABS[tab].set, a);
    const size_t N[TAB__MAX] = { [TAB_PROVISIONS] = p->provisions_n, [TAB_DUTIES] = p->duties_n,
                                 [TAB_REQUIREMENTS] = p->competencies_n, [TAB_KPIS] = p->kpis_n,
                                 [TAB_RIGHTS] = p->rights_n };
    struct choice_view *list = ARENA_ARRAY(a, N[tab], struct choice_view);
    size_t n = 0;
    for (size_t i = 0; i < N[tab]; i++) {
        const char *code = NULL, *text = NULL;
        bool taken = false;
        switch (tab) {
        case TAB_PROVISIONS:
            code = p->provisions[i].code, text = p->provisions[i].text.in[lang];
            taken = has_text(&have, 1, text);
            break;
        case TAB_DUTIES:
            code = p->duties[i].code, text = p->duties[i].text.in[lang];
            for (size_t k = 0; k < v->duties.n; k++)
                taken = taken || (v->duties.v[k].code != NULL && strcmp(v->duties.v[k].code, code) == 0);
            break;
        case TAB_KPIS:
            code = p->kpis[i].code, text = p->kpis[i].name.in[lang];
            taken = has_text(&have, 0, text);
            break;
        case TAB_RIGHTS:
            code = p->rights[i].code, text = p->rights[i].text.in[lang];
            taken = has_text(&have, 1, text);
            break;
        default:
            code = p->competencies[i].code, text = p->competencies[i].name.in[lang];
            for (size_t k = 0; k < v->weighted_n; k++)
                taken = taken || v->domain.requirements[k].competency == i;
        }
        if (!taken)
            list[n++] = (struct choice_view){ code, text, NULL, false };
    }
    view->library = (struct choice_views){ list, n };
}

/* Typed rows that are gone ------------------------------------------------------------------------------- */

static bool is_stored(const struct edit_rows *rows, int64_t id) {
    for (size_t i = 0; i < rows->n; i++)
        if (rows->v[i].id == id)
            return true;
    return false;
}

/* What was typed into rows that the colleague took out, or that became rows of a new draft. */
static void fill_lost(const struct request *req, const struct instruction_version *v, enum row_set set,
                      struct text_list *lost) {
    struct arena *a = req->arena;
    struct edit_rows stored = rows_stored(v, set, a);
    const char *mark = ROW_SHAPES[set].mark;
    const char **texts = ARENA_ARRAY(a, lost->n + req->form.n, const char *);
    size_t n = 0, len = strlen(mark);
    for (size_t i = 0; i < lost->n; i++)
        texts[n++] = lost->v[i];
    for (size_t i = 0; i < req->form.n; i++) {
        const struct form_value *f = &req->form.values[i];
        struct edit_row typed = { 0 };
        int64_t id = 0;
        if (strncmp(f->name, mark, len) != 0 || f->name[len] != '.' ||
            text_i64(f->name + len + 1, 1, INT64_MAX, &id) != OK || is_stored(&stored, id) ||
            !row_typed(req, set, id, &typed) || strcmp(row_mark(set, &typed, a), f->value) == 0)
            continue;
        const char *text = "";
        for (size_t k = 0; k < ROW_SHAPES[set].n; k++)
            if (ROW_SHAPES[set].cells[k].kind <= CELL_NUMBER && typed.values[k][0] != '\0')
                text = arena_printf(a, "%s%s%s", text, text[0] != '\0' ? " · " : "", typed.values[k]);
        texts[n++] = text;
    }
    *lost = (struct text_list){ texts, n };
}

/* The page --------------------------------------------------------------------------------------------- */

static struct menu_entries part_tabs(const struct request *req, const struct instruction_version *v,
                                     enum ji_tab current) {
    struct arena *a = req->arena;
    enum lang lang = req->lang;
    const char *const LABELS[TAB__MAX] = {
        [TAB_PROVISIONS] = msg_desk_part_provisions(lang, a, (int64_t)v->provisions.n),
        [TAB_DUTIES] = msg_desk_part_duties(lang, a, (int64_t)v->duties.n),
        [TAB_REQUIREMENTS] = msg_desk_part_requirements(lang, a, (int64_t)v->requirements.n),
        [TAB_KPIS] = msg_desk_part_kpis(lang, a, (int64_t)v->kpis.n),
        [TAB_RIGHTS] = msg_desk_part_rights(lang, a, (int64_t)v->rights.n),
    };
    struct menu_entry *tabs = ARENA_ARRAY(a, TAB__MAX, struct menu_entry);
    for (int t = 0; t < TAB__MAX; t++)
        tabs[t] = (struct menu_entry){ arena_printf(a, "/desk/vacancies/%lld/instruction?tab=%s",
                                                    (long long)v->vacancy_id, TABS[t].name),
                                       LABELS[t], t == (int)current };
    return (struct menu_entries){ tabs, TAB__MAX };
}

static const char *part_title(enum lang lang, struct arena *a, enum ji_tab tab) {
    const char *const TITLES[TAB__MAX] = { msg_desk_title_provisions(lang, a), msg_desk_title_duties(lang, a),
                                           msg_desk_title_requirements(lang, a), msg_desk_title_kpis(lang, a),
                                           msg_desk_title_rights(lang, a) };
    return TITLES[tab];
}

static const char *part_intro(enum lang lang, struct arena *a, enum ji_tab tab) {
    const char *const INTROS[TAB__MAX] = { msg_desk_intro_provisions(lang, a), msg_desk_intro_duties(lang, a),
                                           msg_desk_intro_requirements(lang, a), msg_desk_intro_kpis(lang, a),
                                           msg_desk_intro_rights(lang, a) };
    return INTROS[tab];
}

static void fill_part(const struct request *req, const struct instruction_version *v, enum lang vacancy_lang,
                      const struct instruction_show *show, struct instruction_view *view) {
    struct arena *a = req->arena;
    view->is_requirements = show->tab == TAB_REQUIREMENTS;
    view->is_kpis = show->tab == TAB_KPIS;
    view->kpi_figures = view->is_kpis && figures_open(v, FIGURES_KPIS, a);
    view->right_figures = show->tab == TAB_RIGHTS && figures_open(v, FIGURES_RIGHTS, a);
    if (view->is_requirements)
        instruction_fill_requirements(req, v, vacancy_lang, show, view);
    else
        fill_rows(req, v, vacancy_lang, show, view);
    fill_library(req, v, vacancy_lang, show->tab, view);
    if (view->is_requirements || show->tab == TAB_KPIS) {
        int64_t sum = desk_weight_sum(v, show->tab == TAB_KPIS);
        view->sum = arena_printf(a, "%lld", (long long)sum);
        view->sum_mend = desk_sum_mend(sum, req->lang, a);
    }
    if (show->conflict) {
        fill_lost(req, v, TABS[show->tab].set, &view->lost);
        if (view->is_requirements) {
            fill_lost(req, v, SET_REQUIREMENT, &view->lost);
            fill_lost(req, v, SET_GATE, &view->lost);
        }
    }
}

enum errc instruction_show(struct request *req, const struct q_desk_vacancy_row *vacancy,
                           const struct instruction_version *v, const struct instruction_show *show, int status,
                           struct err *e) {
    (void)e;
    struct arena *a = req->arena;
    const char *title = msg_desk_instruction_title(req->lang, a, part_title(req->lang, a, show->tab), vacancy->title,
                                                   vacancy->client_name);
    struct instruction_view view = {
        .page = page_of(req, CHROME_DESK, title, "vacancies"),
        .head = desk_head(req, vacancy, "instruction"),
        .action = arena_printf(a, "/desk/vacancies/%lld/instruction", (long long)vacancy->id),
        .plan_href = arena_printf(a, "/desk/vacancies/%lld/plan", (long long)vacancy->id),
        .tab = TABS[show->tab].name,
        .base = v->id,
        .revision = v->revision,
        .version = v->version,
        .draft = !v->published,
        .saved = strcmp(form_get(&req->form, "saved"), "1") == 0 && req->method == HTTP_GET,
        .conflict = show->conflict,
        .trial = show->trial,
        .version_label = v->published ? msg_desk_version(req->lang, a, v->version)
                                      : msg_desk_version_draft(req->lang, a, v->version),
        .tabs = part_tabs(req, v, show->tab),
        .errors = show->errors,
        .findings = desk_findings(v, req->lang, a),
        .title = part_title(req->lang, a, show->tab),
        .intro = part_intro(req->lang, a, show->tab),
    };
    fill_part(req, v, lang_of_tag(vacancy->lang), show, &view);
    if (show->errors.n > 0)
        page_error(&view.page, req, title);
    tpl_desk_instruction(reply_html(req, status), &view);
    return OK;
}

/* web/desk/instruction/instruction.h — what the editor of a job instruction shows, and how it is built.
 */
#ifndef WEB_DESK_INSTRUCTION_INSTRUCTION_H
#define WEB_DESK_INSTRUCTION_INSTRUCTION_H

#include "web/desk/instruction/findings.h"
#include "web/desk/instruction/rows.h"
#include "web/desk/parts.h"
#include "web/kit/layout.h"
#include "web/kit/text_list.h"

struct q_desk_vacancy_row;

/* The parts of the instruction, each a page of the editor. */
enum ji_tab { TAB_PROVISIONS, TAB_DUTIES, TAB_REQUIREMENTS, TAB_KPIS, TAB_RIGHTS, TAB__MAX };

/* One control. Exactly one of the is_… is set. */
struct cell_view {
    const char *name, *label, *hint, *value, *error;
    const char *lang; /* of value and hints: the vacancy's */
    const char *theirs; /* what a colleague saved here meanwhile; NULL = nothing else */
    bool is_line, is_long, is_number, is_select, is_checks, is_radios;
    bool required;
    int64_t max;
    int64_t rows, cols; /* of a long text: as much as its words need */
    struct choice_views options;
};

struct cell_views {
    const struct cell_view *v;
    size_t n;
};

struct row_view {
    const char *key;  /* "812" or "new" */
    int64_t number;   /* from 1; 0 = the row being added */
    const char *mark_name, *mark;
    struct cell_views cells;
    const char *note; /* what follows from the row, or that nothing does; NULL = nothing to say */
    bool note_warns;
    bool chosen;      /* its details are below */
};

struct row_views {
    const struct row_view *v;
    size_t n;
};

/* A mark of the coverage table. */
struct cover_cell {
    const char *label; /* name of the source */
    bool main, aid;
};

struct cover_cells {
    const struct cover_cell *v;
    size_t n;
};

/* A requirement as the list shows it. */
struct requirement_view {
    const char *key, *text;
    int64_t number;
    bool gate, chosen, by_hand;
    struct cell_view weight;       /* of a weighted one */
    const char *mark_name, *mark, *at; /* at: the weight's place on its line, "60%" */
    struct cover_cells cover;
    const char *gap;               /* nothing measures it: what to do; NULL = covered */
};

struct requirement_views {
    const struct requirement_view *v;
    size_t n;
};

struct instruction_view {
    struct page page;
    struct vacancy_head head;
    const char *action, *tab;
    int64_t base, revision, version;
    bool draft, saved, conflict;
    bool trial; /* the weights shown were tried on the shortlist and are not saved yet */
    const char *version_label, *plan_href;
    struct menu_entries tabs;
    struct form_errors errors;
    struct desk_findings findings;
    bool kpi_figures, right_figures; /* figures of this part wait to be edited or confirmed */
    const char *title, *intro; /* of this part */
    struct text_list lost;   /* typed rows that are no longer there */

    struct text_list heads;
    struct row_views rows;
    struct row_view fresh;          /* the row being added; no cells = there is none */
    struct choice_views library;
    const char *sum, *sum_mend; /* «95», «добавьте 5»; NULL = no weights here, or nothing to mend */

    bool is_requirements, is_kpis;
    struct requirement_views requirements;
    struct text_list sources;
    struct row_view chosen; /* details of one requirement; no cells = there is none */
    const char *chosen_title;
    bool chosen_gate;
    struct choice_views gates; /* what a must-have may be added for */
};

/* What the builder is given besides the version. */
struct instruction_show {
    enum ji_tab tab;
    int64_t row;             /* the requirement whose details are open; 0 = the first */
    bool typed;              /* show what the form holds instead of what is stored */
    bool conflict;           /* a colleague saved meanwhile */
    bool trial;              /* the weights come from a trial on the shortlist */
    struct form_errors errors;
};

/* The part of the instruction that a form or an address names; TAB_PROVISIONS when it names none. */
enum ji_tab instruction_tab(const char *name);
const char *instruction_tab_name(enum ji_tab tab);

/* The set of rows that a page edits as a table (not TAB_REQUIREMENTS). */
enum row_set instruction_tab_set(enum ji_tab tab);

/* The requirement whose details are open: its index in requirements, SIZE_MAX when there are none. */
size_t instruction_open_row(const struct instruction_version *v, int64_t row);

/* The choices of a cell, in the page's language (what comes from the library: in the vacancy's). Cells
 * that are no choice have none. Memory: in a. */
struct choice_views instruction_choices(const struct instruction_version *v, enum lang lang, enum lang vacancy_lang,
                                        enum row_set set, size_t cell, const struct edit_row *row,
                                        struct arena *a);

/* Write the page with this status. Memory: the request's. */
enum errc instruction_show(struct request *req, const struct q_desk_vacancy_row *vacancy,
                           const struct instruction_version *v, const struct instruction_show *show, int status,
                           struct err *e) MUST_CHECK;

/* Fill what the part «Требования» shows besides rows; used by instruction_show. */
void instruction_fill_requirements(const struct request *req, const struct instruction_version *v,
                                   enum lang vacancy_lang, const struct instruction_show *show,
                                   struct instruction_view *view);

/* One row of the editor: typed or stored, with errors and what a colleague saved. */
struct row_view instruction_row_view(const struct request *req, const struct instruction_version *v,
                                     enum lang vacancy_lang, enum row_set set, const struct edit_row *stored,
                                     size_t number, const struct instruction_show *show,
                                     const struct form_errors *errors);

#endif

/* web/flows/instruction_edit.h — changing the draft of a job instruction, row by row.
 *
 * An edit says which version and revision its author saw. When a colleague saved meanwhile it is refused
 * and nothing is written. When the newest version is published, the first edit makes a new draft of it:
 * rows get ids of their own there (a published row never changes), requirements keep their root_id.
 *
 *   begin (seen version, seen revision) → put, drop, move, … (any number) → the lane commits
 */
#ifndef WEB_FLOWS_INSTRUCTION_EDIT_H
#define WEB_FLOWS_INSTRUCTION_EDIT_H

#include <stdbool.h>
#include <stdint.h>
#include "web/flows/instruction_read.h"

/* The lists of rows of an instruction. */
enum ji_list { JI_PROVISIONS, JI_DUTIES, JI_REQUIREMENTS, JI_KPIS, JI_RIGHTS, JI_LIST__MAX };

enum { JI_ROWS_MAX = 60 /* of one list */ };

/* Ids of a published version's rows and of their copies in the draft. */
struct ji_map {
    const int64_t *from, *to;
    size_t n;
};

/* One edit under way. */
struct instruction_edit {
    const struct flow *f;
    int64_t vacancy_id;
    const char *lang_pack;          /* code of the vacancy's pack */
    enum lang lang;                 /* of the vacancy: texts from the library are taken in it */
    struct instruction_version now; /* the draft as it is stored, before this edit's rows */
    struct ji_map map;              /* empty unless this edit began the draft */
};

/* Begin an edit by somebody who saw this revision of this version.
 * Errors: E_NOT_FOUND; E_CONFLICT when the newest version is another one or its revision has moved on. */
enum errc instruction_edit_begin(const struct flow *f, int64_t vacancy_id, int64_t seen_id, int64_t seen_revision,
                                 struct instruction_edit *ret, struct err *e) MUST_CHECK;

/* The row of the draft that a row seen on the page has become. */
int64_t instruction_edit_row(const struct instruction_edit *ed, int64_t id);

/* Rows: id 0 adds at the end, another id replaces that row's content (position, code and root_id are
 * ignored then). ret_id is the row's id. Errors: E_NOT_FOUND; E_TOO_LARGE past JI_ROWS_MAX. */
enum errc instruction_put_provision(const struct instruction_edit *ed, const struct q_ji_provisions_row *row,
                                    int64_t *ret_id, struct err *e) MUST_CHECK;
enum errc instruction_put_duty(const struct instruction_edit *ed, const struct q_ji_duties_row *row,
                               int64_t *ret_id, struct err *e) MUST_CHECK;
enum errc instruction_put_kpi(const struct instruction_edit *ed, const struct q_ji_kpis_row *row, int64_t *ret_id,
                              struct err *e) MUST_CHECK;
enum errc instruction_put_right(const struct instruction_edit *ed, const struct q_ji_rights_row *row,
                                int64_t *ret_id, struct err *e) MUST_CHECK;
enum errc instruction_put_requirement(const struct instruction_edit *ed, const struct q_ji_requirements_row *row,
                                      int64_t *ret_id, struct err *e) MUST_CHECK;

/* Add a row out of the pack's library, by its code: a provision, a duty (with its competencies), a KPI, a
 * right, or the requirement of a competency (which follows from the duties that ask for it).
 * Errors: E_INVALID for an unknown code; E_TOO_LARGE. */
enum errc instruction_add_library(const struct instruction_edit *ed, enum ji_list list, const char *code,
                                  int64_t *ret_id, struct err *e) MUST_CHECK;

/* Which duties a requirement follows from; replaces what was there. */
enum errc instruction_set_reasons(const struct instruction_edit *ed, int64_t requirement_id,
                                  const int64_t *duty_ids, size_t n, struct err *e) MUST_CHECK;

/* One requirement's weight, in points of 100. */
enum errc instruction_set_weight(const struct instruction_edit *ed, int64_t requirement_id, int64_t weight,
                                 struct err *e) MUST_CHECK;

/* Take a row out. Errors: E_NOT_FOUND. */
enum errc instruction_drop(const struct instruction_edit *ed, enum ji_list list, int64_t id,
                           struct err *e) MUST_CHECK;

/* Move a row one place up or down; at the end of its list nothing happens. Weighted requirements and
 * must-haves are lists of their own. */
enum errc instruction_move(const struct instruction_edit *ed, enum ji_list list, int64_t id, bool up,
                           struct err *e) MUST_CHECK;

/* Scale stored weights (JI_REQUIREMENTS or JI_KPIS) to a sum of 100 in whole points. Nothing happens
 * when all are 0. */
enum errc instruction_balance(const struct instruction_edit *ed, enum ji_list list, struct err *e) MUST_CHECK;

/* The plan: instruments by code, in the order of the test. Errors: E_INVALID for an unknown code. */
enum errc instruction_set_plan(const struct instruction_edit *ed, const char *const *instruments, size_t n,
                               struct err *e) MUST_CHECK;

#endif

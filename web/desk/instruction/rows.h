/* web/desk/instruction/rows.h — rows of an instruction as a form edits them.
 *
 * Each list of the instruction has a shape: which cells a row has and what may stand in them. A row as
 * stored and a row as typed have the same form, so they can be compared, checked and written by one code.
 * A field of the form is called cell.ROW ("text.812", "text.new"). Beside each row the form carries
 * mark.ROW, a hash of the row as it was shown: it tells what its author changed.
 */
#ifndef WEB_DESK_INSTRUCTION_ROWS_H
#define WEB_DESK_INSTRUCTION_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "web/flows/instruction_edit.h"
#include "web/kit/layout.h"

struct request;

enum { CELLS_MAX = 6, ROW_NEW = 0 /* id of the row that is being added */ };

enum cell_kind {
    CELL_LINE,
    CELL_LONG,
    CELL_NUMBER, /* whole, 0–100 */
    CELL_CHOICE, /* one of a list */
    CELL_MANY,   /* several of a list; kept as "a,b" in the order of the list */
};

struct cell {
    const char *name;
    enum cell_kind kind;
    size_t max; /* characters */
    bool required;
};

/* Sets of rows. Weights are a set of their own, since all of them stand on one page while the other cells
 * of a requirement are edited one row at a time. */
enum row_set { SET_PROVISIONS, SET_DUTIES, SET_KPIS, SET_RIGHTS, SET_WEIGHTS, SET_REQUIREMENT, SET_GATE, SET__MAX };

struct row_shape {
    enum ji_list list;
    const char *mark; /* name of the field that carries the hash */
    const struct cell *cells;
    size_t n;
};

extern const struct row_shape ROW_SHAPES[SET__MAX];

struct edit_row {
    int64_t id;
    const char *values[CELLS_MAX]; /* "" = empty */
};

struct edit_rows {
    const struct edit_row *v;
    size_t n;
};

/* The rows of a version. SET_WEIGHTS and SET_REQUIREMENT are the weighted ones, SET_GATE the must-haves.
 * Memory: in a. */
struct edit_rows rows_stored(const struct instruction_version *v, enum row_set set, struct arena *a);

/* "812" or "new". Memory: in a. */
const char *row_key(int64_t id, struct arena *a);

/* The name of a row's field. Memory: in a. */
const char *row_field(const char *cell, int64_t id, struct arena *a);

/* The row as it was typed; false when the form does not hold it. */
bool row_typed(const struct request *req, enum row_set set, int64_t id, struct edit_row *ret);

/* The hash of a row, 16 hex digits. Memory: in a. */
const char *row_mark(enum row_set set, const struct edit_row *row, struct arena *a);

/* Do two rows say the same in every cell of their set? */
bool row_equal(enum row_set set, const struct edit_row *x, const struct edit_row *y);

/* Is every text of the row empty? */
bool row_blank(enum row_set set, const struct edit_row *row);

/* What is to be mended in a typed row. */
void row_check(const struct request *req, enum row_set set, const struct edit_row *row, size_t number,
               struct form_errors *errors);

/* Write a checked row; its id is the draft's (instruction_edit_row), ROW_NEW adds it. */
enum errc row_put(const struct instruction_edit *ed, enum row_set set, const struct edit_row *row,
                  int64_t *ret_id, struct err *e) MUST_CHECK;

/* Is code one of the values of a CELL_MANY? */
bool cell_holds(const char *values, const char *code);

#endif

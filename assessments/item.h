/* assessments/item.h — what a candidate's browser may see of instruments and items.
 *
 * No key, rationale or explanation is reachable from here: these live in key.h, in arrays of their
 * own, and a lint keeps key.h out of candidate pages. Everything is const and lives as long as the
 * pack it was loaded into.
 */
#ifndef ASSESSMENTS_ITEM_H
#define ASSESSMENTS_ITEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "assessments/text2.h"

#define ITEM_OPTIONS_MAX      12 /* options of a question, actions of a scenario */
#define ITEM_COMPETENCIES_MAX 4  /* one item may serve so many competencies */
#define ITEM_CODE_MAX         32 /* bytes of any code in a pack */

enum instrument_kind { INSTRUMENT_KNOWLEDGE, INSTRUMENT_JUDGEMENT, INSTRUMENT_NUMERIC };

/* How far a number may be off and still be right: x is answered, t is the key, d the tolerance. */
enum tolerance_kind {
    TOLERANCE_NOMINAL,   /* |x − t| <= d */
    TOLERANCE_RELATIVE,  /* |x − t| <= d·|t| */
    TOLERANCE_GEOMETRIC, /* t/(1+d) <= x <= t(1+d) */
};

enum item_type {
    ITEM_SINGLE,   /* one option: "b" */
    ITEM_MULTIPLE, /* some options: ["a","c"] */
    ITEM_RATE,     /* every action rated 1–5: {"a":4,"b":2} */
    ITEM_NUMBER,   /* a number read from a table */
};

/* An option of a question or an action of a scenario. */
struct item_option {
    const char *code; /* "a", "b", … */
    struct text2 text;
};

/* A row of a table: cells_n = columns_n − 1 of the table. */
struct item_row {
    struct text2 head;
    const double *cells;
};

/* A table that items refer to. columns[0] heads the row names. */
struct item_table {
    const char *code;
    struct text2 title;
    struct text2 note; /* may be absent */
    const struct text2 *columns;
    size_t columns_n;
    const struct item_row *rows;
    size_t rows_n;
    const int *decimals; /* [columns_n − 1]: show cells with so many */
};

/* One item. Which members matter depends on type; the others are zero. */
struct item {
    const char *code;
    enum item_type type;
    size_t competencies[ITEM_COMPETENCIES_MAX]; /* indices into pack.competencies */
    size_t competencies_n;
    struct text2 title; /* ITEM_RATE */
    struct text2 stem;  /* the question; the scenario of ITEM_RATE */
    const struct item_option *options;
    size_t options_n;
    size_t choose;                  /* ITEM_MULTIPLE: how many, when the stem says so; else 0 */
    size_t cell;                    /* knowledge: index into instrument.cells */
    const struct item_table *table; /* ITEM_NUMBER */
    struct text2 unit;              /* ITEM_NUMBER: printed beside the field; may be absent */
};

/* A cell of the blueprint of a knowledge test: a form draws n of its items. */
struct item_cell {
    const char *code;
    struct text2 name;
    size_t n;
};

/* One instrument as its takers know it. */
struct instrument {
    const char *code; /* "KT" */
    enum instrument_kind kind;
    size_t index; /* place in pack.instruments */
    struct text2 title, purpose, instructions;
    int planned_min;
    int limit_min;               /* hard limit in minutes; 0 = none */
    bool provisional;            /* no panel has set the key yet */
    size_t form_n;               /* items of one form */
    const struct item *practice; /* outside the clock and the score */
    const struct item *items;
    size_t items_n;
    const struct item_cell *cells; /* knowledge */
    size_t cells_n;
    const struct item_table *tables; /* numeric */
    size_t tables_n;
    size_t form_tables, items_per_table; /* numeric: a form is so many tables × items */
};

/* The item with this code, or NULL. The practice item is found too. */
const struct item *item_find(const struct instrument *in, const char *code);

/* Place of the option with this code, or SIZE_MAX. */
size_t item_option_find(const struct item *item, const char *code);

#endif

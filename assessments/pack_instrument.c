/* assessments/pack_instrument.c — one instrument file: what its members have in common, its form,
 * its tables, and the loop over its items. */
#include <math.h>
#include <string.h>

#include "assessments/form.h"
#include "assessments/key.h"
#include "assessments/pack_read.h"
#include "daemon/base/arena.h"

#define MINUTES_MAX    240
#define CELLS_MAX      32
#define TABLES_MAX     32
#define COLUMNS_MAX    12
#define ROWS_MAX       40
#define DECIMALS_MAX   6
#define CELL_VALUE_MAX 1e12

static void read_common(struct pack_build *b, const struct pack_place *root, struct instrument *in) {
    static const char *const kinds[] = { "knowledge", "judgement", "numeric", NULL };
    in->code = pack_code(b, root, "code");
    in->kind = (enum instrument_kind)pack_word(b, root, "kind", kinds);
    in->title = pack_text(b, root, "title");
    in->purpose = pack_text(b, root, "purpose");
    in->instructions = pack_text(b, root, "instructions");
    in->planned_min = pack_int(b, root, "planned_min", 1, MINUTES_MAX);
    struct pack_place limit = place_member(root, "limit_min");
    if (limit.value == NULL)
        pack_fault(b, &limit, "is missing: minutes, or null for no limit");
    else if (limit.value->type != JSON_NULL)
        in->limit_min = pack_int_at(b, &limit, 1, MINUTES_MAX);
    if (in->limit_min > 0 && in->limit_min < in->planned_min)
        pack_fault(b, &limit, "is shorter than planned_min");
    in->provisional = strcmp(pack_string(b, root, "status"), "provisional") == 0;
}

static void read_cells(struct pack_build *b, const struct pack_place *form, struct instrument *in) {
    static const char *const names[] = { "cell", "name", "n", NULL };
    struct pack_place list = place_member(form, "blueprint");
    size_t n = pack_array(b, &list, 1, CELLS_MAX), codes_n = 0, sum = 0;
    struct item_cell *cells = ARENA_ARRAY(b->a, n, struct item_cell);
    const char *codes[CELLS_MAX] = { NULL };
    for (size_t i = 0; i < n; i++) {
        struct pack_place p = place_element(&list, i);
        pack_object(b, &p, names);
        cells[i].code = pack_code(b, &p, "cell");
        cells[i].name = pack_text(b, &p, "name");
        cells[i].n = (size_t)pack_int(b, &p, "n", 1, FORM_ITEMS_MAX);
        pack_unique(b, &p, codes, &codes_n, cells[i].code);
        sum += cells[i].n;
    }
    in->cells = cells;
    in->cells_n = n;
    if (n > 0 && sum != in->form_n)
        pack_fault(b, &list, "cells sum to %zu items, count says %zu", sum, in->form_n);
}

static void read_form(struct pack_build *b, const struct pack_place *root, struct instrument *in) {
    static const char *const knowledge[] = { "count", "blueprint", NULL };
    static const char *const judgement[] = { "scenarios", NULL };
    static const char *const numeric[] = { "tables", "items_per_table", NULL };
    struct pack_place form = place_member(root, "form");
    switch (in->kind) {
    case INSTRUMENT_KNOWLEDGE:
        if (pack_object(b, &form, knowledge)) {
            in->form_n = (size_t)pack_int(b, &form, "count", 1, FORM_ITEMS_MAX);
            read_cells(b, &form, in);
        }
        break;
    case INSTRUMENT_JUDGEMENT:
        if (pack_object(b, &form, judgement))
            in->form_n = (size_t)pack_int(b, &form, "scenarios", 2, FORM_ITEMS_MAX);
        break;
    case INSTRUMENT_NUMERIC:
        if (pack_object(b, &form, numeric)) {
            in->form_tables = (size_t)pack_int(b, &form, "tables", 1, 8);
            in->items_per_table = (size_t)pack_int(b, &form, "items_per_table", 1, 8);
            in->form_n = in->form_tables * in->items_per_table;
        }
        break;
    }
}

/* Can a value be shown with so many decimals without a loss? */
static bool fits_decimals(double value, int decimals) {
    double scaled = value;
    for (int i = 0; i < decimals; i++)
        scaled *= 10;
    return fabs(scaled - round(scaled)) < 1e-6;
}

static void read_row(struct pack_build *b, const struct pack_place *p, const struct item_table *table,
                     struct item_row *row) {
    static const char *const names[] = { "head", "cells", NULL };
    size_t wanted = table->columns_n - 1;
    pack_object(b, p, names);
    row->head = pack_text(b, p, "head");
    double *cells = ARENA_ARRAY(b->a, wanted, double);
    row->cells = cells;
    struct pack_place list = place_member(p, "cells");
    size_t n = pack_array(b, &list, wanted, wanted);
    for (size_t i = 0; i < n && i < wanted; i++) {
        struct pack_place one = place_element(&list, i);
        cells[i] = pack_double_at(b, &one, -CELL_VALUE_MAX, CELL_VALUE_MAX);
        if (!fits_decimals(cells[i], table->decimals[i]))
            pack_fault(b, &one, "has more decimals than the column shows");
    }
    pack_check_numbers(b, p, &row->head);
}

static void read_decimals(struct pack_build *b, const struct pack_place *p, struct item_table *table) {
    size_t wanted = table->columns_n - 1;
    int *decimals = ARENA_ARRAY(b->a, wanted, int);
    table->decimals = decimals;
    struct pack_place list = place_member(p, "decimals");
    size_t n = pack_array(b, &list, wanted, wanted);
    for (size_t i = 0; i < n && i < wanted; i++) {
        struct pack_place one = place_element(&list, i);
        decimals[i] = pack_int_at(b, &one, 0, DECIMALS_MAX);
    }
}

void pack_read_table(struct pack_build *b, const struct pack_place *p, struct item_table *table) {
    static const char *const names[] = { "code", "title",    "note", "columns",
                                         "rows", "decimals", NULL };
    pack_object(b, p, names);
    table->code = pack_code(b, p, "code");
    table->title = pack_text(b, p, "title");
    table->note = pack_text_optional(b, p, "note");
    pack_check_numbers(b, p, &table->title);
    pack_check_numbers(b, p, &table->note);
    table->columns = pack_texts(b, p, "columns", 2, COLUMNS_MAX, &table->columns_n);
    if (table->columns_n < 2)
        return; /* said: without columns no row can be read */
    read_decimals(b, p, table);
    struct pack_place list = place_member(p, "rows");
    size_t n = pack_array(b, &list, 1, ROWS_MAX);
    struct item_row *rows = ARENA_ARRAY(b->a, n, struct item_row);
    for (size_t i = 0; i < n; i++) {
        struct pack_place one = place_element(&list, i);
        read_row(b, &one, table, &rows[i]);
    }
    table->rows = rows;
    table->rows_n = n;
}

static void read_tables(struct pack_build *b, const struct pack_place *root, struct instrument *in) {
    struct pack_place list = place_member(root, "tables");
    size_t n = pack_array(b, &list, 1, TABLES_MAX), codes_n = 0;
    struct item_table *tables = ARENA_ARRAY(b->a, n, struct item_table);
    const char *codes[TABLES_MAX] = { NULL };
    for (size_t i = 0; i < n; i++) {
        struct pack_place p = place_element(&list, i);
        pack_read_table(b, &p, &tables[i]);
        pack_unique(b, &p, codes, &codes_n, tables[i].code);
    }
    in->tables = tables;
    in->tables_n = n;
}

static void read_items(struct pack_build *b, const struct pack_place *root, struct instrument *in,
                       struct instrument_keys *keys) {
    struct pack_place list = place_member(root, "items"), practice = place_member(root, "practice");
    size_t n = pack_array(b, &list, 1, PACK_CODES_MAX - 1), codes_n = 0;
    struct item *items = ARENA_ARRAY(b->a, n + 1, struct item);
    struct item_key *item_keys = ARENA_ARRAY(b->a, n + 1, struct item_key);
    const char **codes = ARENA_ARRAY(b->a, n + 1, const char *);
    for (size_t i = 0; i < n; i++) {
        struct pack_place p = place_element(&list, i);
        pack_read_item(b, &p, in, false, &items[i], &item_keys[i]);
        pack_unique(b, &p, codes, &codes_n, items[i].code);
    }
    pack_read_item(b, &practice, in, true, &items[n], &item_keys[n]);
    pack_unique(b, &practice, codes, &codes_n, items[n].code);
    in->items = items;
    in->items_n = n;
    in->practice = &items[n];
    keys->keys = item_keys;
    keys->practice = &item_keys[n];
}

void pack_read_instrument(struct pack_build *b, const struct pack_place *root, struct instrument *in,
                          struct instrument_keys *keys) {
    static const char *const names[] = {
        "code",   "kind", "title",    "purpose", "instructions", "planned_min", "limit_min",
        "status", "form", "practice", "items",   "tables",       NULL
    };
    size_t faults_before = b->faults->total;
    if (!pack_object(b, root, names))
        return;
    read_common(b, root, in);
    read_form(b, root, in);
    struct pack_place tables = place_member(root, "tables");
    if (in->kind == INSTRUMENT_NUMERIC)
        read_tables(b, root, in);
    else if (tables.value != NULL)
        pack_fault(b, &tables, "does not go with this kind");
    read_items(b, root, in, keys);
    if (b->faults->total > faults_before)
        return; /* a form can be judged only on sound items */
    const char *reason = NULL;
    struct pack_place form = place_member(root, "form");
    if (!form_feasible(in, b->a, &reason))
        pack_fault(b, &form, "%s", reason);
}

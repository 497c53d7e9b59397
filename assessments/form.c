/* assessments/form.c — which items one attempt gets. */
#include "assessments/form.h"

#include <stdlib.h>
#include <string.h>

#include "assessments/pack.h"
#include "assessments/prng.h"
#include "daemon/base/arena.h"

#define TRIES_MAX   500    /* random subsets of scenarios before all are looked through */
#define SUBSETS_MAX 200000 /* steps of that search */

/* The competencies an item serves, as bits. */
static uint64_t item_bits(const struct item *item) {
    uint64_t bits = 0;
    for (size_t i = 0; i < item->competencies_n; i++)
        bits |= UINT64_C(1) << item->competencies[i];
    return bits;
}

/* Indices 0 … n − 1, shuffled. */
static size_t *shuffled(size_t n, struct prng *r, struct arena *a) {
    size_t *index = ARENA_ARRAY(a, n, size_t);
    for (size_t i = 0; i < n; i++)
        index[i] = i;
    prng_shuffle(r, index, n);
    return index;
}

static size_t cell_items(const struct instrument *in, size_t cell) {
    size_t n = 0;
    for (size_t i = 0; i < in->items_n; i++)
        n += in->items[i].cell == cell;
    return n;
}

static size_t table_items(const struct instrument *in, const struct item_table *table) {
    size_t n = 0;
    for (size_t i = 0; i < in->items_n; i++)
        n += in->items[i].table == table;
    return n;
}

/* The search for a covering subset: depth first, in a shuffled order. */
struct cover {
    const struct instrument *in;
    const size_t *order;
    uint64_t wanted;
    size_t *picked;
    size_t steps; /* left before giving up */
};

static bool cover_from(struct cover *c, size_t from, size_t picked_n, uint64_t have) {
    if (picked_n == c->in->form_n)
        return (have & c->wanted) == c->wanted;
    size_t missing = (size_t)__builtin_popcountll(c->wanted & ~have);
    size_t left = c->in->form_n - picked_n;
    if (missing > left * ITEM_COMPETENCIES_MAX || c->in->items_n - from < left || c->steps == 0)
        return false;
    for (size_t i = from; i < c->in->items_n && c->steps > 0; i++) {
        c->steps--;
        c->picked[picked_n] = c->order[i];
        if (cover_from(c, i + 1, picked_n + 1, have | item_bits(&c->in->items[c->order[i]])))
            return true;
    }
    return false;
}

/* Scenarios that cover what the bank covers. Random subsets are tried first, so that every covering
 * subset is equally likely; only a bank where these are rare is searched. */
static bool draw_judgement(const struct instrument *in, struct prng *r, struct arena *a,
                           size_t *picked) {
    uint64_t all = 0;
    for (size_t i = 0; i < in->items_n; i++)
        all |= item_bits(&in->items[i]);
    size_t *order = shuffled(in->items_n, r, a);
    for (int i = 0; i < TRIES_MAX && in->items_n >= in->form_n; i++) {
        uint64_t have = 0;
        for (size_t j = 0; j < in->form_n; j++) {
            picked[j] = order[j];
            have |= item_bits(&in->items[order[j]]);
        }
        if (have == all)
            return true;
        prng_shuffle(r, order, in->items_n);
    }
    struct cover c = { in, order, all, picked, SUBSETS_MAX };
    return cover_from(&c, 0, 0, 0);
}

static bool draw_knowledge(const struct instrument *in, struct prng *r, struct arena *a,
                           size_t *picked) {
    size_t n = 0;
    for (size_t cell = 0; cell < in->cells_n; cell++) {
        const size_t *order = shuffled(in->items_n, r, a);
        size_t wanted = in->cells[cell].n;
        for (size_t i = 0; i < in->items_n && wanted > 0; i++) {
            if (in->items[order[i]].cell != cell || n == in->form_n)
                continue;
            picked[n++] = order[i];
            wanted--;
        }
        if (wanted > 0)
            return false;
    }
    return n == in->form_n;
}

static int compare_size(const void *x, const void *y) {
    size_t a = *(const size_t *)x, b = *(const size_t *)y;
    return a < b ? -1 : a > b;
}

/* Items of one table: a random choice, presented in the order of the bank. */
static size_t draw_table_items(const struct instrument *in, const struct item_table *table,
                               struct prng *r, struct arena *a, size_t *picked) {
    const size_t *order = shuffled(in->items_n, r, a);
    size_t n = 0;
    for (size_t i = 0; i < in->items_n && n < in->items_per_table; i++)
        if (in->items[order[i]].table == table)
            picked[n++] = order[i];
    qsort(picked, n, sizeof *picked, compare_size);
    return n;
}

static bool draw_numeric(const struct instrument *in, struct prng *r, struct arena *a,
                         size_t *picked) {
    const size_t *order = shuffled(in->tables_n, r, a);
    size_t n = 0, tables = 0;
    for (size_t i = 0; i < in->tables_n && tables < in->form_tables; i++) {
        const struct item_table *table = &in->tables[order[i]];
        if (table_items(in, table) < in->items_per_table)
            continue;
        n += draw_table_items(in, table, r, a, picked + n);
        tables++;
    }
    return n == in->form_n;
}

enum errc form_draw(const struct instrument *in, uint64_t seed, struct arena *a,
                    struct test_form *ret_form, struct err *e) {
    static bool (*const draw[])(const struct instrument *, struct prng *, struct arena *,
                                size_t *) = { [INSTRUMENT_KNOWLEDGE] = draw_knowledge,
                                              [INSTRUMENT_JUDGEMENT] = draw_judgement,
                                              [INSTRUMENT_NUMERIC] = draw_numeric };
    if (in->form_n == 0 || in->form_n > FORM_ITEMS_MAX)
        return ERR(e, E_INVALID, "%s has no form", in->code);
    size_t *picked = ARENA_ARRAY(a, in->form_n, size_t);
    struct prng r = prng_seed(seed);
    if (!draw[in->kind](in, &r, a, picked))
        return ERR(e, E_INVALID, "the bank of %s cannot give a form", in->code);
    const struct item **items = ARENA_ARRAY(a, in->form_n, const struct item *);
    for (size_t i = 0; i < in->form_n; i++)
        items[i] = &in->items[picked[i]];
    *ret_form = (struct test_form) { .instrument = in, .items = items, .n = in->form_n };
    return OK;
}

static const char *knowledge_reason(const struct instrument *in, struct arena *a) {
    for (size_t i = 0; i < in->cells_n; i++)
        if (cell_items(in, i) < in->cells[i].n)
            return arena_printf(a, "the cell \"%s\" needs %zu items, the bank has %zu",
                                in->cells[i].code, in->cells[i].n, cell_items(in, i));
    return NULL;
}

static const char *judgement_reason(const struct instrument *in, struct arena *a) {
    if (in->items_n < in->form_n)
        return arena_printf(a, "a form needs %zu scenarios, the bank has %zu", in->form_n,
                            in->items_n);
    struct prng r = prng_seed(0);
    size_t *picked = ARENA_ARRAY(a, in->form_n, size_t);
    if (!draw_judgement(in, &r, a, picked))
        return arena_printf(a, "no %zu scenarios cover all competencies of the bank", in->form_n);
    return NULL;
}

static const char *numeric_reason(const struct instrument *in, struct arena *a) {
    size_t good = 0;
    for (size_t i = 0; i < in->tables_n; i++)
        good += table_items(in, &in->tables[i]) >= in->items_per_table;
    if (good < in->form_tables)
        return arena_printf(a, "a form needs %zu tables with %zu items each, the bank has %zu",
                            in->form_tables, in->items_per_table, good);
    return NULL;
}

bool form_feasible(const struct instrument *in, struct arena *a, const char **ret_reason) {
    const char *reason = NULL;
    switch (in->kind) {
    case INSTRUMENT_KNOWLEDGE:
        reason = knowledge_reason(in, a);
        break;
    case INSTRUMENT_JUDGEMENT:
        reason = judgement_reason(in, a);
        break;
    case INSTRUMENT_NUMERIC:
        reason = numeric_reason(in, a);
        break;
    }
    if (reason != NULL)
        *ret_reason = reason;
    return reason == NULL;
}

/* assessments/pack_item.c — items and their keys. */
#include <math.h>
#include <string.h>

#include "assessments/key.h"
#include "assessments/pack_read.h"
#include "assessments/score.h"
#include "daemon/base/arena.h"

#define OPTIONS_MIN  3
#define MISTAKES_MAX 12
#define NUMBER_MAX   1e12
#define RATING_SPREAD                                                                              \
    1.0 /* keys of one scenario must differ by so much, or it measures nothing                     \
         */

static void read_item_competencies(struct pack_build *b, const struct pack_place *up, size_t min,
                                   size_t max, struct item *item) {
    struct pack_place list = place_member(up, "competencies");
    size_t n = pack_array(b, &list, min, max);
    for (size_t i = 0; i < n; i++) {
        struct pack_place one = place_element(&list, i);
        item->competencies[i] = pack_link_at(b, &one, pack_find_competency, "competency");
        for (size_t j = 0; j < i; j++)
            if (item->competencies[j] == item->competencies[i])
                pack_fault(b, &one, "is named twice");
    }
    item->competencies_n = n;
}

/* Options and actions have the codes a, b, c … in this order: reports say «вариант b». */
static void check_letter(struct pack_build *b, const struct pack_place *p, size_t i, const char *code) {
    if (code[0] != '\0' && (code[0] != (char)('a' + i) || code[1] != '\0'))
        pack_fault(b, p, "has the code \"%s\", \"%c\" is expected here", code, (int)('a' + i));
}

/* Two options that read the same cannot be told apart. */
static void check_option_texts(struct pack_build *b, const struct pack_place *list,
                               const struct item_option *options, size_t n) {
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < i; j++) {
            for (int lang = 0; lang < LANG__MAX; lang++) {
                const char *one = options[i].text.in[lang], *other = options[j].text.in[lang];
                if (one[0] == '\0' || strcmp(text_fold(one, b->a), text_fold(other, b->a)) != 0)
                    continue;
                struct pack_place p = place_element(list, i);
                pack_fault(b, &p, "reads the same as \"%s\" (%s)", options[j].code,
                           lang_tag((enum lang)lang));
            }
        }
    }
}

/* Options with their whys; ratings[n] where they are actions (else NULL). */
static void read_options(struct pack_build *b, const struct pack_place *list, size_t min,
                         struct item *item, struct item_key *key, double *ratings) {
    static const char *const option_names[] = { "code", "text", "why", NULL };
    static const char *const action_names[] = { "code", "text", "why", "key", NULL };
    size_t n = pack_array(b, list, min, ITEM_OPTIONS_MAX);
    struct item_option *options = ARENA_ARRAY(b->a, n, struct item_option);
    struct text2 *whys = ARENA_ARRAY(b->a, n, struct text2);
    for (size_t i = 0; i < n; i++) {
        struct pack_place p = place_element(list, i);
        pack_object(b, &p, ratings != NULL ? action_names : option_names);
        options[i].code = pack_code(b, &p, "code");
        options[i].text = pack_text(b, &p, "text");
        whys[i] = pack_text(b, &p, "why");
        check_letter(b, &p, i, options[i].code);
        pack_check_numbers(b, &p, &options[i].text);
        if (ratings != NULL)
            ratings[i] = pack_double(b, &p, "key", ANSWER_RATING_MIN, ANSWER_RATING_MAX);
    }
    check_option_texts(b, list, options, n);
    item->options = options;
    item->options_n = n;
    key->whys = whys;
    key->ratings = ratings;
}

/* The codes of the right options. */
static void read_correct(struct pack_build *b, const struct pack_place *p, const struct item *item,
                         struct item_key *key) {
    struct pack_place list = place_member(p, "key");
    size_t n = pack_array(b, &list, 1, ITEM_OPTIONS_MAX);
    for (size_t i = 0; i < n; i++) {
        struct pack_place one = place_element(&list, i);
        const char *code = pack_code_at(b, &one);
        size_t option = item_option_find(item, code);
        if (option == SIZE_MAX) {
            if (code[0] != '\0')
                pack_fault(b, &one, "there is no option \"%s\"", code);
            continue;
        }
        if (key->correct & (UINT32_C(1) << option))
            pack_fault(b, &one, "is named twice");
        key->correct |= UINT32_C(1) << option;
    }
    size_t right = (size_t)__builtin_popcount(key->correct);
    if (item->type == ITEM_SINGLE && n > 1)
        pack_fault(b, &list, "a single choice has one right option");
    if (item->options_n > 0 && right >= item->options_n)
        pack_fault(b, &list, "every option is right");
}

static void read_choose(struct pack_build *b, const struct pack_place *p, struct item *item,
                        const struct item_key *key) {
    struct pack_place choose = place_member(p, "choose");
    if (choose.value == NULL)
        return;
    item->choose = (size_t)pack_int_at(b, &choose, 1, ITEM_OPTIONS_MAX);
    if (item->type != ITEM_MULTIPLE)
        pack_fault(b, &choose, "goes with multiple choice only");
    else if (item->choose != (size_t)__builtin_popcount(key->correct))
        pack_fault(b, &choose, "says %zu, the key has %d", item->choose,
                   __builtin_popcount(key->correct));
}

static void read_knowledge(struct pack_build *b, const struct pack_place *p, const struct instrument *in,
                           struct item *item, struct item_key *key) {
    static const char *const names[] = { "code", "competencies", "rationale", "cell",   "type",
                                         "stem", "options",      "key",       "choose", NULL };
    static const char *const types[] = { "single", "multiple", NULL };
    pack_object(b, p, names);
    read_item_competencies(b, p, 1, ITEM_COMPETENCIES_MAX, item);
    item->type = pack_word(b, p, "type", types) == 0 ? ITEM_SINGLE : ITEM_MULTIPLE;
    item->stem = pack_text(b, p, "stem");
    const char *cell = pack_code(b, p, "cell");
    item->cell = SIZE_MAX;
    for (size_t i = 0; i < in->cells_n; i++)
        if (strcmp(in->cells[i].code, cell) == 0)
            item->cell = i;
    struct pack_place cell_place = place_member(p, "cell");
    if (item->cell == SIZE_MAX && cell[0] != '\0')
        pack_fault(b, &cell_place, "there is no cell \"%s\" in the blueprint", cell);
    struct pack_place options = place_member(p, "options");
    read_options(b, &options, OPTIONS_MIN, item, key, NULL);
    read_correct(b, p, item, key);
    read_choose(b, p, item, key);
}

static void read_judgement(struct pack_build *b, const struct pack_place *p, struct item *item,
                           struct item_key *key) {
    static const char *const names[] = { "code",     "competencies", "rationale", "title",
                                         "scenario", "actions",      NULL };
    pack_object(b, p, names);
    item->type = ITEM_RATE;
    read_item_competencies(b, p, 2, 2, item);
    item->title = pack_text(b, p, "title");
    item->stem = pack_text(b, p, "scenario");
    struct pack_place actions = place_member(p, "actions");
    double *ratings = ARENA_ARRAY(b->a, ITEM_OPTIONS_MAX, double);
    read_options(b, &actions, OPTIONS_MIN, item, key, ratings);
    double lo = HUGE_VAL, hi = -HUGE_VAL;
    for (size_t i = 0; i < item->options_n; i++) {
        lo = fmin(lo, ratings[i]);
        hi = fmax(hi, ratings[i]);
    }
    if (item->options_n > 0 && hi - lo < RATING_SPREAD)
        pack_fault(b, &actions, "keys spread over %.1f points, at least %.1f are needed", hi - lo,
                   RATING_SPREAD);
}

static void read_item_table(struct pack_build *b, const struct pack_place *p,
                            const struct instrument *in, bool practice, struct item *item) {
    if (practice) {
        struct item_table *table = ARENA_NEW(b->a, struct item_table);
        struct pack_place inline_table = place_member(p, "table_inline");
        pack_read_table(b, &inline_table, table);
        item->table = table;
        return;
    }
    struct pack_place link = place_member(p, "table");
    const char *code = pack_code_at(b, &link);
    for (size_t i = 0; i < in->tables_n; i++)
        if (strcmp(in->tables[i].code, code) == 0)
            item->table = &in->tables[i];
    if (item->table == NULL && code[0] != '\0')
        pack_fault(b, &link, "there is no table \"%s\"", code);
}

static void read_tolerance(struct pack_build *b, const struct pack_place *up, struct item_key *key) {
    static const char *const names[] = { "kind", "d", NULL };
    static const char *const kinds[] = { "nominal", "relative", "geometric", NULL };
    struct pack_place p = place_member(up, "tolerance");
    if (!pack_object(b, &p, names))
        return;
    key->tolerance = (enum tolerance_kind)pack_word(b, &p, "kind", kinds);
    key->d = pack_double(b, &p, "d", 0, NUMBER_MAX);
    if (key->tolerance != TOLERANCE_NOMINAL && key->d >= 1)
        pack_fault(b, &p, "a relative tolerance is a share below 1");
    if (key->tolerance != TOLERANCE_NOMINAL && key->number == 0)
        pack_fault(b, &p, "a key of 0 needs a nominal tolerance");
}

static void read_mistakes(struct pack_build *b, const struct pack_place *up, struct item_key *key) {
    static const char *const names[] = { "value", "why", NULL };
    struct pack_place list = place_member(up, "mistakes");
    key->mistakes_n = pack_array(b, &list, 0, MISTAKES_MAX);
    struct item_mistake *mistakes = ARENA_ARRAY(b->a, key->mistakes_n, struct item_mistake);
    for (size_t i = 0; i < key->mistakes_n; i++) {
        struct pack_place p = place_element(&list, i);
        pack_object(b, &p, names);
        mistakes[i].value = pack_double(b, &p, "value", -NUMBER_MAX, NUMBER_MAX);
        mistakes[i].why = pack_text(b, &p, "why");
        if (score_number(key->tolerance, key->number, key->d, mistakes[i].value))
            pack_fault(b, &p, "the mistake %.10g lies inside the tolerance of the key %.10g",
                       mistakes[i].value, key->number);
        for (size_t j = 0; j < i; j++)
            if (fabs(mistakes[j].value - mistakes[i].value) < 1e-9)
                pack_fault(b, &p, "the mistake %.10g is named twice", mistakes[i].value);
    }
    key->mistakes = mistakes;
}

static void read_numeric(struct pack_build *b, const struct pack_place *p, const struct instrument *in,
                         bool practice, struct item *item, struct item_key *key) {
    static const char *const names[] = { "code", "competencies", "rationale", "table",    "stem",
                                         "unit", "key",          "tolerance", "mistakes", NULL };
    static const char *const practice_names[] = { "code",      "competencies", "rationale",
                                                  "stem",      "unit",         "key",
                                                  "tolerance", "mistakes",     "table_inline",
                                                  NULL };
    pack_object(b, p, practice ? practice_names : names);
    item->type = ITEM_NUMBER;
    read_item_competencies(b, p, 1, ITEM_COMPETENCIES_MAX, item);
    read_item_table(b, p, in, practice, item);
    item->stem = pack_text(b, p, "stem");
    item->unit = pack_text_optional(b, p, "unit");
    key->number = pack_double(b, p, "key", -NUMBER_MAX, NUMBER_MAX);
    read_tolerance(b, p, key);
    read_mistakes(b, p, key);
}

void pack_read_item(struct pack_build *b, const struct pack_place *p, const struct instrument *in,
                    bool practice, struct item *item, struct item_key *key) {
    item->code = "";
    if (p->value == NULL || p->value->type != JSON_OBJECT) {
        pack_object(b, p, NULL); /* says what is wrong */
        return;
    }
    item->code = pack_code(b, p, "code");
    key->rationale = pack_text(b, p, "rationale");
    switch (in->kind) {
    case INSTRUMENT_KNOWLEDGE:
        read_knowledge(b, p, in, item, key);
        break;
    case INSTRUMENT_JUDGEMENT:
        read_judgement(b, p, item, key);
        break;
    case INSTRUMENT_NUMERIC:
        read_numeric(b, p, in, practice, item, key);
        break;
    }
    pack_check_numbers(b, p, &item->title);
    pack_check_numbers(b, p, &item->stem);
    pack_check_numbers(b, p, &item->unit);
}

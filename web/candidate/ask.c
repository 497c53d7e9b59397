#include "web/candidate/ask.h"

#include <string.h>

#include "assessments/number.h"
#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "web/candidate/room.h"
#include "web/kit/format.h"

const char *ask_input_type(const struct ask_view *v) {
    return v->kind == ASK_SOME ? "checkbox" : "radio";
}

bool ask_described(const struct ask_view *v) {
    return v->hint != NULL || v->why != NULL || v->error != NULL || v->kind == ASK_NUMBER;
}

/* Stems ---------------------------------------------------------------------------------------- */

static const char *trimmed(struct arena *a, const char *s, size_t n) {
    while (n > 0 && (*s == ' ' || *s == '\n'))
        s++, n--;
    while (n > 0 && (s[n - 1] == ' ' || s[n - 1] == '\n'))
        n--;
    return n > 0 ? arena_strndup(a, s, n) : NULL;
}

/* Where the sentence that ends at `end` begins: after the last mark of an end with a blank behind it. */
static size_t sentence_begin(const char *text, size_t end) {
    for (size_t i = end; i > 1; i--)
        if ((text[i - 1] == ' ' || text[i - 1] == '\n') && strchr(".!?", text[i - 2]) != NULL)
            return i;
        else if (text[i - 1] == '\n')
            return i;
    return 0;
}

struct ask_stem ask_split(struct arena *a, const char *text) {
    size_t len = strlen(text);
    const char *mark = strrchr(text, '?');
    size_t end = mark != NULL ? (size_t)(mark - text) + 1 : len;
    size_t begin = sentence_begin(text, end > 0 ? end - 1 : 0);
    const char *title = trimmed(a, text + begin, end - begin);
    return (struct ask_stem){ .stem = trimmed(a, text, begin),
                              .title = title != NULL ? title : text,
                              .hint = trimmed(a, text + end, len - end) };
}

const char *ask_name(struct request *req, const struct item *item, const struct pack_field *field) {
    if (field != NULL)
        return room_says(req, &field->label);
    if (item->type == ITEM_RATE)
        return room_says(req, &item->title);
    return ask_split(req->arena, room_says(req, &item->stem)).title;
}

/* Items ---------------------------------------------------------------------------------------- */

static struct choice_views options_of(struct request *req, const struct item *item,
                                      const struct answer *answer) {
    struct choice_view *v = ARENA_ARRAY(req->arena, item->options_n, struct choice_view);
    for (size_t i = 0; i < item->options_n; i++)
        v[i] = (struct choice_view){ .value = item->options[i].code,
                                     .label = room_says(req, &item->options[i].text),
                                     .chosen = answer != NULL && (answer->chosen >> i & 1) };
    return (struct choice_views){ v, item->options_n };
}

static struct ask_marks marks_of(struct arena *a, int rating) {
    static const char *const DIGITS[] = { "1", "2", "3", "4", "5" };
    struct ask_mark *v = ARENA_ARRAY(a, 5, struct ask_mark);
    for (int i = 0; i < 5; i++)
        v[i] = (struct ask_mark){ DIGITS[i], rating == i + 1 };
    return (struct ask_marks){ v, 5 };
}

static struct ask_rates rates_of(struct request *req, const struct item *item,
                                 const struct answer *answer) {
    struct ask_rate *v = ARENA_ARRAY(req->arena, item->options_n, struct ask_rate);
    for (size_t i = 0; i < item->options_n; i++)
        v[i] = (struct ask_rate){
            .name = arena_printf(req->arena, "answer.%s", item->options[i].code),
            .text = room_says(req, &item->options[i].text),
            .marks = marks_of(req->arena, answer != NULL ? answer->ratings[i] : 0),
        };
    return (struct ask_rates){ v, item->options_n };
}

static struct text_list row_cells(struct request *req, const struct item_table *table, size_t row) {
    size_t n = table->columns_n - 1;
    const char **v = ARENA_ARRAY(req->arena, n, const char *);
    for (size_t c = 0; c < n; c++)
        v[c] = number_show_fixed(table->rows[row].cells[c], table->decimals[c], req->lang,
                                 req->arena);
    return (struct text_list){ v, n };
}

static const struct ask_table *table_of(struct request *req, const struct item_table *table) {
    if (table == NULL)
        return NULL;
    struct arena *a = req->arena;
    struct ask_table *t = ARENA_NEW(a, struct ask_table);
    const char **columns = ARENA_ARRAY(a, table->columns_n, const char *);
    struct ask_row *rows = ARENA_ARRAY(a, table->rows_n, struct ask_row);
    for (size_t c = 1; c < table->columns_n; c++)
        columns[c - 1] = room_says(req, &table->columns[c]);
    for (size_t r = 0; r < table->rows_n; r++)
        rows[r] = (struct ask_row){ room_says(req, &table->rows[r].head), row_cells(req, table, r) };
    *t = (struct ask_table){ .title = room_says(req, &table->title),
                             .note = table->note.in[req->lang],
                             .head = room_says(req, &table->columns[0]),
                             .columns = { columns, table->columns_n - 1 },
                             .rows = { rows, table->rows_n } };
    return t;
}

static const char *choose_hint(struct request *req, const struct item *item) {
    if (item->type != ITEM_MULTIPLE)
        return NULL;
    return item->choose > 0
               ? msg_candidate_ask_choose(req->lang, req->arena, (int64_t)item->choose)
               : NULL;
}

struct ask_view ask_item(struct request *req, const struct item *item, const struct answer *answer) {
    static const enum ask_kind KINDS[] = { [ITEM_SINGLE] = ASK_ONE,
                                           [ITEM_MULTIPLE] = ASK_SOME,
                                           [ITEM_RATE] = ASK_RATE,
                                           [ITEM_NUMBER] = ASK_NUMBER };
    struct ask_view v = { .kind = KINDS[item->type], .value = "", .small = true };
    if (item->type == ITEM_RATE) {
        v.stem = room_says(req, &item->stem);
        v.title = msg_candidate_ask_rate(req->lang, req->arena);
        v.low = msg_candidate_ask_low(req->lang, req->arena);
        v.high = msg_candidate_ask_high(req->lang, req->arena);
        v.rates = rates_of(req, item, answer);
        return v;
    }
    struct ask_stem stem = ask_split(req->arena, room_says(req, &item->stem));
    v.stem = stem.stem;
    v.title = stem.title;
    v.hint = choose_hint(req, item) != NULL ? choose_hint(req, item) : stem.hint;
    v.choices = options_of(req, item, answer);
    v.table = table_of(req, item->table);
    if (item->type != ITEM_NUMBER)
        return v;
    v.unit = item->unit.in[req->lang];
    v.max = ANSWER_NUMBER_CHARS;
    if (answer != NULL && answer->given) {
        v.value = answer->raw;
        v.understood = answer_understood(answer, req->arena);
        v.unread = v.understood == NULL;
    }
    return v;
}

/* Fields --------------------------------------------------------------------------------------- */

static struct choice_views field_options(struct request *req, const struct pack_field *field,
                                         uint32_t chosen) {
    struct arena *a = req->arena;
    bool yes_no = field->type == FIELD_YES_NO;
    size_t n = yes_no ? 2 : field->options_n;
    struct choice_view *v = ARENA_ARRAY(a, n, struct choice_view);
    for (size_t i = 0; i < n; i++)
        v[i].chosen = i < FIELD_OPTIONS_MAX && (chosen >> i & 1);
    for (size_t i = 0; i < n && !yes_no; i++) {
        v[i].value = field->options[i].code;
        v[i].label = room_says(req, &field->options[i].text);
    }
    if (yes_no) {
        v[0].value = "yes";
        v[0].label = msg_candidate_ask_yes(req->lang, a);
        v[1].value = "no";
        v[1].label = msg_candidate_ask_no(req->lang, a);
    }
    return (struct choice_views){ v, n };
}

struct ask_view ask_field(struct request *req, const struct pack_field *field,
                          const struct field_answer *answer) {
    static const enum ask_kind KINDS[] = { [FIELD_TEXT] = ASK_LINE,
                                           [FIELD_LONG] = ASK_LONG,
                                           [FIELD_NUMBER] = ASK_NUMBER,
                                           [FIELD_SINGLE] = ASK_ONE,
                                           [FIELD_MULTIPLE] = ASK_SOME,
                                           [FIELD_YES_NO] = ASK_ONE,
                                           [FIELD_DATE] = ASK_DATE };
    bool given = answer != NULL && answer->given;
    return (struct ask_view){
        .kind = KINDS[field->type],
        .title = room_says(req, &field->label),
        .hint = field->help.in[req->lang],
        .why = room_says(req, &field->why),
        .choices = field_options(req, field, given ? answer->chosen : 0),
        .value = given && answer->chosen == 0 ? answer->value : "",
        .max = (int64_t)field_max_chars(field),
    };
}

/* What was not accepted ------------------------------------------------------------------------ */

static void put_back_choices(struct request *req, struct ask_view *ask, const struct form *form) {
    struct choice_view *v = ARENA_ARRAY(req->arena, ask->choices.n, struct choice_view);
    for (size_t i = 0; i < ask->choices.n; i++) {
        v[i] = ask->choices.v[i];
        v[i].chosen = form_has(form, "answer", v[i].value);
    }
    ask->choices.v = v;
}

static void put_back_rates(struct request *req, struct ask_view *ask, const struct form *form) {
    struct ask_rate *v = ARENA_ARRAY(req->arena, ask->rates.n, struct ask_rate);
    for (size_t i = 0; i < ask->rates.n; i++) {
        const char *typed = form_get(form, ask->rates.v[i].name);
        v[i] = ask->rates.v[i];
        v[i].marks = marks_of(req->arena, strlen(typed) == 1 ? *typed - '0' : 0);
    }
    ask->rates.v = v;
}

void ask_typed(struct request *req, struct ask_view *ask, const struct form *form) {
    put_back_choices(req, ask, form);
    put_back_rates(req, ask, form);
    ask->value = form_get(form, "answer");
    ask->understood = NULL;
}

const char *ask_fault(struct request *req, enum field_fault fault, const struct pack_field *field,
                      int64_t max) {
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    switch (fault) {
    case FIELD_TOO_LONG:
        return msg_candidate_fault_long(lang, a, max);
    case FIELD_BAD_TEXT:
        return msg_candidate_fault_text(lang, a);
    case FIELD_NO_NUMBER:
        return msg_candidate_fault_number(lang, a);
    case FIELD_TOO_SMALL:
        return msg_candidate_fault_small(lang, a, number_show(field->min, lang, a));
    case FIELD_TOO_LARGE:
        return msg_candidate_fault_large(
            lang, a, number_show(field->has_max ? field->max : 1e15, lang, a));
    case FIELD_NO_DATE:
        return msg_candidate_fault_date(lang, a);
    case FIELD_UNKNOWN:
    case FIELD_FINE:
        break;
    }
    return msg_candidate_fault_unknown(lang, a);
}

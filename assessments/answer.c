/* assessments/answer.c — a candidate's answer to one item, checked and in one canonical form. */
#include "assessments/answer.h"

#include <string.h>

#include "assessments/number.h"
#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/json.h"

#define TEXT_BYTES_MAX 2048 /* of a canonical answer */
#define FIELD_NAME     "answer"

/* Tick one option. */
static enum errc choose(const struct item *item, const char *code, struct answer *answer,
                        struct err *e) {
    size_t option = item_option_find(item, code);
    if (option == SIZE_MAX)
        return ERR(e, E_INVALID, "item %s has no such option", item->code);
    uint32_t bit = UINT32_C(1) << option;
    if (answer->chosen & bit)
        return ERR(e, E_INVALID, "an option of item %s is named twice", item->code);
    if (item->type == ITEM_SINGLE && answer->chosen != 0)
        return ERR(e, E_INVALID, "item %s takes one option", item->code);
    answer->chosen |= bit;
    answer->given = true;
    return OK;
}

static enum errc rate(const struct item *item, const char *code, int64_t rating,
                      struct answer *answer, struct err *e) {
    size_t action = item_option_find(item, code);
    if (action == SIZE_MAX)
        return ERR(e, E_INVALID, "item %s has no such action", item->code);
    if (answer->ratings[action] != 0)
        return ERR(e, E_INVALID, "an action of item %s is rated twice", item->code);
    answer->ratings[action] = (uint8_t)rating;
    answer->given = true;
    return OK;
}

static enum errc type_number(const struct item *item, const char *raw, enum lang lang,
                             struct arena *a, struct answer *answer, struct err *e) {
    const char *clean = NULL;
    TRY(text_accept(raw, strlen(raw), TEXT_LINE, ANSWER_NUMBER_CHARS, a, &clean, e));
    if (clean[0] == '\0')
        return OK;
    answer->given = true;
    answer->raw = clean;
    answer->lang = lang;
    answer->understood = number_read(clean, lang, item->unit.in[lang], &answer->value);
    return OK;
}

static void write_choice(struct json_writer *w, const struct item *item,
                         const struct answer *answer) {
    if (item->type == ITEM_MULTIPLE)
        json_open_array(w);
    for (size_t i = 0; i < item->options_n; i++)
        if (answer->chosen >> i & 1)
            json_put_string(w, item->options[i].code);
    if (item->type == ITEM_MULTIPLE)
        json_close_array(w);
}

static void write_ratings(struct json_writer *w, const struct item *item,
                          const struct answer *answer) {
    json_open_object(w);
    for (size_t i = 0; i < item->options_n; i++) {
        if (answer->ratings[i] == 0)
            continue;
        json_key(w, item->options[i].code);
        json_put_i64(w, answer->ratings[i]);
    }
    json_close_object(w);
}

static void write_number(struct json_writer *w, const struct answer *answer) {
    json_open_object(w);
    json_key(w, "raw");
    json_put_string(w, answer->raw);
    json_key(w, "lang");
    json_put_string(w, lang_tag(answer->lang));
    json_close_object(w);
}

/* Set the canonical text from the other members. */
static void set_text(const struct item *item, struct answer *answer, struct arena *a) {
    struct buf b;
    buf_init(&b, TEXT_BYTES_MAX);
    struct json_writer w = json_writer_init(&b);
    if (!answer->given)
        json_put_null(&w);
    else if (item->type == ITEM_RATE)
        write_ratings(&w, item, answer);
    else if (item->type == ITEM_NUMBER)
        write_number(&w, answer);
    else
        write_choice(&w, item, answer);
    answer->text = arena_strdup(a, buf_str(&b));
    buf_fini(&b);
}

/* From JSON */

static enum errc single_from_json(const struct item *item, const struct json *value,
                                  struct answer *answer, struct err *e) {
    const char *code = json_string(value);
    if (code == NULL)
        return ERR(e, E_INVALID, "the answer to item %s is one option", item->code);
    if (code[0] == '\0')
        return OK;
    return choose(item, code, answer, e);
}

static enum errc multiple_from_json(const struct item *item, const struct json *value,
                                    struct answer *answer, struct err *e) {
    if (value->type != JSON_ARRAY)
        return ERR(e, E_INVALID, "the answer to item %s is a list of options", item->code);
    for (size_t i = 0; i < value->children_n; i++)
        TRY(choose(item, json_string(&value->children[i]), answer, e));
    return OK;
}

static enum errc ratings_from_json(const struct item *item, const struct json *value,
                                   struct answer *answer, struct err *e) {
    if (value->type != JSON_OBJECT)
        return ERR(e, E_INVALID, "the answer to item %s is a rating per action", item->code);
    for (size_t i = 0; i < value->children_n; i++) {
        const struct json *one = &value->children[i];
        int64_t rating = 0;
        if (one->type == JSON_NULL)
            continue; /* not rated */
        if (json_i64(one, ANSWER_RATING_MIN, ANSWER_RATING_MAX, &rating) != OK)
            return ERR(e, E_INVALID, "a rating of item %s is not 1 to 5", item->code);
        TRY(rate(item, one->name, rating, answer, e));
    }
    return OK;
}

/* Text as typed, or the canonical object with the language it was typed in. */
static enum errc number_from_json(const struct item *item, const struct json *value, enum lang lang,
                                  struct arena *a, struct answer *answer, struct err *e) {
    if (value->type == JSON_STRING)
        return type_number(item, value->string, lang, a, answer, e);
    const char *raw = json_string(json_member(value, "raw"));
    const char *tag = json_string(json_member(value, "lang"));
    if (value->type == JSON_OBJECT && value->children_n == 0)
        return OK;
    if (value->type != JSON_OBJECT || raw == NULL || tag == NULL || value->children_n != 2)
        return ERR(e, E_INVALID, "the answer to item %s is a typed number", item->code);
    for (int i = 0; i < LANG__MAX; i++)
        if (strcmp(lang_tag((enum lang)i), tag) == 0)
            return type_number(item, raw, (enum lang)i, a, answer, e);
    return ERR(e, E_INVALID, "the answer to item %s has no known language", item->code);
}

enum errc answer_from_json(const struct item *item, const struct json *value, enum lang lang,
                           struct arena *a, struct answer *ret_answer, struct err *e) {
    struct answer answer = { .given = false };
    if (value != NULL && value->type != JSON_NULL) {
        switch (item->type) {
        case ITEM_SINGLE:
            TRY(single_from_json(item, value, &answer, e));
            break;
        case ITEM_MULTIPLE:
            TRY(multiple_from_json(item, value, &answer, e));
            break;
        case ITEM_RATE:
            TRY(ratings_from_json(item, value, &answer, e));
            break;
        case ITEM_NUMBER:
            TRY(number_from_json(item, value, lang, a, &answer, e));
            break;
        }
    }
    set_text(item, &answer, a);
    *ret_answer = answer;
    return OK;
}

/* From form fields */

/* "answer.a" rates action a. */
static enum errc rate_field(const struct item *item, const struct answer_field *field,
                            struct answer *answer, struct err *e) {
    int64_t rating = 0;
    if (field->name[strlen(FIELD_NAME)] != '.')
        return ERR(e, E_INVALID, "item %s takes a rating per action", item->code);
    if (text_i64(field->value, ANSWER_RATING_MIN, ANSWER_RATING_MAX, &rating) != OK)
        return ERR(e, E_INVALID, "a rating of item %s is not 1 to 5", item->code);
    return rate(item, field->name + strlen(FIELD_NAME) + 1, rating, answer, e);
}

static enum errc take_field(const struct item *item, const struct answer_field *field,
                            enum lang lang, struct arena *a, struct answer *answer, struct err *e) {
    if (item->type == ITEM_RATE)
        return rate_field(item, field, answer, e);
    if (strcmp(field->name, FIELD_NAME) != 0)
        return ERR(e, E_INVALID, "item %s takes one field", item->code);
    if (item->type != ITEM_NUMBER)
        return choose(item, field->value, answer, e);
    if (answer->given)
        return ERR(e, E_INVALID, "item %s takes one number", item->code);
    return type_number(item, field->value, lang, a, answer, e);
}

enum errc answer_from_fields(const struct item *item, const struct answer_field *fields, size_t n,
                             enum lang lang, struct arena *a, struct answer *ret_answer,
                             struct err *e) {
    struct answer answer = { .given = false };
    size_t prefix = strlen(FIELD_NAME);
    for (size_t i = 0; i < n; i++) {
        const char *name = fields[i].name;
        bool ours =
            strncmp(name, FIELD_NAME, prefix) == 0 && (name[prefix] == '\0' || name[prefix] == '.');
        if (!ours || fields[i].value == NULL || fields[i].value[0] == '\0')
            continue;
        TRY(take_field(item, &fields[i], lang, a, &answer, e));
    }
    set_text(item, &answer, a);
    *ret_answer = answer;
    return OK;
}

enum errc answer_read(const struct item *item, const char *text, struct arena *a,
                      struct answer *ret_answer, struct err *e) {
    const struct json *value = NULL;
    TRY(json_parse(text, strlen(text), JSON_REQUEST, a, &value, e));
    return answer_from_json(item, value, LANG_RU, a, ret_answer, e);
}

const char *answer_understood(const struct answer *answer, struct arena *a) {
    if (!answer->given || answer->raw == NULL || !answer->understood)
        return NULL;
    return number_show(answer->value, answer->lang, a);
}

bool answer_is_complete(const struct item *item, const struct answer *answer) {
    if (!answer->given)
        return false;
    switch (item->type) {
    case ITEM_SINGLE:
        return true;
    case ITEM_MULTIPLE:
        return item->choose == 0 || (size_t)__builtin_popcount(answer->chosen) == item->choose;
    case ITEM_NUMBER:
        return answer->understood;
    case ITEM_RATE:
        for (size_t i = 0; i < item->options_n; i++)
            if (answer->ratings[i] == 0)
                return false;
        return true;
    }
    return false;
}

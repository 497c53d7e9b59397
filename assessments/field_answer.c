#include "assessments/field_answer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "assessments/number.h"
#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/base/json.h"

enum { TEXT_OUT_MAX = 64 << 10 };

static const char *const YES_NO[] = { "yes", "no" };

size_t field_max_chars(const struct pack_field *field) {
    switch (field->type) {
    case FIELD_TEXT:
        return field->max_length != 0 ? field->max_length : FIELD_TEXT_CHARS;
    case FIELD_LONG:
        return field->max_length != 0 ? field->max_length : FIELD_LONG_CHARS;
    case FIELD_NUMBER:
        return FIELD_NUMBER_CHARS;
    case FIELD_SINGLE:
    case FIELD_MULTIPLE:
    case FIELD_YES_NO:
    case FIELD_DATE:
        break;
    }
    return 0;
}

/* Canonical text ------------------------------------------------------------------------------- */

static const char *code_of(const struct pack_field *field, size_t i) {
    return field->type == FIELD_YES_NO ? YES_NO[i] : field->options[i].code;
}

static size_t codes_n(const struct pack_field *field) {
    size_t n = field->type == FIELD_YES_NO ? COUNT(YES_NO) : field->options_n;
    return n < FIELD_OPTIONS_MAX ? n : FIELD_OPTIONS_MAX;
}

static const char *canonical(const struct pack_field *field, const struct field_answer *answer,
                             struct arena *a) {
    if (!answer->given)
        return "null";
    struct buf out;
    buf_init(&out, TEXT_OUT_MAX);
    struct json_writer w = json_writer_init(&out);
    bool many = field->type == FIELD_MULTIPLE;
    if (many)
        json_open_array(&w);
    for (size_t i = 0; i < codes_n(field); i++)
        if (answer->chosen & UINT32_C(1) << i)
            json_put_string(&w, code_of(field, i));
    if (many)
        json_close_array(&w);
    if (answer->chosen == 0)
        json_put_string(&w, answer->value);
    CHECK(!buf_full(&out));
    const char *text = arena_strdup(a, buf_str(&out));
    buf_fini(&out);
    return text;
}

static void finish(const struct pack_field *field, struct field_answer answer, struct arena *a,
                   struct field_answer *ret_answer) {
    if (answer.value == NULL)
        answer.value = "";
    answer.text = canonical(field, &answer, a);
    *ret_answer = answer;
}

/* One value ------------------------------------------------------------------------------------ */

static bool is_date(const char *s) {
    static const int DAYS[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int64_t year = 0, month = 0, day = 0;
    char part[5] = { 0 };
    if (strlen(s) != 10 || s[4] != '-' || s[7] != '-')
        return false;
    memcpy(part, s, 4);
    if (text_i64(part, 1900, 2200, &year) != OK)
        return false;
    part[0] = s[5], part[1] = s[6], part[2] = '\0';
    if (s[5] > '1' || text_i64(part[0] == '0' ? part + 1 : part, 1, 12, &month) != OK)
        return false;
    part[0] = s[8], part[1] = s[9];
    if (text_i64(part[0] == '0' ? part + 1 : part, 1, 31, &day) != OK)
        return false;
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day <= DAYS[month - 1] + (month == 2 && leap);
}

static enum field_fault number_fault(const struct pack_field *field, const char *typed,
                                     enum lang lang, struct arena *a, const char **ret_plain) {
    double v = 0;
    if (!number_read(typed, lang, NULL, &v))
        return FIELD_NO_NUMBER;
    if (field->has_min && v < field->min)
        return FIELD_TOO_SMALL;
    if ((field->has_max && v > field->max) || fabs(v) > 1e15)
        return FIELD_TOO_LARGE;
    if (v == floor(v)) {
        *ret_plain = arena_printf(a, "%.0f", v);
        return FIELD_FINE;
    }
    char *plain = arena_printf(a, "%.6f", v);
    for (char *end = plain + strlen(plain) - 1; *end == '0'; end--)
        *end = '\0';
    *ret_plain = plain;
    return FIELD_FINE;
}

/* "15.12.2026" or "15/12/2026", as people type it where the browser has no date field, as "2026-12-15". */
static const char *iso_date(struct arena *a, const char *typed) {
    if (strlen(typed) != 10 || typed[2] != typed[5] || (typed[2] != '.' && typed[2] != '/'))
        return typed;
    return arena_printf(a, "%.4s-%.2s-%.2s", typed + 6, typed + 3, typed);
}

/* A text, long text, number or date as typed; "" clears. */
static enum field_fault typed_fault(const struct pack_field *field, const char *typed,
                                    enum lang lang, struct arena *a, struct field_answer *answer) {
    enum text_kind kind = field->type == FIELD_LONG ? TEXT_LONG : TEXT_LINE;
    const char *text = NULL;
    enum errc code =
        text_accept(typed, strlen(typed), kind, field_max_chars(field), a, &text, NULL);
    if (code != OK)
        return code == E_TOO_LARGE ? FIELD_TOO_LONG : FIELD_BAD_TEXT;
    if (*text == '\0')
        return FIELD_FINE;
    if (field->type == FIELD_DATE)
        text = iso_date(a, text);
    if (field->type == FIELD_DATE && !is_date(text))
        return FIELD_NO_DATE;
    if (field->type == FIELD_NUMBER) {
        enum field_fault fault = number_fault(field, text, lang, a, &text);
        if (fault != FIELD_FINE)
            return fault;
    }
    answer->given = true;
    answer->value = text;
    return FIELD_FINE;
}

static bool is_choice(const struct pack_field *field) {
    return field->type == FIELD_SINGLE || field->type == FIELD_MULTIPLE ||
           field->type == FIELD_YES_NO;
}

/* One more code; "" counts as nothing. */
static enum field_fault choose(const struct pack_field *field, const char *code,
                               struct field_answer *answer) {
    if (*code == '\0')
        return FIELD_FINE;
    for (size_t i = 0; i < codes_n(field); i++) {
        if (strcmp(code_of(field, i), code) != 0)
            continue;
        uint32_t bit = UINT32_C(1) << i;
        if ((answer->chosen & bit) || (answer->chosen != 0 && field->type != FIELD_MULTIPLE))
            return FIELD_UNKNOWN;
        answer->chosen |= bit;
        answer->given = true;
        return FIELD_FINE;
    }
    return FIELD_UNKNOWN;
}

static enum field_fault value_fault(const struct pack_field *field, const char *value,
                                    enum lang lang, struct arena *a, struct field_answer *answer) {
    if (value == NULL)
        return FIELD_UNKNOWN;
    return is_choice(field) ? choose(field, value, answer)
                            : typed_fault(field, value, lang, a, answer);
}

/* Where answers come from ---------------------------------------------------------------------- */

#define REFUSE(fault)                                                                              \
    do {                                                                                           \
        *ret_fault = (fault);                                                                      \
        if (*ret_fault != FIELD_FINE)                                                              \
            return ERR(e, E_INVALID, "no answer to field %s", field->code);                        \
    } while (0)

enum errc field_answer_from_json(const struct pack_field *field, const struct json *value,
                                 enum lang lang, struct arena *a, struct field_answer *ret_answer,
                                 enum field_fault *ret_fault, struct err *e) {
    struct field_answer answer = { 0 };
    *ret_fault = FIELD_FINE;
    if (value == NULL)
        REFUSE(FIELD_UNKNOWN);
    if (value->type == JSON_ARRAY) {
        if (field->type != FIELD_MULTIPLE)
            REFUSE(FIELD_UNKNOWN);
        for (size_t i = 0; i < value->children_n; i++)
            REFUSE(value_fault(field, json_string(&value->children[i]), lang, a, &answer));
    } else if (value->type != JSON_NULL) {
        const char *s = json_string(value);
        if (field->type == FIELD_MULTIPLE && s != NULL && *s != '\0')
            REFUSE(FIELD_UNKNOWN);
        REFUSE(value_fault(field, s, lang, a, &answer));
    }
    finish(field, answer, a, ret_answer);
    return OK;
}

enum errc field_answer_from_fields(const struct pack_field *field,
                                   const struct answer_field *fields, size_t n, enum lang lang,
                                   struct arena *a, struct field_answer *ret_answer,
                                   enum field_fault *ret_fault, struct err *e) {
    struct field_answer answer = { 0 };
    *ret_fault = FIELD_FINE;
    for (size_t i = 0; i < n; i++)
        if (strcmp(fields[i].name, "answer") == 0)
            REFUSE(value_fault(field, fields[i].value, lang, a, &answer));
    finish(field, answer, a, ret_answer);
    return OK;
}

enum errc field_answer_read(const struct pack_field *field, const char *text, struct arena *a,
                            struct field_answer *ret_answer, struct err *e) {
    const struct json *value = NULL;
    enum field_fault fault = FIELD_FINE;
    TRY(json_parse(text, strlen(text), JSON_REQUEST, a, &value, e));
    return field_answer_from_json(field, value, LANG_EN, a, ret_answer, &fault, e);
}

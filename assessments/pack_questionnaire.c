/* assessments/pack_questionnaire.c — the fields a candidate fills in, and the gates on them. */
#include <string.h>

#include "assessments/pack_read.h"
#include "daemon/base/arena.h"

#define FIELDS_MIN        1
#define FIELDS_MAX        40
#define FIELD_OPTIONS_MAX 24
#define FIELD_CHARS_MAX   10000
#define FIELD_VALUE_MAX   1e9
#define FORM_MINUTES_MAX  60

static bool has_options(enum pack_field_type type) {
    return type == FIELD_SINGLE || type == FIELD_MULTIPLE;
}

/* A member that only makes sense for some types. */
static bool allowed(struct pack_build *b, const struct pack_place *p, bool fits) {
    if (p->value != NULL && !fits)
        pack_fault(b, p, "does not go with this type");
    return p->value != NULL && fits;
}

static void read_field_options(struct pack_build *b, const struct pack_place *up,
                               struct pack_field *field) {
    static const char *const names[] = { "code", "text", NULL };
    struct pack_place list = place_member(up, "options");
    if (!has_options(field->type)) {
        allowed(b, &list, false);
        return;
    }
    size_t n = pack_array(b, &list, 2, FIELD_OPTIONS_MAX), codes_n = 0;
    struct pack_field_option *options = ARENA_ARRAY(b->a, n, struct pack_field_option);
    const char *codes[FIELD_OPTIONS_MAX] = { NULL };
    for (size_t i = 0; i < n; i++) {
        struct pack_place p = place_element(&list, i);
        pack_object(b, &p, names);
        options[i].code = pack_code(b, &p, "code");
        options[i].text = pack_text(b, &p, "text");
        pack_unique(b, &p, codes, &codes_n, options[i].code);
    }
    field->options = options;
    field->options_n = n;
}

static void read_limits(struct pack_build *b, const struct pack_place *up, struct pack_field *field) {
    bool number = field->type == FIELD_NUMBER;
    struct pack_place min = place_member(up, "min"), max = place_member(up, "max");
    struct pack_place length = place_member(up, "max_length");
    if (allowed(b, &min, number)) {
        field->has_min = true;
        field->min = pack_double_at(b, &min, -FIELD_VALUE_MAX, FIELD_VALUE_MAX);
    }
    if (allowed(b, &max, number)) {
        field->has_max = true;
        field->max = pack_double_at(b, &max, -FIELD_VALUE_MAX, FIELD_VALUE_MAX);
    }
    if (field->has_min && field->has_max && field->min > field->max)
        pack_fault(b, &max, "is below min");
    if (allowed(b, &length, field->type == FIELD_TEXT || field->type == FIELD_LONG))
        field->max_length = (size_t)pack_int_at(b, &length, 1, FIELD_CHARS_MAX);
}

/* Is the code one that an answer to this field can have? */
static bool is_answer_code(const struct pack_field *field, const char *code) {
    if (field->type == FIELD_YES_NO)
        return strcmp(code, "yes") == 0 || strcmp(code, "no") == 0;
    for (size_t i = 0; i < field->options_n; i++)
        if (strcmp(field->options[i].code, code) == 0)
            return true;
    return false;
}

static void read_pass(struct pack_build *b, const struct pack_place *gate, struct pack_field *field) {
    struct pack_place list = place_member(gate, "pass");
    if (field->type == FIELD_NUMBER) {
        if (pack_array(b, &list, 1, 1) == 1) {
            struct pack_place one = place_element(&list, 0);
            field->gate_minimum = pack_double_at(b, &one, -FIELD_VALUE_MAX, FIELD_VALUE_MAX);
        }
        return;
    }
    size_t n = pack_array(b, &list, 1, FIELD_OPTIONS_MAX);
    const char **pass = ARENA_ARRAY(b->a, n, const char *);
    for (size_t i = 0; i < n; i++) {
        struct pack_place one = place_element(&list, i);
        pass[i] = pack_code_at(b, &one);
        if (pass[i][0] != '\0' && !is_answer_code(field, pass[i]))
            pack_fault(b, &one, "no answer to this field is \"%s\"", pass[i]);
    }
    size_t answers_n = field->type == FIELD_YES_NO ? 2 : field->options_n;
    if (n > 0 && n >= answers_n)
        pack_fault(b, &list, "every answer passes");
    field->gate_pass = pass;
    field->gate_pass_n = n;
}

static void read_gate(struct pack_build *b, const struct pack_place *up, struct pack_field *field) {
    static const char *const names[] = { "text", "pass", NULL };
    struct pack_place gate = place_member(up, "gate");
    bool fits =
        has_options(field->type) || field->type == FIELD_YES_NO || field->type == FIELD_NUMBER;
    if (!allowed(b, &gate, fits) || !pack_object(b, &gate, names))
        return;
    field->has_gate = true;
    field->gate_text = pack_text(b, &gate, "text");
    read_pass(b, &gate, field);
}

static void read_field(struct pack_build *b, const struct pack_place *p, struct pack_field *field) {
    static const char *const names[] = { "code",       "type",    "label", "help",
                                         "required",   "options", "min",   "max",
                                         "max_length", "why",     "gate",  NULL };
    static const char *const types[] = { "text",     "long",   "number", "single",
                                         "multiple", "yes_no", "date",   NULL };
    pack_object(b, p, names);
    field->code = pack_code(b, p, "code");
    field->type = (enum pack_field_type)pack_word(b, p, "type", types);
    field->label = pack_text(b, p, "label");
    field->help = pack_text_optional(b, p, "help");
    field->why = pack_text(b, p, "why");
    field->required = pack_bool(b, p, "required");
    read_field_options(b, p, field);
    read_limits(b, p, field);
    read_gate(b, p, field);
}

void pack_read_questionnaire(struct pack_build *b, const struct pack_place *root) {
    static const char *const root_names[] = { "title", "intro", "planned_min", "fields", NULL };
    if (!pack_object(b, root, root_names))
        return;
    b->pack->form_title = pack_text(b, root, "title");
    b->pack->form_intro = pack_text(b, root, "intro");
    b->pack->form_planned_min = pack_int(b, root, "planned_min", 1, FORM_MINUTES_MAX);
    struct pack_place list = place_member(root, "fields");
    size_t n = pack_array(b, &list, FIELDS_MIN, FIELDS_MAX), codes_n = 0;
    struct pack_field *fields = ARENA_ARRAY(b->a, n, struct pack_field);
    const char *codes[FIELDS_MAX] = { NULL };
    for (size_t i = 0; i < n; i++) {
        struct pack_place p = place_element(&list, i);
        read_field(b, &p, &fields[i]);
        pack_unique(b, &p, codes, &codes_n, fields[i].code);
    }
    b->pack->fields = fields;
    b->pack->fields_n = n;
}

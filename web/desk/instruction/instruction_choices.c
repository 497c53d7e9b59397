#include <string.h>

#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "gen/msg.h"
#include "web/desk/instruction/instruction.h"

/* A choice list under way. */
struct list {
    struct choice_view *v;
    size_t n;
    const char *value; /* what is chosen; of CELL_MANY "a,b" */
};

static struct list list_of(size_t room, const char *value, struct arena *a) {
    return (struct list){ ARENA_ARRAY(a, room, struct choice_view), 0, value };
}

static void add(struct list *l, const char *code, const char *label, const char *hint) {
    bool chosen = code[0] == '\0' ? l->value[0] == '\0' : cell_holds(l->value, code);
    l->v[l->n++] = (struct choice_view){ code, label, hint, chosen };
}

static struct choice_views done(const struct list *l) {
    return (struct choice_views){ l->v, l->n };
}

static struct choice_views provision_kinds(enum lang lang, const char *value, struct arena *a) {
    struct list l = list_of(6, value, a);
    add(&l, "overview", msg_desk_provision_overview(lang, a), NULL);
    add(&l, "purpose", msg_desk_provision_purpose(lang, a), NULL);
    add(&l, "reporting", msg_desk_provision_reporting(lang, a), NULL);
    add(&l, "substitution", msg_desk_provision_substitution(lang, a), NULL);
    add(&l, "documents", msg_desk_provision_documents(lang, a), NULL);
    add(&l, "qualification", msg_desk_provision_qualification(lang, a), NULL);
    return done(&l);
}

static struct choice_views trainables(enum lang lang, const char *value, struct arena *a) {
    struct list l = list_of(3, value, a);
    add(&l, "no", msg_desk_trainable_no(lang, a), NULL);
    add(&l, "partly", msg_desk_trainable_partly(lang, a), NULL);
    add(&l, "yes", msg_desk_trainable_yes(lang, a), NULL);
    return done(&l);
}

static struct choice_views right_kinds(enum lang lang, const char *value, struct arena *a) {
    struct list l = list_of(2, value, a);
    add(&l, "condition", msg_desk_right_condition(lang, a), NULL);
    add(&l, "authority", msg_desk_right_authority(lang, a), NULL);
    return done(&l);
}

/* Levels 0–5, each with the words of its anchor. */
static struct choice_views levels(const struct instruction_version *v, enum lang lang, enum lang vacancy_lang,
                                  const struct edit_row *row, struct arena *a) {
    struct list l = list_of(PACK_LEVELS + 1, row->values[2], a);
    const struct pack_competency *competency = NULL;
    for (size_t i = 0; i < v->weighted_n; i++)
        if (v->requirements.v[i].id == row->id)
            competency = &v->pack->competencies[v->domain.requirements[i].competency];
    add(&l, "0", msg_desk_level_none(lang, a), NULL);
    for (int level = 1; level <= PACK_LEVELS; level++)
        add(&l, arena_printf(a, "%d", level), msg_desk_level(lang, a, level),
            competency != NULL ? competency->anchors[level - 1].in[vacancy_lang] : NULL);
    return done(&l);
}

static struct choice_views duties(const struct instruction_version *v, const char *value, struct arena *a) {
    struct list l = list_of(v->duties.n, value, a);
    for (size_t i = 0; i < v->duties.n; i++)
        add(&l, arena_printf(a, "%lld", (long long)v->duties.v[i].id),
            arena_printf(a, "%zu. %s", i + 1, v->duties.v[i].text), NULL);
    return done(&l);
}

static struct choice_views fields(const struct instruction_version *v, enum lang lang, enum lang vacancy_lang,
                                  const char *value, struct arena *a) {
    struct list l = list_of(v->pack->fields_n + 1, value, a);
    add(&l, "", msg_desk_gate_by_hand(lang, a), NULL);
    for (size_t i = 0; i < v->pack->fields_n; i++)
        if (v->pack->fields[i].has_gate)
            add(&l, v->pack->fields[i].code, v->pack->fields[i].label.in[vacancy_lang], NULL);
    return done(&l);
}

/* The answers of the field that a must-have is bound to. A number has none: it is typed. */
static struct choice_views answers(const struct instruction_version *v, enum lang lang, enum lang vacancy_lang,
                                   const struct edit_row *row, struct arena *a) {
    size_t i = pack_find_field(v->pack, row->values[2]);
    if (i == PACK_NONE)
        return (struct choice_views){ NULL, 0 };
    const struct pack_field *field = &v->pack->fields[i];
    struct list l = list_of(field->options_n + 2, row->values[3], a);
    for (size_t k = 0; k < field->options_n; k++)
        add(&l, field->options[k].code, field->options[k].text.in[vacancy_lang], NULL);
    if (field->type == FIELD_YES_NO) {
        add(&l, "yes", msg_desk_yes(lang, a), NULL);
        add(&l, "no", msg_desk_no(lang, a), NULL);
    }
    return done(&l);
}

struct choice_views instruction_choices(const struct instruction_version *v, enum lang lang, enum lang vacancy_lang,
                                        enum row_set set, size_t cell, const struct edit_row *row,
                                        struct arena *a) {
    const char *value = row->values[cell];
    if (set == SET_PROVISIONS && cell == 0)
        return provision_kinds(lang, value, a);
    if (set == SET_DUTIES && cell == 1)
        return trainables(lang, value, a);
    if (set == SET_RIGHTS && cell == 0)
        return right_kinds(lang, value, a);
    if (set == SET_REQUIREMENT && cell == 2)
        return levels(v, lang, vacancy_lang, row, a);
    if (set == SET_REQUIREMENT && cell == 3)
        return duties(v, value, a);
    if (set == SET_GATE && cell == 2)
        return fields(v, lang, vacancy_lang, value, a);
    if (set == SET_GATE && cell == 3)
        return answers(v, lang, vacancy_lang, row, a);
    return (struct choice_views){ NULL, 0 };
}

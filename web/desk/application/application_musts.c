/* Must-haves of one candidate beside what the questionnaire says, and the rest of the questionnaire. */
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/json.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "web/desk/application/application.h"
#include "web/flows/person.h"
#include "web/kit/format.h"

/* Answers in words ----------------------------------------------------------------------------------------- */

static const char *word_of(const struct application_page *p, const struct pack_field *field, const char *code) {
    enum lang lang = p->req->lang;
    for (size_t i = 0; i < field->options_n; i++)
        if (strcmp(field->options[i].code, code) == 0)
            return field->options[i].text.in[lang];
    if (field->type == FIELD_YES_NO)
        return strcmp(code, "yes") == 0 ? msg_application_yes(lang, p->req->arena)
                                        : msg_application_no(lang, p->req->arena);
    int64_t number = 0;
    if (field->type == FIELD_NUMBER && text_i64(code, 0, INT64_C(1) << 53, &number) == OK)
        return format_int(lang, p->req->arena, number);
    return code;
}

/* The stored text of a questionnaire answer: a string, a list of codes, or nothing. */
static const char *in_words(const struct application_page *p, const struct pack_field *field, const char *text) {
    const struct json *value = NULL;
    struct arena *a = p->req->arena;
    if (json_parse(text, strlen(text), JSON_REQUEST, a, &value, NULL) != OK)
        return text;
    if (value->type == JSON_STRING)
        return *value->string != '\0' ? word_of(p, field, value->string) : NULL;
    if (value->type == JSON_NUMBER)
        return format_decimal(p->req->lang, a, value->number, 0);
    if (value->type != JSON_ARRAY)
        return NULL;
    const char *all = NULL;
    for (size_t i = 0; i < value->children_n; i++) {
        const char *code = json_string(&value->children[i]);
        const char *word = code != NULL ? word_of(p, field, code) : "";
        all = all == NULL ? word : arena_printf(a, "%s; %s", all, word);
    }
    return all;
}

/* What the person answered to a field, NULL = nothing, or the person is gone. */
static enum errc field_answer(const struct application_page *p, const struct pack_field *field, const char **ret,
                              struct err *e) {
    const char *sealed = application_answer(p, field->code), *text = NULL;
    *ret = NULL;
    if (sealed == NULL || !p->who->has_attempt_id)
        return OK;
    TRY(person_open(p->flow, p->who->person_id, SEAL_ANSWER, p->who->attempt_id, sealed, &text, e));
    if (text != NULL)
        *ret = in_words(p, field, text);
    return OK;
}

/* Must-haves ----------------------------------------------------------------------------------------------- */

/* The latest word of a person about a must-have. */
static const struct q_short_gate_words_row *last_word(const struct q_short_gate_words_rows *words, int64_t root_id) {
    const struct q_short_gate_words_row *last = NULL;
    for (size_t i = 0; i < words->n; i++)
        if (words->v[i].root_id == root_id)
            last = &words->v[i];
    return last;
}

static void set_state(const struct application_page *p, enum gate_state proposed, enum gate_word word,
                      struct must_row *row) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    row->open = gate_needs_person(proposed, word);
    switch (gate_settle(proposed, word)) {
    case GATE_PASSED:
        row->state = word == GATE_NOBODY_YET ? msg_application_must_said(lang, a) : msg_application_must_met(lang, a);
        row->state_class = "ok tick";
        break;
    case GATE_FAILED:
        row->state = msg_application_must_unmet(lang, a);
        row->state_class = "err";
        break;
    case GATE_UNVERIFIED:
        row->state = proposed == GATE_FAILED ? msg_application_must_doubt(lang, a) : msg_application_must_open(lang, a);
        row->state_class = "warn";
        break;
    }
}

static enum errc must_of(const struct application_page *p, size_t g, const struct q_short_gate_words_rows *words,
                         const struct application_typed *typed, struct must_row *ret, struct err *e) {
    const struct q_short_requirements_row *req = &p->list.requirements.v[p->list.gates[g]];
    struct arena *a = p->req->arena;
    struct must_row row = { .id = arena_printf(a, "%lld", (long long)req->root_id), .text = req->text };
    const struct q_short_gate_words_row *word = last_word(words, req->root_id);
    enum gate_state proposed = GATE_UNVERIFIED;
    if (p->person != SHORTLIST_NONE)
        proposed = (enum gate_state)p->list.proposed[g * p->list.pool.persons_n + p->person];
    set_state(p, proposed, word == NULL ? GATE_NOBODY_YET : word->met != 0 ? GATE_CONFIRMED_PASSED : GATE_CONFIRMED_FAILED,
              &row);
    size_t field = req->field != NULL ? pack_find_field(p->list.pool.pack, req->field) : PACK_NONE;
    if (field != PACK_NONE)
        TRY(field_answer(p, &p->list.pool.pack->fields[field], &row.answer, e));
    if (word != NULL) {
        TRY(application_by(p, word->by_id, word->at, &row.by, e));
        TRY(person_open(p->flow, p->who->person_id, SEAL_GATE_NOTE, word->id, word->note_sealed, &row.note, e));
    }
    if (typed != NULL && typed->gate_id != NULL && strcmp(typed->gate_id, row.id) == 0)
        row.note_typed = typed->gate_note;
    *ret = row;
    return OK;
}

static enum errc answers_of(const struct application_page *p, struct answer_rows *ret, struct err *e) {
    const struct pack *pack = p->list.pool.pack;
    struct answer_row *v = ARENA_ARRAY(p->req->arena, pack->fields_n, struct answer_row);
    size_t n = 0;
    for (size_t i = 0; i < pack->fields_n; i++) {
        const char *answer = NULL;
        TRY(field_answer(p, &pack->fields[i], &answer, e));
        if (answer != NULL)
            v[n++] = (struct answer_row){ pack->fields[i].label.in[p->req->lang], answer };
    }
    *ret = (struct answer_rows){ v, n };
    return OK;
}

enum errc application_musts(const struct application_page *p, const struct application_typed *typed,
                            struct application_view *view, struct err *e) {
    struct arena *a = p->req->arena;
    struct q_short_gate_words_rows words = { 0 };
    TRY(q_short_gate_words(p->req->db, p->who->id, a, &words, e));
    struct must_row *rows = ARENA_ARRAY(a, p->list.gates_n, struct must_row);
    for (size_t g = 0; g < p->list.gates_n; g++)
        TRY(must_of(p, g, &words, typed, &rows[g], e));
    view->musts = (struct must_rows){ rows, p->list.gates_n };
    return p->list.pool.pack != NULL ? answers_of(p, &view->answers, e) : OK;
}

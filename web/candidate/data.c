/* web/candidate/data.c — GET /t/{attempt}/data: everything that is kept about the person here, to be read. */
#include "web/candidate/data.h"

#include <math.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/attempt.h"
#include "gen/sql/candidate.h"
#include "gen/sql/results.h"
#include "gen/tpl/candidate_data.h"
#include "web/candidate/ask.h"
#include "web/candidate/pages.h"
#include "web/candidate/profile.h"
#include "web/candidate/saved.h"
#include "web/kit/format.h"
#include "web/kit/states.h"

/* Who and what ------------------------------------------------------------------------------------ */

static const char *or_none(struct request *req, const char *text) {
    return text != NULL && text[0] != '\0' ? text : msg_candidate_data_none(req->lang, req->arena);
}

static enum errc person_of(struct request *req, const struct room *room, struct data_facts *ret, struct err *e) {
    struct own_contact who = { 0 };
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    TRY(data_contact(req, room, &who, e));
    struct data_fact *v = ARENA_ARRAY(a, 3, struct data_fact);
    v[0] = (struct data_fact){ msg_card_name(lang, a), or_none(req, who.name) };
    v[1] = (struct data_fact){ msg_card_email(lang, a), or_none(req, who.email) };
    v[2] = (struct data_fact){ msg_candidate_data_wish(lang, a), or_none(req, who.wish) };
    *ret = (struct data_facts){ v, 3 };
    return OK;
}

static struct data_facts application_of(struct request *req, const struct room *room) {
    const struct q_attempt_get_row *t = room->attempt;
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    struct data_fact *v = ARENA_ARRAY(a, 7, struct data_fact);
    size_t n = 0;
    v[n++] = (struct data_fact){ msg_candidate_home_code(lang, a), format_code(a, t->code) };
    v[n++] = (struct data_fact){ msg_candidate_data_vacancy(lang, a), t->title };
    v[n++] = (struct data_fact){ msg_desk_col_company(lang, a), t->client_name };
    v[n++] = (struct data_fact){ msg_candidate_data_started(lang, a), format_moment(lang, a, t->started_at) };
    if (t->has_submitted_at) {
        v[n++] = (struct data_fact){ msg_candidate_data_submitted(lang, a), format_moment(lang, a, t->submitted_at) };
        v[n++] = (struct data_fact){ msg_candidate_data_receipt(lang, a), or_none(req, t->receipt) };
    }
    if (t->has_withdrawn_at)
        v[n++] = (struct data_fact){ msg_candidate_withdraw_done(lang, a), format_moment(lang, a, t->withdrawn_at) };
    return (struct data_facts){ v, n };
}

/* Consents ---------------------------------------------------------------------------------------- */

/* What a consent that is not about the selection itself is about. */
static const char TRANSFER[] = "transfer";

static const char *action_words(struct request *req, const char *action) {
    switch (consent_action_of_word(action)) {
    case CONSENT_REFUSED:
        return msg_desk_consent_refused(req->lang, req->arena);
    case CONSENT_WITHDRAWN:
        return msg_desk_consent_withdrawn(req->lang, req->arena);
    default:
        return msg_desk_consent_given(req->lang, req->arena);
    }
}

static enum errc consents_of(struct request *req, const struct room *room, struct data_consents *ret, struct err *e) {
    struct q_candidate_consent_list_rows rows = { 0 };
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    TRY(q_candidate_consent_list(req->db, room->attempt->person_id, room->attempt->application_id, a, &rows, e));
    struct data_consent *v = ARENA_ARRAY(a, rows.n, struct data_consent);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct data_consent){ .purpose = strcmp(rows.v[i].purpose, TRANSFER) == 0
                                                     ? msg_candidate_data_transfer(lang, a)
                                                     : msg_candidate_data_selection(lang, a),
                                      .action = action_words(req, rows.v[i].action),
                                      .version = rows.v[i].text_version,
                                      .at = format_moment(lang, a, rows.v[i].at),
                                      .network = or_none(req, rows.v[i].network) };
    *ret = (struct data_consents){ v, rows.n };
    return OK;
}

/* Answers ----------------------------------------------------------------------------------------- */

static const char *mark_of(const struct ask_rate *rate) {
    for (size_t i = 0; i < rate->marks.n; i++)
        if (rate->marks.v[i].chosen)
            return rate->marks.v[i].value;
    return NULL;
}

/* What the person chose, rated or wrote, in the words of the question. */
static struct data_lines lines_of(struct request *req, const struct ask_view *ask) {
    struct arena *a = req->arena;
    const char **v = ARENA_ARRAY(a, ask->choices.n + ask->rates.n + 1, const char *);
    size_t n = 0;
    for (size_t i = 0; i < ask->choices.n; i++)
        if (ask->choices.v[i].chosen)
            v[n++] = ask->choices.v[i].label;
    for (size_t i = 0; i < ask->rates.n; i++)
        if (mark_of(&ask->rates.v[i]) != NULL)
            v[n++] = msg_candidate_data_rated(req->lang, a, mark_of(&ask->rates.v[i]), ask->rates.v[i].text);
    if (ask->value != NULL && ask->value[0] != '\0')
        v[n++] = ask->unit != NULL ? arena_printf(a, "%s\u00a0%s", ask->value, ask->unit) : ask->value;
    if (n == 0)
        v[n++] = msg_candidate_nav_empty(req->lang, a);
    return (struct data_lines){ v, n };
}

static enum errc answer_of(struct request *req, const struct room *room, const struct room_section *section,
                           const struct q_section_items_row *row, struct data_answer *ret, struct err *e) {
    struct saved saved = { 0 };
    TRY(saved_read(req, room, section, row, &saved, e));
    struct ask_view ask = saved.item != NULL ? ask_item(req, saved.item, saved.given ? &saved.answer : NULL)
                                             : ask_field(req, saved.field, saved.given ? &saved.field_answer : NULL);
    *ret = (struct data_answer){ .question = ask_name(req, saved.item, saved.field),
                                 .lines = lines_of(req, &ask),
                                 .at = row->has_at ? format_moment(req->lang, req->arena, row->at) : NULL };
    return OK;
}

static const char *times_of(struct request *req, const struct room_section *section) {
    const char *began = format_moment(req->lang, req->arena, section->times.started_at);
    int64_t ended = section_ended_at(section->times, req->now_ms);
    if (ended == 0)
        return msg_candidate_data_began(req->lang, req->arena, began);
    return msg_candidate_data_ended(req->lang, req->arena, began, format_moment(req->lang, req->arena, ended));
}

/* Sections that never began are left out: their questions are not shown beforehand. */
static enum errc sections_of(struct request *req, const struct room *room, struct data_sections *ret, struct err *e) {
    struct data_section *v = ARENA_ARRAY(req->arena, room->sections_n, struct data_section);
    size_t n = 0;
    for (size_t i = 0; i < room->sections_n; i++) {
        const struct room_section *section = &room->sections[i];
        struct q_section_items_rows rows = { 0 };
        if (section->state == SECTION_WAITING)
            continue;
        TRY(q_section_items(req->db, room->id, section->position, req->arena, &rows, e));
        struct data_answer *answers = ARENA_ARRAY(req->arena, rows.n, struct data_answer);
        for (size_t k = 0; k < rows.n; k++)
            TRY(answer_of(req, room, section, &rows.v[k], &answers[k], e));
        v[n++] = (struct data_section){ section->title, times_of(req, section), { answers, rows.n } };
    }
    *ret = (struct data_sections){ v, n };
    return OK;
}

/* Results ----------------------------------------------------------------------------------------- */

/* Whole points, as the result page shows them. */
static enum errc results_of(struct request *req, const struct room *room, struct data_view *v, struct err *e) {
    struct q_competency_score_list_rows rows = { 0 };
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    bool due = false;
    TRY(data_results_are_due(req, room, &due, e));
    if (!due) {
        v->later = msg_candidate_data_later(lang, a);
        return OK;
    }
    TRY(q_competency_score_list(req->db, room->id, a, &rows, e));
    struct data_result *list = ARENA_ARRAY(a, rows.n, struct data_result);
    for (size_t i = 0; i < rows.n; i++) {
        size_t c = pack_find_competency(room->pack, rows.v[i].competency);
        struct profile_range range = profile_range((struct estimate){ true, rows.v[i].estimate, rows.v[i].se });
        list[i] = (struct data_result){ .quality = c != PACK_NONE ? room_says(req, &room->pack->competencies[c].name)
                                                                  : rows.v[i].competency,
                                        .estimate = format_int(lang, a, llround(rows.v[i].estimate)),
                                        .range = format_range(lang, a, round(range.lo), round(range.hi)) };
    }
    v->results = (struct data_results){ list, rows.n };
    return OK;
}

enum errc candidate_data(struct request *req, struct err *e) {
    struct room room = { 0 };
    TRY(room_open(req, &room, e));
    struct data_view v = {
        .page = page_of(req, CHROME_CANDIDATE, msg_candidate_data_title(req->lang, req->arena), NULL),
        .back = room.base,
        .download = room_path(req, &room, "/data.json"),
        .application = application_of(req, &room),
    };
    TRY(person_of(req, &room, &v.person, e));
    TRY(consents_of(req, &room, &v.consents, e));
    TRY(sections_of(req, &room, &v.sections, e));
    TRY(results_of(req, &room, &v, e));
    tpl_candidate_data(reply_html(req, 200), &v);
    return OK;
}

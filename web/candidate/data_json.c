/* web/candidate/data_json.c — GET /t/{attempt}/data.json: everything that is kept about the person here, for programs.
 *
 * Their own words and figures; never a key, another person or a place in a list. */
#include <math.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/json.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/attempt.h"
#include "gen/sql/candidate.h"
#include "gen/sql/results.h"
#include "web/candidate/ask.h"
#include "web/candidate/data.h"
#include "web/candidate/pages.h"
#include "web/candidate/profile.h"
#include "web/candidate/saved.h"

static void put(struct json_writer *w, const char *key, const char *text) {
    json_key(w, key);
    if (text != NULL)
        json_put_string(w, text);
    else
        json_put_null(w);
}

static void put_time(struct json_writer *w, const char *key, bool has, int64_t at) {
    json_key(w, key);
    if (has)
        json_put_i64(w, at);
    else
        json_put_null(w);
}

static enum errc put_person(struct json_writer *w, struct request *req, const struct room *room,
                            struct err *e) {
    struct own_contact who = { 0 };
    TRY(data_contact(req, room, &who, e));
    json_key(w, "person");
    json_open_object(w);
    put(w, "name", who.name);
    put(w, "email", who.email);
    put(w, "wish", who.wish);
    json_close_object(w);
    return OK;
}

static void put_application(struct json_writer *w, const struct room *room) {
    const struct q_attempt_get_row *t = room->attempt;
    json_key(w, "application");
    json_open_object(w);
    put(w, "code", t->code);
    put(w, "vacancy", t->title);
    put(w, "client", t->client_name);
    put(w, "state", t->state);
    put_time(w, "started_at", true, t->started_at);
    put_time(w, "submitted_at", t->has_submitted_at, t->submitted_at);
    put(w, "receipt", t->receipt);
    put_time(w, "withdrawn_at", t->has_withdrawn_at, t->withdrawn_at);
    json_close_object(w);
}

static enum errc put_consents(struct json_writer *w, struct request *req, const struct room *room,
                              struct err *e) {
    struct q_candidate_consent_list_rows rows = { 0 };
    TRY(q_candidate_consent_list(req->db, room->attempt->person_id, room->attempt->application_id,
                                 req->arena, &rows, e));
    json_key(w, "consents");
    json_open_array(w);
    for (size_t i = 0; i < rows.n; i++) {
        json_open_object(w);
        put(w, "purpose", rows.v[i].purpose);
        put(w, "action", rows.v[i].action);
        put(w, "text_version", rows.v[i].text_version);
        put(w, "text_hash", rows.v[i].text_hash);
        put(w, "language", rows.v[i].lang);
        put_time(w, "at", true, rows.v[i].at);
        put(w, "network", rows.v[i].network);
        json_close_object(w);
    }
    json_close_array(w);
    return OK;
}

static enum errc put_answer(struct json_writer *w, struct request *req,
                            const struct q_section_items_row *row, const struct saved *saved,
                            struct err *e) {
    json_open_object(w);
    put(w, "item", row->item);
    put(w, "question", ask_name(req, saved->item, saved->field));
    json_key(w, "answer");
    const struct json *value = NULL;
    if (saved->text != NULL)
        TRY(json_parse(saved->text, strlen(saved->text), JSON_REQUEST, req->arena, &value, e));
    if (value != NULL)
        json_put(w, value);
    else
        json_put_null(w);
    put_time(w, "saved_at", row->has_at, row->at);
    json_close_object(w);
    return OK;
}

/* Sections that never began are left out: their questions are not shown beforehand. */
static enum errc put_section(struct json_writer *w, struct request *req, const struct room *room,
                             const struct room_section *section, struct err *e) {
    struct q_section_items_rows rows = { 0 };
    TRY(q_section_items(req->db, room->id, section->position, req->arena, &rows, e));
    json_open_object(w);
    put(w, "section", section->title);
    put_time(w, "started_at", true, section->times.started_at);
    int64_t ended = section_ended_at(section->times, req->now_ms);
    put_time(w, "ended_at", ended != 0, ended);
    json_key(w, "answers");
    json_open_array(w);
    for (size_t i = 0; i < rows.n; i++) {
        struct saved saved = { 0 };
        TRY(saved_read(req, room, section, &rows.v[i], &saved, e));
        TRY(put_answer(w, req, &rows.v[i], &saved, e));
    }
    json_close_array(w);
    json_close_object(w);
    return OK;
}

/* Whole points, as the result page shows them. */
static void put_points(struct json_writer *w, const char *key, double value) {
    json_key(w, key);
    json_put_i64(w, llround(value));
}

static void put_result(struct json_writer *w, struct request *req, const struct room *room,
                       const struct q_competency_score_list_row *row) {
    size_t c = pack_find_competency(room->pack, row->competency);
    struct profile_range range = profile_range((struct estimate){ true, row->estimate, row->se });
    json_open_object(w);
    put(w, "competency", c != PACK_NONE ? room_says(req, &room->pack->competencies[c].name)
                                        : row->competency);
    put_points(w, "estimate_0_100", row->estimate);
    put_points(w, "from", range.lo);
    put_points(w, "to", range.hi);
    json_close_object(w);
}

static enum errc put_results(struct json_writer *w, struct request *req, const struct room *room,
                             struct err *e) {
    struct q_competency_score_list_rows rows = { 0 };
    bool due = false;
    TRY(data_results_are_due(req, room, &due, e));
    json_key(w, "results");
    if (!due) {
        json_put_string(w, msg_candidate_data_later(req->lang, req->arena));
        return OK;
    }
    TRY(q_competency_score_list(req->db, room->id, req->arena, &rows, e));
    json_open_array(w);
    for (size_t i = 0; i < rows.n; i++)
        put_result(w, req, room, &rows.v[i]);
    json_close_array(w);
    return OK;
}

enum errc candidate_data_json(struct request *req, struct err *e) {
    struct room room = { 0 };
    TRY(room_open(req, &room, e));
    reply_header(req, "Content-Disposition",
                 arena_printf(req->arena, "attachment; filename=\"otbor-%s.json\"", room.attempt->code));
    struct json_writer w = json_writer_init(reply_bytes(req, 200, "application/json"));
    json_open_object(&w);
    TRY(put_person(&w, req, &room, e));
    put_application(&w, &room);
    TRY(put_consents(&w, req, &room, e));
    json_key(&w, "sections");
    json_open_array(&w);
    for (size_t i = 0; i < room.sections_n; i++)
        if (room.sections[i].state != SECTION_WAITING)
            TRY(put_section(&w, req, &room, &room.sections[i], e));
    json_close_array(&w);
    TRY(put_results(&w, req, &room, e));
    json_close_object(&w);
    return OK;
}

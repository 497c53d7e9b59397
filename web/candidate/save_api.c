/* web/candidate/save_api.c — POST /api/attempts/{attempt}/items/{item} and …/lease: the save contract. */
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/json.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/attempt.h"
#include "web/candidate/ask.h"
#include "web/candidate/pages.h"
#include "web/candidate/room.h"
#include "web/flows/answer_save.h"
#include "web/kit/format.h"

enum { MEMBERS_MAX = 32 << 10 };

/* Replies ---------------------------------------------------------------------------------------- */

/* The stored answer as the page sent it; canonical text is JSON itself. */
static void put_stored(struct json_writer *w, struct request *req, const struct answer_saved *saved) {
    const struct json *value = NULL;
    json_key(w, "rev");
    json_put_i64(w, saved->rev);
    json_key(w, "answer");
    if (saved->stored == NULL || json_parse(saved->stored, strlen(saved->stored), JSON_REQUEST,
                                            req->arena, &value, NULL) != OK)
        json_put_null(w);
    else if (json_member(value, "raw") != NULL)
        json_put(w, json_member(value, "raw"));
    else
        json_put(w, value);
}

static void reply_saved(struct request *req, const struct answer_saved *saved) {
    struct json_writer w = json_writer_init(reply_json(req, 200));
    bool stored = saved->outcome != ANSWER_STALE;
    json_open_object(&w);
    json_key(&w, "stored");
    json_put_bool(&w, stored);
    if (stored) {
        json_key(&w, "rev");
        json_put_i64(&w, saved->rev);
    } else {
        put_stored(&w, req, saved);
    }
    json_key(&w, "now_ms");
    json_put_i64(&w, req->now_ms);
    json_key(&w, "deadline_ms");
    json_put_i64_or_null(&w, saved->deadline_ms);
    if (saved->understood != NULL) {
        json_key(&w, "understood");
        if (saved->understood[0] != '\0')
            json_put_string(&w, saved->understood);
        else
            json_put_null(&w);
    }
    json_close_object(&w);
}

/* The inside of an object that fill() wrote, without its braces. */
static const char *members_of(struct request *req, const struct answer_saved *saved,
                              void (*fill)(struct json_writer *, struct request *,
                                           const struct answer_saved *)) {
    struct buf out;
    buf_init(&out, MEMBERS_MAX);
    struct json_writer w = json_writer_init(&out);
    json_open_object(&w);
    fill(&w, req, saved);
    json_close_object(&w);
    const char *text = arena_strndup(req->arena, buf_str(&out) + 1, out.len - 2);
    buf_fini(&out);
    return text;
}

static void fill_different(struct json_writer *w, struct request *req,
                           const struct answer_saved *saved) {
    json_key(w, "reason");
    json_put_string(w, "different");
    put_stored(w, req, saved);
}

static void fill_closed(struct json_writer *w, struct request *req,
                        const struct answer_saved *saved) {
    (void)req;
    json_key(w, "reason");
    json_put_string(w, saved->outcome == ANSWER_LATE ? "late" : "closed");
    json_key(w, "saved_ms");
    json_put_i64_or_null(w, saved->last_saved_at);
}

static void reply_conflict(struct request *req, const struct answer_saved *saved) {
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    if (saved->outcome == ANSWER_LEASE_LOST)
        reply_problem(req, 409, msg_candidate_run_othertab(lang, a),
                      msg_candidate_run_othertab_body(lang, a), "\"reason\":\"lease\"");
    else
        reply_problem(req, 409, msg_candidate_conflict_title(lang, a),
                      msg_candidate_conflict_api(lang, a), members_of(req, saved, fill_different));
}

static void reply_closed(struct request *req, const struct answer_saved *saved) {
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    const char *title = saved->outcome == ANSWER_LATE ? msg_candidate_over_clock(lang, a)
                                                      : msg_candidate_over_closed(lang, a);
    const char *detail =
        saved->last_saved_at == 0
            ? msg_candidate_over_nothing(lang, a)
            : msg_candidate_over_until(lang, a, format_time(lang, a, saved->last_saved_at));
    reply_problem(req, 410, title, detail, members_of(req, saved, fill_closed));
}

static void reply_outcome(struct request *req, const struct answer_saved *saved) {
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    switch (saved->outcome) {
    case ANSWER_STORED:
    case ANSWER_SAME:
    case ANSWER_STALE:
        reply_saved(req, saved);
        return;
    case ANSWER_DIFFERENT:
    case ANSWER_LEASE_LOST:
        reply_conflict(req, saved);
        return;
    case ANSWER_CLOSED:
    case ANSWER_LATE:
        reply_closed(req, saved);
        return;
    case ANSWER_TOO_LONG:
        reply_problem(req, 413, msg_candidate_fault_title(lang, a),
                      msg_candidate_fault_long(lang, a, saved->max), NULL);
        return;
    case ANSWER_TOO_OFTEN:
        reply_problem(req, 422, msg_candidate_fault_title(lang, a),
                      msg_candidate_fault_often(lang, a, ANSWER_CHANGES_MAX), "\"reason\":\"often\"");
        return;
    case ANSWER_REFUSED:
        break;
    }
    reply_problem(req, 422, msg_candidate_fault_title(lang, a),
                  ask_fault(req, saved->fault, saved->field, saved->max), NULL);
}

/* Calls ------------------------------------------------------------------------------------------ */

/* The body's members; false when they are not those of the contract. */
static bool read_body(const struct json *body, struct answer_save_in *in) {
    in->lease = json_string(json_member(body, "lease"));
    in->answer = json_member(body, "answer");
    const struct json *client = json_member(body, "client_ms");
    if (client != NULL && client->type != JSON_NULL &&
        json_i64(client, 0, INT64_C(1) << 52, &in->client_ms) != OK)
        return false;
    return in->lease != NULL && in->answer != NULL &&
           json_i64(json_member(body, "rev"), 1, INT64_C(1) << 40, &in->rev) == OK;
}

enum errc candidate_save(struct request *req, struct err *e) {
    struct answer_save_in in = { .item = req->params[1] };
    struct answer_saved saved = { 0 };
    TRY(room_number(req->params[0], &in.attempt_id, e));
    if (!read_body(req->json, &in)) {
        reply_problem(req, 422, msg_candidate_fault_title(req->lang, req->arena),
                      msg_candidate_fault_body(req->lang, req->arena), NULL);
        return OK;
    }
    struct flow f = flow_of(req);
    TRY(answer_save(&f, &in, &saved, e));
    reply_outcome(req, &saved);
    return OK;
}

enum errc candidate_lease(struct request *req, struct err *e) {
    struct room room = { 0 };
    const char *lease = NULL;
    TRY(room_open(req, &room, e));
    struct flow f = flow_of(req);
    enum errc code = lease_take(&f, room.id, &lease, e);
    if (code == E_GONE) {
        err_clear(e);
        reply_problem(req, 410, msg_candidate_over_closed(req->lang, req->arena),
                      msg_candidate_over_all(req->lang, req->arena), "\"reason\":\"closed\"");
        return OK;
    }
    TRY(code);
    TRY(room_hold(req, &room, lease, e));
    struct json_writer w = json_writer_init(reply_json(req, 200));
    json_open_object(&w);
    json_key(&w, "lease");
    json_put_string(&w, lease);
    json_key(&w, "now_ms");
    json_put_i64(&w, req->now_ms);
    json_close_object(&w);
    return OK;
}

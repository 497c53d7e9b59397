/* web/candidate/transfer.c — POST /t/{attempt}/transfer, and its part of the page of results: may the client see
 * who this is? */
#include "web/candidate/transfer.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/attempt.h"
#include "web/candidate/pages.h"
#include "web/candidate/room.h"
#include "web/flows/transfer.h"
#include "web/kit/app.h"
#include "web/kit/format.h"

const struct field TRANSFER_FIELDS[TRANSFER_FIELDS_N] = {
    { .name = "answer", .kind = TEXT_LINE, .max_chars = 8 },
    { .name = "version", .kind = TEXT_LINE, .max_chars = 16 },
};

static enum errc text_of(struct request *req, const struct room *room, struct document *ret,
                         struct err *e) {
    const struct app *app = req->app;
    struct text_slots slots = { .vacancy = room->attempt->title, .client = room->attempt->client_name };
    return texts_document(app->texts, "consent_transfer", req->lang, slots, req->arena, ret, e);
}

/* Over: the term that the text names has passed. */
static bool is_over(const struct request *req, const struct room *room) {
    return req->now_ms >= room->attempt->closes_at + TRANSFER_MS;
}

static void say(struct request *req, const struct room *room, const struct transfer *t,
                struct transfer_view *v) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    const char *client = room->attempt->client_name, *at = format_moment(l, a, t->at);
    switch (t->state) {
    case TRANSFER_GIVEN:
        v->title = msg_candidate_transfer_given(l, a);
        v->lead = msg_candidate_transfer_given_lead(l, a, client, at);
        return;
    case TRANSFER_REFUSED:
        v->title = msg_candidate_transfer_refused(l, a);
        v->lead = msg_candidate_transfer_refused_lead(l, a, at);
        return;
    case TRANSFER_WITHDRAWN:
        v->title = msg_candidate_transfer_withdrawn(l, a);
        v->lead = msg_candidate_transfer_withdrawn_lead(l, a, at);
        return;
    case TRANSFER_NONE:
        break;
    }
    v->title = msg_candidate_transfer_asked(l, a, client);
    v->lead = msg_candidate_transfer_asked_lead(l, a, format_code(a, room->attempt->code));
}

enum errc transfer_part(struct request *req, const struct room *room, struct transfer_view *ret,
                        struct err *e) {
    struct transfer t = { .invited = false };
    TRY(transfer_read(req->db, room->attempt->person_id, room->attempt->application_id, req->arena, &t, e));
    bool may = t.invited && !is_over(req, room), given = t.state == TRANSFER_GIVEN;
    *ret = (struct transfer_view){
        .shown = may || given,
        .unfold = t.state == TRANSFER_NONE,
        .may_give = may && !given,
        .may_refuse = may && t.state == TRANSFER_NONE,
        .may_withdraw = given,
        .action = room_path(req, room, "/transfer"),
        .csrf = visitor_of(req)->csrf,
    };
    if (!ret->shown)
        return OK;
    TRY(text_of(req, room, &ret->document, e));
    ret->meta = msg_candidate_transfer_meta(req->lang, req->arena, ret->document.version);
    say(req, room, &t, ret);
    return OK;
}

/* The word of a button. */
static bool answer_of(const char *word, enum transfer_state *ret) {
    *ret = strcmp(word, "yes") == 0          ? TRANSFER_GIVEN
           : strcmp(word, "no") == 0         ? TRANSFER_REFUSED
           : strcmp(word, "withdraw") == 0   ? TRANSFER_WITHDRAWN
                                             : TRANSFER_NONE;
    return *ret != TRANSFER_NONE;
}

enum errc candidate_transfer(struct request *req, struct err *e) {
    struct room room = { 0 };
    struct document document = { 0 };
    enum transfer_state answer = TRANSFER_NONE;
    TRY(room_open(req, &room, e));
    if (!answer_of(form_get(&req->form, "answer"), &answer))
        return ERR(e, E_INVALID, "no answer was named");
    TRY(text_of(req, &room, &document, e));
    if (answer == TRANSFER_GIVEN && is_over(req, &room))
        return ERR(e, E_GONE, "the term of the consent is over");
    if (answer == TRANSFER_GIVEN && strcmp(form_get(&req->form, "version"), document.version) != 0)
        return ERR(e, E_CONFLICT, "another version of the text was shown");
    struct flow f = flow_of(req);
    TRY(transfer_answer(&f, room.id, answer, document.version, document.hash, e));
    reply_redirect(req, room_path(req, &room, "/result#transfer"));
    return OK;
}

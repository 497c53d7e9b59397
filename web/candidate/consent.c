/* web/candidate/consent.c — GET and POST /t/{attempt}/consent: the document, and the person's answer to it. */
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/attempt.h"
#include "gen/sql/candidate.h"
#include "gen/tpl/candidate_consent.h"
#include "gen/tpl/candidate_refused.h"
#include "web/candidate/pages.h"
#include "web/candidate/room.h"
#include "web/candidate/start.h"
#include "web/flows/candidate_consent.h"
#include "web/kit/app.h"
#include "web/kit/format.h"
#include "web/kit/states.h"

const struct field CONSENT_FIELDS[CONSENT_FIELDS_N] = {
    { .name = "agree", .kind = TEXT_LINE, .max_chars = 16 },
    { .name = "answer", .kind = TEXT_LINE, .max_chars = 8 },
};

const struct field CONSENT_QUERY[CONSENT_QUERY_N] = {
    { .name = "again", .kind = TEXT_LINE, .max_chars = 1 },
};

enum errc room_consent_text(struct request *req, const struct room *room,
                            struct document *ret_document, struct err *e) {
    const struct app *app = req->app;
    struct text_slots slots = { .vacancy = room->attempt->title,
                                .client = room->attempt->client_name };
    return texts_document(app->texts, "consent_selection", req->lang, slots, req->arena,
                          ret_document, e);
}

static enum errc show(struct request *req, const struct room *room, const char *error,
                      struct err *e) {
    struct document document = { 0 };
    TRY(room_consent_text(req, room, &document, e));
    struct candidate_consent_view v = {
        .page = page_of(req, CHROME_CANDIDATE, document.title, NULL),
        .document = document,
        .meta = msg_candidate_consent_meta(req->lang, req->arena, document.version),
        .action = room_path(req, room, "/consent"),
        .home = room->base,
        .given = room->consented,
    };
    if (error != NULL) {
        form_error(&v.errors, "agree", error);
        page_error(&v.page, req, document.title);
    }
    tpl_candidate_consent(reply_html(req, error != NULL ? 422 : 200), &v);
    return OK;
}

static void show_refused(struct request *req, const struct room *room) {
    struct candidate_refused_view v = {
        .page = page_of(req, CHROME_CANDIDATE, msg_candidate_refused_title(req->lang, req->arena),
                        NULL),
        .text = msg_candidate_refused_text(
            req->lang, req->arena, format_moment(req->lang, req->arena, room->attempt->closes_at)),
        .again = room_path(req, room, "/consent?again=1"),
    };
    tpl_candidate_refused(reply_html(req, 200), &v);
}

/* Refused already, and not asked to see it again? */
static enum errc is_refused(struct request *req, const struct room *room, bool *ret,
                            struct err *e) {
    const struct q_candidate_consent_last_row *last = NULL;
    TRY(q_candidate_consent_last(req->db, room->attempt->person_id, room->attempt->application_id,
                                 req->arena, &last, e));
    *ret = last != NULL && consent_action_of_word(last->action) == CONSENT_REFUSED;
    return OK;
}

enum errc candidate_consent_page(struct request *req, struct err *e) {
    struct room room = { 0 };
    bool refused = false;
    TRY(room_open(req, &room, e));
    if (room.attempt->has_withdrawn_at) {
        reply_redirect(req, room_path(req, &room, "/withdraw"));
        return OK;
    }
    TRY(is_refused(req, &room, &refused, e));
    if (refused && !form_has(&req->form, "again", "1")) {
        show_refused(req, &room);
        return OK;
    }
    return show(req, &room, NULL, e);
}

enum errc candidate_consent_post(struct request *req, struct err *e) {
    struct room room = { 0 };
    TRY(room_open(req, &room, e));
    if (room.attempt->has_withdrawn_at || room.consented) {
        reply_redirect(req, room.base);
        return OK;
    }
    TRY(app_check_room(req->app));
    struct document document = { 0 };
    TRY(room_consent_text(req, &room, &document, e));
    bool refuse = form_has(&req->form, "answer", "no");
    if (!refuse && strcmp(form_get(&req->form, "agree"), document.version) != 0)
        return show(req, &room, msg_candidate_consent_tick(req->lang, req->arena), e);
    struct flow f = flow_of(req);
    TRY(candidate_consent(&f, room.id, refuse ? CONSENT_REFUSED : CONSENT_GIVEN, document.version,
                          document.hash, e));
    reply_redirect(req, room_path(req, &room, refuse ? "/consent" : "/before"));
    return OK;
}

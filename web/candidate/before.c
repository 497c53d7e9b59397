/* web/candidate/before.c — GET and POST /t/{attempt}/before: what to know, and a wish for other conditions. */
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/clock.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/attempt.h"
#include "gen/sql/candidate.h"
#include "gen/tpl/candidate_before.h"
#include "web/candidate/pages.h"
#include "web/candidate/room.h"
#include "web/candidate/start.h"
#include "web/flows/person.h"
#include "web/flows/wish.h"
#include "web/kit/format.h"

const struct field BEFORE_FIELDS[BEFORE_FIELDS_N] = {
    { .name = "wish", .kind = TEXT_LONG, .max_chars = WISH_CHARS },
};

/* The designed time of everything together. */
static int64_t minutes_of(const struct room *room) {
    int64_t minutes = 0;
    for (size_t i = 0; i < room->sections_n; i++)
        minutes += room->sections[i].planned_min;
    return minutes;
}

static const char *first_practice(struct request *req, const struct room *room) {
    for (size_t i = 0; i < room->sections_n; i++)
        if (room->sections[i].instrument != NULL && room->sections[i].instrument->practice != NULL)
            return room_path(req, room, "/practice/%lld", (long long)room->sections[i].position);
    return NULL;
}

static enum errc show(struct request *req, const struct room *room, const char *wish, bool kept,
                      const char *error) {
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    const char *title = msg_candidate_before_title(lang, a);
    struct before_view v = {
        .page = page_of(req, CHROME_CANDIDATE, title, NULL),
        .lead = msg_candidate_before_lead(
            lang, a, msg_candidate_before_sections(lang, a, (int64_t)room->sections_n),
            msg_candidate_home_minutes_of(lang, a, minutes_of(room))),
        .action = room_path(req, room, "/before"),
        .practice = first_practice(req, room),
        .home = room->base,
        .wish = { .name = "wish",
                  .label = msg_candidate_before_wish(lang, a),
                  .hint = msg_candidate_before_wish_hint(lang, a),
                  .value = wish,
                  .error = error,
                  .type = "textarea",
                  .max = WISH_CHARS },
        .wish_kept = kept,
    };
    if (error != NULL) {
        form_error(&v.errors, "wish", error);
        page_error(&v.page, req, title);
    }
    tpl_candidate_before(reply_html(req, error != NULL ? 422 : 200), &v);
    return OK;
}

enum errc candidate_before(struct request *req, struct err *e) {
    struct room room = { 0 };
    const struct q_wish_get_row *wish = NULL;
    const char *text = NULL;
    TRY(room_open(req, &room, e));
    if (!room_admits(req, &room))
        return OK;
    TRY(q_wish_get(req->db, room.attempt->application_id, req->arena, &wish, e));
    struct flow f = flow_of(req);
    if (wish != NULL)
        TRY(person_open(&f, room.attempt->person_id, SEAL_WISH, room.attempt->application_id,
                        wish->text_sealed, &text, e));
    return show(req, &room, text != NULL ? text : "", text != NULL, NULL);
}

enum errc candidate_before_post(struct request *req, struct err *e) {
    struct room room = { 0 };
    TRY(room_open(req, &room, e));
    if (!room_admits(req, &room))
        return OK;
    const char *wish = form_get(&req->form, "wish");
    switch (form_fault_of(&req->form, "wish")) {
    case FORM_TOO_LONG:
        return show(req, &room, wish, false,
                    msg_form_too_long(req->lang, req->arena, WISH_CHARS));
    case FORM_BAD_TEXT:
        return show(req, &room, wish, false, msg_form_bad_text(req->lang, req->arena));
    case FORM_FINE:
        break;
    }
    struct flow f = flow_of(req);
    TRY(wish_save(&f, room.id, wish, e));
    reply_redirect(req, room.base);
    return OK;
}

/* web/candidate/submit.c — GET and POST /t/{attempt}/submit: the whole is handed in. */
#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/attempt.h"
#include "gen/tpl/candidate_submit.h"
#include "web/candidate/end.h"
#include "web/candidate/pages.h"
#include "web/flows/flow.h"
#include "web/flows/hand_in.h"

static struct home_rows rows_of(struct request *req, const struct room *room) {
    struct home_row *v = ARENA_ARRAY(req->arena, room->sections_n, struct home_row);
    for (size_t i = 0; i < room->sections_n; i++) {
        const struct room_section *s = &room->sections[i];
        v[i] = (struct home_row){ .title = s->title,
                                  .state = msg_candidate_submit_answered(
                                      req->lang, req->arena, s->answered_n, s->items_n) };
    }
    return (struct home_rows){ v, room->sections_n };
}

enum errc candidate_submit(struct request *req, struct err *e) {
    struct room room = { 0 };
    TRY(room_open_counted(req, &room, e));
    if (!room_admits(req, &room))
        return OK;
    if (room_done_n(&room) < room.sections_n) {
        reply_redirect(req, room.base);
        return OK;
    }
    struct submit_view v = {
        .page = page_of(req, CHROME_CANDIDATE, msg_candidate_submit_title(req->lang, req->arena),
                        NULL),
        .rows = rows_of(req, &room),
        .action = room_path(req, &room, "/submit"),
        .home = room.base,
    };
    tpl_candidate_submit(reply_html(req, 200), &v);
    return OK;
}

enum errc candidate_submit_post(struct request *req, struct err *e) {
    struct room room = { 0 };
    TRY(room_open(req, &room, e));
    if (!room_admits(req, &room))
        return OK;
    struct flow f = flow_of(req);
    enum errc code = hand_in(&f, room.id, e);
    if (code == E_CONFLICT) { /* the list of sections says what is missing */
        err_clear(e);
        reply_redirect(req, room.base);
        return OK;
    }
    TRY(code);
    reply_redirect(req, room_path(req, &room, "/result"));
    return OK;
}

/* web/candidate/withdraw.c — GET and POST /t/{attempt}/withdraw: leaving the selection, on any day. */
#include "web/flows/withdraw.h"

#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/attempt.h"
#include "gen/tpl/candidate_withdraw.h"
#include "web/candidate/end.h"
#include "web/candidate/pages.h"
#include "web/kit/format.h"
#include "web/kit/texts.h"

enum errc candidate_withdraw(struct request *req, struct err *e) {
    struct room room = { 0 };
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    TRY(room_open(req, &room, e));
    bool done = room.attempt->has_withdrawn_at;
    const char *title = done ? msg_candidate_withdraw_done(lang, a)
                             : msg_candidate_withdraw_title(lang, a);
    struct candidate_withdraw_view v = {
        .page = page_of(req, CHROME_CANDIDATE, title, NULL),
        .title = title,
        .text = done ? msg_candidate_withdraw_done_text(
                           lang, a, format_moment(lang, a, room.attempt->withdrawn_at))
                     : msg_candidate_withdraw_text(lang, a, room.attempt->title),
        .action = room_path(req, &room, "/withdraw"),
        .home = room.base,
        .data = room_path(req, &room, "/data"),
        .done = done,
    };
    tpl_candidate_withdraw(reply_html(req, 200), &v);
    return OK;
}

enum errc candidate_withdraw_post(struct request *req, struct err *e) {
    struct room room = { 0 };
    struct document text = { 0 };
    TRY(room_open(req, &room, e));
    TRY(room_consent_text(req, &room, &text, e));
    struct flow f = flow_of(req);
    TRY(withdraw(&f, room.id, text.version, text.hash, e));
    reply_redirect(req, room_path(req, &room, "/withdraw"));
    return OK;
}

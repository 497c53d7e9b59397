/* web/candidate/section_page.c — GET and POST /t/{attempt}/s/{n}: a section before it begins; begin, continue. */
#include "daemon/base/arena.h"
#include "daemon/base/clock.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/attempt.h"
#include "gen/tpl/candidate_intro.h"
#include "web/candidate/home.h"
#include "web/candidate/pages.h"
#include "web/flows/flow.h"
#include "web/kit/app.h"
#include "web/kit/format.h"

/* Looking ---------------------------------------------------------------------------------------- */

/* Why it cannot begin, when it cannot. */
static void block(struct request *req, const struct room *room, const struct room_section *s,
                  struct intro_view *v) {
    if (s->state != SECTION_WAITING)
        return;
    if (room->closed) {
        v->blocked = msg_candidate_intro_closed(req->lang, req->arena);
        v->blocked_href = room->base;
        v->blocked_label = msg_candidate_intro_home(req->lang, req->arena);
    } else if (s->blocked) {
        v->blocked = msg_candidate_intro_blocked(req->lang, req->arena);
        v->blocked_href = room_path(req, room, "/s/1");
        v->blocked_label = msg_candidate_intro_form(req->lang, req->arena);
    }
}

static const char *warning_of(struct request *req, const struct room_section *s) {
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    if (s->limit_ms == 0)
        return msg_candidate_intro_no_clock(lang, a);
    if (s->state == SECTION_OPEN) {
        int64_t left = (s->times.deadline_at - req->now_ms + MINUTE_MS - 1) / MINUTE_MS;
        return msg_candidate_intro_running(lang, a, msg_candidate_home_minutes(lang, a, left));
    }
    return msg_candidate_intro_clock(lang, a,
                                     msg_candidate_home_minutes(lang, a, s->limit_ms / MINUTE_MS));
}

static struct intro_view view_of(struct request *req, const struct room *room,
                                 const struct room_section *s) {
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    const struct instrument *in = s->instrument;
    bool open = s->state == SECTION_OPEN;
    struct intro_view v = {
        .page = page_of(req, CHROME_CANDIDATE, s->title, NULL),
        .home = room->base,
        .title = s->title,
        .lead = open ? msg_candidate_intro_open(lang, a, s->answered_n, s->items_n) : NULL,
        .text = room_lines(req, room_says(req, in != NULL ? &in->instructions
                                                          : &room->pack->form_intro)),
        .items = in != NULL && in->kind == INSTRUMENT_JUDGEMENT
                     ? msg_candidate_home_cases(lang, a, s->items_n)
                     : msg_candidate_home_questions(lang, a, s->items_n),
        .planned = msg_candidate_home_minutes(lang, a, s->planned_min),
        .limit = s->limit_ms > 0
                     ? msg_candidate_home_minutes(lang, a, s->limit_ms / MINUTE_MS)
                     : NULL,
        .practice = in != NULL && in->practice != NULL && !open
                        ? room_path(req, room, "/practice/%lld", (long long)s->position)
                        : NULL,
        .action = room_path(req, room, "/s/%lld", (long long)s->position),
        .button = open ? msg_candidate_intro_continue(lang, a) : msg_candidate_intro_begin(lang, a),
        .warning = warning_of(req, s),
    };
    block(req, room, s, &v);
    return v;
}

enum errc candidate_section(struct request *req, struct err *e) {
    struct room room = { 0 };
    const struct room_section *section = NULL;
    TRY(room_open_counted(req, &room, e));
    TRY(room_section(req, &room, &section, e));
    if (!room_admits(req, &room))
        return OK;
    if (room_section_done(section)) {
        reply_redirect(req, room_path(req, &room, "/s/%lld/review", (long long)section->position));
        return OK;
    }
    struct intro_view view = view_of(req, &room, section);
    tpl_candidate_intro(reply_html(req, 200), &view);
    return OK;
}

/* Beginning -------------------------------------------------------------------------------------- */

/* The first question without an answer; the review when all have one. */
static enum errc first_open(struct request *req, const struct room *room,
                            const struct room_section *section, const char **ret_path,
                            struct err *e) {
    struct q_section_items_rows items = { 0 };
    long long s = (long long)section->position;
    TRY(q_section_items(req->db, room->id, section->position, req->arena, &items, e));
    for (size_t i = 0; i < items.n; i++)
        if (!items.v[i].given) {
            *ret_path = room_path(req, room, "/s/%lld/q/%lld", s, (long long)items.v[i].position);
            return OK;
        }
    *ret_path = room_path(req, room, "/s/%lld/review", s);
    return OK;
}

enum errc candidate_begin(struct request *req, struct err *e) {
    struct room room = { 0 };
    const struct room_section *section = NULL;
    TRY(room_open(req, &room, e));
    TRY(room_section(req, &room, &section, e));
    if (!room_admits(req, &room))
        return OK;
    if (section->state == SECTION_WAITING)
        TRY(app_check_room(req->app));
    long long s = (long long)section->position;
    struct flow f = flow_of(req);
    const char *lease = NULL, *path = NULL;
    enum errc code = section_begin(&f, room.id, section->position, &lease, e);
    if (code == E_CONFLICT || code == E_GONE) { /* the page itself says why */
        err_clear(e);
        reply_redirect(req, room_path(req, &room, "/s/%lld", s));
        return OK;
    }
    TRY(code);
    TRY(room_hold(req, &room, lease, e));
    TRY(first_open(req, &room, section, &path, e));
    reply_redirect(req, path);
    return OK;
}

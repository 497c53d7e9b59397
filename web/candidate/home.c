/* web/candidate/home.c — GET /t/{attempt}: the sections, what is done and what is next. */
#include "web/candidate/home.h"
#include "web/kit/app.h"

#include "daemon/base/arena.h"
#include "daemon/base/clock.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/attempt.h"
#include "gen/sql/candidate.h"
#include "gen/tpl/candidate_home.h"
#include "web/candidate/pages.h"
#include "web/kit/format.h"
#include "web/kit/texts.h"

/* A section's line ------------------------------------------------------------------------------- */

static int64_t minutes_left(const struct room_section *s, int64_t now_ms) {
    int64_t left = s->times.deadline_at - now_ms;
    return left <= 0 ? 0 : (left + MINUTE_MS - 1) / MINUTE_MS;
}

static const char *meta_waiting(struct request *req, const struct room_section *s) {
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    const char *items = s->instrument != NULL && s->instrument->kind == INSTRUMENT_JUDGEMENT
                            ? msg_candidate_home_cases(lang, a, s->items_n)
                            : msg_candidate_home_questions(lang, a, s->items_n);
    if (s->limit_ms > 0)
        return msg_candidate_home_meta_limit(
            lang, a, items, msg_candidate_home_minutes(lang, a, s->limit_ms / MINUTE_MS));
    return msg_candidate_home_meta_free(lang, a, items,
                                        msg_candidate_home_minutes_of(lang, a, s->planned_min));
}

static const char *meta_open(struct request *req, const struct room_section *s) {
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    if (s->times.deadline_at == 0)
        return msg_candidate_home_meta_open_free(lang, a, s->answered_n, s->items_n);
    const char *left = msg_candidate_home_minutes(lang, a, minutes_left(s, req->now_ms));
    return msg_candidate_home_meta_open(lang, a, s->answered_n, s->items_n, left);
}

static const char *meta_done(struct request *req, const struct room_section *s) {
    int64_t ended = section_ended_at(s->times, req->now_ms);
    const char *at = format_moment(req->lang, req->arena, ended);
    bool by_clock = s->times.deadline_at != 0 && ended == s->times.deadline_at;
    return by_clock ? msg_candidate_home_meta_clock(req->lang, req->arena, at, s->answered_n,
                                                    s->items_n)
                    : msg_candidate_home_meta_done(req->lang, req->arena, at);
}

static struct home_row row_of(struct request *req, const struct room *room,
                              const struct room_section *s) {
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    bool done = room_section_done(s);
    struct home_row row = {
        .href = room_path(req, room, done ? "/s/%lld/review" : "/s/%lld", (long long)s->position),
        .title = s->title,
        .mark = "tag new",
        .meta = meta_waiting(req, s),
        .state = msg_candidate_home_begin(lang, a),
    };
    if (done) {
        row.mark = "ok tick";
        row.state = msg_candidate_home_done(lang, a);
        row.meta = meta_done(req, s);
    } else if (s->state == SECTION_OPEN) {
        row.state = msg_candidate_home_continue(lang, a);
        row.meta = meta_open(req, s);
    } else if (s->blocked || room->closed) {
        row.mark = "dim";
        row.state = room->closed ? msg_candidate_home_not_begun(lang, a)
                                 : msg_candidate_home_after_form(lang, a);
    }
    return row;
}

/* The page --------------------------------------------------------------------------------------- */

static struct home_rows rows_of(struct request *req, const struct room *room) {
    struct home_row *v = ARENA_ARRAY(req->arena, room->sections_n, struct home_row);
    for (size_t i = 0; i < room->sections_n; i++)
        v[i] = row_of(req, room, &room->sections[i]);
    return (struct home_rows){ v, room->sections_n };
}

static const char *left_of(struct request *req, const struct room *room) {
    int64_t left = room->attempt->closes_at - req->now_ms;
    if (room->closed)
        return msg_candidate_home_closed(req->lang, req->arena);
    if (left >= DAY_MS)
        return msg_candidate_home_days(req->lang, req->arena, left / DAY_MS);
    return msg_candidate_home_hours(req->lang, req->arena, (left + HOUR_MS - 1) / HOUR_MS);
}

static struct candidate_home_view view_of(struct request *req, const struct room *room) {
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    int64_t done = (int64_t)room_done_n(room), total = (int64_t)room->sections_n;
    const char *title = msg_candidate_home_title(lang, a, room->attempt->title);
    const char *until = format_moment(lang, a, room->attempt->closes_at);
    return (struct candidate_home_view){
        .page = page_of(req, CHROME_CANDIDATE, title, NULL),
        .meta = room->closed ? msg_candidate_home_meta_over(lang, a, room->attempt->client_name)
                             : msg_candidate_home_meta(lang, a, room->attempt->client_name, until),
        .title = title,
        .lead = done == total ? msg_candidate_home_lead_done(lang, a)
                              : msg_candidate_home_lead(lang, a, done, total),
        .progress = format_percent_attr(a, 100.0 * (double)done / (double)total),
        .rows = rows_of(req, room),
        .ready = done == total,
        .why_not = msg_candidate_home_why_not(lang, a, total - done),
        .submit = room_path(req, room, "/submit"),
        .before = room_path(req, room, "/before"),
        .data = room_path(req, room, "/data"),
        .withdraw = room_path(req, room, "/withdraw"),
        .left = left_of(req, room),
        .code = format_code(a, room->attempt->code),
        .contact = texts_operator(((const struct app *)req->app)->texts, lang, a),
    };
}

enum errc candidate_home(struct request *req, struct err *e) {
    struct room room = { 0 };
    TRY(room_open_counted(req, &room, e));
    if (!room_admits(req, &room))
        return OK;
    struct candidate_home_view view = view_of(req, &room);
    const struct q_wish_get_row *wish = NULL;
    TRY(q_wish_get(req->db, room.attempt->application_id, req->arena, &wish, e));
    if (wish != NULL)
        view.wish = msg_candidate_home_wish(req->lang, req->arena);
    tpl_candidate_home(reply_html(req, 200), &view);
    return OK;
}

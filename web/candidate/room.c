#include "web/candidate/room.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/sql/attempt.h"
#include "web/kit/app.h"
#include "web/kit/states.h"
#include "web/kit/visitor.h"

/* Reading -------------------------------------------------------------------------------------- */

enum errc room_number(const char *param, int64_t *ret_n, struct err *e) {
    if (param == NULL || text_i64(param, 1, INT64_C(1) << 53, ret_n) != OK)
        return ERR(e, E_NOT_FOUND, "no such number in the address");
    return OK;
}

const char *room_says(const struct request *req, const struct text2 *text) {
    return text->in[req->lang];
}

static struct room_section section_of(struct request *req, const struct room *room,
                                      const struct q_section_list_row *row) {
    size_t at = pack_find_instrument(room->pack, row->instrument);
    const struct instrument *in = at == PACK_NONE ? NULL : &room->pack->instruments[at];
    struct section_times times = { row->started_at, row->deadline_at, row->closed_at };
    return (struct room_section){
        .position = row->position,
        .limit_ms = row->limit_ms,
        .code = row->instrument,
        .title = room_says(req, in != NULL ? &in->title : &room->pack->form_title),
        .instrument = in,
        .times = times,
        .state = section_state(times, req->now_ms),
        .items_n = row->items_n,
        .planned_min = in != NULL ? in->planned_min : room->pack->form_planned_min,
    };
}

static bool has_consented(const char *word) {
    enum application_state state = application_state_of_word(word);
    return state != APPLICATION_INVITED && state != APPLICATION_OPENED;
}

static enum errc count_answers(struct request *req, int64_t attempt_id, struct room_section *sections,
                               size_t n, struct err *e) {
    struct q_section_answered_rows rows = { 0 };
    TRY(q_section_answered(req->db, attempt_id, req->arena, &rows, e));
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < rows.n; k++)
            if (rows.v[k].section == sections[i].position)
                sections[i].answered_n = rows.v[k].answered_n;
    return OK;
}

static enum errc sections_read(struct request *req, struct room *room, bool counted, struct err *e) {
    struct q_section_list_rows rows = { 0 };
    TRY(q_section_list(req->db, room->id, req->arena, &rows, e));
    struct room_section *sections = ARENA_ARRAY(req->arena, rows.n, struct room_section);
    for (size_t i = 0; i < rows.n; i++) {
        sections[i] = section_of(req, room, &rows.v[i]);
        sections[i].blocked = !room_section_done(&sections[0]) && i > 0;
    }
    if (counted)
        TRY(count_answers(req, room->id, sections, rows.n, e));
    room->sections = sections;
    room->sections_n = rows.n;
    return OK;
}

static enum errc open_room(struct request *req, bool counted, struct room *ret_room, struct err *e) {
    struct room room = { 0 };
    const struct app *app = req->app;
    TRY(room_number(req->params[0], &room.id, e));
    TRY(q_attempt_get(req->db, room.id, visitor_of(req)->person_id, req->arena, &room.attempt, e));
    if (room.attempt == NULL)
        return ERR(e, E_NOT_FOUND, "no attempt %lld of this visitor", (long long)room.id);
    room.pack = app_pack(app, room.attempt->pack);
    if (room.pack == NULL)
        return ERR(e, E_INTERNAL, "no pack %s is loaded", room.attempt->pack);
    room.base = arena_printf(req->arena, "/t/%lld", (long long)room.id);
    room.consented = has_consented(room.attempt->state);
    room.closed = vacancy_state_of_word(room.attempt->vacancy_state) != VACANCY_OPEN ||
                  req->now_ms >= room.attempt->closes_at;
    TRY(sections_read(req, &room, counted, e));
    *ret_room = room;
    return OK;
}

enum errc room_open(struct request *req, struct room *ret_room, struct err *e) {
    return open_room(req, false, ret_room, e);
}

enum errc room_open_counted(struct request *req, struct room *ret_room, struct err *e) {
    return open_room(req, true, ret_room, e);
}

enum errc room_section(struct request *req, const struct room *room,
                       const struct room_section **ret_section, struct err *e) {
    int64_t n = 0;
    TRY(room_number(req->params[1], &n, e));
    for (size_t i = 0; i < room->sections_n; i++)
        if (room->sections[i].position == n) {
            *ret_section = &room->sections[i];
            return OK;
        }
    return ERR(e, E_NOT_FOUND, "attempt %lld has no section %lld", (long long)room->id,
               (long long)n);
}

/* Where one belongs ---------------------------------------------------------------------------- */

bool room_admits(struct request *req, const struct room *room) {
    if (room->attempt->has_withdrawn_at)
        reply_redirect(req, room_path(req, room, "/withdraw"));
    else if (room->attempt->has_submitted_at)
        reply_redirect(req, room_path(req, room, "/result"));
    else if (!room->consented)
        reply_redirect(req, room_path(req, room, "/consent"));
    else
        return true;
    return false;
}

bool room_section_done(const struct room_section *section) {
    return section->state == SECTION_GRACE || section->state == SECTION_CLOSED;
}

size_t room_done_n(const struct room *room) {
    size_t n = 0;
    for (size_t i = 0; i < room->sections_n; i++)
        n += room_section_done(&room->sections[i]);
    return n;
}

const char *room_path(struct request *req, const struct room *room, const char *fmt, ...) {
    char tail[64];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(tail, sizeof tail, fmt, args);
    va_end(args);
    return arena_printf(req->arena, "%s%s", room->base, tail);
}

/* The lease ------------------------------------------------------------------------------------ */

const char *room_lease(struct request *req, const struct room *room) {
    const char *session = visitor_of(req)->session, *holder = room->attempt->lease_session;
    bool ours = session != NULL && holder != NULL && strcmp(session, holder) == 0;
    return ours ? room->attempt->lease : "";
}

enum errc room_hold(struct request *req, const struct room *room, const char *lease,
                    struct err *e) {
    const char *session = visitor_of(req)->session;
    return q_lease_hold(req->db, session != NULL ? session : "", room->id, lease, e);
}

/* Texts ---------------------------------------------------------------------------------------- */

struct text_list room_lines(struct request *req, const char *text) {
    size_t n = 1;
    for (const char *p = text; *p != '\0'; p++)
        n += *p == '\n';
    const char **v = ARENA_ARRAY(req->arena, n, const char *);
    for (size_t i = 0; i < n; i++) {
        size_t len = strcspn(text, "\n");
        v[i] = arena_strndup(req->arena, text, len);
        text += len + (text[len] != '\0');
    }
    return (struct text_list){ v, n };
}

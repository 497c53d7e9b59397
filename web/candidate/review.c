/* web/candidate/review.c — GET /t/{attempt}/s/{n}/review and POST …/close: the end of a section. */
#include "web/candidate/review.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/clock.h"
#include "daemon/http/request.h"
#include "gen/assets.h"
#include "gen/msg.h"
#include "gen/sql/attempt.h"
#include "gen/tpl/candidate_over.h"
#include "gen/tpl/candidate_review.h"
#include "web/candidate/ask.h"
#include "web/candidate/pages.h"
#include "web/candidate/question.h"
#include "web/flows/flow.h"
#include "web/kit/format.h"

const struct field CLOSE_FIELDS[CLOSE_FIELDS_N] = {
    { .name = "lease", .kind = TEXT_LINE, .max_chars = 64 },
    { .name = "take", .kind = TEXT_LINE, .max_chars = 1 },
};

/* What wants another look ------------------------------------------------------------------------ */

static struct review_row row_of(struct request *req, const struct room *room,
                                const struct room_section *section,
                                const struct q_section_items_row *item, const struct saved *saved) {
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    return (struct review_row){
        .number = item->position,
        .name = ask_name(req, saved->item, saved->field),
        .href = room_path(req, room, "/s/%lld/q/%lld", (long long)section->position,
                          (long long)item->position),
        .action = saved->given ? msg_candidate_review_open(lang, a)
                               : msg_candidate_review_answer(lang, a),
        .action_more = msg_candidate_review_question(lang, a, item->position),
        .mark = !saved->complete ? "mk ring" : "flag",
        .word = saved->missing      ? msg_candidate_review_required(lang, a)
                : saved->complete   ? msg_candidate_review_flagged(lang, a)
                : saved->given      ? msg_candidate_review_partly(lang, a)
                : item->flagged     ? msg_candidate_review_flagged_empty(lang, a)
                                    : msg_candidate_review_empty(lang, a),
    };
}

/* Gaps first, then what the person flagged. */
static struct review_rows rows_of(struct request *req, const struct room *room,
                                  const struct room_section *section,
                                  const struct q_section_items_rows *items,
                                  const struct saved *saved) {
    struct review_row *v = ARENA_ARRAY(req->arena, items->n, struct review_row);
    size_t n = 0;
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < items->n; i++) {
            int group = saved[i].missing ? 0 : !saved[i].complete ? 1 : items->v[i].flagged ? 2 : 3;
            if (group == round)
                v[n++] = row_of(req, room, section, &items->v[i], &saved[i]);
        }
    return (struct review_rows){ v, n };
}

static int64_t complete_n(const struct saved *saved, size_t n) {
    int64_t done = 0;
    for (size_t i = 0; i < n; i++)
        done += saved[i].complete;
    return done;
}

static int64_t missing_n(const struct saved *saved, size_t n) {
    int64_t missing = 0;
    for (size_t i = 0; i < n; i++)
        missing += saved[i].missing;
    return missing;
}

/* What comes after this section: the next one, or handing in. */
static const char *after_of(struct request *req, const struct room *room,
                            const struct room_section *section) {
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    for (size_t i = 0; i < room->sections_n; i++) {
        const struct room_section *s = &room->sections[i];
        if (s->position != section->position && !room_section_done(s))
            return msg_candidate_review_after(lang, a, s->title,
                                              format_moment(lang, a, room->attempt->closes_at));
    }
    return msg_candidate_review_after_last(lang, a);
}

static int64_t last_saved(const struct q_section_items_rows *items) {
    int64_t at = 0;
    for (size_t i = 0; i < items->n; i++)
        if (items->v[i].has_at && items->v[i].at > at)
            at = items->v[i].at;
    return at;
}

static const char *lead_of(struct request *req, const struct saved *saved, size_t n,
                           const struct room_section *section) {
    int64_t done = complete_n(saved, n), total = (int64_t)n;
    if (done == total)
        return msg_candidate_review_lead_all(req->lang, req->arena, total);
    return section->instrument == NULL
               ? msg_candidate_review_lead_form(req->lang, req->arena, done, total)
               : msg_candidate_review_lead(req->lang, req->arena, done, total);
}

/* The pages -------------------------------------------------------------------------------------- */

static enum errc show(struct request *req, const struct room *room,
                      const struct room_section *section, int status, struct err *e) {
    struct q_section_items_rows items = { 0 };
    const struct saved *saved = NULL;
    TRY(run_read(req, room, section, &items, &saved, e));
    long long s = (long long)section->position;
    int64_t missing = missing_n(saved, items.n);
    struct review_view v = {
        .page = page_of(req, CHROME_RUNNER,
                        msg_candidate_review_head(req->lang, req->arena, section->title), NULL),
        .bar = run_bar(req, section, 0, last_saved(&items)),
        .lead = lead_of(req, saved, items.n, section),
        .required = missing > 0 ? msg_candidate_review_required_note(req->lang, req->arena, missing)
                                : NULL,
        .rows = rows_of(req, room, section, &items, saved),
        .nav = run_nav(req, room, section, &items, saved, 0),
        .action = room_path(req, room, "/s/%lld/close", s),
        .back = room_path(req, room, "/s/%lld/q/%lld", s, (long long)items.n),
        .lease = room_lease(req, room),
        .after = after_of(req, room, section),
        .run_data = run_data(req, room, section, &(struct run_page){ .type = "review" }),
    };
    v.refused = status == 422;
    if (v.refused)
        page_error(&v.page, req, msg_candidate_review_head(req->lang, req->arena, section->title));
    v.page.script = ASSET_RUN_JS;
    v.page.body_class = "run";
    tpl_candidate_review(reply_html(req, status), &v);
    return OK;
}

static int64_t given_n(const struct q_section_items_rows *items) {
    int64_t n = 0;
    for (size_t i = 0; i < items->n; i++)
        n += items->v[i].given;
    return n;
}

static enum errc show_over(struct request *req, const struct room *room,
                           const struct room_section *section, struct err *e) {
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    struct q_section_items_rows items = { 0 };
    TRY(q_section_items(req->db, room->id, section->position, a, &items, e));
    int64_t ended = section_ended_at(section->times, req->now_ms), saved_at = last_saved(&items);
    bool by_clock = section->times.deadline_at != 0 && ended == section->times.deadline_at;
    const char *title = by_clock ? msg_candidate_over_clock(lang, a)
                                 : msg_candidate_over_closed(lang, a);
    bool all = room_done_n(room) == room->sections_n;
    struct over_view v = {
        .page = page_of(req, CHROME_CANDIDATE, title, NULL),
        .section = section->title,
        .title = title,
        .text = saved_at == 0 ? msg_candidate_over_nothing(lang, a)
                              : msg_candidate_over_saved(lang, a, given_n(&items),
                                                         (int64_t)items.n,
                                                         format_moment(lang, a, saved_at)),
        .next = all ? room_path(req, room, "/submit") : room->base,
        .next_label = all ? msg_candidate_over_submit(lang, a) : msg_candidate_over_home(lang, a),
    };
    tpl_candidate_over(reply_html(req, 200), &v);
    return OK;
}

enum errc candidate_review(struct request *req, struct err *e) {
    struct room room = { 0 };
    const struct room_section *section = NULL;
    TRY(room_open(req, &room, e));
    TRY(room_section(req, &room, &section, e));
    if (!room_admits(req, &room))
        return OK;
    if (room_section_done(section))
        return show_over(req, &room, section, e);
    if (section->state == SECTION_WAITING) {
        reply_redirect(req, room_path(req, &room, "/s/%lld", (long long)section->position));
        return OK;
    }
    return show(req, &room, section, 200, e);
}

/* Handing the section in needs the lease, as every write does. */
static enum errc close_with_lease(struct request *req, const struct room *room,
                                  const struct room_section *section, struct err *e) {
    struct flow f = flow_of(req);
    const char *lease = form_get(&req->form, "lease");
    if (form_has(&req->form, "take", "1")) {
        TRY(lease_take(&f, room->id, &lease, e));
        TRY(room_hold(req, room, lease, e));
    }
    bool held = false;
    enum errc code = section_close(&f, room->id, section->position, lease, &held, e);
    if (code == E_INVALID) {
        err_clear(e);
        return show(req, room, section, 422, e);
    }
    TRY(code);
    if (held)
        reply_redirect(req, room->base);
    else
        taken_reply(req, room, room_path(req, room, "/s/%lld/close", (long long)section->position));
    return OK;
}

enum errc candidate_close(struct request *req, struct err *e) {
    struct room room = { 0 };
    const struct room_section *section = NULL;
    TRY(room_open(req, &room, e));
    TRY(room_section(req, &room, &section, e));
    if (!room_admits(req, &room))
        return OK;
    if (section->state == SECTION_OPEN)
        return close_with_lease(req, &room, section, e);
    reply_redirect(req, room_section_done(section)
                            ? room.base
                            : room_path(req, &room, "/s/%lld", (long long)section->position));
    return OK;
}

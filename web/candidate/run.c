#include "web/candidate/run.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/attempt.h"
#include "web/kit/format.h"

static const char *progress_of(struct request *req, const struct room_section *section,
                               int64_t number) {
    if (number == 0 || section->items_n == 0)
        return format_percent_attr(req->arena, 100);
    return format_percent_attr(req->arena, 100.0 * (double)number / (double)section->items_n);
}

struct run_bar_view run_bar(struct request *req, const struct room_section *section, int64_t number,
                        int64_t saved_at) {
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    struct run_bar_view bar = { .number = number,
                            .total = section->items_n,
                            .title = section->title,
                            .saved = saved_at != 0,
                            .progress = progress_of(req, section, number) };
    bar.save_wide = bar.saved     ? msg_candidate_run_saved_moscow(lang, a, format_time(lang, a, saved_at))
                    : number > 0 ? msg_candidate_run_unsaved(lang, a)
                                 : ""; /* the review has nothing to save */
    bar.save_thin = bar.saved     ? msg_candidate_run_saved_short(lang, a)
                    : number > 0 ? msg_candidate_run_not_saved(lang, a)
                                 : "";
    int64_t left = section->times.deadline_at - req->now_ms;
    if (section->times.deadline_at != 0)
        bar.clock = format_clock(a, left > 0 ? left : 0);
    return bar;
}

static struct nav_cell cell_of(struct request *req, const struct room *room,
                               const struct room_section *section,
                               const struct q_section_items_row *row, const struct saved *saved) {
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    return (struct nav_cell){
        .href = room_path(req, room, "/s/%lld/q/%lld", (long long)section->position,
                          (long long)row->position),
        .number = row->position,
        .mark = row->flagged ? "flagged" : saved->complete ? "done" : "",
        .word = row->flagged      ? msg_candidate_nav_flagged(lang, a)
                : saved->complete ? msg_candidate_nav_done(lang, a)
                : saved->given    ? msg_candidate_nav_partly(lang, a)
                                  : msg_candidate_nav_empty(lang, a),
    };
}

struct nav_view run_nav(struct request *req, const struct room *room,
                        const struct room_section *section, const struct q_section_items_rows *rows,
                        const struct saved *saved, int64_t here) {
    struct nav_cell *v = ARENA_ARRAY(req->arena, rows->n, struct nav_cell);
    int64_t done = 0;
    for (size_t i = 0; i < rows->n; i++) {
        v[i] = cell_of(req, room, section, &rows->v[i], &saved[i]);
        v[i].here = rows->v[i].position == here;
        done += saved[i].complete;
    }
    return (struct nav_view){
        .summary = here == 0 ? msg_candidate_nav_all(req->lang, req->arena, (int64_t)rows->n)
                             : msg_candidate_nav_summary(req->lang, req->arena, done,
                                                         (int64_t)rows->n),
        .cells = { v, rows->n },
    };
}

enum errc run_saved(struct request *req, const struct room *room,
                    const struct room_section *section, const struct q_section_items_rows *rows,
                    const struct saved **ret_saved, struct err *e) {
    struct saved *saved = ARENA_ARRAY(req->arena, rows->n, struct saved);
    for (size_t i = 0; i < rows->n; i++)
        TRY(saved_read(req, room, section, &rows->v[i], &saved[i], e));
    *ret_saved = saved;
    return OK;
}

enum errc run_read(struct request *req, const struct room *room,
                   const struct room_section *section, struct q_section_items_rows *ret_rows,
                   const struct saved **ret_saved, struct err *e) {
    TRY(q_section_items(req->db, room->id, section->position, req->arena, ret_rows, e));
    return run_saved(req, room, section, ret_rows, ret_saved, e);
}

/* web/candidate/question.c — GET /t/{attempt}/s/{n}/q/{n}: one question with its saved answer. */
#include "web/candidate/question.h"

#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/assets.h"
#include "gen/msg.h"
#include "gen/sql/attempt.h"
#include "gen/tpl/candidate_question.h"
#include "web/candidate/pages.h"

enum errc question_open(struct request *req, struct question *ret_question, bool *ret_here,
                        struct err *e) {
    struct question q = { 0 };
    *ret_here = false;
    TRY(room_open(req, &q.room, e));
    TRY(room_section(req, &q.room, &q.section, e));
    TRY(room_number(req->params[2], &q.number, e));
    struct q_section_items_rows rows = { 0 };
    TRY(q_section_items(req->db, q.room.id, q.section->position, req->arena, &rows, e));
    q.rows = rows.v;
    q.rows_n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].position == q.number)
            q.row = &rows.v[i];
    if (q.row == NULL)
        return ERR(e, E_NOT_FOUND, "section %lld has no question %lld",
                   (long long)q.section->position, (long long)q.number);
    if (!room_admits(req, &q.room))
        return OK;
    long long n = (long long)q.section->position;
    if (q.section->state == SECTION_WAITING)
        reply_redirect(req, room_path(req, &q.room, "/s/%lld", n));
    else if (q.section->state != SECTION_OPEN)
        reply_redirect(req, room_path(req, &q.room, "/s/%lld/review", n));
    else
        *ret_here = true;
    *ret_question = q;
    return OK;
}

/* What run.js calls the kinds of question: whatever is typed is "num", raw text. */
static const char *type_of(enum ask_kind kind) {
    static const char *const TYPES[] = { [ASK_ONE] = "single", [ASK_SOME] = "multiple",
                                         [ASK_RATE] = "sjt",   [ASK_NUMBER] = "num",
                                         [ASK_LINE] = "num",   [ASK_LONG] = "num",
                                         [ASK_DATE] = "num" };
    return TYPES[kind];
}

static const char *meta_of(struct request *req, const struct room_section *section, int64_t number,
                           const struct saved *saved) {
    if (saved->item != NULL && saved->item->type == ITEM_RATE)
        return msg_candidate_question_case(req->lang, req->arena, section->title, number,
                                           room_says(req, &saved->item->title));
    const char *meta = msg_candidate_question_meta(req->lang, req->arena, section->title, number);
    if (saved->field == NULL)
        return meta;
    return arena_printf(req->arena, "%s, %s", meta,
                        saved->field->required ? msg_candidate_ask_required(req->lang, req->arena)
                                               : msg_candidate_ask_optional(req->lang, req->arena));
}

static const struct saved *saved_at(const struct q_section_items_rows *rows,
                                    const struct saved *saved, int64_t number) {
    for (size_t i = 0; i < rows->n; i++)
        if (rows->v[i].position == number)
            return &saved[i];
    return saved;
}

enum errc question_view(struct request *req, const struct question *q, struct question_view *ret_view,
                        struct err *e) {
    const struct q_section_items_rows rows = { q->rows, q->rows_n };
    const struct saved *all = NULL;
    TRY(run_saved(req, &q->room, q->section, &rows, &all, e));
    const struct saved *saved = saved_at(&rows, all, q->number);
    long long s = (long long)q->section->position, n = (long long)q->number;
    struct question_view v = {
        .page = page_of(req, CHROME_RUNNER,
                        msg_candidate_question_head(req->lang, req->arena, q->number,
                                                    (int64_t)rows.n, q->section->title),
                        NULL),
        .bar = run_bar(req, q->section, q->number, q->row->has_at ? q->row->at : 0),
        .ask = saved->item != NULL
                   ? ask_item(req, saved->item, saved->text != NULL ? &saved->answer : NULL)
                   : ask_field(req, saved->field,
                               saved->text != NULL ? &saved->field_answer : NULL),
        .nav = run_nav(req, &q->room, q->section, &rows, all, q->number),
        .action = room_path(req, &q->room, "/s/%lld/q/%lld", s, n),
        .back_href = q->number > 1 ? NULL : q->room.base,
        .lease = room_lease(req, &q->room),
        .rev = q->row->has_rev ? q->row->rev : 0,
        .flagged = q->row->flagged,
        .last = (size_t)q->number == rows.n,
    };
    v.page.script = ASSET_RUN_JS;
    v.page.body_class = "run";
    v.ask.meta = meta_of(req, q->section, q->number, saved);
    v.bar.wide = v.ask.table != NULL;
    v.run_data = run_data(req, &q->room, q->section,
                          &(struct run_page){ .item = q->row->item,
                                              .type = type_of(v.ask.kind),
                                              .rev = v.rev,
                                              .max = v.ask.max });
    *ret_view = v;
    return OK;
}

/* Written before the reply, the first time alone: what a person saw and left empty counts. */
static enum errc mark_shown(struct request *req, struct err *e) {
    int64_t attempt_id = 0, section = 0, number = 0, changed = 0;
    TRY(room_number(req->params[0], &attempt_id, e));
    TRY(room_number(req->params[1], &section, e));
    TRY(room_number(req->params[2], &number, e));
    return q_form_item_show(req->db, req->now_ms, attempt_id, section, number, &changed, e);
}

enum errc candidate_question(struct request *req, struct err *e) {
    struct question q = { 0 };
    struct question_view view = { 0 };
    bool here = false;
    TRY(question_open(req, &q, &here, e));
    if (!here)
        return OK;
    TRY(question_view(req, &q, &view, e));
    tpl_candidate_question(reply_html(req, 200), &view);
    if (!q.row->has_shown_at && q.section->instrument != NULL)
        req->trace = (struct trace){ .kind = "candidate.question", .own = true, .also = mark_shown };
    return OK;
}

/* web/candidate/question_post.c — POST of a question: for who has no scripts, and for every «дальше». */
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/attempt.h"
#include "gen/tpl/candidate_question.h"
#include "gen/tpl/candidate_taken.h"
#include "web/candidate/pages.h"
#include "web/candidate/question.h"
#include "web/flows/answer_save.h"

const struct field QUESTION_FIELDS[QUESTION_FIELDS_N] = {
    { .name = "answer", .kind = TEXT_LONG, .max_chars = 8000, .many = true },
    { .name = "answer.*", .kind = TEXT_LINE, .max_chars = 8 },
    { .name = "flag", .kind = TEXT_LINE, .max_chars = 1 },
    { .name = "go", .kind = TEXT_LINE, .max_chars = 8 },
    { .name = "lease", .kind = TEXT_LINE, .max_chars = 64 },
    { .name = "rev", .kind = TEXT_LINE, .max_chars = 16 },
    { .name = "take", .kind = TEXT_LINE, .max_chars = 1 },
};

/* Another page writes ---------------------------------------------------------------------------- */

static bool is_carried(const char *name) {
    return strcmp(name, "lease") != 0 && strcmp(name, "take") != 0 && strcmp(name, "csrf") != 0;
}

void taken_reply(struct request *req, const struct room *room, const char *action) {
    struct taken_field *v = ARENA_ARRAY(req->arena, req->form.n + 1, struct taken_field);
    size_t n = 0;
    for (size_t i = 0; i < req->form.n; i++)
        if (is_carried(req->form.values[i].name))
            v[n++] = (struct taken_field){ req->form.values[i].name, req->form.values[i].value };
    struct taken_view view = {
        .page = page_of(req, CHROME_CANDIDATE, msg_candidate_taken_title(req->lang, req->arena), NULL),
        .action = action,
        .home = room->base,
        .fields = { v, n },
    };
    tpl_candidate_taken(reply_html(req, 409), &view);
}

/* Saving ----------------------------------------------------------------------------------------- */

static enum errc save(struct request *req, const struct question *q, const char *lease,
                      struct answer_saved *ret, struct err *e) {
    const struct form *form = &req->form;
    struct answer_field *fields = ARENA_ARRAY(req->arena, form->n + 1, struct answer_field);
    for (size_t i = 0; i < form->n; i++)
        fields[i] = (struct answer_field){ form->values[i].name, form->values[i].value };
    int64_t rev = 0;
    if (text_i64(form_get(form, "rev"), 0, INT64_C(1) << 40, &rev) != OK)
        rev = q->row->has_rev ? q->row->rev : 0;
    struct flow f = flow_of(req);
    struct answer_save_in in = { .attempt_id = q->room.id,
                                 .item = q->row->item,
                                 .lease = lease,
                                 .rev = rev,
                                 .fields = fields,
                                 .fields_n = form->n };
    TRY(answer_save(&f, &in, ret, e));
    bool flagged = form_has(form, "flag", "1");
    return answer_flag(&f, q->room.id, q->row->item, lease, flagged, e);
}

/* Where «дальше», «назад» and «сохранить» lead. */
static const char *where_to(struct request *req, const struct question *q) {
    const char *go = form_get(&req->form, "go");
    long long s = (long long)q->section->position, n = (long long)q->number;
    if (strcmp(go, "back") == 0)
        return n > 1 ? room_path(req, &q->room, "/s/%lld/q/%lld", s, n - 1) : q->room.base;
    if (strcmp(go, "review") == 0 || (strcmp(go, "next") == 0 && n >= q->section->items_n))
        return room_path(req, &q->room, "/s/%lld/review", s);
    return room_path(req, &q->room, "/s/%lld/q/%lld", s, strcmp(go, "next") == 0 ? n + 1 : n);
}

/* The same page with what was typed and why it is not stored yet. */
static enum errc again(struct request *req, const struct question *q,
                       const struct answer_saved *saved, const char *lease, struct err *e) {
    struct question_view v = { 0 };
    enum lang lang = req->lang;
    struct arena *a = req->arena;
    TRY(question_view(req, q, &v, e));
    ask_typed(req, &v.ask, &req->form);
    v.flagged = form_has(&req->form, "flag", "1");
    v.lease = lease;
    v.bar.saved = false;
    v.bar.save_wide = v.bar.save_thin = msg_candidate_run_not_saved(lang, a);
    page_error(&v.page, req, msg_candidate_question_head(lang, a, q->number, q->section->items_n,
                                                         q->section->title));
    if (saved->outcome == ANSWER_DIFFERENT) {
        v.note_title = msg_candidate_conflict_title(lang, a);
        v.note_text = msg_candidate_conflict_text(lang, a);
        tpl_candidate_question(reply_html(req, 409), &v);
        return OK;
    }
    v.ask.error = saved->outcome == ANSWER_TOO_LONG    ? msg_candidate_fault_long(lang, a, saved->max)
                  : saved->outcome == ANSWER_TOO_OFTEN ? msg_candidate_fault_often(lang, a, ANSWER_CHANGES_MAX)
                                                       : ask_fault(req, saved->fault, saved->field, saved->max);
    tpl_candidate_question(reply_html(req, 422), &v);
    return OK;
}

enum errc candidate_question_post(struct request *req, struct err *e) {
    struct question q = { 0 };
    struct answer_saved saved = { 0 };
    bool here = false;
    TRY(question_open(req, &q, &here, e));
    if (!here && (!q.room.consented || q.section->state == SECTION_WAITING))
        return OK;
    const char *lease = form_get(&req->form, "lease");
    if (here && form_has(&req->form, "take", "1")) {
        struct flow f = flow_of(req);
        TRY(lease_take(&f, q.room.id, &lease, e));
        TRY(room_hold(req, &q.room, lease, e));
    }
    TRY(save(req, &q, lease, &saved, e));
    if (!here) /* the time is over; an answer on its way may still have landed */
        return OK;
    long long s = (long long)q.section->position;
    switch (saved.outcome) {
    case ANSWER_STORED:
    case ANSWER_SAME:
        reply_redirect(req, where_to(req, &q));
        return OK;
    case ANSWER_LEASE_LOST:
        taken_reply(req, &q.room, room_path(req, &q.room, "/s/%lld/q/%lld", s, (long long)q.number));
        return OK;
    case ANSWER_CLOSED:
    case ANSWER_LATE:
        reply_redirect(req, room_path(req, &q.room, "/s/%lld/review", s));
        return OK;
    case ANSWER_STALE:
    case ANSWER_DIFFERENT:
    case ANSWER_REFUSED:
    case ANSWER_TOO_LONG:
    case ANSWER_TOO_OFTEN:
        break;
    }
    return again(req, &q, &saved, lease, e);
}

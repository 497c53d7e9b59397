/* GET /desk/requests: what came in and how far each has come. */
#include "web/desk/request/inbox.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/desk.h"
#include "gen/tpl/desk_inbox.h"
#include "web/desk/next_step.h"
#include "web/desk/pages.h"
#include "web/kit/format.h"

static struct next_step step_of(const struct q_desk_requests_row *r, enum lang lang, struct arena *a) {
    const struct next_facts facts = { .state = r->waiting != 0 ? NULL : r->vacancy_state, .read = r->has_read_at,
                                      .people_n = r->people_n, .completed_n = r->completed_n,
                                      .shares_n = r->shares_n, .choices_n = r->choices_n };
    return desk_next_step(&facts, lang, a);
}

static struct inbox_row row_of(const struct request *req, const struct q_desk_requests_row *r) {
    struct arena *a = req->arena;
    struct next_step s = step_of(r, req->lang, a);
    const char *href = arena_printf(a, "/desk/requests/%lld", (long long)r->id);
    return (struct inbox_row){
        .href = href,
        .client = r->client_name,
        .title = r->title,
        .place = r->place,
        .number = r->number,
        .came = desk_when(req->lang, a, r->created_at, req->now_ms),
        .age = desk_age(req->lang, a, r->created_at, req->now_ms),
        .unread = !r->has_read_at && r->waiting != 0 && !r->has_closed_at,
        .stages = desk_stages(s.at, false, a),
        .stage = r->has_closed_at ? msg_desk_stage_closed(req->lang, a) : s.words,
        .next_href = s.tail != NULL ? arena_printf(a, "/desk/vacancies/%lld%s", (long long)r->vacancy_id, s.tail) : href,
        .next_label = r->has_closed_at ? NULL : s.label,
    };
}

/* Those that wait for an answer, then those in work; closed ones are a list of their own. */
static struct inbox_groups groups_of(const struct request *req, const struct q_desk_requests_rows *rows, size_t n,
                                     bool closed) {
    struct arena *a = req->arena;
    struct inbox_row *v = ARENA_ARRAY(a, n, struct inbox_row);
    struct inbox_group *groups = ARENA_ARRAY(a, 2, struct inbox_group);
    size_t waiting_n = 0, groups_n = 0;
    for (size_t i = 0; i < n; i++) {
        v[i] = row_of(req, &rows->v[i]);
        waiting_n += rows->v[i].waiting != 0 && !closed;
    }
    if (waiting_n > 0)
        groups[groups_n++] = (struct inbox_group){ msg_desk_inbox_waiting(req->lang, a), { v, waiting_n } };
    if (waiting_n < n)
        groups[groups_n++] = (struct inbox_group){
            closed ? msg_desk_inbox_closed(req->lang, a) : msg_desk_inbox_working(req->lang, a),
            { v + waiting_n, n - waiting_n }
        };
    return (struct inbox_groups){ groups, groups_n };
}

/* Why the list is empty: nothing ever came, or nothing is open now. */
static enum errc say_empty(const struct request *req, struct inbox_view *view, struct err *e) {
    const struct q_desk_request_last_row *last = NULL;
    TRY(q_desk_request_last(req->db, req->arena, &last, e));
    view->empty_title = view->closed ? msg_desk_inbox_empty_closed(req->lang, req->arena)
                                     : msg_desk_inbox_empty(req->lang, req->arena);
    view->empty_text = last->has_at ? msg_desk_inbox_last(req->lang, req->arena,
                                                          format_date(req->lang, req->arena, last->at))
                                    : msg_desk_inbox_never(req->lang, req->arena);
    return OK;
}

enum errc desk_inbox(struct request *req, struct err *e) {
    struct arena *a = req->arena;
    bool closed = strcmp(form_get(&req->form, "list"), "closed") == 0;
    const struct q_desk_request_counts_row *counts = NULL;
    struct q_desk_requests_rows rows = { 0 };
    TRY(q_desk_request_counts(req->db, a, &counts, e));
    TRY(q_desk_requests(req->db, closed ? 1 : 0, (desk_page(req) - 1) * DESK_PAGE_ROWS, a, &rows, e));
    bool more = rows.n > DESK_PAGE_ROWS;
    struct inbox_view view = {
        .page = page_of(req, CHROME_DESK, msg_desk_inbox_title(req->lang, a), "requests"),
        .summary = counts->unread_n > 0 ? msg_desk_inbox_unread(req->lang, a, counts->unread_n) : NULL,
        .open_label = msg_desk_inbox_open_n(req->lang, a, counts->open_n),
        .closed_label = msg_desk_inbox_closed_n(req->lang, a, counts->closed_n),
        .closed = closed,
        .groups = groups_of(req, &rows, more ? DESK_PAGE_ROWS : rows.n, closed),
        .pager = desk_pager(req, closed ? "list=closed&" : "", more),
    };
    if (rows.n == 0)
        TRY(say_empty(req, &view, e));
    tpl_desk_inbox(reply_html(req, 200), &view);
    return OK;
}

enum errc desk_home(struct request *req, struct err *e) {
    (void)e;
    reply_redirect(req, "/desk/requests");
    return OK;
}

/* GET /desk/vacancies: every vacancy, the newest first. */
#include "web/desk/vacancy/vacancies.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/desk.h"
#include "gen/tpl/desk_vacancies.h"
#include "web/desk/next_step.h"
#include "web/desk/pages.h"
#include "web/kit/format.h"
#include "web/kit/states.h"

static void set_next(struct vacancies_row *row, const struct q_desk_vacancies_row *v, enum lang lang,
                     struct arena *a) {
    const struct next_facts facts = { .state = v->state, .people_n = v->people_n, .completed_n = v->done_n,
                                      .shares_n = v->shares_n, .choices_n = v->choices_n };
    struct next_step step = desk_next_step(&facts, lang, a);
    row->next_label = step.label;
    row->next_href = arena_printf(a, "%s%s", row->href, step.tail);
}

static struct vacancies_row row_of(const struct request *req, const struct q_desk_vacancies_row *v) {
    struct arena *a = req->arena;
    struct vacancies_row row = {
        .href = arena_printf(a, "/desk/vacancies/%lld", (long long)v->id),
        .title = v->title,
        .client = v->client_name,
        .place = v->place,
        .state = desk_state_word(req->lang, a, v->state),
        .state_kind = vacancy_state_of_word(v->state) == VACANCY_OPEN ? "new" : "",
        .closes = desk_when(req->lang, a, v->closes_at, req->now_ms),
        .version = v->version == 0 ? msg_desk_version_none(req->lang, a)
                   : v->draft_n > 0 ? msg_desk_version_and_draft(req->lang, a, v->version)
                                    : msg_desk_version(req->lang, a, v->version),
        .invited_n = v->invited_n,
        .begun_n = v->begun_n,
        .completed_n = v->completed_n,
    };
    set_next(&row, v, req->lang, a);
    return row;
}

enum errc desk_vacancies(struct request *req, struct err *e) {
    struct arena *a = req->arena;
    struct q_desk_vacancies_rows found = { 0 };
    TRY(q_desk_vacancies(req->db, (desk_page(req) - 1) * DESK_PAGE_ROWS, a, &found, e));
    bool more = found.n > DESK_PAGE_ROWS;
    size_t n = more ? DESK_PAGE_ROWS : found.n;
    struct vacancies_row *rows = ARENA_ARRAY(a, n, struct vacancies_row);
    for (size_t i = 0; i < n; i++)
        rows[i] = row_of(req, &found.v[i]);
    struct vacancies_view view = {
        .page = page_of(req, CHROME_DESK, msg_layout_vacancies(req->lang, a), "vacancies"),
        .rows = { rows, n },
        .pager = desk_pager(req, "", more),
    };
    tpl_desk_vacancies(reply_html(req, 200), &view);
    return OK;
}

/* GET /v/{slug}: an open vacancy, what its test is like, and the form to apply. */
#include "web/public/vacancy.h"

#include <string.h>

#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "gen/msg.h"
#include "gen/sql/public.h"
#include "gen/tpl/notice.h"
#include "gen/tpl/public_vacancy.h"
#include "web/kit/app.h"
#include "web/kit/format.h"
#include "web/kit/states.h"
#include "web/public/apply.h"
#include "web/public/pages.h"
#include "web/public/unready.h"

/* The test ---------------------------------------------------------------------------------- */

struct test_outline test_outline(const struct pack *pack, const char *const *codes, size_t n,
                                 enum lang lang, struct arena *a) {
    struct test_part *v = ARENA_ARRAY(a, n + 1, struct test_part);
    int64_t *minutes = ARENA_ARRAY(a, n + 1, int64_t);
    v[0].title = pack->form_title.in[lang];
    minutes[0] = pack->form_planned_min;
    int64_t all = pack->form_planned_min;
    size_t parts = 1;
    for (size_t i = 0; i < n; i++) {
        size_t at = pack_find_instrument(pack, codes[i]);
        if (at == PACK_NONE)
            continue;
        v[parts].title = pack->instruments[at].title.in[lang];
        minutes[parts] = pack->instruments[at].planned_min;
        all += minutes[parts++];
    }
    int64_t before = 0;
    for (size_t i = 0; i < parts; i++) {
        v[i].minutes = msg_vacancy_minutes(lang, a, minutes[i]);
        v[i].x = format_percent_attr(a, 100.0 * (double)before / (double)all);
        v[i].first = i == 0;
        before += minutes[i];
    }
    return (struct test_outline){ { v, parts }, all };
}

static enum errc outline(const struct request *req, const struct q_vacancy_by_slug_row *row,
                         const struct pack *pack, struct test_outline *ret, struct err *e) {
    struct q_vacancy_instruments_rows rows = { 0 };
    TRY(q_vacancy_instruments(req->db, row->instruction_id, req->arena, &rows, e));
    const char **codes = ARENA_ARRAY(req->arena, rows.n, const char *);
    for (size_t i = 0; i < rows.n; i++)
        codes[i] = rows.v[i].instrument;
    *ret = test_outline(pack, codes, rows.n, req->lang, req->arena);
    return OK;
}

/* The instruction in short ---------------------------------------------------------------------- */

static enum errc read_duties(const struct request *req, int64_t instruction_id,
                             struct public_vacancy_view *view, struct err *e) {
    struct q_vacancy_duties_rows rows = { 0 };
    TRY(q_vacancy_duties(req->db, instruction_id, req->arena, &rows, e));
    const char **v = ARENA_ARRAY(req->arena, rows.n, const char *);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = rows.v[i].text;
    view->duties = (struct text_list){ v, rows.n };
    return OK;
}

static enum errc read_requirements(const struct request *req, int64_t instruction_id,
                                   struct public_vacancy_view *view, struct err *e) {
    struct q_vacancy_requirements_rows rows = { 0 };
    TRY(q_vacancy_requirements(req->db, instruction_id, req->arena, &rows, e));
    const char **graded = ARENA_ARRAY(req->arena, rows.n, const char *);
    const char **gates = ARENA_ARRAY(req->arena, rows.n, const char *);
    size_t graded_n = 0, gates_n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        if (requirement_kind_of_word(rows.v[i].kind) == REQUIREMENT_GATE)
            gates[gates_n++] = rows.v[i].text;
        else if (rows.v[i].weight > 0)
            graded[graded_n++] = rows.v[i].text;
    }
    view->requirements = (struct text_list){ graded, graded_n };
    view->must_haves = (struct text_list){ gates, gates_n };
    return OK;
}

/* The page ---------------------------------------------------------------------------------------- */

static void show_closed(struct request *req, const struct q_vacancy_by_slug_row *row) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    struct notice_view view = {
        .title = msg_vacancy_closed(l, a),
        .lead = msg_vacancy_closed_lead(l, a, row->title, row->client_name),
        .text = msg_vacancy_closed_text(l, a),
        .link = public_path(l, a, "/"),
        .link_label = msg_error_home(l, a),
    };
    view.page = page_of(req, CHROME_PUBLIC, view.title, NULL);
    view.page.public_page = false;
    tpl_notice(reply_html(req, 410), &view);
}

enum errc vacancy_open(struct request *req, const struct q_vacancy_by_slug_row **ret_row,
                       struct err *e) {
    const struct q_vacancy_by_slug_row *row = NULL;
    TRY(q_vacancy_by_slug(req->db, req->params[0], req->arena, &row, e));
    if (row == NULL || vacancy_state_of_word(row->state) == VACANCY_DRAFT)
        return ERR(e, E_NOT_FOUND, "no vacancy has this slug");
    if (vacancy_state_of_word(row->state) != VACANCY_OPEN || row->closes_at <= req->now_ms) {
        show_closed(req, row);
        row = NULL;
    } else if (public_unready(req)) {
        row = NULL;
    }
    *ret_row = row;
    return OK;
}

enum errc vacancy_show(struct request *req, const struct q_vacancy_by_slug_row *row, int status,
                       const struct typed *typed, const struct form_errors *errors,
                       struct trap_view trap, const char *again, struct err *e) {
    const struct app *app = req->app;
    const struct pack *pack = app_pack(app, row->pack);
    if (pack == NULL)
        return ERR(e, E_INTERNAL, "pack %s is not installed", row->pack);
    struct arena *a = req->arena;
    struct public_vacancy_view view = {
        .page = page_of(req, CHROME_PUBLIC, row->title, NULL),
        .errors = *errors,
        .trap = trap,
        .again = again,
        .title = row->title,
        .client = row->client_name,
        .place = row->place,
        .until = format_moment(req->lang, a, row->closes_at),
        .content_tag = row->lang,
        .fields = apply_fields(req, typed, errors),
        .action = req->path,
        .privacy = public_path(req->lang, a, "/privacy"),
    };
    view.action = public_path(req->lang, a, arena_printf(a, "/v/%s", req->params[0]));
    if (errors->n > 0)
        page_error(&view.page, req, row->title);
    TRY(read_duties(req, row->instruction_id, &view, e));
    TRY(read_requirements(req, row->instruction_id, &view, e));
    TRY(outline(req, row, pack, &view.test, e));
    tpl_public_vacancy(reply_html(req, status), &view);
    return OK;
}

enum errc public_vacancy(struct request *req, struct err *e) {
    const struct q_vacancy_by_slug_row *row = NULL;
    TRY(vacancy_open(req, &row, e));
    if (row == NULL)
        return OK;
    struct typed typed = apply_typed(req);
    struct form_errors errors = { .n = 0 };
    TRY(vacancy_show(req, row, 200, &typed, &errors, trap_new(req, APPLY_FORM), NULL, e));
    req->reply.cacheable = true; /* so that Back finds the fields as they were typed */
    return OK;
}

#include "web/desk/parts.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/clock.h"
#include "daemon/base/text.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/desk.h"
#include "web/flows/flow.h"
#include "web/guard/guard.h"
#include "web/kit/app.h"
#include "web/kit/format.h"
#include "web/kit/states.h"

static const int64_t ID_MAX = INT64_C(1) << 53;

enum errc desk_id(const struct request *req, size_t n, int64_t *ret_id, struct err *e) {
    if (text_i64(req->params[n], 1, ID_MAX, ret_id) != OK)
        return ERR(e, E_NOT_FOUND, "no such id");
    return OK;
}

enum errc desk_vacancy_of(const struct request *req, const struct q_desk_vacancy_row **ret, struct err *e) {
    int64_t id = 0;
    TRY(desk_id(req, 0, &id, e));
    TRY(q_desk_vacancy(req->db, id, req->arena, ret, e));
    return *ret != NULL ? OK : ERR(e, E_NOT_FOUND, "no such vacancy");
}

/* Pages of a list --------------------------------------------------------------------------------- */

int64_t desk_page(const struct request *req) {
    int64_t page = 1;
    return text_i64(form_get(&req->form, "page"), 1, DESK_PAGES_MAX, &page) == OK ? page : 1;
}

struct pager_view desk_pager(const struct request *req, const char *query, bool more) {
    int64_t page = desk_page(req);
    struct pager_view p = { .page = page };
    if (page > 1)
        p.before = arena_printf(req->arena, "%s?%spage=%lld", req->path, query, (long long)page - 1);
    if (more && page < DESK_PAGES_MAX)
        p.after = arena_printf(req->arena, "%s?%spage=%lld", req->path, query, (long long)page + 1);
    return p;
}

/* Stages -------------------------------------------------------------------------------------------- */

struct desk_stages_view desk_stages(int at, bool wide, struct arena *a) {
    CHECK(at >= 0 && at < STAGES);
    struct stage_dot *dots = ARENA_ARRAY(a, STAGES, struct stage_dot);
    for (int i = 0; i < STAGES; i++) {
        const char *x = arena_printf(a, "%d%%", i * 100 / (STAGES - 1));
        if (i < at)
            dots[i] = wide ? (struct stage_dot){ "pt", x, "5" } : (struct stage_dot){ "src", x, "1.5" };
        else if (i == at)
            dots[i] = (struct stage_dot){ "pt me", x, wide ? "7.5" : "5" };
        else
            dots[i] = wide ? (struct stage_dot){ "ahead", x, "3.75" } : (struct stage_dot){ "todo", x, "2" };
    }
    return (struct desk_stages_view){ .width = wide ? "100%" : "72", .height = wide ? "13" : "12",
                                 .here = dots[at].x, .begun = at > 0, .ended = at == STAGES - 1,
                                 .dots = { dots, STAGES } };
}

const char *desk_url(const struct request *req, const char *path) {
    const struct app *app = req->app;
    const char *host = request_header(req, "Host");
    if (app->public_url != NULL)
        return arena_printf(req->arena, "%s%s", app->public_url, path);
    return host != NULL ? arena_printf(req->arena, "http://%s%s", host, path) : path;
}

/* Time ---------------------------------------------------------------------------------------------- */

const char *desk_age(enum lang lang, struct arena *a, int64_t at_ms, int64_t now_ms) {
    int64_t age = now_ms > at_ms ? now_ms - at_ms : 0;
    if (age < HOUR_MS)
        return msg_desk_age_minutes(lang, a, age / MINUTE_MS);
    if (age < DAY_MS)
        return msg_desk_age_hours(lang, a, age / HOUR_MS);
    return msg_desk_age_days(lang, a, age / DAY_MS);
}

const char *desk_when(enum lang lang, struct arena *a, int64_t at_ms, int64_t now_ms) {
    const int64_t half_year = 180 * DAY_MS;
    const char *today = format_date(lang, a, now_ms), *then = format_date(lang, a, at_ms);
    if (strcmp(today, then) == 0)
        return msg_desk_today(lang, a, format_time(lang, a, at_ms));
    int64_t distance = now_ms > at_ms ? now_ms - at_ms : at_ms - now_ms;
    return distance < half_year ? format_day(lang, a, at_ms) : then;
}

/* The head of a vacancy's pages ----------------------------------------------------------------------- */

const char *desk_state_word(enum lang lang, struct arena *a, const char *state) {
    if (vacancy_state_of_word(state) == VACANCY_DRAFT)
        return msg_desk_state_draft(lang, a);
    return vacancy_state_of_word(state) == VACANCY_OPEN ? msg_desk_state_open(lang, a) : msg_desk_state_closed(lang, a);
}

struct vacancy_head desk_head(const struct request *req, const struct q_desk_vacancy_row *v, const char *current) {
    struct arena *a = req->arena;
    enum lang lang = req->lang;
    const struct {
        const char *name, *tail, *label;
    } TABS[] = {
        { "overview", "", msg_desk_tab_overview(lang, a) },
        { "instruction", "/instruction", msg_desk_tab_instruction(lang, a) },
        { "plan", "/plan", msg_desk_tab_plan(lang, a) },
        { "invitations", "/invitations", msg_desk_tab_invitations(lang, a) },
        { "shortlist", "/shortlist", msg_desk_tab_shortlist(lang, a) },
    };
    struct menu_entry *tabs = ARENA_ARRAY(a, COUNT(TABS), struct menu_entry);
    for (size_t i = 0; i < COUNT(TABS); i++)
        tabs[i] = (struct menu_entry){ arena_printf(a, "/desk/vacancies/%lld%s", (long long)v->id, TABS[i].tail),
                                       TABS[i].label, strcmp(TABS[i].name, current) == 0 };
    return (struct vacancy_head){
        .id = v->id,
        .title = v->title,
        .client = v->client_name,
        .lang = lang_tag(lang_of_tag(v->lang)),
        .tag = desk_state_word(lang, a, v->state),
        .tag_kind = vacancy_state_of_word(v->state) == VACANCY_OPEN ? "new" : "",
        .request_href = arena_printf(a, "/desk/requests/%lld", (long long)v->request_id),
        .request_label = msg_desk_request_number(lang, a, v->request_number),
        .tabs = { tabs, COUNT(TABS) },
    };
}

const char *desk_name(const char *sentence, struct arena *a) {
    size_t n = strlen(sentence);
    return n > 1 && sentence[n - 1] == '.' && sentence[n - 2] != '.' ? arena_strndup(a, sentence, n - 1) : sentence;
}

enum errc desk_viewed_more(struct request *req, const char *page, int64_t object, const char *more,
                           struct err *e) {
    req->trace = (struct trace){ .kind = page, .object = object, .more = more };
    if (req->method == HTTP_GET)
        return OK;
    enum errc code = guard_record(req, e); /* on the writer already */
    req->trace = (struct trace){ .kind = NULL };
    return code;
}

enum errc desk_viewed(struct request *req, const char *page, int64_t object, struct err *e) {
    return desk_viewed_more(req, page, object, NULL, e);
}

const char *desk_typed(const struct request *req, const char *name) {
    for (size_t i = 0; i < req->form.n; i++)
        if (strcmp(req->form.values[i].name, name) == 0)
            return req->form.values[i].value;
    return NULL;
}

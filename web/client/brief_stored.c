/* The brief as it is stored: as a form again, and in short for the status page. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "daemon/base/clock.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/client.h"
#include "web/client/brief.h"
#include "web/flows/flow.h"
#include "web/flows/person.h"
#include "web/kit/app.h"
#include "web/kit/format.h"
#include "web/kit/states.h"

static const char *text_or_empty(const char *s) {
    return s != NULL ? s : "";
}

int64_t brief_date_day(const char *iso) {
    struct tm tm = { 0 };
    if (iso == NULL || strlen(iso) != 10)
        return -1;
    const char *end = strptime(iso, "%Y-%m-%d", &tm);
    if (end == NULL || *end != '\0')
        return -1;
    int day = tm.tm_mday;
    time_t at = timegm(&tm); /* moves the 31st of February into March */
    return tm.tm_mday == day && at >= 0 ? (int64_t)at / 86400 : -1;
}

const char *brief_date(enum lang lang, struct arena *a, const char *iso) {
    int64_t day = brief_date_day(iso);
    return day >= 0 ? format_date(lang, a, day * DAY_MS) : NULL;
}

static enum errc read_gates(struct request *req, int64_t request_id, struct brief_form *form,
                            struct err *e) {
    struct q_brief_gates_rows rows = { 0 };
    TRY(q_brief_gates(req->db, request_id, req->arena, &rows, e));
    const char **gates = ARENA_ARRAY(req->arena, rows.n, const char *);
    size_t own = 0;
    for (size_t i = 0; i < rows.n; i++) {
        if (rows.v[i].field != NULL)
            gates[form->gates_n++] = rows.v[i].field;
        else if (own < BRIEF_OWN_MAX)
            form->own[own++] = rows.v[i].text;
    }
    form->gates = gates;
    return OK;
}

static enum errc read_duties(struct request *req, int64_t request_id, struct brief_form *form,
                             struct err *e) {
    struct q_brief_duties_rows rows = { 0 };
    TRY(q_brief_duties(req->db, request_id, req->arena, &rows, e));
    const char **duties = ARENA_ARRAY(req->arena, rows.n, const char *);
    for (size_t i = 0; i < rows.n; i++)
        duties[i] = rows.v[i].duty;
    form->duties = duties;
    form->duties_n = rows.n;
    return OK;
}

enum errc brief_stored(struct request *req, const struct q_client_request_row *row,
                       struct brief_form *ret_form, bool *ret_exists, struct err *e) {
    struct brief_form form = { .pack = app_pack(req->app, row->pack), .segment = "", .size = "", .headcount = "1", .start_when = "",
                               .own = { "", "", "" }, .authority = "", .pay = "", .decide_by = "",
                               .decider = "" };
    const struct q_brief_get_row *brief = NULL;
    if (form.pack == NULL)
        return ERR(e, E_INTERNAL, "no pack %s is loaded", row->pack);
    TRY(q_brief_get(req->db, row->id, req->arena, &brief, e));
    *ret_exists = brief != NULL;
    if (brief != NULL) {
        struct flow flow = flow_of(req);
        const char *decider = NULL;
        TRY(person_open(&flow, row->person_id, SEAL_BRIEF_NOTE, row->id, brief->note_sealed, &decider, e));
        form.segment = brief->segment;
        form.size = brief->size;
        form.headcount = arena_printf(req->arena, "%lld", (long long)brief->headcount);
        form.start_when = brief->start_when;
        form.authority = text_or_empty(brief->authority);
        form.pay = text_or_empty(brief->pay);
        form.decide_by = text_or_empty(brief->decide_by);
        form.decider = text_or_empty(decider);
        TRY(read_duties(req, row->id, &form, e));
        TRY(read_gates(req, row->id, &form, e));
    }
    *ret_form = form;
    return OK;
}

/* In short -------------------------------------------------------------------------------------- */

static const char *segment_name(const struct request *req, const struct brief_form *form) {
    size_t at = pack_find_segment(form->pack, form->segment);
    return at != PACK_NONE ? form->pack->segments[at].name.in[req->lang] : form->segment;
}

const char *brief_start_name(const struct request *req, enum start_when when) {
    return when == START_TWO_WEEKS ? msg_brief_two_weeks(req->lang, req->arena)
           : when == START_MONTH   ? msg_brief_month(req->lang, req->arena)
                                   : msg_brief_later(req->lang, req->arena);
}

/* "First; second": the duties that were ticked, by their names in the pack. */
static const char *duty_names(const struct request *req, const struct brief_form *form) {
    const char *all = "";
    for (size_t i = 0; i < form->duties_n; i++) {
        size_t at = pack_find_duty(form->pack, form->duties[i]);
        const char *name = at != PACK_NONE ? form->pack->duties[at].brief.in[req->lang] : form->duties[i];
        all = arena_printf(req->arena, "%s%s%s", all, *all != '\0' ? "; " : "", name);
    }
    return all;
}

/* The must-haves by their words: those of the questionnaire, then the client's own. */
static const char *must_names(const struct request *req, const struct brief_form *form) {
    const char *all = "";
    for (size_t i = 0; i < form->pack->fields_n; i++)
        for (size_t k = 0; k < form->gates_n; k++)
            if (strcmp(form->pack->fields[i].code, form->gates[k]) == 0)
                all = arena_printf(req->arena, "%s%s%s", all, *all != '\0' ? "; " : "",
                                   form->pack->fields[i].gate_text.in[req->lang]);
    for (size_t i = 0; i < BRIEF_OWN_MAX; i++)
        if (*form->own[i] != '\0')
            all = arena_printf(req->arena, "%s%s%s", all, *all != '\0' ? "; " : "", form->own[i]);
    return all;
}

static const char *size_name(const struct request *req, const struct brief_form *form) {
    size_t at = pack_find_size(form->pack, form->size);
    return at != PACK_NONE ? form->pack->sizes[at].name.in[req->lang] : form->size;
}

enum errc brief_facts(struct request *req, const struct q_client_request_row *row,
                      const struct q_brief_get_row *brief, struct fact_views *ret, struct err *e) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    struct brief_form form = { 0 };
    bool exists = false;
    TRY(brief_stored(req, row, &form, &exists, e));
    const struct fact_view all[] = {
        { msg_brief_segment_short(l, a), segment_name(req, &form) },
        { msg_brief_size_short(l, a), size_name(req, &form) },
        { msg_brief_headcount(l, a), form.headcount },
        { msg_brief_start_when(l, a), brief_start_name(req, start_when_of_word(brief->start_when)) },
        { msg_brief_duties_short(l, a), duty_names(req, &form) },
        { msg_brief_must_short(l, a), must_names(req, &form) },
        { msg_brief_authority(l, a), form.authority },
        { msg_brief_pay(l, a), form.pay },
        { msg_brief_decider(l, a), form.decider },
        { msg_brief_decide_by(l, a), brief_date(l, a, form.decide_by) },
    };
    size_t n = 0;
    struct fact_view *v = ARENA_ARRAY(a, sizeof all / sizeof all[0], struct fact_view);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i].value != NULL && *all[i].value != '\0')
            v[n++] = all[i];
    *ret = (struct fact_views){ v, n };
    return OK;
}

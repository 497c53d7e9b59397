/* The name behind the code: hidden until a colleague opens it with a reason, and who opened it so far. */
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "web/desk/application/application.h"
#include "web/desk/shortlist_pages.h"
#include "web/flows/name_open.h"
#include "web/flows/person.h"
#include "web/kit/format.h"

static const char *reason_word(const char *reason, enum lang lang, struct arena *a) {
    return strcmp(reason, "interview") == 0 ? msg_application_name_interview(lang, a)
           : strcmp(reason, "asked") == 0   ? msg_application_name_asked(lang, a)
           : strcmp(reason, "data") == 0    ? msg_application_name_data(lang, a)
                                            : msg_application_name_other(lang, a);
}

/* The page ------------------------------------------------------------------------------------------------ */

static struct choice_views reasons(const struct application_page *p, const struct application_typed *typed) {
    struct arena *a = p->req->arena;
    struct choice_view *v = ARENA_ARRAY(a, NAME_REASONS_N, struct choice_view);
    for (size_t i = 0; i < NAME_REASONS_N; i++)
        v[i] = (struct choice_view){ .value = NAME_REASONS[i],
                                     .label = reason_word(NAME_REASONS[i], p->req->lang, a),
                                     .chosen = typed != NULL && typed->name_reason != NULL &&
                                               strcmp(typed->name_reason, NAME_REASONS[i]) == 0 };
    return (struct choice_views){ v, NAME_REASONS_N };
}

/* Every opening in words. ret_until: until when the name is open for who looks now; 0 = it is not. */
static enum errc read_openings(const struct application_page *p, struct name_rows *ret, int64_t *ret_until,
                               struct err *e) {
    struct arena *a = p->req->arena;
    struct name_openings rows = { .n = 0 };
    TRY(name_openings(p->flow, p->who->id, p->who->person_id, &rows, e));
    struct name_row *v = ARENA_ARRAY(a, rows.n, struct name_row);
    for (size_t i = 0; i < rows.n; i++) {
        const struct name_opening *r = &rows.v[i];
        v[i] = (struct name_row){ .reason = reason_word(r->reason, p->req->lang, a), .note = r->note };
        TRY(application_by(p, r->by_id, r->at, &v[i].by, e));
        if (r->by_id == p->flow->actor_id && *ret_until < r->at + NAME_OPEN_MS)
            *ret_until = r->at + NAME_OPEN_MS;
    }
    *ret = (struct name_rows){ v, rows.n };
    return OK;
}

enum errc application_name(const struct application_page *p, const struct application_typed *typed,
                           struct application_view *view, struct err *e) {
    struct arena *a = p->req->arena;
    enum lang lang = p->req->lang;
    int64_t until = 0;
    struct name_view *n = &view->name;
    TRY(read_openings(p, &n->history, &until, e));
    n->reasons = reasons(p, typed);
    n->note = typed != NULL && typed->name_note != NULL ? typed->name_note : "";
    if (typed != NULL) {
        n->reason_error = form_error_of(&typed->errors, "name-reason");
        n->note_error = form_error_of(&typed->errors, "name-note");
    }
    if (until <= p->req->now_ms)
        return OK;
    const struct q_short_name_row *row = NULL;
    TRY(q_short_name(p->req->db, p->who->person_id, a, &row, e));
    if (row != NULL)
        TRY(person_open(p->flow, p->who->person_id, SEAL_CANDIDATE_NAME, p->who->person_id, row->name_sealed,
                        &n->shown, e));
    if (n->shown == NULL)
        n->shown = msg_application_name_gone(lang, a);
    n->until = msg_application_name_until(lang, a, format_moment(lang, a, until));
    return OK;
}

/* Posting -------------------------------------------------------------------------------------------------- */

enum errc application_open_name(struct request *req, struct err *e) {
    struct arena *a = req->arena;
    const struct q_short_application_row *who = NULL;
    TRY(q_short_application(req->db, req->params[0], a, &who, e));
    if (who == NULL)
        return ERR(e, E_NOT_FOUND, "no application has this code");
    struct application_typed *typed = ARENA_NEW(a, struct application_typed);
    typed->name_reason = form_get(&req->form, "name_reason");
    typed->name_note = form_get(&req->form, "name_note");
    if (!name_reason_is(typed->name_reason))
        form_error(&typed->errors, "name-reason", msg_application_name_no_reason(req->lang, a));
    if (form_fault_of(&req->form, "name_note") != FORM_FINE)
        form_error(&typed->errors, "name-note", msg_form_too_long(req->lang, a, NAME_NOTE_MAX));
    else if (strcmp(typed->name_reason, NAME_REASON_OTHER) == 0 && typed->name_note[0] == '\0')
        form_error(&typed->errors, "name-note", msg_application_name_no_note(req->lang, a));
    if (typed->errors.n > 0)
        return application_show(req, 422, typed, e);
    struct flow f = flow_of(req);
    TRY(name_open(&f, who->id, typed->name_reason, typed->name_note, e));
    reply_redirect(req, arena_printf(a, "/desk/applications/%s?saved=name", req->params[0]));
    return OK;
}

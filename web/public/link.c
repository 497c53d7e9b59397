/* GET and POST /l/{token}: a private link. Looking at it changes nothing and spends nothing, so that mail
 * scanners may; the button lets the browser in and leads to an address without the token. */
#include "daemon/auth/link.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/http/rate.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/attempt.h"
#include "gen/sql/link.h"
#include "gen/sql/public.h"
#include "gen/tpl/notice.h"
#include "gen/tpl/public_link.h"
#include "web/flows/attempt.h"
#include "web/flows/contact.h"
#include "web/flows/flow.h"
#include "web/flows/person.h"
#include "web/guard/enter.h"
#include "web/guard/guard.h"
#include "web/kit/app.h"
#include "web/kit/format.h"
#include "web/kit/layout.h"
#include "web/kit/texts.h"
#include "web/kit/states.h"
#include "web/public/link.h"
#include "web/public/pages.h"

/* What a link opens: exactly one of the three is set. */
struct opened {
    const struct link *link;
    const struct q_link_request_row *request;
    const struct q_link_vacancy_row *vacancy;
    const struct q_link_application_row *application;
};

static enum errc find_object(struct request *req, struct opened *o, struct err *e) {
    const struct link *l = o->link;
    struct arena *a = req->arena;
    if (link_purpose_of_word(l->purpose) == LINK_STATUS)
        TRY(q_link_request(req->db, l->object_id, l->owner_id, a, &o->request, e));
    else if (link_purpose_of_word(l->purpose) == LINK_PORTAL)
        TRY(q_link_vacancy(req->db, l->object_id, l->owner_id, a, &o->vacancy, e));
    else if (link_purpose_of_word(l->purpose) == LINK_INVITE)
        TRY(q_link_application(req->db, l->object_id, l->owner_id, a, &o->application, e));
    if (o->request == NULL && o->vacancy == NULL && o->application == NULL)
        return ERR(e, E_NOT_FOUND, "the link leads to nothing that is there");
    return OK;
}

/* 410: the link was real, and there is something to do about it. */
static void show_over(struct request *req, const struct opened *o) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    const char *contacts = texts_contacts(((const struct app *)req->app)->texts);
    bool invite = link_purpose_of_word(o->link->purpose) == LINK_INVITE;
    struct notice_view view = {
        .title = msg_link_over(l, a),
        .lead = o->link->revoked_at != 0 ? msg_link_revoked(l, a)
                                         : msg_link_expired(l, a, format_date(l, a, o->link->expires_at)),
        .text = invite             ? msg_link_over_invite(l, a)
                : contacts != NULL ? msg_link_over_client_ask(l, a, contacts)
                                   : msg_link_over_client(l, a),
        .link = public_path(l, a, "/"),
        .link_label = msg_error_home(l, a),
    };
    view.page = page_of(req, CHROME_CLIENT, view.title, NULL);
    tpl_notice(reply_html(req, 410), &view);
}

/* A link has no language in its address: who has not chosen one is spoken to in the language they wrote in. */
static void speak(struct request *req, const struct opened *o) {
    const char *tag = o->request != NULL     ? o->request->lang
                      : o->vacancy != NULL ? o->vacancy->lang
                                           : o->application->lang;
    if (request_cookie(req, LANGUAGE_COOKIE) == NULL)
        req->lang = lang_of_tag(tag);
}

/* Only tokens that nobody has are counted: a classroom opens its links from one address. */
static enum errc guessed(struct request *req, struct err *e) {
    if (!rate_take(RATE_LINK, req->peer.bucket, req->now_ms, &req->retry_after_s))
        return ERR(e, E_RATE, "too many unknown links");
    return ERR(e, E_NOT_FOUND, "no such link");
}

/* The link in the address and what it opens. *ret_over: the page that says so was replied. */
static enum errc find(struct request *req, struct opened *o, bool *ret_over, struct err *e) {
    const struct app *app = req->app;
    *ret_over = false;
    TRY(link_find(req->db, app->keys, NULL, req->params[0], req->arena, &o->link, e));
    if (o->link == NULL)
        return guessed(req, e);
    TRY(find_object(req, o, e));
    speak(req, o);
    if (!link_lives(o->link, req->now_ms)) {
        show_over(req, o);
        *ret_over = true;
    }
    return OK;
}

/* The page behind the link, NULL while it cannot be named (an invitation without an attempt). */
static enum errc target(struct request *req, const struct opened *o, const char **ret, struct err *e) {
    struct arena *a = req->arena;
    *ret = NULL;
    if (o->request != NULL) {
        *ret = arena_printf(a, "/r/%lld", (long long)o->request->id);
    } else if (o->vacancy != NULL) {
        *ret = arena_printf(a, "/c/vacancies/%lld", (long long)o->vacancy->id);
    } else {
        const struct q_attempt_of_application_row *attempt = NULL;
        TRY(q_attempt_of_application(req->db, o->application->id, a, &attempt, e));
        if (attempt != NULL)
            *ret = arena_printf(a, "/t/%lld", (long long)attempt->id);
    }
    return OK;
}

/* Does this browser hold what the link gives already? */
static enum errc is_inside(struct request *req, const struct opened *o, bool *ret, struct err *e) {
    enum audience who = o->application != NULL ? AUD_CANDIDATE : AUD_CLIENT;
    int64_t held = 0;
    const char *hash = NULL;
    TRY(guard_session_of(req, who, &held, &hash, e));
    *ret = hash != NULL && held == o->link->owner_id;
    if (!*ret || who == AUD_CANDIDATE)
        return OK;
    const struct q_grant_has_row *grant = NULL;
    TRY(q_grant_has(req->db, hash, o->link->purpose, o->link->object_id, req->arena, &grant, e));
    *ret = grant->n > 0;
    return OK;
}

/* The page -------------------------------------------------------------------------------------- */

static enum errc tell_client(struct request *req, const struct opened *o, struct link_view *v,
                             struct err *e) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    struct flow flow = flow_of(req);
    bool request = o->request != NULL;
    int64_t person = request ? o->request->person_id : o->vacancy->person_id;
    int64_t row = request ? o->request->id : o->vacancy->request_id;
    const char *sealed = request ? o->request->address_sealed : o->vacancy->address_sealed;
    const char *address = NULL;
    TRY(person_open(&flow, person, SEAL_REQUEST_ADDRESS, row, sealed, &address, e));
    v->whose = address != NULL ? contact_masked(a, address) : NULL;
    v->client = request ? o->request->client_name : o->vacancy->client_name;
    v->meta = msg_link_private(l, a);
    v->title = request ? msg_link_status(l, a, o->request->number) : msg_link_portal(l, a);
    v->lead = request ? o->request->title : o->vacancy->title;
    v->button = request ? msg_link_status_open(l, a) : msg_link_portal_open(l, a);
    v->after = msg_link_forward(l, a);
    return OK;
}

static enum errc outline(struct request *req, const struct pack *pack, int64_t application_id,
                         struct test_outline *ret, struct err *e) {
    const struct q_application_for_attempt_row *from = NULL;
    struct q_vacancy_instruments_rows rows = { 0 };
    TRY(q_application_for_attempt(req->db, application_id, req->arena, &from, e));
    if (from != NULL)
        TRY(q_vacancy_instruments(req->db, from->instruction_id, req->arena, &rows, e));
    const char **codes = ARENA_ARRAY(req->arena, rows.n, const char *);
    for (size_t i = 0; i < rows.n; i++)
        codes[i] = rows.v[i].instrument;
    *ret = test_outline(pack, codes, rows.n, req->lang, req->arena);
    return OK;
}

static enum errc tell_candidate(struct request *req, const struct q_link_application_row *row,
                                struct link_view *v, struct err *e) {
    const struct app *app = req->app;
    const struct pack *pack = app_pack(app, row->pack);
    enum lang l = req->lang;
    struct arena *a = req->arena;
    struct flow flow = flow_of(req);
    const char *email = NULL;
    if (pack == NULL)
        return ERR(e, E_INTERNAL, "pack %s is not installed", row->pack);
    TRY(person_open(&flow, row->person_id, SEAL_CANDIDATE_EMAIL, row->person_id, row->email_sealed,
                    &email, e));
    TRY(outline(req, pack, row->id, &v->test, e));
    bool begun = application_state_of_word(row->state) == APPLICATION_TESTING, done = application_state_of_word(row->state) == APPLICATION_COMPLETED;
    bool left = row->has_withdrawn_at;
    v->invite = !done && !left;
    v->whose = email != NULL ? format_masked_email(a, email) : NULL;
    v->client = row->client_name;
    v->meta = msg_link_invite_until(l, a, format_moment(l, a, row->closes_at));
    v->title = left ? msg_link_invite_left(l, a)
               : done ? msg_link_invite_done(l, a)
               : begun ? msg_link_invite_again(l, a)
                       : msg_link_invite(l, a);
    v->lead = msg_link_invite_lead(l, a, row->title, row->client_name, row->place);
    v->button = left    ? msg_link_invite_left_open(l, a)
                : done  ? msg_link_invite_result(l, a)
                : begun ? msg_link_invite_continue(l, a)
                        : msg_link_invite_start(l, a);
    v->after = left ? msg_link_invite_left_after(l, a)
               : done ? NULL : msg_link_invite_after(l, a);
    return OK;
}

enum errc public_link(struct request *req, struct err *e) {
    struct opened o = { 0 };
    bool over = false, inside = false;
    TRY(find(req, &o, &over, e));
    if (over)
        return OK;
    const char *path = NULL;
    TRY(is_inside(req, &o, &inside, e));
    TRY(target(req, &o, &path, e));
    if (inside && path != NULL) {
        reply_redirect(req, path);
        return OK;
    }
    struct link_view view = { .action = req->path,
                              .privacy = public_path(req->lang, req->arena, "/privacy") };
    if (o.application != NULL)
        TRY(tell_candidate(req, o.application, &view, e));
    else
        TRY(tell_client(req, &o, &view, e));
    view.page = page_of(req, o.application != NULL ? CHROME_CANDIDATE : CHROME_CLIENT, view.title, NULL);
    tpl_public_link(reply_html(req, 200), &view);
    return OK;
}

enum errc public_link_open(struct request *req, struct err *e) {
    struct opened o = { 0 };
    bool over = false;
    TRY(find(req, &o, &over, e));
    if (over)
        return OK;
    struct flow flow = flow_of(req);
    if (o.application != NULL) {
        int64_t attempt_id = 0;
        flow.actor = ACTOR_CANDIDATE;
        flow.actor_id = o.application->person_id;
        TRY(attempt_open(&flow, o.application->id, req->lang, &attempt_id, e));
        TRY(flow_audit(&flow, "link.opened", "application", o.application->id, NULL, e));
        const char *page = arena_printf(req->arena, "/t/%lld", (long long)attempt_id);
        return enter_candidate(req, o.application->person_id, o.link->id, o.link->expires_at, page, e);
    }
    const char *path = NULL;
    flow.actor = ACTOR_CLIENT;
    flow.actor_id = o.link->owner_id;
    TRY(flow_audit(&flow, "link.opened", o.request != NULL ? "request" : "vacancy", o.link->object_id, NULL, e));
    TRY(target(req, &o, &path, e));
    return enter_client(req, o.link->owner_id, o.link->purpose, o.link->object_id, path, e);
}

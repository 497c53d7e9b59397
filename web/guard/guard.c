#include "web/guard/guard.h"

#include <string.h>

#include "daemon/auth/session.h"
#include "daemon/auth/staff.h"
#include "daemon/auth/token.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/http/rate.h"
#include "daemon/http/request.h"
#include "daemon/store/db.h"
#include "web/flows/flow.h"
#include "web/guard/error.h"
#include "web/guard/onward.h"
#include "web/guard/seen.h"
#include "web/kit/app.h"

/* One cookie for each kind of session; PRE binds the forms of who has none yet. */
#define COOKIE_STAFF     "s-staff"
#define COOKIE_CANDIDATE "s-candidate"
#define COOKIE_CLIENT    "s-client"
#define COOKIE_PRE       "pre"

enum { SESSION_SHORT = 1000000 }; /* six digits tell the sessions of a day apart */

struct kind {
    enum session_kind session;
    const char *cookie;
};

static struct kind kind_of(unsigned audiences) {
    if (audiences & AUD_STAFF)
        return (struct kind){ SESSION_STAFF, COOKIE_STAFF };
    if (audiences & AUD_CANDIDATE)
        return (struct kind){ SESSION_CANDIDATE, COOKIE_CANDIDATE };
    return (struct kind){ SESSION_CLIENT, COOKIE_CLIENT };
}

/* Language ----------------------------------------------------------------------------------------- */

enum lang guard_language(const struct request *req) {
    if (strncmp(req->path, "/en", 3) == 0 && (req->path[3] == '/' || req->path[3] == '\0'))
        return LANG_EN;
    const char *cookie = request_cookie(req, LANGUAGE_COOKIE);
    bool open = req->route == NULL || req->route->audiences & AUD_ANYONE;
    bool addressed = open && strncmp(req->path, "/l/", 3) != 0 &&
                     strcmp(req->path, "/login") != 0;
    if (addressed || cookie == NULL)
        return LANG_RU; /* a public page's language is its address */
    return lang_of_tag(cookie);
}

/* Visitor ------------------------------------------------------------------------------------------ */

static enum errc staff_visitor(const struct request *req, const struct session *session,
                               struct visitor *v, struct err *e) {
    const struct app *app = req->app;
    const struct staff *staff = NULL;
    TRY(staff_get(req->db, app->keys, session->subject_id, req->arena, &staff, e));
    if (staff == NULL || staff->disabled_at != 0)
        return OK;
    v->audience = staff->role == STAFF_ADMINISTRATOR ? AUD_ADMINISTRATOR : AUD_RECRUITER;
    v->staff_id = staff->id;
    v->staff_name = staff->name;
    return OK;
}

/* Who holds the session; v stays a nobody when it does not live. */
static enum errc fill_visitor(const struct request *req, const struct session *session,
                              struct visitor *v, struct err *e) {
    if (session == NULL)
        return OK;
    switch (session->kind) {
    case SESSION_STAFF:
        TRY(staff_visitor(req, session, v, e));
        break;
    case SESSION_CANDIDATE:
        v->audience = AUD_CANDIDATE;
        v->person_id = session->subject_id;
        break;
    case SESSION_CLIENT:
        v->audience = AUD_CLIENT;
        v->client_id = session->subject_id;
        break;
    }
    if (v->audience != AUD_ANYONE) {
        v->session = session->token_hash;
        v->session_number = session->id;
        v->unseen = session_needs_touch(session, req->now_ms);
    }
    return OK;
}

static enum errc find_visitor(struct request *req, struct visitor *v, struct err *e) {
    const struct app *app = req->app;
    *v = (struct visitor){ .audience = AUD_ANYONE };
    if (req->route->audiences & (AUD_ANYONE | AUD_LOOPBACK))
        return OK;
    struct kind kind = kind_of(req->route->audiences);
    const struct session *session = NULL;
    TRY(session_find(req->db, app->keys, kind.session, request_cookie(req, kind.cookie), req->now_ms,
                     req->arena, &session, e));
    return fill_visitor(req, session, v, e);
}

/* CSRF --------------------------------------------------------------------------------------------- */

/* What the forms of a browser without a session are bound to: a random cookie of its own. */
static const char *pre_hash(struct request *req) {
    const struct app *app = req->app;
    const char *token = request_cookie(req, COOKIE_PRE);
    if (token == NULL || !token_is_plausible(token, TOKEN_SESSION_CHARS)) {
        token = token_new(TOKEN_SESSION_CHARS, req->arena);
        reply_cookie(req, COOKIE_PRE, token, 0);
    }
    return token_hash(app->keys, keys_version(app->keys, 0), "pre", token, req->arena);
}

/* The site that a request came from, if the browser says so, must be ours. */
static bool came_from_us(const struct request *req) {
    const struct app *app = req->app;
    const char *site = request_header(req, "Sec-Fetch-Site");
    if (site != NULL)
        return strcmp(site, "same-origin") == 0;
    const char *origin = request_header(req, "Origin"), *host = request_header(req, "Host");
    if (origin == NULL || host == NULL)
        return false;
    if (app->public_url != NULL)
        return strcmp(origin, app->public_url) == 0;
    return strcmp(origin, arena_printf(req->arena, "http://%s", host)) == 0;
}

/* Does the token belong to a session that this browser holds? For routes of anyone, which every page may post
 * to: the form of a signed-in page is bound to its session, not to the cookie of a browser without one. */
static enum errc fits_a_session(struct request *req, const char *token, bool *ret_fits,
                                struct err *e) {
    static const enum audience KINDS[] = { AUD_STAFF, AUD_CANDIDATE, AUD_CLIENT };
    const struct app *app = req->app;
    *ret_fits = false;
    for (size_t i = 0; i < COUNT(KINDS) && !*ret_fits; i++) {
        int64_t subject = 0;
        const char *hash = NULL;
        TRY(guard_session_of(req, KINDS[i], &subject, &hash, e));
        *ret_fits = hash != NULL && token_csrf_fits(app->keys, hash, "web", token);
    }
    return OK;
}

static enum errc check_csrf(struct request *req, const char *bound_to, struct err *e) {
    const struct app *app = req->app;
    if (req->method != HTTP_POST || req->route->csrf_exempt)
        return OK;
    if (!came_from_us(req))
        return ERR(e, E_DENIED, "a form from another site");
    const char *token = req->route->body == BODY_JSON ? request_header(req, "X-CSRF-Token")
                                                      : form_get(&req->form, FORM_CSRF);
    bool fits = token_csrf_fits(app->keys, bound_to, "web", token);
    if (!fits && req->route->audiences & AUD_ANYONE)
        TRY(fits_a_session(req, token, &fits, e));
    if (!fits)
        return ERR(e, E_DENIED, "a form of another session");
    return OK;
}

/* Rate --------------------------------------------------------------------------------------------- */

/* Signed in people have a bucket of their own: a classroom is one address. */
static enum errc check_rate(struct request *req, const struct visitor *v, struct err *e) {
    uint64_t key = req->peer.bucket;
    if (v->person_id != 0 && req->route->rate == RATE_SAVE)
        key = (uint64_t)v->person_id; /* however many sessions they have */
    else if (v->session != NULL)
        memcpy(&key, v->session, sizeof key);
    if (rate_take(req->route->rate, key, req->now_ms, &req->retry_after_s))
        return OK;
    return ERR(e, E_RATE, "too often");
}

/* The guard ---------------------------------------------------------------------------------------- */

/* A proxy on this machine speaks for somebody else, trusted or not. */
static bool was_forwarded(const struct request *req) {
    static const char *const NAMES[] = { "X-Forwarded-For", "Forwarded", "X-Real-IP", "Via" };
    for (size_t i = 0; i < COUNT(NAMES); i++)
        if (request_header(req, NAMES[i]) != NULL)
            return true;
    return false;
}

static bool may_come(const struct request *req, const struct visitor *v) {
    unsigned audiences = req->route->audiences;
    if (audiences & AUD_ANYONE)
        return true;
    if (audiences & AUD_LOOPBACK)
        return !was_forwarded(req) &&
               (strncmp(req->peer.address, "127.", 4) == 0 || strcmp(req->peer.address, "::1") == 0);
    return (audiences & v->audience) != 0;
}

/* No session: staff sign in, others come back by their link. */
static void turn_away(struct request *req) {
    bool page = req->method == HTTP_GET && req->route->body != BODY_JSON;
    if (!(req->route->audiences & AUD_STAFF) || !page) {
        error_reply(req, E_DENIED, 401);
        return;
    }
    const char *to = onward_to(req->path, req->arena);
    reply_redirect(req, to != NULL ? arena_printf(req->arena, "/login?" ONWARD_FIELD "=%s", to) : "/login");
}

/* For the log line: the audience and a short number of the session, never a person. */
static const char *who_of(const struct request *req, const struct visitor *v) {
    const char *word = NULL;
    switch (v->audience) {
    case AUD_CANDIDATE:
        word = "candidate";
        break;
    case AUD_CLIENT:
        word = "client";
        break;
    case AUD_RECRUITER:
        word = "recruiter";
        break;
    case AUD_ADMINISTRATOR:
        word = "administrator";
        break;
    case AUD_ANYONE:
    case AUD_LOOPBACK:
        return NULL;
    }
    return arena_printf(req->arena, "%s:%lld", word, (long long)(v->session_number % SESSION_SHORT));
}

enum errc guard(struct request *req, struct err *e) {
    const struct app *app = req->app;
    struct visitor *v = ARENA_NEW(req->arena, struct visitor);
    TRY(find_visitor(req, v, e));
    const char *bound_to = v->session;
    if (bound_to == NULL && req->route->rate != RATE_NONE)
        bound_to = pre_hash(req);
    v->browser = v->session == NULL && bound_to != NULL ? bound_to : "";
    v->csrf = bound_to != NULL ? token_csrf(app->keys, bound_to, "web", req->arena) : "";
    req->visitor = v;
    req->who = who_of(req, v);
    TRY(check_rate(req, v, e));
    if (!may_come(req, v)) {
        if (req->route->audiences & AUD_LOOPBACK)
            return ERR(e, E_NOT_FOUND, "only for this machine");
        turn_away(req);
        return OK;
    }
    if (req->method == HTTP_GET && v->session != NULL && v->unseen)
        seen_note(app, v->session, req->now_ms); /* a POST is noted by its own transaction */
    return check_csrf(req, bound_to, e);
}

enum errc guard_recheck(struct request *req, struct err *e) {
    const struct visitor *v = visitor_of(req);
#ifdef OTBOR_CHECK_BUILD
    /* Tests replay each write with each of its statements failing. */
    const char *fail = request_header(req, "X-Fail-Statement");
    int64_t n = 0;
    if (fail != NULL && text_i64(fail, 1, 10000, &n) == OK)
        db_fail_at(req->db, n, E_INTERNAL);
#endif
    if (v->session == NULL)
        return OK;
    struct kind kind = kind_of(v->audience);
    const struct session *session = NULL;
    TRY(session_recheck(req->db, kind.session, v->session, req->now_ms, req->arena, &session, e));
    struct visitor now = { .audience = AUD_ANYONE };
    TRY(fill_visitor(req, session, &now, e));
    if (now.audience != v->audience)
        return ERR(e, E_DENIED, "the session has ended");
    if (now.unseen)
        TRY(session_touch(req->db, session->token_hash, req->now_ms, e));
    return OK;
}

enum errc guard_record(struct request *req, struct err *e) {
    struct flow f = flow_of(req);
    const char *more = req->trace.more;
    const char *payload = arena_printf(req->arena, "{\"page\":\"%s\"%s%s}", req->trace.kind,
                                       more != NULL ? "," : "", more != NULL ? more : "");
    if (req->trace.also != NULL)
        TRY(req->trace.also(req, e));
    if (req->trace.own)
        return OK;
    return flow_audit(&f, "viewed", "page", req->trace.object, payload, e);
}

/* Sessions ----------------------------------------------------------------------------------------- */

enum errc guard_session_of(struct request *req, enum audience audience, int64_t *ret_subject,
                           const char **ret_hash, struct err *e) {
    const struct app *app = req->app;
    struct kind kind = kind_of(audience);
    const struct session *session = NULL;
    *ret_subject = 0;
    *ret_hash = NULL;
    TRY(session_find(req->db, app->keys, kind.session, request_cookie(req, kind.cookie), req->now_ms,
                     req->arena, &session, e));
    if (session != NULL) {
        *ret_subject = session->subject_id;
        *ret_hash = session->token_hash;
    }
    return OK;
}

enum errc guard_open_session(struct request *req, enum audience audience, int64_t subject_id,
                             int64_t link_id, int64_t expires_at, const char **ret_hash,
                             struct err *e) {
    const struct app *app = req->app;
    struct kind kind = kind_of(audience);
    const struct session *held = NULL;
    TRY(session_find(req->db, app->keys, kind.session, request_cookie(req, kind.cookie), req->now_ms,
                     req->arena, &held, e));
    bool proven = held != NULL && (held->object_id != 0 || link_id == 0);
    if (proven && held->subject_id == subject_id && !(audience & AUD_STAFF)) {
        *ret_hash = held->token_hash;
        return OK;
    }
    if (held != NULL)
        TRY(session_end(req->db, held->token_hash, e));
    struct session_life life = session_life(kind.session, audience == AUD_ADMINISTRATOR);
    int64_t ends = req->now_ms + life.max_ms;
    struct session_in in = { .kind = kind.session,
                             .subject_id = subject_id,
                             .object_id = link_id,
                             .now_ms = req->now_ms,
                             .idle_ms = life.idle_ms,
                             .expires_at = expires_at != 0 && expires_at < ends ? expires_at : ends,
                             .address = req->peer.network,
                             .user_agent = req->peer.user_agent };
    const char *token = NULL;
    TRY(session_add(req->db, app->keys, &in, req->arena, &token, e));
    reply_cookie(req, kind.cookie, token, 0);
    const struct session *made = NULL;
    TRY(session_find(req->db, app->keys, kind.session, token, req->now_ms, req->arena, &made, e));
    CHECK(made != NULL);
    *ret_hash = made->token_hash;
    return OK;
}

enum errc guard_end_session(struct request *req, enum audience audience, struct err *e) {
    int64_t held = 0;
    const char *hash = NULL;
    TRY(guard_session_of(req, audience, &held, &hash, e));
    if (hash != NULL)
        TRY(session_end(req->db, hash, e));
    reply_cookie(req, kind_of(audience).cookie, "x", -1);
    return OK;
}

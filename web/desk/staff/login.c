/* GET and POST /login, POST /logout: staff sign in with e-mail and password.
 *
 *   load (loop)       who has this address, and may a password be tried now?
 *   prepare (crypto)  150 ms of Argon2; just as long when nobody has the address
 *   handle (writer)   counts the failure, or opens the session
 *
 * An unknown address, a wrong password and a disabled account are answered with the same words.
 */
#include "web/desk/staff/login.h"

#include <string.h>

#include "daemon/auth/device.h"
#include "daemon/auth/password.h"
#include "daemon/auth/staff.h"
#include "daemon/auth/throttle.h"
#include "daemon/auth/token.h"
#include "daemon/base/arena.h"
#include "daemon/base/clock.h"
#include "daemon/base/log.h"
#include "daemon/base/text.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/tpl/desk_login.h"
#include "web/desk/pages.h"
#include "web/flows/flow.h"
#include "web/guard/guard.h"
#include "web/guard/onward.h"
#include "web/kit/app.h"

#define DEVICE_COOKIE "device"

/* What the three steps hand on. */
struct login {
    const char *account;       /* blind index of the address; NULL = it is no address */
    const char *device;        /* hash of the device token, "" = a browser unknown for this account */
    const char *device_token;  /* as it came, when somebody signed in on this browser before; or NULL */
    const struct staff *staff; /* or NULL */
    enum throttle throttle;
    int64_t wait_ms;
    bool tried, fits;
    const char *rehashed; /* to be stored instead of the old hash; NULL = keep */
};

/* The page that was asked for before signing in; NULL = none, or none of ours. */
static const char *asked_for(const struct request *req) {
    return onward_to(form_get(&req->form, ONWARD_FIELD), req->arena);
}

static void go_on(struct request *req) {
    const char *to = asked_for(req);
    reply_redirect(req, to != NULL ? to : "/desk/requests");
}

/* The page --------------------------------------------------------------------------------------------- */

static enum errc show(struct request *req, int status, const struct form_errors *errors) {
    const char *title = msg_desk_login_title(req->lang, req->arena);
    struct login_view view = {
        .page = page_of(req, CHROME_CANDIDATE, title, NULL),
        .errors = *errors,
        .email = req->method == HTTP_POST ? form_get(&req->form, "email") : "",
        .email_error = form_error_of(errors, "email"),
        .password_error = form_error_of(errors, "password"),
        .to = asked_for(req),
    };
    view.page.home = public_path(req->lang, req->arena, "/");
    if (errors->n > 0)
        page_error(&view.page, req, title);
    tpl_desk_login(reply_html(req, status), &view);
    return OK;
}

enum errc desk_login(struct request *req, struct err *e) {
    int64_t staff_id = 0;
    const char *hash = NULL;
    struct form_errors none = { .n = 0 };
    TRY(guard_session_of(req, AUD_RECRUITER, &staff_id, &hash, e));
    if (staff_id == 0)
        return show(req, 200, &none);
    go_on(req);
    return OK;
}

/* Posting ------------------------------------------------------------------------------------------------ */

static enum errc find_device(const struct request *req, struct login *login, struct err *e) {
    const struct app *app = req->app;
    const char *token = request_cookie(req, DEVICE_COOKIE);
    bool known = false;
    TRY(device_find(req->db, app->keys, token, login->staff != NULL ? login->staff->id : 0, req->now_ms,
                    req->arena, &login->device, &known, e));
    login->device_token = known ? token : NULL;
    return OK;
}

enum errc desk_login_load(struct request *req, struct err *e) {
    const struct app *app = req->app;
    struct login *login = ARENA_NEW(req->arena, struct login);
    req->state = login;
    login->device = "";
    const char *email = NULL;
    if (text_email(form_get(&req->form, "email"), req->arena, &email) != OK ||
        form_get(&req->form, "password")[0] == '\0')
        return OK;
    login->account = token_email_index(app->keys, email, req->arena);
    TRY(staff_find_email(req->db, app->keys, email, req->arena, &login->staff, e));
    TRY(find_device(req, login, e));
    req->known = login->device[0] != '\0';
    return throttle_check(req->db, login->account, login->device, req->now_ms, req->arena, &login->throttle,
                          &login->wait_ms, e);
}

/* One line per attempt, with the whole address: SECURITY.md §1. Never what was typed. "right" is said when
 * the session is stored, not before. */
void desk_login_committed(const struct request *req) {
    const struct login *login = req->state;
    const char *result = login->account == NULL               ? "incomplete"
                         : login->throttle == THROTTLE_WAIT ? "wait"
                         : login->throttle == THROTTLE_LINK_ONLY ? "blocked"
                         : login->fits                           ? "right"
                                                                 : "wrong";
    log_line(LOG_INFO, "sign_in", "result=%s factors=password device=%s address=%s", result,
             login->device[0] != '\0' ? "known" : "unknown", req->peer.address);
}

static enum errc try_password(struct request *req, struct login *login, struct err *e) {
    const struct app *app = req->app;
    const struct staff *s = login->staff;
    bool known = s != NULL && s->disabled_at == 0, rehash = false;
    const char *password = text_nfc(form_get(&req->form, "password"), req->arena);
    TRY(password_verify(app->keys, known ? s->id : 0, known ? s->password_sealed : NULL, password, req->arena,
                        &login->fits, &rehash, e));
    login->tried = true;
    if (login->fits && rehash)
        login->rehashed = password_hash(app->keys, s->id, password, req->arena);
    return OK;
}

enum errc desk_login_prepare(struct request *req, struct err *e) {
    struct login *login = req->state;
    if (login->account != NULL && login->throttle == THROTTLE_FREE)
        TRY(try_password(req, login, e));
    return OK;
}

/* What to say to somebody who does not get in. */
static enum errc refuse(struct request *req, const struct login *login, struct err *e) {
    struct arena *a = req->arena;
    struct form_errors errors = { .n = 0 };
    if (form_get(&req->form, "email")[0] == '\0')
        form_error(&errors, "email", msg_desk_login_no_email(req->lang, a));
    if (form_get(&req->form, "password")[0] == '\0')
        form_error(&errors, "password", msg_desk_login_no_password(req->lang, a));
    if (login->throttle == THROTTLE_WAIT)
        form_error(&errors, "password", msg_desk_login_wait(req->lang, a, login->wait_ms / MINUTE_MS + 1));
    else if (login->throttle == THROTTLE_LINK_ONLY)
        form_error(&errors, "password", msg_desk_login_blocked(req->lang, a));
    if (errors.n == 0)
        form_error(&errors, "password", msg_desk_login_wrong(req->lang, a));
    if (login->tried) {
        struct flow f = flow_of(req);
        TRY(throttle_fail(req->db, login->account, login->device, req->now_ms, a, e));
        TRY(flow_audit(&f, "staff.sign_in_failed", "staff", login->staff != NULL ? login->staff->id : 0, NULL, e));
    }
    return show(req, login->throttle == THROTTLE_FREE ? 422 : 429, &errors);
}

/* The browser is known from now on: strangers who guess no longer slow it down. */
static enum errc remember_device(struct request *req, const struct login *login, struct err *e) {
    const struct app *app = req->app;
    const char *token = NULL;
    TRY(device_remember(req->db, app->keys, login->device_token, login->staff->id, req->now_ms, req->arena,
                        &token, e));
    reply_cookie(req, DEVICE_COOKIE, token, DEVICE_MS / SECOND_MS);
    return OK;
}

enum errc desk_login_post(struct request *req, struct err *e) {
    const struct app *app = req->app;
    struct login *login = req->state;
    const struct staff *s = NULL;
    const char *hash = NULL;
    if (!login->fits)
        return refuse(req, login, e);
    /* Between verifying and now somebody may have disabled the account. */
    TRY(staff_get(req->db, app->keys, login->staff->id, req->arena, &s, e));
    if (s == NULL || s->disabled_at != 0) {
        login->fits = false;
        return refuse(req, login, e);
    }
    enum audience audience = s->role == STAFF_ADMINISTRATOR ? AUD_ADMINISTRATOR : AUD_RECRUITER;
    struct flow f = flow_of(req);
    f.actor = ACTOR_STAFF;
    f.actor_id = s->id;
    TRY(throttle_forget(req->db, login->account, login->device, e));
    if (login->rehashed != NULL)
        TRY(staff_rehash_password(req->db, s->id, login->rehashed, login->staff->password_sealed, e));
    TRY(flow_audit(&f, "staff.signed_in", "staff", s->id, NULL, e));
    go_on(req);
    TRY(guard_open_session(req, audience, s->id, 0, 0, &hash, e));
    return remember_device(req, login, e);
}

enum errc desk_logout(struct request *req, struct err *e) {
    struct flow f = flow_of(req);
    TRY(flow_audit(&f, "staff.signed_out", "staff", f.actor_id, NULL, e));
    reply_redirect(req, "/login");
    reply_header(req, "Clear-Site-Data", "\"cache\", \"storage\"");
    return guard_end_session(req, AUD_RECRUITER, e);
}

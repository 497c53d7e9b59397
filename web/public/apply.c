/* POST /v/{slug} and /v/{slug}/consent: a person applies; nothing is stored before the consent.
 * GET /v/{slug}/sent: the test begins by the link in the letter, and only by it. */
#include "web/public/apply.h"

#include <string.h>

#include "daemon/auth/token.h"
#include "daemon/base/arena.h"
#include "gen/msg.h"
#include "gen/sql/public.h"
#include "gen/tpl/notice.h"
#include "gen/tpl/public_consent.h"
#include "web/flows/application_apply.h"
#include "web/kit/app.h"
#include "web/kit/format.h"
#include "web/kit/layout.h"
#include "web/public/document.h"
#include "web/public/pages.h"
#include "web/public/vacancy.h"

/* The token of the letter's link, for the page after the form. */
#define SENT_COOKIE "sent"

enum { SENT_S = 600 };

static const char *const NAMES[] = { "name", "email" };

struct typed apply_typed(const struct request *req) {
    return typed_read(req, NAMES, 2);
}

struct field_views apply_fields(const struct request *req, const struct typed *typed,
                                const struct form_errors *errors) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    const struct field_view fields[] = {
        { .name = "name", .label = msg_apply_name(l, a), .type = "text", .autocomplete = "name",
          .required = true, .max = 200 },
        { .name = "email", .label = msg_apply_email(l, a), .hint = msg_apply_email_hint(l, a),
          .type = "email", .autocomplete = "email", .required = true, .max = 254 },
    };
    struct field_view *v = ARENA_ARRAY(a, 2, struct field_view);
    for (size_t i = 0; i < 2; i++) {
        v[i] = fields[i];
        v[i].value = typed_get(typed, v[i].name);
        v[i].error = form_error_of(errors, v[i].name);
    }
    return (struct field_views){ v, 2 };
}

/* ret_email is the address as it is kept. */
static void check(const struct request *req, const struct typed *typed, struct form_errors *errors,
                  const char **ret_email) {
    typed_faults(req, typed, errors);
    if (*typed_get(typed, "name") == '\0')
        form_error(errors, "name", msg_apply_name_error(req->lang, req->arena));
    if (text_email(typed_get(typed, "email"), req->arena, ret_email) != OK)
        form_error(errors, "email", msg_apply_email_error(req->lang, req->arena));
    typed_sort(typed, errors);
}

static enum errc consent_document(const struct request *req, const struct q_vacancy_by_slug_row *row,
                                  struct document *ret, struct err *e) {
    const struct app *app = req->app;
    struct text_slots slots = { .vacancy = row->title, .client = row->client_name };
    return texts_document(app->texts, "consent_selection", req->lang, slots, req->arena, ret, e);
}

static void show_consent(struct request *req, int status, const struct typed *typed,
                         const struct document *document, bool unticked, bool changed) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    const char *page = arena_printf(a, "/v/%s", req->params[0]);
    struct public_consent_view view = {
        .page = page_of(req, CHROME_PUBLIC, document->title, NULL),
        .trap = trap_keep(req, APPLY_FORM),
        .document = *document,
        .date = document_date(document, l, a),
        .action = public_path(l, a, arena_printf(a, "%s/consent", page)),
        .edit_action = public_path(l, a, page),
        .refuse = public_path(l, a, page),
        .step = msg_consent_step(l, a, 2, 2),
        .box = msg_consent_selection_box(l, a),
        .error = unticked ? msg_consent_tick(l, a) : NULL,
        .changed = changed ? msg_consent_changed(l, a) : NULL,
        .typed = typed_hidden(typed, a),
    };
    view.page.other_lang = public_path(l == LANG_RU ? LANG_EN : LANG_RU, a, page);
    view.page.public_page = false;
    if (unticked) {
        form_error(&view.errors, "agree", view.error);
        page_error(&view.page, req, document->title);
    }
    tpl_public_consent(reply_html(req, status), &view);
}

/* After the form --------------------------------------------------------------------------------- */

/* A demonstration sends no letters: what the letter says is carried to the next page in a cookie. */
static bool shows_letters(const struct app *app) {
    return app->demo && app->smtp_url == NULL;
}

static void keep_link(struct request *req, const char *link_path) {
    const char *token = link_path != NULL ? strrchr(link_path, '/') + 1 : "none";
    reply_cookie(req, SENT_COOKIE, token, SENT_S);
}

/* The link that keep_link() kept, NULL when there is none to show. */
static const char *kept_link(const struct request *req) {
    const char *token = shows_letters(req->app) ? request_cookie(req, SENT_COOKIE) : NULL;
    if (token == NULL || !token_is_plausible(token, TOKEN_LINK_CHARS))
        return NULL;
    return arena_printf(req->arena, "/l/%s", token);
}

/* One page whether the address is known or not: nobody learns who applied. */
enum errc public_vacancy_sent(struct request *req, struct err *e) {
    const struct q_vacancy_by_slug_row *row = NULL;
    TRY(vacancy_open(req, &row, e));
    if (row == NULL)
        return OK;
    enum lang l = req->lang;
    struct arena *a = req->arena;
    const char *link = kept_link(req);
    struct notice_view view = {
        .title = msg_apply_letter(l, a),
        .lead = msg_apply_letter_lead(l, a),
        .text = link != NULL ? msg_apply_letter_demo(l, a) : msg_apply_letter_text(l, a),
        .link = link,
        .link_label = msg_apply_letter_demo_link(l, a),
    };
    view.page = page_of(req, CHROME_PUBLIC, view.title, NULL);
    view.page.public_page = false;
    tpl_notice(reply_html(req, 200), &view);
    return OK;
}

/* The form ------------------------------------------------------------------------------------------- */

enum errc public_vacancy_apply(struct request *req, struct err *e) {
    const struct q_vacancy_by_slug_row *row = NULL;
    TRY(vacancy_open(req, &row, e));
    if (row == NULL)
        return OK;
    struct typed typed = apply_typed(req);
    struct form_errors errors = { .n = 0 };
    if (form_has(&req->form, "edit", "yes"))
        return vacancy_show(req, row, 200, &typed, &errors, trap_keep(req, APPLY_FORM), NULL, e);
    const char *email = NULL;
    check(req, &typed, &errors, &email);
    int64_t id = 0;
    bool passes = trap_passes(req, APPLY_FORM, &id);
    if (errors.n > 0 || !passes)
        return vacancy_show(req, row, 422, &typed, &errors, trap_keep(req, APPLY_FORM),
                            errors.n > 0 ? NULL : msg_trap_again(req->lang, req->arena), e);
    struct document document = { 0 };
    TRY(consent_document(req, row, &document, e));
    show_consent(req, 200, &typed, &document, false, false);
    return OK;
}

static enum errc apply(struct request *req, const struct application_apply_in *in, struct err *e) {
    struct flow flow = flow_of(req);
    const char *link_path = NULL;
    TRY(application_apply(&flow, in, &link_path, e));
    reply_redirect(req, public_path(req->lang, req->arena,
                                    arena_printf(req->arena, "/v/%s/sent", req->params[0])));
    if (shows_letters(req->app))
        keep_link(req, link_path);
    return OK;
}

enum errc public_vacancy_consent(struct request *req, struct err *e) {
    const struct q_vacancy_by_slug_row *row = NULL;
    TRY(app_check_room(req->app));
    TRY(vacancy_open(req, &row, e));
    if (row == NULL)
        return OK;
    struct typed typed = apply_typed(req);
    struct form_errors errors = { .n = 0 };
    const char *email = NULL;
    check(req, &typed, &errors, &email);
    int64_t id = 0;
    bool passes = trap_passes(req, APPLY_FORM, &id);
    if (errors.n > 0 || !passes || id == 0)
        return vacancy_show(req, row, 422, &typed, &errors, trap_keep(req, APPLY_FORM),
                            errors.n > 0 ? NULL : msg_trap_again(req->lang, req->arena), e);
    struct document document = { 0 };
    TRY(consent_document(req, row, &document, e));
    bool changed = strcmp(form_get(&req->form, "text"), document.hash) != 0;
    bool ticked = form_has(&req->form, "agree", "yes");
    if (changed || !ticked) {
        show_consent(req, 422, &typed, &document, !ticked, changed);
        return OK;
    }
    struct application_apply_in in = {
        .application_id = id,
        .vacancy_id = row->id,
        .closes_at = row->closes_at,
        .title = row->title,
        .client = row->client_name,
        .name = typed_get(&typed, "name"),
        .email = email,
        .text_version = document.version,
        .text_hash = document.hash,
    };
    return apply(req, &in, e);
}

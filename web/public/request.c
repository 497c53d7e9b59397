/* GET and POST /request, POST /request/consent: a client asks for a selection.
 *
 * Nothing is stored until the consent page comes back with its box ticked: until then the values travel in
 * the forms themselves.
 */
#include "web/public/request.h"

#include <string.h>

#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "gen/msg.h"
#include "gen/tpl/public_consent.h"
#include "gen/tpl/public_request.h"
#include "web/flows/contact.h"
#include "web/flows/request_submit.h"
#include "web/guard/enter.h"
#include "web/kit/app.h"
#include "web/kit/roles.h"
#include "web/public/document.h"
#include "web/public/pages.h"
#include "web/public/typed.h"
#include "web/public/unready.h"

static const char FORM[] = "request";
static const char *const NAMES[REQUEST_FIELDS] = { "company", "contact", "address",
                                                   "title",   "place",   "comment" };

/* The six fields as they are shown: labels, hints, values, errors. */
static struct field_views fields_of(const struct request *req, const struct typed *typed,
                                    const struct form_errors *errors) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    const struct field_view fields[REQUEST_FIELDS] = {
        { .label = msg_request_company(l, a), .autocomplete = "organization", .max = 200 },
        { .label = msg_request_contact(l, a), .hint = msg_request_contact_hint(l, a),
          .autocomplete = "name", .max = 200 },
        { .label = msg_request_address(l, a), .hint = msg_request_address_hint(l, a),
          .autocomplete = "email", .max = 254 },
        { .label = msg_request_post(l, a), .hint = msg_request_post_hint(l, a, roles_list(req->app, l, a)), .max = 200 },
        { .label = msg_request_place(l, a), .hint = msg_request_place_hint(l, a), .max = 200 },
        { .label = msg_request_comment(l, a), .hint = msg_request_comment_hint(l, a),
          .type = "textarea", .max = 2000 },
    };
    struct field_view *v = ARENA_ARRAY(a, REQUEST_FIELDS, struct field_view);
    for (size_t i = 0; i < REQUEST_FIELDS; i++) {
        v[i] = fields[i];
        v[i].name = NAMES[i];
        v[i].type = fields[i].type != NULL ? fields[i].type : "text";
        v[i].required = strcmp(NAMES[i], "comment") != 0;
        v[i].value = typed_get(typed, NAMES[i]);
        v[i].error = form_error_of(errors, NAMES[i]);
    }
    return (struct field_views){ v, REQUEST_FIELDS };
}

static void show_form(struct request *req, int status, const struct typed *typed,
                      const struct form_errors *errors, struct trap_view trap, const char *again) {
    const char *title = msg_request_title(req->lang, req->arena);
    struct request_view view = {
        .page = page_of(req, CHROME_PUBLIC, title, "request"),
        .errors = *errors,
        .trap = trap,
        .action = public_path(req->lang, req->arena, "/request"),
        .back = public_path(req->lang, req->arena, "/"),
        .again = again,
        .fields = fields_of(req, typed, errors),
    };
    view.page.other_lang = public_path(req->lang == LANG_RU ? LANG_EN : LANG_RU, req->arena, "/request");
    if (errors->n > 0)
        page_error(&view.page, req, title);
    tpl_public_request(reply_html(req, status), &view);
}

static struct typed typed_of(const struct request *req) {
    return typed_read(req, NAMES, REQUEST_FIELDS);
}

/* What does not fit, and what to do about it. */
static void check(const struct request *req, const struct typed *typed, struct form_errors *errors) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    bool email = false;
    const char *address = NULL;
    typed_faults(req, typed, errors);
    if (*typed_get(typed, "company") == '\0')
        form_error(errors, "company", msg_request_company_error(l, a));
    if (*typed_get(typed, "contact") == '\0')
        form_error(errors, "contact", msg_request_contact_error(l, a));
    if (!contact_parse(typed_get(typed, "address"), a, &address, &email))
        form_error(errors, "address", msg_request_address_error(l, a));
    if (*typed_get(typed, "title") == '\0')
        form_error(errors, "title", msg_request_post_error(l, a));
    if (*typed_get(typed, "place") == '\0')
        form_error(errors, "place", msg_request_place_error(l, a));
    typed_sort(typed, errors);
}

static enum errc consent_document(const struct request *req, struct document *ret, struct err *e) {
    const struct app *app = req->app;
    return texts_document(app->texts, "consent_request", req->lang, (struct text_slots){ NULL, NULL },
                          req->arena, ret, e);
}

static void show_consent(struct request *req, int status, const struct typed *typed,
                         struct trap_view trap, const struct document *document, bool unticked,
                         bool changed) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    struct public_consent_view view = {
        .page = page_of(req, CHROME_PUBLIC, document->title, "request"),
        .trap = trap,
        .document = *document,
        .date = document_date(document, l, a),
        .action = public_path(l, a, "/request/consent"),
        .edit_action = public_path(l, a, "/request"),
        .refuse = public_path(l, a, "/"),
        .step = msg_consent_step(l, a, 2, 2),
        .box = msg_consent_request_box(l, a),
        .error = unticked ? msg_consent_tick(l, a) : NULL,
        .changed = changed ? msg_consent_changed(l, a) : NULL,
        .typed = typed_hidden(typed, a),
    };
    view.page.other_lang = public_path(l == LANG_RU ? LANG_EN : LANG_RU, a, "/request");
    if (unticked) {
        form_error(&view.errors, "agree", view.error);
        page_error(&view.page, req, document->title);
    }
    tpl_public_consent(reply_html(req, status), &view);
}

enum errc public_request(struct request *req, struct err *e) {
    (void)e;
    if (public_unready(req))
        return OK;
    const struct app *app = req->app;
    struct typed typed = typed_of(req);
    if (*typed_get(&typed, "title") == '\0')
        typed_set(&typed, "title", app_pack(app, NULL)->title.in[req->lang]);
    struct form_errors errors = { .n = 0 };
    show_form(req, 200, &typed, &errors, trap_new(req, FORM), NULL);
    req->reply.cacheable = true; /* so that Back finds the fields as they were typed */
    return OK;
}

enum errc public_request_check(struct request *req, struct err *e) {
    if (public_unready(req))
        return OK;
    struct typed typed = typed_of(req);
    struct form_errors errors = { .n = 0 };
    if (form_has(&req->form, "edit", "yes")) {
        show_form(req, 200, &typed, &errors, trap_keep(req, FORM), NULL);
        return OK;
    }
    check(req, &typed, &errors);
    int64_t id = 0;
    bool passes = trap_passes(req, FORM, &id);
    if (errors.n > 0 || !passes) {
        show_form(req, 422, &typed, &errors, trap_keep(req, FORM),
                  errors.n > 0 ? NULL : msg_trap_again(req->lang, req->arena));
        return OK;
    }
    struct document document = { 0 };
    TRY(consent_document(req, &document, e));
    show_consent(req, 200, &typed, trap_keep(req, FORM), &document, false, false);
    return OK;
}

static enum errc submit(struct request *req, const struct typed *typed, int64_t id,
                        const struct document *document, struct err *e) {
    bool email = false;
    const char *address = NULL;
    (void)contact_parse(typed_get(typed, "address"), req->arena, &address, &email);
    struct request_submit_in in = {
        .request_id = id,
        .company = typed_get(typed, "company"),
        .contact = typed_get(typed, "contact"),
        .address = address,
        .title = typed_get(typed, "title"),
        .place = typed_get(typed, "place"),
        .comment = typed_get(typed, "comment"),
        .text_version = document->version,
        .text_hash = document->hash,
    };
    struct flow flow = flow_of(req);
    struct request_submitted made = { 0 };
    enum errc code = request_submit(&flow, &in, &made, e);
    if (code == E_CONFLICT) {
        struct form_errors none = { .n = 0 };
        show_form(req, 409, typed, &none, trap_new(req, FORM), msg_request_sent_before(req->lang, req->arena));
        return code;
    }
    TRY(code);
    const char *page = arena_printf(req->arena, "/r/%lld", (long long)made.request_id);
    return enter_client(req, made.client_id, GRANT_STATUS, made.request_id, page, e);
}

enum errc public_request_consent(struct request *req, struct err *e) {
    if (public_unready(req))
        return OK;
    TRY(app_check_room(req->app));
    struct typed typed = typed_of(req);
    struct form_errors errors = { .n = 0 };
    check(req, &typed, &errors);
    int64_t id = 0;
    bool passes = trap_passes(req, FORM, &id);
    if (errors.n > 0 || !passes || id == 0) {
        show_form(req, 422, &typed, &errors, trap_keep(req, FORM),
                  errors.n > 0 ? NULL : msg_trap_again(req->lang, req->arena));
        return OK;
    }
    struct document document = { 0 };
    TRY(consent_document(req, &document, e));
    bool changed = strcmp(form_get(&req->form, "text"), document.hash) != 0;
    bool ticked = form_has(&req->form, "agree", "yes");
    if (changed || !ticked) {
        show_consent(req, 422, &typed, trap_keep(req, FORM), &document, !ticked, changed);
        return OK;
    }
    return submit(req, &typed, id, &document, e);
}

#include "web/kit/layout.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/assets.h"
#include "gen/msg.h"
#include "web/kit/app.h"
#include "web/kit/texts.h"
#include "web/kit/visitor.h"

/* Menus ------------------------------------------------------------------------------------- */

static struct menu_entries menu_of(struct arena *a, const struct menu_entry *entries, size_t n) {
    struct menu_entry *v = ARENA_ARRAY(a, n, struct menu_entry);
    memcpy(v, entries, n * sizeof *v);
    return (struct menu_entries){ v, n };
}

static bool is(const char *current, const char *name) {
    return current != NULL && strcmp(current, name) == 0;
}

static struct menu_entries menu_for(enum chrome chrome, enum lang lang, struct arena *a,
                                    const char *current) {
    if (chrome == CHROME_DESK) {
        const struct menu_entry desk[] = {
            { "/desk/requests", msg_layout_requests(lang, a), is(current, "requests") },
            { "/desk/vacancies", msg_layout_vacancies(lang, a), is(current, "vacancies") },
        };
        return menu_of(a, desk, 2);
    }
    const struct menu_entry site[] = {
        { public_path(lang, a, "/how"), msg_layout_how(lang, a), is(current, "how") },
        { public_path(lang, a, "/request"), msg_layout_request_selection(lang, a), is(current, "request") },
    };
    return menu_of(a, site, 2);
}

static struct menu_entries foot_for(enum lang lang, struct arena *a) {
    const struct menu_entry foot[] = {
        { public_path(lang, a, "/how"), msg_layout_how(lang, a), false },
        { public_path(lang, a, "/privacy"), msg_layout_privacy(lang, a), false },
        { public_path(lang, a, "/accessibility"), msg_layout_accessibility(lang, a), false },
        { "/login", msg_layout_staff(lang, a), false },
    };
    return menu_of(a, foot, 4);
}

/* Pages ------------------------------------------------------------------------------------- */

const char *public_path(enum lang lang, struct arena *a, const char *path) {
    return lang == LANG_RU ? path : arena_printf(a, "/en%s", path);
}

/* The same public page in the other language. */
static const char *twin(const struct request *req) {
    if (strcmp(req->path, "/en") == 0)
        return "/";
    if (strncmp(req->path, "/en/", 4) == 0)
        return req->path + 3;
    return arena_printf(req->arena, "/en%s", req->path);
}

static const char *const BODY_CLASS[] = {
    [CHROME_PUBLIC] = "", [CHROME_CANDIDATE] = "", [CHROME_RUNNER] = "run",
    [CHROME_DESK] = "desk", [CHROME_CLIENT] = "",
};

/* Languages are named in themselves, so these four words are no messages. */
static const char *const LANG_NAME[LANG__MAX] = { "Русский", "English" };

struct page page_of(const struct request *req, enum chrome chrome, const char *title,
                    const char *current) {
    const struct visitor *visitor = visitor_of(req);
    const struct app *app = req->app;
    struct arena *a = req->arena;
    enum lang other = req->lang == LANG_RU ? LANG_EN : LANG_RU;
    bool is_public = chrome == CHROME_PUBLIC;
    return (struct page){
        .chrome = chrome,
        .head_title = msg_layout_title(req->lang, a, title),
        .script = chrome == CHROME_DESK ? ASSET_DESK_JS : ASSET_CORE_JS,
        .lang = req->lang,
        .tag = lang_tag(req->lang),
        .tag_name = LANG_NAME[req->lang],
        .other_tag = lang_tag(other),
        .other_name = LANG_NAME[other],
        .other_lang = is_public ? twin(req) : NULL,
        .home = chrome == CHROME_DESK ? "/desk/requests" : public_path(req->lang, a, "/"),
        .here = req->path,
        .csrf = visitor->csrf,
        .who = chrome == CHROME_DESK ? visitor->staff_name : NULL,
        .body_class = BODY_CLASS[chrome],
        .menu = menu_for(chrome, req->lang, a, current),
        .foot = foot_for(req->lang, a),
        .contacts = app->texts != NULL ? texts_contacts(app->texts) : NULL,
        .partial = req->partial,
        .demo = app->demo,
        .public_page = is_public,
    };
}

void page_error(struct page *page, const struct request *req, const char *title) {
    page->head_title = msg_layout_title(
        req->lang, req->arena, msg_layout_error_prefix(req->lang, req->arena, title));
}

/* Forms ------------------------------------------------------------------------------------- */

void form_error(struct form_errors *errors, const char *field, const char *message) {
    if (errors->n == FORM_ERRORS || form_error_of(errors, field) != NULL)
        return;
    errors->v[errors->n++] = (struct form_error){ field, message };
}

const char *form_error_of(const struct form_errors *errors, const char *field) {
    for (size_t i = 0; i < errors->n; i++)
        if (strcmp(errors->v[i].field, field) == 0)
            return errors->v[i].message;
    return NULL;
}

bool field_is_long(const struct field_view *f) {
    return strcmp(f->type, "textarea") == 0;
}

bool field_described(const struct field_view *f) {
    return f->hint != NULL || f->error != NULL;
}

const char *choices_input_type(const struct choices_view *c) {
    return c->many ? "checkbox" : "radio";
}

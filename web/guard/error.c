#include "web/guard/error.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/json.h"
#include "daemon/http/html.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/tpl/error.h"
#include "gen/tpl/refused.h"

enum { REFUSED_BYTES = 64 << 10 };

/* What is said for each status. Statuses without words of their own are told as the nearest one. */
static const struct words {
    int status;
    const char *(*title)(enum lang, struct arena *);
    const char *(*text)(enum lang, struct arena *);
} WORDS[] = {
    { 400, msg_error_400_title, msg_error_400_text },
    { 401, msg_error_401_title, msg_error_401_text },
    { 403, msg_error_403_title, msg_error_403_text },
    { 404, msg_error_404_title, msg_error_404_text }, { 405, msg_error_405_title, msg_error_405_text },
    { 409, msg_error_409_title, msg_error_409_text }, { 410, msg_error_410_title, msg_error_410_text },
    { 413, msg_error_413_title, msg_error_413_text }, { 415, msg_error_415_title, msg_error_415_text },
    { 417, msg_error_400_title, msg_error_400_text }, /* Expect: no person sends it */
    { 422, msg_error_422_title, msg_error_422_text }, { 429, msg_error_429_title, msg_error_429_text },
    { 431, msg_error_400_title, msg_error_400_text }, /* headers of a client that is none of ours */
    { 500, msg_error_500_title, msg_error_500_text }, { 503, msg_error_503_title, msg_error_503_text },
};

/* Who asks for a page that is not theirs is told so; a form that is refused has only grown old. */
static const struct words NOT_THEIRS = { 403, msg_error_role_title, msg_error_role_text };

static const struct words *words_for(int status) {
    const struct words *nearest = &WORDS[0];
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        if (WORDS[i].status <= status)
            nearest = &WORDS[i];
    return nearest;
}

void error_reply(struct request *req, enum errc code, int status) {
    (void)code;
    const struct words *words = status == 403 && req->method == HTTP_GET ? &NOT_THEIRS : words_for(status);
    const char *title = words->title(req->lang, req->arena);
    const char *text = words->text(req->lang, req->arena);
    bool json = req->route != NULL ? req->route->body == BODY_JSON : strncmp(req->path, "/api/", 5) == 0;
    if (json) {
        reply_problem(req, status, title, text, NULL);
        return;
    }
    bool desk = strncmp(req->path, "/desk", 5) == 0;
    struct error_view view = {
        .page = page_of(req, desk ? CHROME_DESK : CHROME_PUBLIC, title, NULL),
        .title = title,
        .text = text,
        .home = desk ? "/desk/requests" : public_path(req->lang, req->arena, "/"),
        .request_id = arena_printf(req->arena, "%lld", (long long)req->id),
    };
    view.page.public_page = false;
    tpl_error(reply_html(req, status), &view);
}

/* Nobody asked in a language yet, so both are told. */
static void refused_problem(int status, const struct words *words, struct arena *a, struct buf *out) {
    struct json_writer w = json_writer_init(out);
    json_open_object(&w);
    json_key(&w, "type");
    json_put_string(&w, "about:blank");
    json_key(&w, "title");
    json_put_string(&w, arena_printf(a, "%s / %s", words->title(LANG_RU, a), words->title(LANG_EN, a)));
    json_key(&w, "status");
    json_put_i64(&w, status);
    json_key(&w, "detail");
    json_put_string(&w, arena_printf(a, "%s / %s", words->text(LANG_RU, a), words->text(LANG_EN, a)));
    json_close_object(&w);
}

void error_refused(void *data, int status, bool problem, struct buf *out) {
    (void)data;
    const struct words *words = words_for(status);
    struct arena *a = arena_new(REFUSED_BYTES);
    struct error_refused_view view = {
        .ru_title = words->title(LANG_RU, a),
        .ru_text = words->text(LANG_RU, a),
        .en_title = words->title(LANG_EN, a),
        .en_text = words->text(LANG_EN, a),
    };
    if (problem)
        refused_problem(status, words, a, out);
    else
        tpl_refused(&(struct html){ .out = out, .arena = a, .lang = LANG_RU }, &view);
    arena_free(&a);
}

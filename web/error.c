#include "web/error.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/tpl/error.h"

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
    { 422, msg_error_422_title, msg_error_422_text }, { 429, msg_error_429_title, msg_error_429_text },
    { 500, msg_error_500_title, msg_error_500_text }, { 503, msg_error_503_title, msg_error_503_text },
};

static const struct words *words_for(int status) {
    const struct words *nearest = &WORDS[0];
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        if (WORDS[i].status <= status)
            nearest = &WORDS[i];
    return nearest;
}

void error_reply(struct request *req, enum errc code, int status) {
    (void)code;
    const struct words *words = words_for(status);
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

#include "web/system.h"

#include <string.h>

#include "daemon/base/buf.h"
#include "daemon/base/clock.h"
#include "daemon/http/request.h"
#include "gen/assets.h"
#include "web/guard/guard.h"
#include "web/kit/app.h"

/* Assets --------------------------------------------------------------------------------------- */

/* Does Accept-Encoding name this coding? Quality values are not weighed: browsers send none of 0. */
static bool accepts(const struct request *req, const char *coding) {
    const char *accept = request_header(req, "Accept-Encoding");
    return accept != NULL && strstr(accept, coding) != NULL;
}

enum errc system_asset(struct request *req, struct err *e) {
    const struct asset *asset = NULL;
    for (size_t i = 0; i < ASSETS_N && asset == NULL; i++)
        if (strcmp(ASSETS[i].name, req->params[0]) == 0)
            asset = &ASSETS[i];
    if (asset == NULL)
        return ERR(e, E_NOT_FOUND, "no such asset");
    if (asset->br != NULL && accepts(req, "br")) {
        reply_asset(req, asset->type, asset->br, asset->br_n);
        reply_header(req, "Content-Encoding", "br");
    } else if (asset->gz != NULL && accepts(req, "gzip")) {
        reply_asset(req, asset->type, asset->gz, asset->gz_n);
        reply_header(req, "Content-Encoding", "gzip");
    } else {
        reply_asset(req, asset->type, asset->raw, asset->raw_n);
    }
    reply_header(req, "Vary", "Accept-Encoding");
    return OK;
}

/* Health ---------------------------------------------------------------------------------------- */

enum errc system_health(struct request *req, struct err *e) {
    (void)e;
    buf_puts(reply_bytes(req, 200, "text/plain; charset=utf-8"), "ok\n");
    return OK;
}

enum errc system_ready(struct request *req, struct err *e) {
    (void)e;
    const struct app *app = req->app;
    const char *reason = app->not_ready != NULL ? app->not_ready(app->system) : NULL;
    struct buf *out = reply_json(req, reason == NULL ? 200 : 503);
    if (reason == NULL)
        buf_puts(out, "{\"ready\":true}");
    else
        buf_printf(out, "{\"ready\":false,\"reason\":\"%s\"}", reason);
    return OK;
}

enum errc system_metrics(struct request *req, struct err *e) {
    (void)e;
    const struct app *app = req->app;
    struct buf *out = reply_bytes(req, 200, "text/plain; version=0.0.4; charset=utf-8");
    if (app->metrics != NULL)
        app->metrics(app->system, out);
    return OK;
}

/* Language -------------------------------------------------------------------------------------- */

const struct field LANGUAGE_FIELDS[2] = {
    { .name = "lang", .kind = TEXT_LINE, .max_chars = 2 },
    { .name = "back", .kind = TEXT_LINE, .max_chars = 500 },
};

/* A path of ours to go back to: "/…", but not "//…". */
static const char *safe_back(const char *back) {
    return back[0] == '/' && back[1] != '/' && strchr(back, '\\') == NULL ? back : "/";
}

enum errc system_language(struct request *req, struct err *e) {
    const char *tag = form_get(&req->form, "lang");
    if (strcmp(tag, lang_tag(lang_of_tag(tag))) != 0)
        return ERR(e, E_INVALID, "no such language");
    reply_redirect(req, safe_back(form_get(&req->form, "back")));
    reply_cookie(req, LANGUAGE_COOKIE, tag, 365 * DAY_MS / SECOND_MS);
    return OK;
}

enum errc system_robots(struct request *req, struct err *e) {
    (void)e;
    buf_puts(reply_bytes(req, 200, "text/plain; charset=utf-8"),
             "User-agent: *\nDisallow: /l/\nDisallow: /t/\nDisallow: /r/\nDisallow: /c/\n"
             "Disallow: /desk\nDisallow: /api/\nDisallow: /v/\n");
    return OK;
}

#include "web/public/unready.h"

#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/tpl/notice.h"
#include "web/kit/app.h"
#include "web/kit/layout.h"
#include "web/kit/texts.h"

bool public_unready(struct request *req) {
    const struct app *app = req->app;
    enum lang l = req->lang;
    struct arena *a = req->arena;
    if (app->demo || texts_operator_named(app->texts))
        return false;
    struct notice_view view = {
        .title = msg_unready_title(l, a),
        .lead = msg_unready_lead(l, a),
        .text = msg_unready_text(l, a),
        .link = public_path(l, a, "/"),
        .link_label = msg_error_home(l, a),
    };
    view.page = page_of(req, CHROME_PUBLIC, view.title, NULL);
    view.page.public_page = false;
    tpl_notice(reply_html(req, 503), &view);
    return true;
}

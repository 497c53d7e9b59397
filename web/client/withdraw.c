/* GET and POST /r/{request}/withdraw: the contact takes consent back; the request is closed. */
#include "daemon/base/arena.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/client.h"
#include "gen/sql/link.h"
#include "gen/tpl/client_withdraw.h"
#include "web/client/pages.h"
#include "web/client/status.h"
#include "web/flows/request_submit.h"
#include "web/guard/enter.h"
#include "web/kit/app.h"
#include "web/kit/texts.h"
#include "web/kit/visitor.h"

enum errc client_withdraw(struct request *req, struct err *e) {
    const struct q_client_request_row *row = NULL;
    TRY(client_request_of(req, &row, e));
    const char *back = arena_printf(req->arena, "/r/%lld", (long long)row->id);
    if (row->has_closed_at) {
        reply_redirect(req, back);
        return OK;
    }
    struct client_withdraw_view view = {
        .page = page_of(req, CHROME_CLIENT, msg_withdraw_title(req->lang, req->arena), NULL),
        .action = arena_printf(req->arena, "%s/withdraw", back),
        .back = back,
        .number = row->number,
    };
    tpl_client_withdraw(reply_html(req, 200), &view);
    return OK;
}

enum errc client_withdraw_do(struct request *req, struct err *e) {
    const struct app *app = req->app;
    const struct q_client_request_row *row = NULL;
    struct document document = { 0 };
    TRY(client_request_of(req, &row, e));
    TRY(texts_document(app->texts, "consent_request", req->lang, (struct text_slots){ NULL, NULL },
                       req->arena, &document, e));
    struct flow flow = flow_of(req);
    TRY(request_withdraw(&flow, row->id, row->person_id, document.version, document.hash, e));
    TRY(q_grant_add(req->db, visitor_of(req)->session, GRANT_STATUS, row->id, e)); /* to be told that it is done */
    reply_redirect(req, arena_printf(req->arena, "/r/%lld", (long long)row->id));
    return OK;
}

/* GET and POST /r/{request}/withdraw: the contact takes consent back; the request is closed. */
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/text.h"
#include "daemon/http/request.h"
#include "gen/msg.h"
#include "gen/sql/client.h"
#include "gen/sql/link.h"
#include "gen/tpl/client_withdraw.h"
#include "web/client/pages.h"
#include "web/client/status.h"
#include "web/flows/contact.h"
#include "web/flows/flow.h"
#include "web/flows/person.h"
#include "web/flows/request_submit.h"
#include "web/guard/enter.h"
#include "web/kit/app.h"
#include "web/kit/texts.h"
#include "web/kit/visitor.h"

enum { ADDRESS_MAX = 254 };

/* The page; error NULL = as it is opened. */
static void show(struct request *req, const struct q_client_request_row *row, int status, const char *error) {
    enum lang l = req->lang;
    struct arena *a = req->arena;
    const char *back = arena_printf(a, "/r/%lld", (long long)row->id);
    struct client_withdraw_view view = {
        .page = page_of(req, CHROME_CLIENT, msg_withdraw_title(l, a), NULL),
        .address = { .name = "address", .label = msg_withdraw_address(l, a), .hint = msg_withdraw_address_hint(l, a),
                     .value = form_get(&req->form, "address"), .error = error, .type = "text", .autocomplete = "email",
                     .max = ADDRESS_MAX, .required = true },
        .action = arena_printf(a, "%s/withdraw", back),
        .back = back,
        .number = row->number,
    };
    if (error != NULL) {
        form_error(&view.errors, "address", error);
        page_error(&view.page, req, msg_withdraw_title(l, a));
    }
    tpl_client_withdraw(reply_html(req, status), &view);
}

/* Is the typed address that of the request? A link may have been forwarded; the address is known to its owner. */
static enum errc is_owner(struct request *req, const struct q_client_request_row *row, bool *ret, struct err *e) {
    struct flow flow = flow_of(req);
    const char *stored = NULL, *typed = NULL;
    bool email = false;
    TRY(person_open(&flow, row->person_id, SEAL_REQUEST_ADDRESS, row->id, row->address_sealed, &stored, e));
    *ret = stored != NULL && contact_parse(form_get(&req->form, "address"), req->arena, &typed, &email) &&
           strcmp(text_casefold(stored, req->arena), text_casefold(typed, req->arena)) == 0;
    return OK;
}

enum errc client_withdraw(struct request *req, struct err *e) {
    const struct q_client_request_row *row = NULL;
    TRY(client_request_of(req, &row, e));
    if (row->has_closed_at)
        reply_redirect(req, arena_printf(req->arena, "/r/%lld", (long long)row->id));
    else
        show(req, row, 200, NULL);
    return OK;
}

enum errc client_withdraw_do(struct request *req, struct err *e) {
    const struct app *app = req->app;
    const struct q_client_request_row *row = NULL;
    struct document document = { 0 };
    bool owner = false;
    TRY(client_request_of(req, &row, e));
    TRY(is_owner(req, row, &owner, e));
    if (!owner && !row->has_closed_at) {
        show(req, row, 422, msg_withdraw_address_error(req->lang, req->arena));
        return OK;
    }
    TRY(texts_document(app->texts, "consent_request", req->lang, (struct text_slots){ NULL, NULL },
                       req->arena, &document, e));
    struct flow flow = flow_of(req);
    TRY(request_withdraw(&flow, row->id, row->person_id, document.version, document.hash, e));
    TRY(q_grant_add(req->db, visitor_of(req)->session, GRANT_STATUS, row->id, e)); /* to be told that it is done */
    reply_redirect(req, arena_printf(req->arena, "/r/%lld", (long long)row->id));
    return OK;
}

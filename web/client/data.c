/* web/client/data.c — GET /r/{request}/data.json: what a contact sent, wrote into the brief and agreed to, as a file.
 *
 * The page of the request shows the same to be read. Nothing of candidates is in it. */
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/json.h"
#include "daemon/http/request.h"
#include "gen/sql/candidate.h"
#include "gen/sql/client.h"
#include "web/client/brief.h"
#include "web/client/pages.h"
#include "web/client/status.h"
#include "web/flows/flow.h"
#include "web/flows/person.h"

static void put(struct json_writer *w, const char *key, const char *text) {
    json_key(w, key);
    if (text != NULL)
        json_put_string(w, text);
    else
        json_put_null(w);
}

static enum errc put_request(struct json_writer *w, struct request *req, const struct q_client_request_row *r,
                             struct err *e) {
    struct flow flow = flow_of(req);
    const char *contact = NULL, *address = NULL, *comment = NULL;
    TRY(person_open(&flow, r->person_id, SEAL_REQUEST_CONTACT, r->id, r->contact_sealed, &contact, e));
    TRY(person_open(&flow, r->person_id, SEAL_REQUEST_ADDRESS, r->id, r->address_sealed, &address, e));
    TRY(person_open(&flow, r->person_id, SEAL_REQUEST_COMMENT, r->id, r->comment_sealed, &comment, e));
    json_key(w, "request");
    json_open_object(w);
    json_key(w, "number");
    json_put_i64(w, r->number);
    put(w, "company", r->client_name);
    put(w, "contact", contact);
    put(w, "address", address);
    put(w, "post", r->title);
    put(w, "place", r->place);
    put(w, "comment", comment);
    json_key(w, "sent_at");
    json_put_i64(w, r->created_at);
    json_close_object(w);
    return OK;
}

/* The brief in the words of its form, as the page shows it. */
static enum errc put_brief(struct json_writer *w, struct request *req, const struct q_client_request_row *r,
                           struct err *e) {
    const struct q_brief_get_row *brief = NULL;
    struct fact_views facts = { 0 };
    TRY(q_brief_get(req->db, r->id, req->arena, &brief, e));
    if (brief != NULL)
        TRY(brief_facts(req, r, brief, &facts, e));
    json_key(w, "brief");
    json_open_array(w);
    for (size_t i = 0; i < facts.n; i++) {
        json_open_object(w);
        put(w, "name", facts.v[i].name);
        put(w, "value", facts.v[i].value);
        json_close_object(w);
    }
    json_close_array(w);
    return OK;
}

static enum errc put_consents(struct json_writer *w, struct request *req, const struct q_client_request_row *r,
                              struct err *e) {
    struct q_candidate_consent_list_rows rows = { 0 };
    TRY(q_candidate_consent_list(req->db, r->person_id, r->id, req->arena, &rows, e));
    json_key(w, "consents");
    json_open_array(w);
    for (size_t i = 0; i < rows.n; i++) {
        json_open_object(w);
        put(w, "purpose", rows.v[i].purpose);
        put(w, "action", rows.v[i].action);
        put(w, "text_version", rows.v[i].text_version);
        put(w, "text_hash", rows.v[i].text_hash);
        put(w, "language", rows.v[i].lang);
        json_key(w, "at");
        json_put_i64(w, rows.v[i].at);
        put(w, "network", rows.v[i].network);
        json_close_object(w);
    }
    json_close_array(w);
    return OK;
}

enum errc client_data_json(struct request *req, struct err *e) {
    const struct q_client_request_row *row = NULL;
    const struct q_request_withdrawn_row *withdrawn = NULL;
    TRY(client_request_of(req, &row, e));
    TRY(q_request_withdrawn(req->db, row->person_id, row->id, req->arena, &withdrawn, e));
    if (withdrawn->n > 0) { /* such a request shows nothing but that */
        reply_redirect(req, arena_printf(req->arena, "/r/%lld", (long long)row->id));
        return OK;
    }
    reply_header(req, "Content-Disposition",
                 arena_printf(req->arena, "attachment; filename=\"otbor-request-%lld.json\"", (long long)row->number));
    struct json_writer w = json_writer_init(reply_bytes(req, 200, "application/json"));
    json_open_object(&w);
    TRY(put_request(&w, req, row, e));
    TRY(put_brief(&w, req, row, e));
    TRY(put_consents(&w, req, row, e));
    json_close_object(&w);
    return OK;
}

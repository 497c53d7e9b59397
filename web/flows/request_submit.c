#include "web/flows/request_submit.h"

#include <string.h>

#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "daemon/base/clock.h"
#include "daemon/base/rand.h"
#include "gen/msg.h"
#include "gen/sql/client.h"
#include "gen/sql/public.h"
#include "web/flows/contact.h"
#include "web/flows/day.h"
#include "web/flows/letter.h"
#include "web/flows/link.h"
#include "web/flows/notice.h"
#include "web/flows/person.h"
#include "web/kit/app.h"
#include "web/kit/format.h"
#include "web/kit/states.h"

enum { STATUS_LINK_DAYS = 180, REPLY_WORKDAYS = 1 };

/* Rows -------------------------------------------------------------------------------------------- */

static enum errc add_consent(const struct flow *f, int64_t person_id, const char *action,
                             int64_t request_id, const char *version, const char *hash,
                             struct err *e) {
    struct q_consent_add_in row = {
        .id = rand_id(),
        .person_id = person_id,
        .purpose = "request",
        .action = action,
        .object_id = request_id,
        .text_version = version,
        .text_hash = hash,
        .lang = lang_tag(f->lang),
        .at = f->now_ms,
        .network = f->network != NULL ? f->network : "",
        .agent = f->agent != NULL ? f->agent : "",
    };
    return q_consent_add(f->db, &row, e);
}

static enum errc add_request(const struct flow *f, const struct request_submit_in *in,
                             int64_t person_id, const struct request_submitted *made,
                             struct err *e) {
    struct q_request_add_in row = {
        .id = in->request_id,
        .number = made->number,
        .client_id = made->client_id,
        .person_id = person_id,
        .title = in->title,
        .place = in->place,
        .lang = lang_tag(f->lang),
        .pack = app_pack(f->app, NULL)->code,
        .created_at = f->now_ms,
    };
    TRY(person_seal(f, person_id, SEAL_REQUEST_CONTACT, row.id, in->contact, &row.contact_sealed, e));
    TRY(person_seal(f, person_id, SEAL_REQUEST_ADDRESS, row.id, in->address, &row.address_sealed, e));
    if (in->comment != NULL && *in->comment != '\0')
        TRY(person_seal(f, person_id, SEAL_REQUEST_COMMENT, row.id, in->comment,
                        &row.comment_sealed, e));
    return q_request_add(f->db, &row, e);
}

/* Letters ------------------------------------------------------------------------------------------ */

/* The address is not proven: what was typed stays out, or the form would be a way to write to strangers. */
static enum errc write_client(const struct flow *f, const struct request_submit_in *in,
                              int64_t person_id, const struct request_submitted *made,
                              struct err *e) {
    if (!contact_is_email(in->address))
        return OK;
    const char *day = format_day(f->lang, f->arena, workdays_after(f->now_ms, REPLY_WORKDAYS));
    struct letter letter = {
        .kind = "request.received",
        .person_id = person_id,
        .to = in->address,
        .subject = msg_letter_received_subject(f->lang, f->arena, made->number),
        .body = msg_letter_received_body(f->lang, f->arena, made->number, link_url(f, made->link_path), day),
        .lang = f->lang,
    };
    return letter_queue(f, &letter, e);
}

static enum errc write_staff(const struct flow *f, const struct request_submit_in *in,
                             const struct request_submitted *made, struct err *e) {
    const char *desk = arena_printf(f->arena, "/desk/requests/%lld", (long long)made->request_id);
    struct notice notice = { .kind = "request.notice" };
    for (enum lang l = 0; l < LANG__MAX; l++) {
        const char *day = format_day(l, f->arena, workdays_after(f->now_ms, REPLY_WORKDAYS));
        notice.subject[l] = msg_letter_notice_subject(l, f->arena, made->number);
        notice.body[l] = msg_letter_notice_body(l, f->arena, made->number, in->title, in->place,
                                                link_url(f, desk), day);
    }
    return notice_staff(f, &notice, e);
}

/* The flows ---------------------------------------------------------------------------------------- */

/* Was the form sent before with these very contact data? */
static enum errc is_same(const struct flow *f, const struct q_request_twin_row *twin,
                         const struct request_submit_in *in, bool *ret, struct err *e) {
    const char *contact = NULL, *address = NULL;
    TRY(person_open(f, twin->person_id, SEAL_REQUEST_CONTACT, twin->id, twin->contact_sealed, &contact, e));
    TRY(person_open(f, twin->person_id, SEAL_REQUEST_ADDRESS, twin->id, twin->address_sealed, &address, e));
    *ret = contact != NULL && address != NULL && strcmp(contact, in->contact) == 0 &&
           strcmp(address, in->address) == 0 && strcmp(twin->client_name, in->company) == 0;
    return OK;
}

/* What the first sending of this form made; *ret_found is false when this is the first. A form that was
 * sent before opens that request to whoever sent it, and to nobody else. */
static enum errc find_twin(const struct flow *f, const struct request_submit_in *in,
                           struct request_submitted *ret, bool *ret_found, struct err *e) {
    const struct q_request_twin_row *twin = NULL;
    bool same = false;
    TRY(q_request_twin(f->db, in->request_id, f->arena, &twin, e));
    *ret_found = twin != NULL;
    if (twin == NULL)
        return OK;
    TRY(is_same(f, twin, in, &same, e));
    if (!same || twin->has_closed_at)
        return ERR(e, E_CONFLICT, "the form was sent before, and what it made is another request now");
    ret->request_id = twin->id;
    ret->number = twin->number;
    ret->client_id = twin->client_id;
    return link_show(f, LINK_STATUS, twin->id, &ret->link_path, e);
}

enum errc request_submit(const struct flow *f, const struct request_submit_in *in,
                         struct request_submitted *ret, struct err *e) {
    struct request_submitted made = { .request_id = in->request_id, .client_id = rand_id() };
    bool again = false;
    TRY(find_twin(f, in, &made, &again, e));
    if (again) {
        *ret = made;
        return OK;
    }
    int64_t person_id = 0;
    const struct q_request_next_number_row *next = NULL;
    TRY(q_request_next_number(f->db, f->arena, &next, e));
    made.number = next->number;
    TRY(person_add(f, &person_id, e));
    TRY(q_client_add(f->db, made.client_id, in->company, f->now_ms, e));
    TRY(add_request(f, in, person_id, &made, e));
    TRY(add_consent(f, person_id, consent_action_word(CONSENT_GIVEN), made.request_id, in->text_version, in->text_hash, e));
    TRY(link_make(f, LINK_STATUS, made.request_id, made.client_id,
                  f->now_ms + STATUS_LINK_DAYS * DAY_MS, &made.link_path, e));
    TRY(write_client(f, in, person_id, &made, e));
    TRY(write_staff(f, in, &made, e));
    TRY(flow_audit(f, "request.submitted", "request", made.request_id, NULL, e));
    *ret = made;
    return OK;
}

enum errc request_withdraw(const struct flow *f, int64_t request_id, int64_t person_id,
                           const char *text_version, const char *text_hash, struct err *e) {
    int64_t n = 0;
    TRY(q_request_close(f->db, f->now_ms, request_id, &n, e));
    if (n == 0)
        return OK;
    TRY(add_consent(f, person_id, consent_action_word(CONSENT_WITHDRAWN), request_id, text_version, text_hash, e));
    TRY(link_revoke(f, LINK_STATUS, request_id, e));
    return flow_audit(f, "request.withdrawn", "request", request_id, NULL, e);
}

/* web/flows/request_submit.h — a client asks for a selection.
 *
 * One transaction: the organisation, the contact as a person with a key of their own, the numbered
 * request, the proof of consent, the private link and two letters. The id of the request is chosen
 * by the caller before (it travels in the signed form), so that sending the form twice finds the
 * request that the first sending made instead of making another.
 */
#ifndef WEB_FLOWS_REQUEST_SUBMIT_H
#define WEB_FLOWS_REQUEST_SUBMIT_H

#include <stdint.h>
#include "web/flows/flow.h"

/* A request as typed and checked. address is an e-mail address or a telephone number. */
struct request_submit_in {
    int64_t request_id; /* positive, unguessable: rand_id() at the time the form was made */
    const char *company, *contact, *address, *title, *place;
    const char *comment;                 /* NULL or "" = none */
    const char *text_version, *text_hash; /* of the consent as it was shown */
};

struct request_submitted {
    int64_t request_id, number, client_id;
    const char *link_path; /* "/l/…" */
};

/* Store the request. Times, language, network and agent are the flow's.
 *
 * Errors: E_CONFLICT (the form was sent before with other contact data, or its request is closed);
 * E_INTERNAL, E_BUSY from the database. Memory: the flow's arena. */
enum errc request_submit(const struct flow *f, const struct request_submit_in *in,
                         struct request_submitted *ret, struct err *e) MUST_CHECK;

/* The client withdraws consent: kept as proof, the request is closed, its links end. Repeating it
 * changes nothing. Data stay: destroying them is the operator's until there is a command for it (README.md). */
enum errc request_withdraw(const struct flow *f, int64_t request_id, int64_t person_id,
                           const char *text_version, const char *text_hash, struct err *e)
    MUST_CHECK;

#endif

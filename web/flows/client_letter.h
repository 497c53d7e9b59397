/* web/flows/client_letter.h — letters to the customer about a vacancy of theirs.
 */
#ifndef WEB_FLOWS_CLIENT_LETTER_H
#define WEB_FLOWS_CLIENT_LETTER_H

#include <stdint.h>
#include "web/flows/flow.h"

/* Whom to write to about a vacancy. */
struct client_contact {
    int64_t person_id;  /* whose key seals the letter */
    const char *email;  /* NULL = the customer left a telephone number, or has withdrawn */
    enum lang lang;
    const char *title;  /* of the vacancy */
    const char *link;   /* a private link that lives: to the list, or else to the request; NULL = neither */
};

/* Find out. Memory: the flow's arena. Errors: E_NOT_FOUND (no such vacancy). */
enum errc client_contact(const struct flow *f, int64_t vacancy_id, struct client_contact *ret, struct err *e)
    MUST_CHECK;

/* Queue a letter to the contact; without an address or a link nothing is sent.
 *
 *   kind   of the letter, a static word
 *   subject, body   in the contact's language */
enum errc client_letter(const struct flow *f, const struct client_contact *to, const char *kind, const char *subject,
                        const char *body, struct err *e) MUST_CHECK;

#endif

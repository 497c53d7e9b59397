/* web/flows/application_apply.h — a person applies on the public page of a vacancy.
 *
 * An address that nobody has used becomes a person with a key, an application and the proof of
 * consent, and the browser may go straight to the test. An address that is known proves nothing: a
 * letter with the link goes to it, and the page says the same whoever typed it.
 */
#ifndef WEB_FLOWS_APPLICATION_APPLY_H
#define WEB_FLOWS_APPLICATION_APPLY_H

#include <stdbool.h>
#include <stdint.h>
#include "web/flows/flow.h"

struct application_apply_in {
    int64_t application_id; /* chosen when the form was made: sending it twice applies once */
    int64_t vacancy_id;
    int64_t closes_at;      /* of the vacancy: so long the link lives */
    const char *title;      /* of the vacancy, for the letter */
    const char *client;
    const char *name, *email;
    const char *text_version, *text_hash; /* of the consent as it was shown */
};

struct application_applied {
    bool by_letter; /* the address was known: nothing is opened here, a letter is on its way */
    int64_t application_id, person_id, attempt_id; /* only without by_letter */
};

/* Store the application, open its attempt and record the consent. The candidate's own flows run as the
 * person. Errors: as attempt_open(). Memory: the flow's arena. */
enum errc application_apply(const struct flow *f, const struct application_apply_in *in,
                            struct application_applied *ret, struct err *e) MUST_CHECK;

#endif

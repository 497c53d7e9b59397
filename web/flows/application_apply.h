/* web/flows/application_apply.h — a person applies on the public page of a vacancy.
 *
 * Who types an address has not shown that it is theirs. So whoever it is, nothing is opened here: a letter
 * with the private link goes to the address, and the link lets in. An address that nobody has used becomes
 * a person with a key, an application and the proof of consent; a known one gets the letter alone.
 */
#ifndef WEB_FLOWS_APPLICATION_APPLY_H
#define WEB_FLOWS_APPLICATION_APPLY_H

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

/* Store the application and the consent, and queue the letter. Sending the form twice applies once.
 *
 *   ret_link_path  the "/l/…" of the letter, for an installation that sends none; NULL when there is no
 *                  letter (the person withdrew from this vacancy)
 *
 * Errors: as attempt_open(). Memory: the flow's arena. */
enum errc application_apply(const struct flow *f, const struct application_apply_in *in,
                            const char **ret_link_path, struct err *e) MUST_CHECK;

#endif

/* web/flows/candidate_consent.h — a candidate agrees to the processing for one selection, or does not.
 */
#ifndef WEB_FLOWS_CANDIDATE_CONSENT_H
#define WEB_FLOWS_CANDIDATE_CONSENT_H

#include <stdint.h>
#include "web/flows/flow.h"
#include "web/kit/states.h"

/* Record the answer (given or refused) with the version and hash of the text that was shown. Given: the application becomes
 * "consented". Refused: nothing else changes, and it can be given later. Saying the same again changes nothing.
 * Errors: E_NOT_FOUND (not theirs), E_GONE (withdrawn). */
enum errc candidate_consent(const struct flow *f, int64_t attempt_id, enum consent_action answer,
                            const char *text_version, const char *text_hash, struct err *e)
    MUST_CHECK;

#endif

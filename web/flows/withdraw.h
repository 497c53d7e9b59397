/* web/flows/withdraw.h — a candidate leaves a selection and takes the consent back.
 */
#ifndef WEB_FLOWS_WITHDRAW_H
#define WEB_FLOWS_WITHDRAW_H

#include <stdint.h>
#include "web/flows/flow.h"

/* Withdraw: from now on the application stands nowhere and no answer is taken. Again changes nothing.
 * text_version and text_hash name the consent text in force.
 * Errors: E_NOT_FOUND (not theirs). */
enum errc withdraw(const struct flow *f, int64_t attempt_id, const char *text_version,
                   const char *text_hash, struct err *e) MUST_CHECK;

#endif

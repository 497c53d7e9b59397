/* web/flows/hand_in.h — the whole test is handed in, once.
 */
#ifndef WEB_FLOWS_HAND_IN_H
#define WEB_FLOWS_HAND_IN_H

#include <stdint.h>
#include "web/flows/flow.h"

/* Hand in: needs every section closed (handed in or run out). Gives the attempt its receipt, completes the
 * application, scores, and asks for the vacancy's standings. Handing in again changes nothing.
 * Errors: E_NOT_FOUND (not theirs), E_CONFLICT (a section is not done), E_GONE (withdrawn). */
enum errc hand_in(const struct flow *f, int64_t attempt_id, struct err *e) MUST_CHECK;

/* The same for an attempt whose vacancy has closed: what is not closed is closed first. For the job, which waits until
 * no clock of the attempt runs: whoever has begun a section has its whole time. */
enum errc hand_in_overdue(const struct flow *f, int64_t attempt_id, struct err *e) MUST_CHECK;

#endif

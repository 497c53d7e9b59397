/* web/flows/gate_check.h — a person confirms that a must-have is met, or that it is not.
 *
 * The questionnaire only proposes; words are added, never changed, and the latest counts. A confirmed
 * «not met» takes the candidate out of the ranking, so the vacancy's standings are computed again.
 */
#ifndef WEB_FLOWS_GATE_CHECK_H
#define WEB_FLOWS_GATE_CHECK_H

#include <stdbool.h>
#include <stdint.h>
#include "web/flows/flow.h"

/* Say it. root_id names the must-have in every version of the instruction; note may be "" or NULL and is
 * sealed with the candidate's key.
 * Errors: E_NOT_FOUND (no such application, or no such must-have in the newest published version). */
enum errc gate_check(const struct flow *f, int64_t application_id, int64_t root_id, bool met,
                     const char *note, struct err *e) MUST_CHECK;

#endif

/* web/flows/vacancy_state.h — closing a vacancy for candidates, opening it again, moving its last day.
 */
#ifndef WEB_FLOWS_VACANCY_STATE_H
#define WEB_FLOWS_VACANCY_STATE_H

#include <stdbool.h>
#include <stdint.h>
#include "web/flows/flow.h"

/* Open or close a published vacancy, or only move its last day (state as it is). The links of those who
 * were invited live until the new day, too.
 * Errors: E_NOT_FOUND; E_CONFLICT for a draft that was never published (its day may be moved). */
enum errc vacancy_set_state(const struct flow *f, int64_t vacancy_id, bool open, int64_t closes_at,
                            struct err *e) MUST_CHECK;

/* Move the last day only. */
enum errc vacancy_set_day(const struct flow *f, int64_t vacancy_id, int64_t closes_at, struct err *e) MUST_CHECK;

#endif

/* web/flows/invite_remind.h — a second letter to everybody who has not opened the invitation.
 *
 * Only people whose link lives, who have not withdrawn, and to whom nothing was sent for INVITE_REMIND_PAUSE_MS:
 * pressing twice does not write twice.
 */
#ifndef WEB_FLOWS_INVITE_REMIND_H
#define WEB_FLOWS_INVITE_REMIND_H

#include <stdint.h>
#include "daemon/base/clock.h"
#include "web/flows/flow.h"

#define INVITE_REMIND_PAUSE_MS DAY_MS
enum { INVITE_REMIND_MAX = 200 }; /* letters of one press: the writer must not be held for long */

/* How many would be written to, at most INVITE_REMIND_MAX. */
enum errc invite_remind_count(const struct flow *f, int64_t vacancy_id, int64_t *ret_n, struct err *e) MUST_CHECK;

/* Write to them. ret_n: how many letters. Errors: E_NOT_FOUND; E_CONFLICT when the vacancy is not open. */
enum errc invite_remind(const struct flow *f, int64_t vacancy_id, int64_t *ret_n, struct err *e) MUST_CHECK;

#endif

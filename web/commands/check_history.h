/* web/commands/check_history.h — does what is stored agree with what the audit log tells?
 *
 * The chain shows that the log was changed; this shows that a decision or a consent was changed beside it.
 */
#ifndef WEB_COMMANDS_CHECK_HISTORY_H
#define WEB_COMMANDS_CHECK_HISTORY_H

#include "daemon/base/err.h"

struct arena;
struct db;

/* Compare decisions and consents with their events, both ways. report is told one sentence per difference, at
 * most 50 of a kind. Scratch in a. Errors: only what keeps it from running. */
enum errc check_history(struct db *db, void (*report)(void *arg, const char *sentence), void *arg,
                        struct arena *a, struct err *e) MUST_CHECK;

#endif

/* web/commands/check_sealed.h — does everything that is sealed open, and has everybody their key?
 */
#ifndef WEB_COMMANDS_CHECK_SEALED_H
#define WEB_COMMANDS_CHECK_SEALED_H

#include "web/flows/flow.h"

/* Open each sealed value of the flow's database; nothing of it is told or kept. A person without a key is
 * a finding unless erased_log (which need not exist) names them. report is told one sentence per finding.
 * Scratch in the flow's arena. Errors: only what keeps it from running. */
enum errc check_sealed(const struct flow *f, const char *erased_log, void (*report)(void *arg, const char *sentence),
                       void *arg, struct err *e) MUST_CHECK;

#endif

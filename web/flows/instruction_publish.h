/* web/flows/instruction_publish.h — a draft becomes a version for ever.
 */
#ifndef WEB_FLOWS_INSTRUCTION_PUBLISH_H
#define WEB_FLOWS_INSTRUCTION_PUBLISH_H

#include <stdint.h>
#include "web/flows/flow.h"

/* Publish the draft, if it is still at the revision that was seen. The first version opens the vacancy;
 * later ones need a reason (not empty) and leave its state alone. Attempts keep the version they began
 * with; the shortlist is drawn anew by the new one.
 * Errors: E_NOT_FOUND; E_CONFLICT (published already, or changed since); E_INVALID (a finding refuses, or
 * the reason lacks). */
enum errc instruction_publish(const struct flow *f, int64_t vacancy_id, int64_t instruction_id, int64_t revision,
                              const char *reason, struct err *e) MUST_CHECK;

#endif

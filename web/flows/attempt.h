/* web/flows/attempt.h — opening an attempt, and ending it when its vacancy closes.
 */
#ifndef WEB_FLOWS_ATTEMPT_H
#define WEB_FLOWS_ATTEMPT_H

#include <stdint.h>
#include "web/flows/flow.h"

struct job_context;

#define JOB_ATTEMPT_SWEEP "attempt_sweep"

/* The attempt of an application: made on the first call, found on each later one. It begins from the newest
 * published instruction: section 1 is the questionnaire, then the plan's instruments, with forms drawn by a
 * random seed and the section's position. The application becomes "opened".
 * The caller has proved that the application is the visitor's (by the invitation).
 * Errors: E_NOT_FOUND (no such application, nothing published), E_INTERNAL (the pack is not installed). */
enum errc attempt_open(const struct flow *f, int64_t application_id, enum lang lang,
                       int64_t *ret_attempt_id, struct err *e) MUST_CHECK;

/* The job `attempt_sweep`: attempts whose vacancy has closed are handed in with what is stored. Those that
 * never began a section are left alone. */
enum errc attempt_sweep(struct job_context *ctx, int64_t object_id, struct err *e) MUST_CHECK;

#endif

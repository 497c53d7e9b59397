/* web/flows/upkeep.h — what nobody needs any more is forgotten.
 */
#ifndef WEB_FLOWS_UPKEEP_H
#define WEB_FLOWS_UPKEEP_H

#include <stdint.h>
#include "daemon/base/err.h"

struct job_context;

#define JOB_UPKEEP "upkeep"
#define JOB_ALIVE  "alive"

/* The job `upkeep`, once a day and at the start: sessions whose time is over and failed sign-ins that slow
 * nobody down any more go. */
enum errc upkeep(struct job_context *ctx, int64_t object_id, struct err *e) MUST_CHECK;

/* The job `alive`, once a minute: the database learns the time, so that the next start can tell a clock that
 * is wrong (daemon/watch_clock.h). */
enum errc alive(struct job_context *ctx, int64_t object_id, struct err *e) MUST_CHECK;

#endif

/* web/jobs.h — what the slow lane does for this application.
 */
#ifndef WEB_JOBS_H
#define WEB_JOBS_H

#include <stddef.h>
#include "daemon/jobs/jobs.h"

extern const struct job_kind WEB_JOBS[];
extern const size_t WEB_JOBS_N;

#endif

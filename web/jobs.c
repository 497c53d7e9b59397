#include "web/jobs.h"

#include "daemon/base/check.h"
#include "daemon/base/clock.h"
#include "web/flows/attempt.h"
#include "web/flows/post.h"
#include "web/flows/results.h"
#include "web/flows/section.h"

const struct job_kind WEB_JOBS[] = {
    { JOB_STANDINGS, 0, results_standings_job },
    { JOB_SECTION_SWEEP, 5 * SECOND_MS, section_sweep },
    { JOB_ATTEMPT_SWEEP, 30 * SECOND_MS, attempt_sweep },
    { JOB_POST, 2 * SECOND_MS, post_letters },
};
const size_t WEB_JOBS_N = COUNT(WEB_JOBS);

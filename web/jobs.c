#include "web/jobs.h"

#include "daemon/base/check.h"
#include "daemon/base/clock.h"
#include "web/flows/attempt.h"
#include "web/flows/post.h"
#include "web/flows/rescore.h"
#include "web/flows/results.h"
#include "web/flows/section.h"
#include "web/flows/upkeep.h"

const struct job_kind WEB_JOBS[] = {
    { .kind = JOB_RESCORE, .run = results_rescore_job },
    { .kind = JOB_STANDINGS, .run = results_standings_job },
    { .kind = JOB_SECTION_SWEEP, .every_ms = 5 * SECOND_MS, .run = section_sweep, .by_clock = true },
    { .kind = JOB_ATTEMPT_SWEEP, .every_ms = 30 * SECOND_MS, .run = attempt_sweep, .by_clock = true },
    { .kind = JOB_POST, .every_ms = 2 * SECOND_MS, .run = post_letters, .waits = true },
    { .kind = JOB_UPKEEP, .every_ms = DAY_MS, .run = upkeep, .by_clock = true },
    { .kind = JOB_ALIVE, .every_ms = MINUTE_MS, .run = alive, .by_clock = true },
};
const size_t WEB_JOBS_N = COUNT(WEB_JOBS);

/* web/flows/rescore.h — results that were made with other content or by other rules are made again.
 *
 * A score is stored with the fingerprint of the content (web/kit/app.h) and the version of the rules that made
 * it. After either changed, web/content.h asks for this job at the start.
 */
#ifndef WEB_FLOWS_RESCORE_H
#define WEB_FLOWS_RESCORE_H

#include <stdint.h>
#include "daemon/base/err.h"

struct job_context;

#define JOB_RESCORE "rescore"

/* The job `rescore`: object_id is 0. Scores every handed-in attempt whose score is not of today and asks for
 * the standings of its vacancy. Each slice leaves an event `results.rescored` at the vacancy that says how
 * many attempts were scored and how many of them came out otherwise. Repeatable: what is done is not stale
 * any more. Errors: E_BUSY when the process ends before the work; it goes on after the next start. */
enum errc results_rescore_job(struct job_context *ctx, int64_t object_id, struct err *e) MUST_CHECK;

#endif

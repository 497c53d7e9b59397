/* web/flows/post.h — the outbox is emptied: letters go to the mail server, once, retried with pauses.
 */
#ifndef WEB_FLOWS_POST_H
#define WEB_FLOWS_POST_H

#include <stdint.h>
#include "daemon/base/err.h"

struct job_context;

#define JOB_POST "post"

/* The job `post`: send what is due, if there is a mail server; without one letters wait. A server that is
 * away ends the turn. */
enum errc post_letters(struct job_context *ctx, int64_t object_id, struct err *e) MUST_CHECK;

#endif

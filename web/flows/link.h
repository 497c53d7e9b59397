/* web/flows/link.h — private links: making, showing, revoking.
 *
 * The token is random, stored hashed, and kept sealed beside it so that staff can show the link again.
 */
#ifndef WEB_FLOWS_LINK_H
#define WEB_FLOWS_LINK_H

#include <stdint.h>
#include "web/flows/flow.h"
#include "web/kit/states.h"

/* A new link to object_id (an application, a request, a vacancy) for owner_id (the person or client).
 * ret_path is "/l/…". Memory: the flow's arena. */
enum errc link_make(const struct flow *f, enum link_purpose purpose, int64_t object_id,
                    int64_t owner_id, int64_t expires_at, const char **ret_path, struct err *e)
    MUST_CHECK;

/* The newest living link of this purpose to this object, NULL when there is none. */
enum errc link_show(const struct flow *f, enum link_purpose purpose, int64_t object_id,
                    const char **ret_path, struct err *e) MUST_CHECK;

/* End all links of this purpose to this object, and what sessions were granted by them. A candidate's
 * session is a person's and not ended here: invite_revoke(). */
enum errc link_revoke(const struct flow *f, enum link_purpose purpose, int64_t object_id,
                      struct err *e) MUST_CHECK;

/* The link as people open it: public_url or the listening address before the path; in a tool that knows
 * neither, the path. */
const char *link_url(const struct flow *f, const char *path);

#endif

/* web/guard/enter.h — a browser is let in by a private link, a client also by what it just did.
 *
 * A client's browser keeps one session per organisation and collects grants in it: one for each request or
 * shortlist that was opened. A candidate's session is a person's. On the write lane. Pages behind a session
 * have no language in their address, so the language of the page that let in is kept in the cookie.
 */
#ifndef WEB_GUARD_ENTER_H
#define WEB_GUARD_ENTER_H

#include <stdint.h>
#include "daemon/base/err.h"

struct request;

/* What a grant opens; the words are those of session_grant.purpose. */
#define GRANT_STATUS "status"
#define GRANT_PORTAL "portal"

/* Let this browser in as the client, for one object more, and send it to path. */
enum errc enter_client(struct request *req, int64_t client_id, const char *purpose,
                       int64_t object_id, const char *path, struct err *e) MUST_CHECK;

/* Let this browser in as the person by a mailed link, until ends_at at the latest, and send it to path. The
 * link proves who comes: sessions of the person that began without one end. */
enum errc enter_candidate(struct request *req, int64_t person_id, int64_t link_id, int64_t ends_at,
                          const char *path, struct err *e) MUST_CHECK;

#endif

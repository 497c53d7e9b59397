/* web/guard/guard.h — who may come, before any handler runs.
 *
 * Everything is read from the route entry: audience, CSRF, rate. The visitor is found by the session
 * cookie of the kind that the entry is for. On the write lane session and audience are asked again
 * inside the transaction.
 */
#ifndef WEB_GUARD_GUARD_H
#define WEB_GUARD_GUARD_H

#include <stdint.h>
#include "daemon/base/err.h"
#include "daemon/base/text.h"
#include "web/kit/visitor.h"

struct request;

/* The cookie that keeps a visitor's choice of language. */
#define LANGUAGE_COOKIE "lang"

/* The language of a reply: "/en/…", else the visitor's choice; a public page's language is its address. */
enum lang guard_language(const struct request *req);

/* Visitor, audience, CSRF, rate; who reads is noted as seen (web/guard/seen.h). A visitor without a session
 * is sent to sign in (staff; web/guard/onward.h) or gets a page that says how to come back (401). Errors:
 * E_DENIED (CSRF), E_NOT_FOUND (not for this machine), E_RATE. */
enum errc guard(struct request *req, struct err *e);

/* The session still lives, inside the writer's transaction; notes that it was seen. Errors: E_DENIED. */
enum errc guard_recheck(struct request *req, struct err *e);

/* Append the view record of req->trace to the audit log. */
enum errc guard_record(struct request *req, struct err *e);

/* Sessions of the three kinds: cookies by audience */

/* Open a session for the browser of this request, inside the writer's transaction, and set its cookie.
 * audience is AUD_CANDIDATE (subject: person), AUD_CLIENT (subject: client) or a staff role (subject:
 * staff member). link_id: the private link that lets in, 0 = none. expires_at bounds it (0 = by its kind).
 * A living session of the same subject is kept, unless only the new one comes by a link. ret_hash: its token's
 * hash, for session_grant; memory: the request's. */
enum errc guard_open_session(struct request *req, enum audience audience, int64_t subject_id,
                             int64_t link_id, int64_t expires_at, const char **ret_hash,
                             struct err *e) MUST_CHECK;

/* End the session of this kind, if there is one, and its cookie. */
enum errc guard_end_session(struct request *req, enum audience audience, struct err *e) MUST_CHECK;

/* The session of a kind that the browser holds, whatever the route is for; subject 0 when there is none. */
enum errc guard_session_of(struct request *req, enum audience audience, int64_t *ret_subject,
                           const char **ret_hash, struct err *e) MUST_CHECK;

#endif

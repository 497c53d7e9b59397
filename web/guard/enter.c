#include "web/guard/enter.h"

#include <string.h>

#include "daemon/auth/session.h"
#include "daemon/base/clock.h"
#include "daemon/http/request.h"
#include "gen/sql/link.h"
#include "web/guard/guard.h"

/* Send the browser on; headers that were set before stay. */
static void send_on(struct request *req, const char *path) {
    const char *kept = request_cookie(req, LANGUAGE_COOKIE), *tag = lang_tag(req->lang);
    reply_redirect(req, path);
    if (kept == NULL || strcmp(kept, tag) != 0)
        reply_cookie(req, LANGUAGE_COOKIE, tag, 365 * DAY_MS / SECOND_MS);
}

enum errc enter_client(struct request *req, int64_t client_id, const char *purpose,
                       int64_t object_id, const char *path, struct err *e) {
    const char *hash = NULL;
    send_on(req, path);
    TRY(guard_open_session(req, AUD_CLIENT, client_id, 0, 0, &hash, e));
    return q_grant_add(req->db, hash, purpose, object_id, e);
}

enum errc enter_candidate(struct request *req, int64_t person_id, int64_t link_id, int64_t ends_at,
                          const char *path, struct err *e) {
    const char *hash = NULL;
    send_on(req, path);
    TRY(session_end_unproven(req->db, SESSION_CANDIDATE, person_id, e));
    return guard_open_session(req, AUD_CANDIDATE, person_id, link_id, ends_at, &hash, e);
}

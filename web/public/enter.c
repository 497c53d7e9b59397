#include "web/public/enter.h"

#include "daemon/base/clock.h"
#include "daemon/http/request.h"
#include "gen/sql/link.h"
#include "web/app.h"

/* The names that the guard looks for. */
static const char *const COOKIES[] = { [SESSION_STAFF] = "s", [SESSION_CANDIDATE] = "c",
                                       [SESSION_CLIENT] = "k" };

enum errc enter_session(const struct request *req, enum session_kind kind, int64_t subject_id,
                        const struct session **ret, struct err *e) {
    const struct app *app = req->app;
    const struct session *s = NULL;
    const char *token = request_cookie(req, COOKIES[kind]);
    if (token != NULL)
        TRY(session_find(req->db, app->keys, kind, token, req->now_ms, req->arena, &s, e));
    *ret = s != NULL && s->subject_id == subject_id ? s : NULL;
    return OK;
}

/* A new session; its token goes to the browser and nowhere else. */
static enum errc begin(struct request *req, enum session_kind kind, int64_t subject_id,
                       int64_t ends_at, const char *path, const char **ret_hash, struct err *e) {
    const struct app *app = req->app;
    struct session_life life = session_life(kind, false);
    struct session_in in = {
        .kind = kind,
        .subject_id = subject_id,
        .now_ms = req->now_ms,
        .idle_ms = life.idle_ms,
        .expires_at = req->now_ms + life.max_ms,
        .address = req->peer.network != NULL ? req->peer.network : "",
        .user_agent = req->peer.user_agent != NULL ? req->peer.user_agent : "",
    };
    if (in.expires_at > ends_at)
        in.expires_at = ends_at;
    const char *token = NULL;
    const struct session *made = NULL;
    TRY(session_add(req->db, app->keys, &in, req->arena, &token, e));
    TRY(session_find(req->db, app->keys, kind, token, req->now_ms, req->arena, &made, e));
    if (made == NULL)
        return ERR(e, E_GONE, "the session would be over before it began");
    *ret_hash = made->token_hash;
    reply_redirect(req, path);
    reply_cookie(req, COOKIES[kind], token, (in.expires_at - req->now_ms) / SECOND_MS);
    return OK;
}

enum errc enter_client(struct request *req, int64_t client_id, const char *purpose,
                       int64_t object_id, const char *path, struct err *e) {
    const struct session *have = NULL;
    const char *hash = NULL;
    TRY(enter_session(req, SESSION_CLIENT, client_id, &have, e));
    if (have != NULL) {
        hash = have->token_hash;
        reply_redirect(req, path);
    } else {
        TRY(begin(req, SESSION_CLIENT, client_id, INT64_MAX, path, &hash, e));
    }
    return q_grant_add(req->db, hash, purpose, object_id, e);
}

enum errc enter_candidate(struct request *req, int64_t person_id, int64_t ends_at, const char *path,
                          struct err *e) {
    const struct session *have = NULL;
    const char *hash = NULL;
    TRY(enter_session(req, SESSION_CANDIDATE, person_id, &have, e));
    if (have == NULL)
        return begin(req, SESSION_CANDIDATE, person_id, ends_at, path, &hash, e);
    reply_redirect(req, path);
    return OK;
}

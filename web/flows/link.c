#include "web/flows/link.h"

#include "daemon/auth/link.h"
#include "daemon/base/arena.h"
#include "gen/sql/link.h"
#include "web/kit/app.h"
#include "web/kit/states.h"

static const char *path_of(const struct flow *f, const char *token) {
    return arena_printf(f->arena, "/l/%s", token);
}

enum errc link_make(const struct flow *f, enum link_purpose purpose, int64_t object_id,
                    int64_t owner_id, int64_t expires_at, const char **ret_path, struct err *e) {
    const char *token = NULL;
    struct link_in in = { .purpose = link_purpose_word(purpose),
                          .object_id = object_id,
                          .owner_id = owner_id,
                          .now_ms = f->now_ms,
                          .expires_at = expires_at };
    TRY(link_add(f->db, f->app->keys, &in, f->arena, &token, e));
    *ret_path = path_of(f, token);
    return OK;
}

enum errc link_show(const struct flow *f, enum link_purpose purpose, int64_t object_id,
                    const char **ret_path, struct err *e) {
    const char *token = NULL;
    TRY(link_newest(f->db, f->app->keys, link_purpose_word(purpose), object_id, f->now_ms, f->arena, &token, e));
    *ret_path = token != NULL ? path_of(f, token) : NULL;
    return OK;
}

enum errc link_revoke(const struct flow *f, enum link_purpose purpose, int64_t object_id,
                      struct err *e) {
    int64_t n = 0;
    TRY(link_end_all(f->db, link_purpose_word(purpose), object_id, f->now_ms, e));
    TRY(q_grant_end_all(f->db, link_purpose_word(purpose), object_id, &n, e));
    static const char *const OBJECTS[] = { [LINK_INVITE] = "application", [LINK_STATUS] = "request",
                                           [LINK_PORTAL] = "vacancy" };
    return flow_audit(f, "link.revoked", OBJECTS[purpose], object_id, NULL, e);
}

const char *link_url(const struct flow *f, const char *path) {
    return f->app->links_at != NULL ? arena_printf(f->arena, "%s%s", f->app->links_at, path) : path;
}

#include "web/flows/flow.h"

#include "daemon/auth/event.h"
#include "daemon/http/request.h"
#include "web/kit/visitor.h"

static enum actor_kind actor_of(const struct visitor *v, int64_t *ret_id) {
    switch (v->audience) {
    case AUD_RECRUITER:
    case AUD_ADMINISTRATOR:
        *ret_id = v->staff_id;
        return ACTOR_STAFF;
    case AUD_CANDIDATE:
        *ret_id = v->person_id;
        return ACTOR_CANDIDATE;
    case AUD_CLIENT:
        *ret_id = v->client_id;
        return ACTOR_CLIENT;
    case AUD_ANYONE:
    case AUD_LOOPBACK:
        break;
    }
    *ret_id = 0;
    return ACTOR_ANYONE;
}

struct flow flow_of(const struct request *req) {
    struct flow f = { .db = req->db,
                      .arena = req->arena,
                      .app = req->app,
                      .now_ms = req->now_ms,
                      .lang = req->lang,
                      .network = req->peer.network,
                      .agent = req->peer.user_agent };
    f.actor = actor_of(visitor_of(req), &f.actor_id);
    return f;
}

enum errc flow_audit(const struct flow *f, const char *kind, const char *object_kind,
                     int64_t object_id, const char *payload, struct err *e) {
    struct event_in event = { .at = f->now_ms,
                              .actor_kind = (int)f->actor,
                              .actor = f->actor_id,
                              .kind = kind,
                              .object_kind = object_kind,
                              .object = object_id,
                              .payload = payload };
    return event_append(f->db, &event, f->arena, e);
}

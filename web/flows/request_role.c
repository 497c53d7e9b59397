#include "web/flows/request_role.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "gen/sql/client.h"
#include "gen/sql/desk.h"
#include "web/kit/app.h"

enum errc request_role(const struct flow *f, int64_t request_id, const char *pack, struct err *e) {
    const struct q_desk_request_row *request = NULL;
    const struct q_desk_vacancy_of_request_row *vacancy = NULL;
    if (app_pack(f->app, pack) == NULL)
        return ERR(e, E_INVALID, "no pack %s is loaded", pack);
    TRY(q_desk_request(f->db, request_id, f->arena, &request, e));
    if (request == NULL)
        return ERR(e, E_NOT_FOUND, "no such request");
    TRY(q_desk_vacancy_of_request(f->db, request_id, f->arena, &vacancy, e));
    if (vacancy != NULL)
        return ERR(e, E_CONFLICT, "the request has become a vacancy; its role stays");
    if (strcmp(request->pack, pack) == 0)
        return OK;
    int64_t changed = 0;
    TRY(q_desk_request_role(f->db, pack, request_id, &changed, e));
    TRY(q_brief_duties_clear(f->db, request_id, e));
    return flow_audit(f, "request.role", "request", request_id,
                      arena_printf(f->arena, "{\"pack\":\"%s\"}", pack), e);
}

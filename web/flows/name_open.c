#include "web/flows/name_open.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/json.h"
#include "gen/sql/shortlist.h"
#include "web/flows/person.h"

const char *const NAME_REASONS[] = { "interview", "asked", "data", NAME_REASON_OTHER };
const size_t NAME_REASONS_N = COUNT(NAME_REASONS);

bool name_reason_is(const char *reason) {
    for (size_t i = 0; i < NAME_REASONS_N; i++)
        if (strcmp(NAME_REASONS[i], reason) == 0)
            return true;
    return false;
}

enum errc name_open(const struct flow *f, int64_t application_id, const char *reason, const char *note,
                    struct err *e) {
    bool noted = note != NULL && *note != '\0';
    if (!name_reason_is(reason) || (!noted && strcmp(reason, NAME_REASON_OTHER) == 0))
        return ERR(e, E_INVALID, "a name is opened for a reason");
    const struct q_decision_subject_row *subject = NULL;
    TRY(q_decision_subject(f->db, application_id, f->arena, &subject, e));
    if (subject == NULL)
        return ERR(e, E_NOT_FOUND, "no application %lld", (long long)application_id);
    const char *sealed = NULL;
    if (noted)
        TRY(person_seal(f, subject->person_id, SEAL_NAME_NOTE, application_id, note, &sealed, e));
    const char *payload = noted ? arena_printf(f->arena, "{\"reason\":\"%s\",\"note\":\"%s\"}", reason, sealed)
                                : arena_printf(f->arena, "{\"reason\":\"%s\"}", reason);
    return flow_audit(f, "name.opened", "application", application_id, payload, e);
}

/* Reading back ------------------------------------------------------------------------------------------ */

static enum errc opening_of(const struct flow *f, int64_t application_id, int64_t person_id,
                            const struct q_name_openings_row *row, struct name_opening *ret, struct err *e) {
    const struct json *payload = NULL;
    TRY(json_parse(row->payload, strlen(row->payload), JSON_REQUEST, f->arena, &payload, e));
    const char *reason = json_string(json_member(payload, "reason"));
    const char *sealed = json_string(json_member(payload, "note"));
    *ret = (struct name_opening){ .by_id = row->actor, .at = row->at, .reason = reason != NULL ? reason : "" };
    return person_open(f, person_id, SEAL_NAME_NOTE, application_id, sealed, &ret->note, e);
}

enum errc name_openings(const struct flow *f, int64_t application_id, int64_t person_id, struct name_openings *ret,
                        struct err *e) {
    struct q_name_openings_rows rows = { 0 };
    TRY(q_name_openings(f->db, application_id, f->arena, &rows, e));
    struct name_opening *v = ARENA_ARRAY(f->arena, rows.n, struct name_opening);
    for (size_t i = 0; i < rows.n; i++)
        TRY(opening_of(f, application_id, person_id, &rows.v[i], &v[i], e));
    *ret = (struct name_openings){ v, rows.n };
    return OK;
}

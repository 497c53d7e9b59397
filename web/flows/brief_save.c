#include "web/flows/brief_save.h"

#include <string.h>

#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "gen/sql/client.h"
#include "web/flows/person.h"

/* Duties ------------------------------------------------------------------------------------ */

static bool preselects(const struct pack *pack, size_t duty, size_t segment) {
    return segment != PACK_NONE && (pack->duties[duty].segments >> segment & 1) != 0;
}

static bool chosen(const struct q_brief_duties_rows *rows, const char *code) {
    for (size_t i = 0; i < rows->n; i++)
        if (strcmp(rows->v[i].duty, code) == 0)
            return true;
    return false;
}

/* Are the chosen duties exactly what this segment proposes? */
static bool as_proposed(const struct pack *pack, size_t segment,
                        const struct q_brief_duties_rows *rows) {
    size_t proposed = 0;
    for (size_t d = 0; d < pack->duties_n; d++) {
        if (!preselects(pack, d, segment))
            continue;
        proposed++;
        if (!chosen(rows, pack->duties[d].code))
            return false;
    }
    return proposed == rows->n;
}

static enum errc propose(const struct flow *f, int64_t request_id, const struct pack *pack,
                         size_t segment, struct err *e) {
    TRY(q_brief_duties_clear(f->db, request_id, e));
    for (size_t d = 0; d < pack->duties_n; d++)
        if (preselects(pack, d, segment))
            TRY(q_brief_duty_add(f->db, request_id, pack->duties[d].code, e));
    return OK;
}

/* Steps ------------------------------------------------------------------------------------- */

static enum errc touch(const struct flow *f, int64_t request_id, struct err *e) {
    int64_t n = 0;
    TRY(q_brief_touch(f->db, f->now_ms, request_id, &n, e));
    if (n == 0)
        return ERR(e, E_CONFLICT, "the first step of the brief is not there yet");
    return flow_audit(f, "brief.saved", "request", request_id, NULL, e);
}

enum errc brief_save_whom(const struct flow *f, int64_t request_id, const struct pack *pack,
                          const struct brief_whom *whom, struct err *e) {
    const struct q_brief_get_row *before = NULL;
    struct q_brief_duties_rows duties = { 0 };
    TRY(q_brief_get(f->db, request_id, f->arena, &before, e));
    TRY(q_brief_duties(f->db, request_id, f->arena, &duties, e));
    TRY(q_brief_put_whom(f->db, request_id, whom->segment, whom->size, whom->headcount,
                         whom->start_when, f->now_ms, e));
    size_t segment = pack_find_segment(pack, whom->segment);
    if (before == NULL || as_proposed(pack, pack_find_segment(pack, before->segment), &duties))
        TRY(propose(f, request_id, pack, segment, e));
    return flow_audit(f, "brief.saved", "request", request_id, NULL, e);
}

enum errc brief_save_duties(const struct flow *f, int64_t request_id, const char *const *duties,
                            size_t n, struct err *e) {
    TRY(touch(f, request_id, e));
    TRY(q_brief_duties_clear(f->db, request_id, e));
    for (size_t i = 0; i < n; i++)
        TRY(q_brief_duty_add(f->db, request_id, duties[i], e));
    return OK;
}

enum errc brief_save_gates(const struct flow *f, int64_t request_id, const struct brief_gate *gates,
                           size_t n, struct err *e) {
    CHECK(n <= BRIEF_GATES_MAX);
    TRY(touch(f, request_id, e));
    TRY(q_brief_gates_clear(f->db, request_id, e));
    for (size_t i = 0; i < n; i++)
        TRY(q_brief_gate_add(f->db, request_id, (int64_t)i + 1, gates[i].field, gates[i].text, e));
    return OK;
}

/* Empty means not said. */
static const char *said(const char *text) {
    return text != NULL && *text != '\0' ? text : NULL;
}

enum errc brief_save_terms(const struct flow *f, int64_t request_id, int64_t person_id,
                           const struct brief_terms *terms, struct err *e) {
    const char *sealed = NULL;
    if (said(terms->decider) != NULL)
        TRY(person_seal(f, person_id, SEAL_BRIEF_NOTE, request_id, terms->decider, &sealed, e));
    int64_t n = 0;
    TRY(q_brief_put_terms(f->db, said(terms->decide_by), said(terms->authority), said(terms->pay),
                          sealed, f->now_ms, request_id, &n, e));
    return touch(f, request_id, e);
}

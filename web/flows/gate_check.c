#include "web/flows/gate_check.h"

#include "daemon/base/arena.h"
#include "daemon/base/rand.h"
#include "daemon/jobs/jobs.h"
#include "gen/sql/shortlist.h"
#include "web/flows/person.h"
#include "web/flows/results.h"

enum errc gate_check(const struct flow *f, int64_t application_id, int64_t root_id, bool met,
                     const char *note, struct err *e) {
    const struct q_decision_subject_row *subject = NULL;
    TRY(q_decision_subject(f->db, application_id, f->arena, &subject, e));
    if (subject == NULL)
        return ERR(e, E_NOT_FOUND, "no application %lld", (long long)application_id);
    const struct q_gate_of_vacancy_row *gate = NULL;
    TRY(q_gate_of_vacancy(f->db, subject->vacancy_id, root_id, f->arena, &gate, e));
    if (gate == NULL)
        return ERR(e, E_NOT_FOUND, "no must-have %lld", (long long)root_id);
    int64_t id = rand_id();
    const char *sealed = NULL;
    if (note != NULL && *note != '\0')
        TRY(person_seal(f, subject->person_id, SEAL_GATE_NOTE, id, note, &sealed, e));
    struct q_gate_check_add_in row = { .id = id,
                                       .application_id = application_id,
                                       .root_id = root_id,
                                       .met = met ? 1 : 0,
                                       .note_sealed = sealed,
                                       .by_id = f->actor_id,
                                       .at = f->now_ms };
    TRY(q_gate_check_add(f->db, &row, e));
    const char *payload = arena_printf(f->arena, "{\"must_have\":%lld,\"met\":%d}",
                                       (long long)root_id, met ? 1 : 0);
    TRY(flow_audit(f, "gate.checked", "application", application_id, payload, e));
    return jobs_ask(f->db, JOB_STANDINGS, subject->vacancy_id, f->now_ms, e);
}

#include "web/flows/instruction_publish.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/jobs/jobs.h"
#include "gen/sql/desk.h"
#include "web/flows/day.h"
#include "web/flows/instruction_read.h"
#include "web/flows/results.h"
#include "web/flows/vacancy_draft.h"
#include "web/kit/app.h"
#include "web/kit/states.h"

/* A vacancy opens with its first version. A draft that lay past its last day gets a new one. */
static enum errc open_vacancy(const struct flow *f, const struct q_desk_vacancy_row *vacancy, struct err *e) {
    int64_t changed = 0;
    if (vacancy_state_of_word(vacancy->state) != VACANCY_DRAFT)
        return OK;
    int64_t closes_at = vacancy->closes_at > f->now_ms ? vacancy->closes_at : day_end(f->now_ms, VACANCY_DAYS);
    return q_desk_vacancy_state(f->db, vacancy_state_word(VACANCY_OPEN), closes_at, vacancy->id, &changed, e);
}

enum errc instruction_publish(const struct flow *f, int64_t vacancy_id, int64_t instruction_id, int64_t revision,
                              const char *reason, struct err *e) {
    const struct q_desk_vacancy_row *vacancy = NULL;
    struct instruction_version v = { 0 };
    TRY(q_desk_vacancy(f->db, vacancy_id, f->arena, &vacancy, e));
    if (vacancy == NULL)
        return ERR(e, E_NOT_FOUND, "no such vacancy");
    TRY(instruction_read(f, vacancy_id, vacancy->pack, instruction_id, &v, e));
    if (v.published || v.revision != revision)
        return ERR(e, E_CONFLICT, "the draft was changed or published since it was shown");
    if (instruction_version_check(&v, f->arena).refusals_n > 0)
        return ERR(e, E_INVALID, "findings stand in the way of publishing");
    bool has_reason = reason != NULL && reason[0] != '\0';
    if (v.version > 1 && !has_reason)
        return ERR(e, E_INVALID, "a later version needs a reason");
    int64_t changed = 0;
    TRY(q_ji_publish(f->db, has_reason ? reason : NULL, f->now_ms, f->actor_id, v.id, revision, &changed, e));
    if (changed != 1)
        return ERR(e, E_CONFLICT, "the draft was changed or published since it was shown");
    TRY(open_vacancy(f, vacancy, e));
    TRY(jobs_ask(f->db, JOB_STANDINGS, vacancy_id, f->now_ms, e));
    return flow_audit(f, "instruction.published", "instruction", v.id,
                      arena_printf(f->arena, "{\"vacancy\":%lld,\"version\":%lld,\"content\":\"%s\"}",
                                   (long long)vacancy_id, (long long)v.version, app_content(f->app, v.pack)),
                      e);
}

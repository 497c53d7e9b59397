#include "web/flows/withdraw.h"

#include "daemon/base/arena.h"
#include "daemon/base/rand.h"
#include "daemon/jobs/jobs.h"
#include "gen/sql/attempt.h"
#include "gen/sql/candidate.h"
#include "web/flows/results.h"
#include "web/kit/states.h"

enum errc withdraw(const struct flow *f, int64_t attempt_id, const char *text_version,
                   const char *text_hash, struct err *e) {
    const struct q_attempt_get_row *attempt = NULL;
    TRY(q_attempt_get(f->db, attempt_id, f->actor_id, f->arena, &attempt, e));
    if (attempt == NULL)
        return ERR(e, E_NOT_FOUND, "no attempt %lld of this person", (long long)attempt_id);
    int64_t n = 0;
    TRY(q_application_withdraw(f->db, f->now_ms, attempt->application_id, &n, e));
    if (n == 0)
        return OK;
    TRY(q_candidate_consent_add(f->db,
                                &(struct q_candidate_consent_add_in){
                                    .id = rand_id(),
                                    .person_id = attempt->person_id,
                                    .purpose = "selection",
                                    .action = consent_action_word(CONSENT_WITHDRAWN),
                                    .object_id = attempt->application_id,
                                    .text_version = text_version,
                                    .text_hash = text_hash,
                                    .lang = lang_tag(f->lang),
                                    .at = f->now_ms,
                                    .network = f->network,
                                    .agent = f->agent,
                                },
                                e));
    TRY(jobs_ask(f->db, JOB_STANDINGS, attempt->vacancy_id, f->now_ms, e));
    return flow_audit(f, "application.withdrawn", "application", attempt->application_id, NULL, e);
}

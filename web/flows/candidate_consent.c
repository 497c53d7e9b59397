#include "web/flows/candidate_consent.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/rand.h"
#include "gen/sql/attempt.h"
#include "gen/sql/candidate.h"
#include "web/kit/states.h"

static enum errc record(const struct flow *f, const struct q_attempt_get_row *attempt,
                        const char *action, const char *version, const char *hash, struct err *e) {
    return q_candidate_consent_add(f->db,
                                   &(struct q_candidate_consent_add_in){
                                       .id = rand_id(),
                                       .person_id = attempt->person_id,
                                       .purpose = "selection",
                                       .action = action,
                                       .object_id = attempt->application_id,
                                       .text_version = version,
                                       .text_hash = hash,
                                       .lang = lang_tag(f->lang),
                                       .at = f->now_ms,
                                       .network = f->network,
                                       .agent = f->agent,
                                   },
                                   e);
}

enum errc candidate_consent(const struct flow *f, int64_t attempt_id, enum consent_action answer,
                            const char *text_version, const char *text_hash, struct err *e) {
    const struct q_attempt_get_row *attempt = NULL;
    TRY(q_attempt_get(f->db, attempt_id, f->actor_id, f->arena, &attempt, e));
    if (attempt == NULL)
        return ERR(e, E_NOT_FOUND, "no attempt %lld of this person", (long long)attempt_id);
    if (attempt->has_withdrawn_at)
        return ERR(e, E_GONE, "attempt %lld was withdrawn", (long long)attempt_id);
    const struct q_candidate_consent_last_row *last = NULL;
    TRY(q_candidate_consent_last(f->db, attempt->person_id, attempt->application_id, f->arena,
                                 &last, e));
    enum consent_action before = last != NULL ? consent_action_of_word(last->action) : CONSENT_ACTION__MAX;
    if (before == answer || before == CONSENT_GIVEN)
        return OK;
    TRY(record(f, attempt, consent_action_word(answer), text_version, text_hash, e));
    if (answer == CONSENT_GIVEN)
        TRY(q_application_consent(f->db, attempt->application_id, e));
    return flow_audit(f, answer == CONSENT_GIVEN ? "consent.given" : "consent.refused",
                      "application", attempt->application_id, NULL, e);
}

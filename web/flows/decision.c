#include "web/flows/decision.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/rand.h"
#include "gen/sql/shortlist.h"
#include "web/flows/decision_letter.h"
#include "web/flows/person.h"
#include "web/kit/states.h"

const struct decision_reason DECISION_REASONS[] = {
    { "fits_requirements", DECISION_ADVANCE },
    { "strong_in_main", DECISION_ADVANCE },
    { "best_of_group", DECISION_ADVANCE },
    { "must_have_open", DECISION_HOLD },
    { "interview_first", DECISION_HOLD },
    { "reserve", DECISION_HOLD },
    { "must_have_unmet", DECISION_DECLINE },
    { "minimum_unmet", DECISION_DECLINE },
    { "weaker_in_main", DECISION_DECLINE },
    { "terms_differ", DECISION_DECLINE },
    { "post_filled", DECISION_DECLINE },
};
const size_t DECISION_REASONS_N = sizeof DECISION_REASONS / sizeof DECISION_REASONS[0];

bool decision_fits(enum decision_outcome outcome, const char *reason) {
    for (size_t i = 0; i < DECISION_REASONS_N; i++)
        if (strcmp(DECISION_REASONS[i].code, reason) == 0)
            return DECISION_REASONS[i].outcome == outcome;
    return false;
}

/* The application, and that the decision standing now is the one that was seen. */
static enum errc check_standing(const struct flow *f, int64_t application_id, int64_t seen_id,
                                const struct q_decision_subject_row **ret_subject, struct err *e) {
    TRY(q_decision_subject(f->db, application_id, f->arena, ret_subject, e));
    if (*ret_subject == NULL)
        return ERR(e, E_NOT_FOUND, "no application %lld", (long long)application_id);
    const struct q_decision_standing_row *now = NULL;
    TRY(q_decision_standing(f->db, application_id, f->arena, &now, e));
    if ((now != NULL ? now->id : 0) != seen_id)
        return ERR(e, E_CONFLICT, "another decision stands about application %lld",
                   (long long)application_id);
    return OK;
}

enum errc decision_make(const struct flow *f, int64_t application_id, enum decision_outcome outcome,
                        const char *reason, const char *note, int64_t expected_latest_id,
                        int64_t *ret_id, struct err *e) {
    if (!decision_fits(outcome, reason))
        return ERR(e, E_INVALID, "the reason does not go with the outcome");
    const struct q_decision_subject_row *subject = NULL;
    TRY(check_standing(f, application_id, expected_latest_id, &subject, e));
    if (subject->has_withdrawn_at)
        return ERR(e, E_GONE, "the candidate has withdrawn");
    int64_t id = rand_id();
    const char *sealed = NULL;
    if (note != NULL && *note != '\0')
        TRY(person_seal(f, subject->person_id, SEAL_DECISION_NOTE, id, note, &sealed, e));
    struct q_decision_add_in row = { .id = id,
                                     .application_id = application_id,
                                     .outcome = decision_outcome_word(outcome),
                                     .reason = reason,
                                     .note_sealed = sealed,
                                     .by_id = f->actor_id,
                                     .at = f->now_ms };
    TRY(q_decision_add(f->db, &row, e));
    const char *payload = arena_printf(f->arena, "{\"id\":%lld,\"outcome\":\"%s\",\"reason\":\"%s\"}",
                                       (long long)id, decision_outcome_word(outcome), reason);
    bool told = false; /* of the decision before, in a letter that has gone */
    TRY(decision_letter_withdraw(f, expected_latest_id, &told, e));
    if (outcome == DECISION_DECLINE && !told)
        TRY(decision_letter_queue(f, id, subject, e));
    TRY(flow_audit(f, "decision.made", "application", application_id, payload, e));
    *ret_id = id;
    return OK;
}

enum errc decision_undo(const struct flow *f, int64_t application_id, int64_t decision_id,
                        struct err *e) {
    const struct q_decision_subject_row *subject = NULL;
    TRY(check_standing(f, application_id, decision_id, &subject, e));
    int64_t changed = 0;
    TRY(q_decision_undo(f->db, f->now_ms, f->actor_id, decision_id, &changed, e));
    if (changed == 0)
        return ERR(e, E_CONFLICT, "no decision stands about application %lld",
                   (long long)application_id);
    bool gone = false;
    TRY(decision_letter_withdraw(f, decision_id, &gone, e));
    const char *payload = arena_printf(f->arena, "{\"id\":%lld}", (long long)decision_id);
    return flow_audit(f, "decision.undone", "application", application_id, payload, e);
}

/* web/flows/decision.h — a person decides about a candidate, and takes it back.
 *
 * Decisions are added, never changed; undoing marks one as undone. The latest that is not undone stands.
 * Who decides says which one they have seen standing: when another stands by now, they are told.
 */
#ifndef WEB_FLOWS_DECISION_H
#define WEB_FLOWS_DECISION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "web/flows/flow.h"
#include "web/kit/states.h"

enum { DECISION_NOTE_MAX = 1000 };

/* A reason, always one about the work, and the outcome it may stand for. */
struct decision_reason {
    const char *code;
    enum decision_outcome outcome;
};
extern const struct decision_reason DECISION_REASONS[];
extern const size_t DECISION_REASONS_N;

/* Does this reason go with this outcome? */
bool decision_fits(enum decision_outcome outcome, const char *reason);

/* Decide. note may be "" or NULL; it is sealed with the candidate's key.
 *
 *   expected_latest_id  the decision that stood when the person looked; 0 = none
 *
 * Errors: E_NOT_FOUND (no such application), E_INVALID (outcome and reason do not go together), E_CONFLICT
 * (another decision stands by now), E_GONE (the candidate has withdrawn). */
enum errc decision_make(const struct flow *f, int64_t application_id, enum decision_outcome outcome,
                        const char *reason, const char *note, int64_t expected_latest_id,
                        int64_t *ret_id, struct err *e) MUST_CHECK;

/* Take back the decision that stands; it must be this one. A letter that has not gone goes no more.
 * Errors: E_NOT_FOUND, E_CONFLICT (another one stands by now, or none). */
enum errc decision_undo(const struct flow *f, int64_t application_id, int64_t decision_id,
                        struct err *e) MUST_CHECK;

#endif

/* web/flows/decision_letter.h — the letter that tells a candidate of a refusal.
 *
 * It goes out an hour after the decision, so that a decision taken back in time leaves no letter. The letter
 * has the id of its decision.
 */
#ifndef WEB_FLOWS_DECISION_LETTER_H
#define WEB_FLOWS_DECISION_LETTER_H

#include <stdbool.h>
#include <stdint.h>
#include "daemon/base/clock.h"
#include "web/flows/flow.h"

/* How long after the decision it goes out. */
#define DECISION_LETTER_MS HOUR_MS

struct q_decision_subject_row;

struct decision_letter {
    const char *subject, *body;
    enum lang lang; /* the candidate's */
};

/* What it says to whom the decision is about. Memory: the flow's arena. */
struct decision_letter decision_letter_text(const struct flow *f, const struct q_decision_subject_row *subject);

/* Queue it for a decision of now; nothing when the person has no address any more. */
enum errc decision_letter_queue(const struct flow *f, int64_t decision_id, const struct q_decision_subject_row *subject,
                                struct err *e) MUST_CHECK;

/* Take it back if it has not gone. ret_gone: it has, or is on its way; false when there was none. */
enum errc decision_letter_withdraw(const struct flow *f, int64_t decision_id, bool *ret_gone, struct err *e) MUST_CHECK;

enum decision_letter_state { DECISION_LETTER_NONE, DECISION_LETTER_WAITS, DECISION_LETTER_GONE };

/* How it stands, and when it goes or went (Unix ms). */
enum errc decision_letter_read(struct db *db, int64_t decision_id, struct arena *a, enum decision_letter_state *ret_state,
                               int64_t *ret_at, struct err *e) MUST_CHECK;

#endif

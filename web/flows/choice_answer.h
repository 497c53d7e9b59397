/* web/flows/choice_answer.h — the recruiter answers a question that the client asked about a candidate.
 */
#ifndef WEB_FLOWS_CHOICE_ANSWER_H
#define WEB_FLOWS_CHOICE_ANSWER_H

#include <stdint.h>
#include "web/flows/flow.h"

/* Keep the answer beside its question and send it to the client. The question counts as read.
 *
 *   text   not empty; sealed with the candidate's key, as the question is
 *
 * Errors: E_NOT_FOUND (no such question of this vacancy), E_CONFLICT (answered before). */
enum errc choice_answer(const struct flow *f, int64_t vacancy_id, int64_t choice_id, const char *text, struct err *e)
    MUST_CHECK;

#endif

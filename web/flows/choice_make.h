/* web/flows/choice_make.h — the client's word on one candidate of a shared shortlist.
 *
 * Words are added, never changed. Of the verdicts (invite, no, taken back) the latest counts; a question is a message
 * to the recruiter and changes no verdict. «Invite» also writes to the candidate, who alone decides whether name and
 * contacts are passed on.
 */
#ifndef WEB_FLOWS_CHOICE_MAKE_H
#define WEB_FLOWS_CHOICE_MAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "web/flows/flow.h"
#include "web/kit/states.h"

/* Why not: reasons about the work only (CONTRACTS.md §5). */
extern const char *const CHOICE_REASONS[];
extern const size_t CHOICE_REASONS_N;

struct choice_make_in {
    int64_t share_id, application_id;
    int64_t person_id;   /* the candidate: their key seals the comment (SEAL_CHOICE_COMMENT, row = choice) */
    int64_t vacancy_id, closes_at;
    const char *code, *title, *client;
    const char *candidate_email; /* opened; NULL when the person is gone */
    enum lang candidate_lang;
    enum choice_verdict verdict;
    const char *reason;  /* of CHOICE_REASONS with CHOICE_NO, else NULL */
    const char *comment; /* NULL or "" = none */
};

/* Add the word, and tell the staff of it. A letter goes to the candidate on the first invitation, and on a later one only
 * when the link that they were sent no longer lives. Saying the same again in the same words adds nothing. */
enum errc choice_make(const struct flow *f, const struct choice_make_in *in, struct err *e)
    MUST_CHECK;

#endif

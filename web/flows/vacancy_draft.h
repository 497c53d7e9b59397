/* web/flows/vacancy_draft.h — a request becomes a vacancy with the draft of its job instruction.
 *
 * The draft is drawn from the library of the request's role by segment and size of the firm: general provisions, duties
 * with the competencies they ask for, KPIs, rights, weighted requirements that follow from the duties,
 * and a plan with every instrument. What the client said in the brief comes first: its duties replace
 * the pre-selected ones, and its must-haves become gates.
 */
#ifndef WEB_FLOWS_VACANCY_DRAFT_H
#define WEB_FLOWS_VACANCY_DRAFT_H

#include <stdint.h>
#include "web/flows/flow.h"

enum { VACANCY_DAYS = 30 /* a vacancy stays open so long unless told otherwise */ };

struct vacancy_draft_in {
    int64_t request_id;
    const char *segment, *size; /* codes of the request's role */
    const char *title, *place;  /* NULL = as in the request */
    int64_t closes_at;          /* 0 = the end of the VACANCY_DAYS-th day from now */
};

/* Make the vacancy, in the request's language. A request that has one already gives that one back, so a
 * second press of the button does no harm.
 * Errors: E_NOT_FOUND (the request), E_INVALID (a code that the pack does not know). */
enum errc vacancy_draft(const struct flow *f, const struct vacancy_draft_in *in, int64_t *ret_vacancy_id,
                        struct err *e) MUST_CHECK;

#endif

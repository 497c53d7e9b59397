/* web/flows/brief_save.h — the brief that a client adds to a request, step by step.
 *
 * Each step is saved by itself, so a client can stop after any and come back. The first step makes
 * the brief and marks the duties that its segment usually has; a later change of segment marks anew
 * only if the client had left them as proposed.
 */
#ifndef WEB_FLOWS_BRIEF_SAVE_H
#define WEB_FLOWS_BRIEF_SAVE_H

#include <stddef.h>
#include <stdint.h>
#include "web/flows/flow.h"

struct pack;

enum { BRIEF_GATES_MAX = 7 };

/* Whom the client looks for: codes of the pack, checked. */
struct brief_whom {
    const char *segment, *size;
    int64_t headcount;
    const char *start_when; /* the word of an enum start_when */
};

/* A must-have: field is a code of the questionnaire, NULL when in the client's own words. */
struct brief_gate {
    const char *field, *text;
};

/* Terms; each NULL or "" when not said. */
struct brief_terms {
    const char *decide_by; /* "2026-12-10" */
    const char *authority, *pay;
    const char *decider;   /* who decides: a name, sealed with the contact's key */
};

/* Make the brief, or change its first step. */
enum errc brief_save_whom(const struct flow *f, int64_t request_id, const struct pack *pack,
                          const struct brief_whom *whom, struct err *e) MUST_CHECK;

/* Replace the chosen duties. Errors: E_CONFLICT when there is no brief yet. */
enum errc brief_save_duties(const struct flow *f, int64_t request_id, const char *const *duties,
                            size_t n, struct err *e) MUST_CHECK;

/* Replace the must-haves, at most BRIEF_GATES_MAX. Errors: E_CONFLICT without a brief. */
enum errc brief_save_gates(const struct flow *f, int64_t request_id, const struct brief_gate *gates,
                           size_t n, struct err *e) MUST_CHECK;

/* person_id is the contact, whose key seals the decider. Errors: E_CONFLICT without a brief. */
enum errc brief_save_terms(const struct flow *f, int64_t request_id, int64_t person_id,
                           const struct brief_terms *terms, struct err *e) MUST_CHECK;

#endif

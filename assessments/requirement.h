/* assessments/requirement.h — is a requirement met, given the error?
 *
 * Graded requirements compare the 90 % interval with the minimum; must-haves compare a
 * questionnaire answer with what passes. The program only proposes; a person confirms what fails.
 * METHOD.md §4.
 */
#ifndef ASSESSMENTS_REQUIREMENT_H
#define ASSESSMENTS_REQUIREMENT_H

#include <stdbool.h>
#include <stddef.h>
#include "assessments/competency.h"

enum requirement_state {
    REQUIREMENT_UNKNOWN,   /* no source measured it */
    REQUIREMENT_MEASURED,  /* measured, and no minimum is asked: nothing to be met */
    REQUIREMENT_UNCERTAIN, /* the interval holds the cut: a question for the interview */
    REQUIREMENT_NOT_MET,   /* the whole interval is below */
    REQUIREMENT_MET,       /* the whole interval is above */
};

struct requirement_result {
    enum requirement_state state;
    struct interval interval; /* 90 %, clipped; 0–100 when unknown */
    double cut;               /* on 0–100 */
};

/* One competency against its minimum level (2–5; 0 or 1 = none, as every level is at least 1). */
struct requirement_result requirement_check(struct estimate estimate, int minimum);

/* Must-haves */

enum gate_state { GATE_UNVERIFIED, GATE_PASSED, GATE_FAILED };

/* What a person decided about a gate. */
enum gate_word { GATE_NOBODY_YET, GATE_CONFIRMED_PASSED, GATE_CONFIRMED_FAILED };

/* What the answer alone suggests. values[n]: the codes chosen or the text typed, as the
 * questionnaire stores them; n = 0 = not answered → unverified. CHECKs that the field has a gate.
 */
enum gate_state gate_propose(const struct pack_field *field, const char *const *values, size_t n,
                             enum lang lang);

/* The state that counts. A person's word decides; without it a proposed pass stands as passed (the
 * candidate said so) and a proposed fail stays unverified: nobody is refused by the program. */
enum gate_state gate_settle(enum gate_state proposed, enum gate_word word);

/* Does a person still have to look? (A proposed fail that nobody confirmed, or no answer.) */
bool gate_needs_person(enum gate_state proposed, enum gate_word word);

#endif

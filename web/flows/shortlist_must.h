/* web/flows/shortlist_must.h — what is known of one person's must-haves and minimums, in the words of pages.
 *
 * gate_settle() has three states, enough for ranking; people read five, because «the answer does not fit» and
 * «nobody looked» ask for different things, and a person's word is not a candidate's.
 */
#ifndef WEB_FLOWS_SHORTLIST_MUST_H
#define WEB_FLOWS_SHORTLIST_MUST_H

#include <stddef.h>
#include "assessments/requirement.h"
#include "web/flows/shortlist_read.h"

enum must_state {
    MUST_UNVERIFIED,   /* no answer that says it, nobody looked */
    MUST_SAID,         /* the candidate's answer fits */
    MUST_ANSWER_FAILS, /* the candidate's answer does not fit, nobody looked */
    MUST_CONFIRMED,    /* a person confirmed it */
    MUST_REFUTED,      /* a person confirmed that it is not met */
};

/* Of must-have g of a person. */
enum must_state shortlist_must(const struct shortlist *s, size_t g, size_t person);

/* How many must-haves of a person are in a state. */
size_t shortlist_must_count(const struct shortlist *s, size_t person, enum must_state state);

/* Their words, joined by "; "; NULL when there is none. Memory: in a. */
const char *shortlist_must_list(const struct shortlist *s, size_t person, enum must_state state, struct arena *a);

/* Names of the competencies whose minimum is in this state for a person, joined by ", "; NULL when there is
 * none. Memory: in a. */
const char *shortlist_minimum_list(const struct shortlist *s, size_t person, enum requirement_state state,
                                   struct arena *a);

#endif

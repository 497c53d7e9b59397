/* web/demo/candidate.h — an invented person takes a real test.
 *
 * Answers are drawn from the seeded response model of assessments/simulate.h and go through the same
 * flows as anybody's; nothing is inserted around them.
 */
#ifndef WEB_DEMO_CANDIDATE_H
#define WEB_DEMO_CANDIDATE_H

#include <stdint.h>
#include "assessments/prng.h"
#include "web/flows/flow.h"

/* How far the person goes. */
enum demo_walk {
    DEMO_FINISHES,  /* hands everything in */
    DEMO_STOPS,     /* is still in the middle */
    DEMO_WITHDRAWS, /* takes the consent back after the questionnaire */
};

struct demo_candidate {
    int64_t application_id, person_id;
    const char *vacancy, *client; /* for the consent text */
    const char *pack;
    const char *story;            /* the long answer of the questionnaire */
    double mean;                  /* of the abilities, in logits */
    enum demo_walk walk;
};

/* Walk through the test from f->now_ms on; f->now_ms is moved along. */
enum errc demo_candidate_walk(struct flow *f, const struct demo_candidate *c, struct prng *r,
                              struct err *e) MUST_CHECK;

#endif

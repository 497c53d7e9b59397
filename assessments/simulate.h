/* assessments/simulate.h — people who never were, answering real forms.
 *
 * A seeded response model for demo data, tests and the simulator of the item desk. Knowledge and
 * numeric items follow a two-parameter logistic model whose difficulty comes from the item's code
 * (a prior, not a calibration); ratings are the key seen through noise and a style of one's own.
 * Abilities are in logits, mean 0, sd 1 in the population.
 */
#ifndef ASSESSMENTS_SIMULATE_H
#define ASSESSMENTS_SIMULATE_H

#include <stddef.h>
#include <stdint.h>
#include "assessments/answer.h"
#include "assessments/pack.h"
#include "assessments/prng.h"

struct arena;

#define SIMULATE_RHO .25 /* correlation of abilities between competencies */

/* One simulated person. */
struct simulated {
    double ability[PACK_COMPETENCIES_MAX]; /* logits, per competency of the pack */
    double shift, scale; /* style of rating: points up or down; how much of the scale is used */
    double noise;        /* sd of a rating in points, at ability 0 */
    double empty_p;      /* chance to leave an item empty */
};

/* Draw a person: abilities mean + N(0, 1), correlated SIMULATE_RHO, and a style. */
struct simulated simulate_person(const struct pack *p, double mean, struct prng *r);

/* Difficulty (logits) that the model gives an item, from its code alone; about N(−.3, .8). */
double simulate_difficulty(const struct item *item);

/* The probability of the right answer to a knowledge or numeric item. */
double simulate_p(const struct simulated *person, const struct item *item);

/* Draw this person's answer to an item of the instrument. A wrong answer is a distractor, a typical
 * mistake, or an incomplete choice. Memory: in a. */
struct answer simulate_answer(const struct pack *p, const struct instrument *in,
                              const struct simulated *person, const struct item *item,
                              enum lang lang, struct prng *r, struct arena *a);

#endif

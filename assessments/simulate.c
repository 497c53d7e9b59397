/* assessments/simulate.c — people who never were, answering real forms. */
#include "assessments/simulate.h"

#include <math.h>
#include <string.h>

#include "assessments/key.h"
#include "assessments/number.h"
#include "assessments/score.h"
#include "assessments/stat.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"

#define SLOPE           1.2 /* of a knowledge or numeric item */
#define GUESS_NUMBER    0.0 /* nobody guesses a number */
#define DIFFICULTY_MEAN (-.3)
#define DIFFICULTY_SD   .8
#define NOISE           1.2 /* sd of a rating in points, at ability 0 */
#define NOISE_PER_LOGIT .35 /* the better, the less noise */
#define EMPTY_P         .03
#define MISTAKE_P       .6 /* of a wrong number: one of the typical mistakes */

struct simulated simulate_person(const struct pack *p, double mean, struct prng *r) {
    struct simulated s = { .noise = NOISE, .empty_p = EMPTY_P };
    double common = prng_normal(r);
    for (size_t i = 0; i < p->competencies_n; i++)
        s.ability[i] = mean + sqrt(SIMULATE_RHO) * common + sqrt(1 - SIMULATE_RHO) * prng_normal(r);
    s.shift = .4 * prng_normal(r);
    s.scale = exp(.25 * prng_normal(r));
    return s;
}

/* FNV-1a: a seed from a code. */
static uint64_t code_seed(const char *code) {
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (; *code != '\0'; code++)
        h = (h ^ (unsigned char)*code) * UINT64_C(0x100000001b3);
    return h;
}

double simulate_difficulty(const struct item *item) {
    struct prng r = prng_seed(code_seed(item->code));
    return DIFFICULTY_MEAN + DIFFICULTY_SD * prng_normal(&r);
}

/* The ability an item asks for: the mean over its competencies. */
static double ability_for(const struct simulated *person, const struct item *item) {
    double sum = 0;
    for (size_t i = 0; i < item->competencies_n; i++)
        sum += person->ability[item->competencies[i]];
    return item->competencies_n > 0 ? sum / (double)item->competencies_n : 0;
}

double simulate_p(const struct simulated *person, const struct item *item) {
    double guess = GUESS_NUMBER;
    if (item->type == ITEM_SINGLE)
        guess = 1 / (double)item->options_n;
    double p = stat_logistic(SLOPE * (ability_for(person, item) - simulate_difficulty(item)));
    return guess + (1 - guess) * p;
}

static uint32_t draw_wrong_single(const struct item *item, const struct item_key *key,
                                  struct prng *r) {
    size_t option = 0;
    do
        option = (size_t)prng_below(r, item->options_n);
    while (key->correct >> option & 1);
    return UINT32_C(1) << option;
}

/* Leave one right option out, or swap it for a wrong one; never empty. */
static uint32_t draw_wrong_multiple(const struct item *item, const struct item_key *key,
                                    struct prng *r) {
    uint32_t chosen = key->correct;
    size_t drop = 0, add = 0;
    do
        drop = (size_t)prng_below(r, item->options_n);
    while ((key->correct >> drop & 1) == 0);
    do
        add = (size_t)prng_below(r, item->options_n);
    while (key->correct >> add & 1);
    chosen &= ~(UINT32_C(1) << drop);
    if (chosen == 0 || item->choose > 0 || prng_unit(r) < .5)
        chosen |= UINT32_C(1) << add;
    return chosen;
}

/* A rating: the key, drawn towards the middle by ignorance, with noise and the style of the person.
 */
static uint8_t draw_rating(const struct simulated *person, double ability, double key,
                           struct prng *r) {
    double insight = stat_logistic(1.2 * (ability + 1));
    double noise = person->noise * exp(-NOISE_PER_LOGIT * ability);
    double felt =
        3 + person->scale * (insight * (key - 3) + noise * prng_normal(r)) + person->shift;
    double rounded = fmin(ANSWER_RATING_MAX, fmax(ANSWER_RATING_MIN, round(felt)));
    return (uint8_t)rounded;
}

/* A wrong number: a typical mistake, or the key missed by some per cent. */
static double draw_wrong_number(const struct item_key *key, struct prng *r) {
    if (key->mistakes_n > 0 && prng_unit(r) < MISTAKE_P)
        return key->mistakes[prng_below(r, key->mistakes_n)].value;
    double wrong = key->number;
    for (double off = 5; score_number(key->tolerance, key->number, key->d, wrong); off *= 2)
        wrong = key->number + round(fabs(key->number) * off / 100 + off);
    return wrong;
}

/* Through the same door as a real answer, so that its canonical text is right. */
static struct answer typed(const struct item *item, double value, enum lang lang, struct arena *a) {
    struct answer_field field = { "answer", number_show(value, lang, a) };
    struct answer answer = { .given = false };
    CHECK(answer_from_fields(item, &field, 1, lang, a, &answer, NULL) == OK);
    return answer;
}

static struct answer chosen(const struct item *item, uint32_t bits, struct arena *a) {
    struct answer_field fields[ITEM_OPTIONS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < item->options_n; i++)
        if (bits >> i & 1)
            fields[n++] = (struct answer_field) { "answer", item->options[i].code };
    struct answer answer = { .given = false };
    CHECK(answer_from_fields(item, fields, n, LANG_RU, a, &answer, NULL) == OK);
    return answer;
}

static struct answer rated(const struct item *item, const uint8_t *ratings, struct arena *a) {
    struct answer_field fields[ITEM_OPTIONS_MAX];
    for (size_t i = 0; i < item->options_n; i++)
        fields[i] = (struct answer_field) { arena_printf(a, "answer.%s", item->options[i].code),
                                            arena_printf(a, "%d", ratings[i]) };
    struct answer answer = { .given = false };
    CHECK(answer_from_fields(item, fields, item->options_n, LANG_RU, a, &answer, NULL) == OK);
    return answer;
}

struct answer simulate_answer(const struct pack *p, const struct instrument *in,
                              const struct simulated *person, const struct item *item,
                              enum lang lang, struct prng *r, struct arena *a) {
    const struct item_key *key = key_of(in, &p->keys[in->index], item);
    if (prng_unit(r) < person->empty_p)
        return chosen(item, 0, a);
    bool right = item->type != ITEM_RATE && prng_unit(r) < simulate_p(person, item);
    uint8_t ratings[ITEM_OPTIONS_MAX] = { 0 };
    switch (item->type) {
    case ITEM_SINGLE:
        return chosen(item, right ? key->correct : draw_wrong_single(item, key, r), a);
    case ITEM_MULTIPLE:
        return chosen(item, right ? key->correct : draw_wrong_multiple(item, key, r), a);
    case ITEM_NUMBER:
        return typed(item, right ? key->number : draw_wrong_number(key, r), lang, a);
    case ITEM_RATE:
        break;
    }
    for (size_t i = 0; i < item->options_n; i++)
        ratings[i] = draw_rating(person, ability_for(person, item), key->ratings[i], r);
    return rated(item, ratings, a);
}

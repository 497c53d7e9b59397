/* assessments/score.c — the points of a handed-in instrument. */
#include "assessments/score.h"

#include <math.h>

#include "assessments/form.h"
#include "assessments/key.h"
#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"

#define RATED_SHARE    .75 /* of a scenario's actions, for it to count as answered */
#define ANSWERED_SHARE .85 /* of the scenarios, for a judgement test to count */
#define SHORT_FORM     6   /* in which five suffice */

static bool is_given(const struct score_response *response) {
    return response->answer != NULL && response->answer->given;
}

static double item_points(const struct item *item, const struct item_key *key,
                          const struct answer *answer) {
    switch (item->type) {
    case ITEM_SINGLE:
        return answer->chosen == key->correct ? 1 : 0;
    case ITEM_MULTIPLE:
        return score_multiple(SCORE_BALANCED, item->options_n, key->correct, answer->chosen);
    case ITEM_NUMBER:
        return answer->understood &&
                       score_number(key->tolerance, key->number, key->d, answer->value)
                   ? 1
                   : 0;
    case ITEM_RATE:
        break;
    }
    return 0;
}

/* Knowledge and numeric: each item stands for itself. */
static void score_points(const struct test_form *form, const struct instrument_keys *keys,
                         const struct score_response *responses, struct score_item *items,
                         struct score *s) {
    for (size_t i = 0; i < form->n; i++) {
        struct score_item *one = &items[i];
        one->mark = SCORE_NOT_SHOWN;
        if (is_given(&responses[i])) {
            const struct item_key *key = key_of(form->instrument, keys, one->item);
            one->points = item_points(one->item, key, responses[i].answer);
            one->mark = one->points >= 1  ? SCORE_RIGHT
                        : one->points > 0 ? SCORE_PARTLY
                                          : SCORE_WRONG;
            s->answered_n++;
        } else if (responses[i].shown) {
            one->mark = SCORE_EMPTY;
        }
        s->shown_n += one->mark != SCORE_NOT_SHOWN;
        s->points += one->points;
    }
    s->of = (double)s->shown_n;
    s->missing = s->shown_n == 0;
}

static size_t rated_actions(const struct item *item, const struct answer *answer) {
    size_t n = 0;
    for (size_t i = 0; i < item->options_n; i++)
        n += answer->ratings[i] > 0;
    return n;
}

/* Enough scenarios answered: 85 %, in a form of six five. */
static bool enough_scenarios(size_t answered, size_t n) {
    if (n == SHORT_FORM)
        return answered + 1 >= n;
    return (double)answered >= ANSWERED_SHARE * (double)n - 1e-9;
}

/* The rated actions of all answered scenarios, side by side with their keys. */
struct rated {
    double ratings[FORM_ITEMS_MAX * ITEM_OPTIONS_MAX], key[FORM_ITEMS_MAX * ITEM_OPTIONS_MAX];
    size_t group[FORM_ITEMS_MAX * ITEM_OPTIONS_MAX];
    size_t n, groups_n;
};

static void add_scenario(struct rated *all, const struct item *item, const struct item_key *key,
                         const struct answer *answer) {
    for (size_t i = 0; i < item->options_n; i++) {
        if (answer->ratings[i] == 0)
            continue;
        all->ratings[all->n] = answer->ratings[i];
        all->key[all->n] = key->ratings[i];
        all->group[all->n++] = all->groups_n;
    }
    all->groups_n++;
}

static void score_scenarios(const struct test_form *form, const struct instrument_keys *keys,
                            const struct score_response *responses, struct score_item *items,
                            struct score *s, struct arena *a) {
    struct rated *all = ARENA_NEW(a, struct rated);
    struct score_scenario scenarios[FORM_ITEMS_MAX] = { { .flat = false } };
    for (size_t i = 0; i < form->n; i++) {
        const struct item *item = items[i].item;
        bool given = is_given(&responses[i]);
        s->shown_n += given || responses[i].shown;
        items[i].mark = given || responses[i].shown ? SCORE_EMPTY : SCORE_NOT_SHOWN;
        if (!given || (double)rated_actions(item, responses[i].answer) <
                          RATED_SHARE * (double)item->options_n - 1e-9)
            continue;
        items[i].mark = SCORE_RATED;
        add_scenario(all, item, key_of(form->instrument, keys, item), responses[i].answer);
    }
    s->answered_n = all->groups_n;
    s->of = (double)all->groups_n;
    bool scored = score_ratings(all->ratings, all->key, all->group, all->n, all->groups_n,
                                scenarios, &s->judgement);
    s->missing = !scored || !enough_scenarios(all->groups_n, form->n);
    if (!scored)
        return;
    for (size_t i = 0, g = 0; i < form->n; i++) {
        if (items[i].mark != SCORE_RATED)
            continue;
        items[i].points = scenarios[g].agreement;
        items[i].flat = scenarios[g].flat;
        items[i].actions_n = scenarios[g++].actions_n;
        s->points += items[i].points;
    }
}

struct score score_form(const struct pack *p, const struct test_form *form,
                        const struct score_response *responses, struct arena *a) {
    const struct instrument *in = form->instrument;
    CHECK(in >= p->instruments && in < p->instruments + p->instruments_n);
    CHECK(form->n <= FORM_ITEMS_MAX);
    const struct instrument_keys *keys = &p->keys[in->index];
    struct score_item *items = ARENA_ARRAY(a, form->n, struct score_item);
    struct score s = { .instrument = in, .items = items, .items_n = form->n };
    for (size_t i = 0; i < form->n; i++)
        items[i].item = form->items[i];
    if (in->kind == INSTRUMENT_JUDGEMENT)
        score_scenarios(form, keys, responses, items, &s, a);
    else
        score_points(form, keys, responses, items, &s);
    return s;
}

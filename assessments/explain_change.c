/* assessments/explain_change.c — the smallest change of one weight that would change the outcome.
 *
 * Whole points are tried from the present weight outwards, ranking again each time, until the first
 * that does it: exactly what a person would find by hand on the what-if page.
 */
#include <math.h>
#include <string.h>

#include "assessments/explain_internal.h"
#include "assessments/rank_internal.h"
#include "assessments/weight.h"
#include "daemon/base/arena.h"

/* One search: the pair under other weights. */
struct search {
    const struct rank_in *in;
    size_t upper, lower;
    bool pair_is_enough; /* composites do not depend on the pool */
    const double *w;     /* points of 100 now */
    double *tried;       /* scratch */
    struct arena *a;
};

/* Raw composite of one person with the tried weights. */
static double raw_composite(const struct search *s, size_t person) {
    double sum_w = 0, sum_wx = 0;
    for (size_t c = 0; c < s->in->components_n; c++) {
        if (s->tried[c] <= 0 || !rank_uses(s->in, c) || !rank_has(s->in, c, person))
            continue;
        sum_w += s->tried[c];
        sum_wx += s->tried[c] * s->in->x[c * s->in->persons_n + person];
    }
    return sum_w > 0 ? sum_wx / sum_w : -HUGE_VAL;
}

static bool swaps(const struct search *s) {
    if (s->pair_is_enough)
        return raw_composite(s, s->lower) > raw_composite(s, s->upper) + RANK_TIE;
    struct rank_in varied = *s->in;
    varied.w = s->tried;
    struct rank_result r = rank_bands(&varied, s->a);
    return r.persons[s->lower].composite > r.persons[s->upper].composite + RANK_TIE;
}

static bool shares_band(const struct search *s) {
    struct rank_in varied = *s->in;
    varied.w = s->tried;
    struct rank_result r = rank_bands(&varied, s->a);
    const struct rank_person *upper = &r.persons[s->upper], *lower = &r.persons[s->lower];
    return upper->state == RANK_PLACED && lower->state == RANK_PLACED && lower->band <= upper->band;
}

/* Does it come about when weight c becomes `to`? */
static bool tries(const struct search *s, size_t c, int to,
                  bool (*happens)(const struct search *)) {
    if (to < 0 || to > WEIGHT_SUM)
        return false;
    struct arena_mark mark = arena_mark(s->a);
    memcpy(s->tried, s->w, s->in->components_n * sizeof *s->tried);
    weight_set(s->tried, s->in->components_n, c, to);
    bool yes = happens(s);
    arena_release(s->a, mark);
    return yes;
}

static struct explain_change look(const struct search *s, bool (*happens)(const struct search *)) {
    for (int delta = 1; delta <= WEIGHT_SUM; delta++) {
        for (size_t c = 0; c < s->in->components_n; c++) {
            if (!rank_uses(s->in, c))
                continue;
            int from = (int)lround(s->w[c]);
            for (int sign = -1; sign <= 1; sign += 2)
                if (tries(s, c, from + sign * delta, happens))
                    return (struct explain_change) { c, from, from + sign * delta };
        }
    }
    return (struct explain_change) { .component = EXPLAIN_NONE };
}

void explain_changes(const struct rank_in *in, const struct rank_result *r,
                     struct explain_pair *pair, struct arena *a) {
    double *w = ARENA_ARRAY(a, in->components_n, double), sum = 0;
    for (size_t c = 0; c < in->components_n; c++)
        sum += in->w[c];
    if (sum <= 0)
        return;
    for (size_t c = 0; c < in->components_n; c++)
        w[c] = in->w[c] * WEIGHT_SUM / sum;
    struct search s = { .in = in,
                        .upper = pair->upper,
                        .lower = pair->lower,
                        .pair_is_enough = !r->kelley,
                        .w = w,
                        .tried = ARENA_ARRAY(a, in->components_n, double),
                        .a = a };
    pair->swap = look(&s, swaps);
    const struct rank_person *upper = &r->persons[pair->upper], *lower = &r->persons[pair->lower];
    if (upper->state == RANK_PLACED && lower->state == RANK_PLACED && lower->band > upper->band)
        pair->same_band = look(&s, shares_band);
}

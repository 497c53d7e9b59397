#include "web/flows/shortlist_must.h"

#include "daemon/base/arena.h"

enum must_state shortlist_must(const struct shortlist *s, size_t g, size_t person) {
    size_t cell = g * s->pool.persons_n + person;
    switch ((enum gate_word)s->words[cell]) {
    case GATE_CONFIRMED_PASSED:
        return MUST_CONFIRMED;
    case GATE_CONFIRMED_FAILED:
        return MUST_REFUTED;
    case GATE_NOBODY_YET:
        break;
    }
    return s->proposed[cell] == GATE_PASSED   ? MUST_SAID
           : s->proposed[cell] == GATE_FAILED ? MUST_ANSWER_FAILS
                                              : MUST_UNVERIFIED;
}

size_t shortlist_must_count(const struct shortlist *s, size_t person, enum must_state state) {
    size_t n = 0;
    for (size_t g = 0; g < s->gates_n; g++)
        n += shortlist_must(s, g, person) == state;
    return n;
}

const char *shortlist_must_list(const struct shortlist *s, size_t person, enum must_state state, struct arena *a) {
    const char *all = NULL;
    for (size_t g = 0; g < s->gates_n; g++)
        if (shortlist_must(s, g, person) == state)
            all = all == NULL ? shortlist_gate_text(s, g) : arena_printf(a, "%s; %s", all, shortlist_gate_text(s, g));
    return all;
}

const char *shortlist_minimum_list(const struct shortlist *s, size_t person, enum requirement_state state,
                                   struct arena *a) {
    const struct pool *pool = &s->pool;
    const char *all = NULL;
    for (size_t c = 0; c < pool->components_n; c++) {
        struct estimate estimate = pool_told(pool, c, person, NULL);
        if (pool->minima[c] < 2 || requirement_check(estimate, pool->minima[c]).state != state)
            continue;
        all = all == NULL ? s->names[c] : arena_printf(a, "%s, %s", all, s->names[c]);
    }
    return all;
}

/* assessments/pack_find.c — finding things in a pack by code, and the profile of a segment. */
#include <string.h>

#include "assessments/pack.h"
#include "assessments/weight.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"

/* Every element that has a code has it first, so one search does for all. */
static size_t find_code(const void *list, size_t n, size_t size, const char *code) {
    if (code == NULL)
        return PACK_NONE;
    const char *at = list;
    for (size_t i = 0; i < n; i++, at += size) {
        const char *own = NULL;
        memcpy(&own, at, sizeof own);
        if (own != NULL && strcmp(own, code) == 0)
            return i;
    }
    return PACK_NONE;
}

#define FINDER(one, list)                                                                          \
    size_t pack_find_##one(const struct pack *p, const char *code) {                               \
        _Static_assert(offsetof(__typeof__(*p->list), code) == 0, "the code comes first");         \
        return find_code(p->list, p->list##_n, sizeof *p->list, code);                             \
    }

FINDER(competency, competencies)
FINDER(cluster, clusters)
FINDER(segment, segments)
FINDER(size, sizes)
FINDER(family, families)
FINDER(duty, duties)
FINDER(kpi, kpis)
FINDER(right, rights)
FINDER(provision, provisions)
FINDER(field, fields)
FINDER(instrument, instruments)

void pack_profile(const struct pack *p, size_t segment, size_t size, struct arena *a,
                  const struct pack_profile_row **ret_rows, size_t *ret_n) {
    CHECK(segment < p->segments_n && (size == PACK_NONE || size < p->sizes_n));
    const struct pack_segment *s = &p->segments[segment];
    struct pack_profile_row *rows = ARENA_ARRAY(a, s->rows_n, struct pack_profile_row);
    double w[PACK_COMPETENCIES_MAX] = { 0 };
    int points[PACK_COMPETENCIES_MAX] = { 0 };
    for (size_t i = 0; i < s->rows_n; i++) {
        rows[i] = s->rows[i];
        int delta = size == PACK_NONE ? 0 : p->sizes[size].deltas[rows[i].competency];
        w[i] = rows[i].weight + delta < 1 ? 1 : rows[i].weight + delta;
    }
    weight_round(w, s->rows_n, WEIGHT_SUM, points);
    for (size_t i = 0; i < s->rows_n; i++)
        rows[i].weight = points[i];
    *ret_rows = rows;
    *ret_n = s->rows_n;
}

bool pack_is_provisional(const struct pack *p) {
    for (size_t i = 0; i < p->instruments_n; i++)
        if (p->instruments[i].provisional)
            return true;
    return false;
}

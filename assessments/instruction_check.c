/* assessments/instruction_check.c — what stands in the way of publishing an instruction. */
#include <math.h>
#include <string.h>

#include "assessments/instruction.h"
#include "assessments/weight.h"
#include "daemon/base/arena.h"

#define TYPICAL_SE                                                                                 \
    15.0 /* of one competency on 0–100, from a short battery (METHOD.md §9) */

static bool refuses(enum instruction_finding_kind kind) {
    switch (kind) {
    case FINDING_DUTY_UNASKED:
    case FINDING_GAP:
    case FINDING_TRAINABLE_MINIMUM:
    case FINDING_WEIGHT_BELOW_ERROR:
        return false;
    default:
        return true;
    }
}

static void find(struct instruction_findings *f, enum instruction_finding_kind kind, size_t row,
                 int number) {
    f->refusals_n += refuses(kind);
    if (f->n < INSTRUCTION_FINDINGS_MAX)
        f->list[f->n++] = (struct instruction_finding) { kind, refuses(kind), row, number };
}

static void check_requirement(const struct instruction *in, size_t row,
                              struct instruction_findings *f) {
    const struct instruction_requirement *r = &in->requirements[row];
    if (r->weight < 1)
        find(f, FINDING_WEIGHT_RANGE, row, r->weight);
    if (r->duties_n == 0)
        find(f, FINDING_NO_DUTY, row, 0);
    if (r->minimum > r->target)
        find(f, FINDING_MINIMUM_OVER, row, r->minimum);
    for (size_t i = 0; i < row; i++) {
        if (in->requirements[i].competency == r->competency) {
            find(f, FINDING_DUPLICATE, row, 0);
            break;
        }
    }
    bool trainable = r->minimum > 0 && r->duties_n > 0;
    for (size_t i = 0; i < r->duties_n; i++)
        trainable &= in->duties[r->duties[i]].trainable == TRAINABLE_YES;
    if (trainable)
        find(f, FINDING_TRAINABLE_MINIMUM, row, r->minimum);
}

static void check_requirements(const struct instruction *in, struct instruction_findings *f) {
    int sum = 0;
    if (in->requirements_n == 0) {
        find(f, FINDING_NO_REQUIREMENTS, PACK_NONE, 0);
        return;
    }
    for (size_t i = 0; i < in->requirements_n; i++) {
        sum += in->requirements[i].weight;
        check_requirement(in, i, f);
    }
    if (sum != WEIGHT_SUM)
        find(f, FINDING_WEIGHTS_SUM, PACK_NONE, sum);
}

/* A duty from which no requirement follows: perhaps it needs none, but somebody should say so. */
static void check_duties(const struct instruction *in, struct instruction_findings *f) {
    if (in->duties_n == 0)
        find(f, FINDING_NO_DUTIES, PACK_NONE, 0);
    for (size_t d = 0; d < in->duties_n; d++) {
        bool asked = false;
        for (size_t i = 0; i < in->requirements_n; i++)
            for (size_t k = 0; k < in->requirements[i].duties_n; k++)
                asked |= in->requirements[i].duties[k] == d;
        if (!asked)
            find(f, FINDING_DUTY_UNASKED, d, 0);
    }
}

static bool is_duty(const struct instruction *in, const char *code) {
    for (size_t i = 0; i < in->duties_n; i++)
        if (strcmp(in->duties[i].code, code) == 0)
            return true;
    return false;
}

/* An instruction without KPIs may be published; with KPIs their weights sum to 100. */
static void check_kpis(const struct instruction *in, struct instruction_findings *f) {
    int sum = 0;
    for (size_t i = 0; i < in->kpis_n; i++) {
        sum += in->kpis[i].weight;
        bool known = true;
        for (size_t d = 0; d < in->kpis[i].duties_n; d++)
            known &= is_duty(in, in->kpis[i].duties[d]);
        if (!known)
            find(f, FINDING_KPI_DUTY, i, 0);
    }
    if (in->kpis_n > 0 && sum != WEIGHT_SUM)
        find(f, FINDING_KPI_SUM, PACK_NONE, sum);
}

static void check_must_haves(const struct pack *p, const struct instruction *in,
                             struct instruction_findings *f) {
    if (in->must_haves_n > INSTRUCTION_MUST_HAVES_MAX)
        find(f, FINDING_MUST_HAVES, PACK_NONE, (int)in->must_haves_n);
    for (size_t i = 0; i < in->must_haves_n; i++) {
        size_t field = pack_find_field(p, in->must_haves[i].field);
        if (field == PACK_NONE || !p->fields[field].has_gate)
            find(f, FINDING_GATE_UNKNOWN, i, 0);
    }
}

/* Gaps, and weights that drown in the error: even the whole way from 0 to 100 in the competency
 * moves the composite of what is measured by less than its standard error, taken as 15 points in
 * each. */
static void check_measurement(const struct pack *p, const struct instruction *in, uint32_t plan,
                              struct instruction_findings *f, struct arena *a) {
    struct instruction_coverage cover = instruction_coverage(p, in, plan, a);
    double squares = 0;
    for (size_t i = 0; i < in->requirements_n; i++) {
        double w = in->requirements[i].weight;
        squares += cover.rows[i].instruments != 0 ? w * w : 0;
    }
    for (size_t i = 0; i < in->requirements_n; i++) {
        int w = in->requirements[i].weight;
        if (cover.rows[i].instruments == 0)
            find(f, FINDING_GAP, i, w);
        else if (w > 0 && 100.0 * w < TYPICAL_SE * sqrt(squares))
            find(f, FINDING_WEIGHT_BELOW_ERROR, i, w);
    }
}

struct instruction_findings instruction_check(const struct pack *p, const struct instruction *in,
                                              uint32_t plan, struct arena *a) {
    struct instruction_findings f = { .n = 0 };
    struct arena_mark mark = arena_mark(a);
    check_requirements(in, &f);
    check_duties(in, &f);
    check_kpis(in, &f);
    check_must_haves(p, in, &f);
    check_measurement(p, in, plan, &f, a);
    arena_release(a, mark);
    return f;
}

/* assessments/instruction.c — a job instruction drafted from a pack, and what tests cover of it. */
#include "assessments/instruction.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"

#define ESSENTIAL_FROM 4 /* criticality of a duty that a draft marks as essential */

static bool in_segment(uint32_t segments, size_t segment) {
    return (segments >> segment & 1) != 0;
}

static void draft_provisions(const struct pack *p, size_t segment, struct arena *a,
                             struct instruction *in) {
    struct instruction_provision *rows =
        ARENA_ARRAY(a, p->provisions_n, struct instruction_provision);
    for (size_t i = 0; i < p->provisions_n; i++) {
        const struct pack_provision *from = &p->provisions[i];
        if (in_segment(from->segments, segment))
            rows[in->provisions_n++] =
                (struct instruction_provision) { from->code, from->kind, from->text };
    }
    in->provisions = rows;
}

static void draft_duties(const struct pack *p, size_t segment, struct arena *a,
                         struct instruction *in) {
    struct instruction_duty *rows = ARENA_ARRAY(a, p->duties_n, struct instruction_duty);
    for (size_t i = 0; i < p->duties_n; i++) {
        const struct pack_duty *from = &p->duties[i];
        if (!in_segment(from->segments, segment))
            continue;
        rows[in->duties_n++] = (struct instruction_duty) {
            .code = from->code,
            .family = p->families[from->family].code,
            .text = from->text,
            .brief = from->brief,
            .links = from->links,
            .links_n = from->links_n,
            .trainable = from->trainable,
            .frequency = from->frequency,
            .criticality = from->criticality,
            .essential = from->criticality >= ESSENTIAL_FROM,
        };
    }
    in->duties = rows;
}

static bool has_duty(const struct instruction *in, const char *code) {
    for (size_t i = 0; i < in->duties_n; i++)
        if (strcmp(in->duties[i].code, code) == 0)
            return true;
    return false;
}

/* KPIs with a weight in the segment, linked to those of their duties that were drafted. */
static void draft_kpis(const struct pack *p, size_t segment, struct arena *a,
                       struct instruction *in) {
    struct instruction_kpi *rows = ARENA_ARRAY(a, p->kpis_n, struct instruction_kpi);
    for (size_t i = 0; i < p->kpis_n; i++) {
        const struct pack_kpi *from = &p->kpis[i];
        if (from->weights[segment] == 0)
            continue;
        const char **duties = ARENA_ARRAY(a, from->duties_n, const char *);
        size_t duties_n = 0;
        for (size_t d = 0; d < from->duties_n; d++)
            if (has_duty(in, p->duties[from->duties[d]].code))
                duties[duties_n++] = p->duties[from->duties[d]].code;
        rows[in->kpis_n++] = (struct instruction_kpi) {
            .code = from->code,
            .name = from->name,
            .formula = from->formula,
            .unit = from->unit,
            .target = from->target,
            .period = from->period,
            .consequence = from->consequence,
            .up = from->up,
            .weight = from->weights[segment],
            .duties = duties,
            .duties_n = duties_n,
        };
    }
    in->kpis = rows;
}

static void draft_rights(const struct pack *p, size_t segment, struct arena *a,
                         struct instruction *in) {
    struct instruction_right *rows = ARENA_ARRAY(a, p->rights_n, struct instruction_right);
    for (size_t i = 0; i < p->rights_n; i++) {
        const struct pack_right *from = &p->rights[i];
        if (in_segment(from->segments, segment))
            rows[in->rights_n++] =
                (struct instruction_right) { from->code, from->kind, from->text, from->limit };
    }
    in->rights = rows;
}

static bool asks(const struct instruction_duty *duty, size_t competency) {
    for (size_t i = 0; i < duty->links_n; i++)
        if (duty->links[i].competency == competency)
            return true;
    return false;
}

const struct instruction_requirement *
instruction_link(const struct instruction_duty *duties, size_t duties_n,
                 const struct instruction_requirement *requirements, size_t n, struct arena *a) {
    struct instruction_requirement *linked = ARENA_ARRAY(a, n, struct instruction_requirement);
    for (size_t i = 0; i < n; i++) {
        size_t *behind = ARENA_ARRAY(a, duties_n, size_t);
        linked[i] = requirements[i];
        linked[i].duties_n = 0;
        for (size_t d = 0; d < duties_n; d++)
            if (asks(&duties[d], requirements[i].competency))
                behind[linked[i].duties_n++] = d;
        linked[i].duties = behind;
    }
    return linked;
}

/* Weighted requirements in the order of the pack. */
static void draft_requirements(const struct pack *p, size_t segment, size_t size, struct arena *a,
                               struct instruction *in) {
    const struct pack_profile_row *profile = NULL;
    size_t profile_n = 0;
    pack_profile(p, segment, size, a, &profile, &profile_n);
    struct instruction_requirement *rows =
        ARENA_ARRAY(a, profile_n, struct instruction_requirement);
    for (size_t c = 0; c < p->competencies_n; c++)
        for (size_t i = 0; i < profile_n; i++)
            if (profile[i].competency == c && profile[i].weight > 0)
                rows[in->requirements_n++] = (struct instruction_requirement) {
                    .competency = c,
                    .weight = profile[i].weight,
                    .target = profile[i].target,
                    .minimum = profile[i].minimum,
                    .text = p->requirements[c].text,
                    .evidence = p->requirements[c].evidence,
                };
    in->requirements = instruction_link(in->duties, in->duties_n, rows, in->requirements_n, a);
}

struct instruction instruction_draft(const struct pack *p, size_t segment, size_t size,
                                     struct arena *a) {
    CHECK(segment < p->segments_n && (size == PACK_NONE || size < p->sizes_n));
    struct instruction in = { .segment = p->segments[segment].code,
                              .size = size == PACK_NONE ? NULL : p->sizes[size].code };
    draft_provisions(p, segment, a, &in);
    draft_duties(p, segment, a, &in);
    draft_kpis(p, segment, a, &in);
    draft_rights(p, segment, a, &in);
    draft_requirements(p, segment, size, a, &in);
    return in;
}

uint32_t instruction_measures(const struct pack *p, size_t competency) {
    uint32_t bits = 0;
    for (size_t i = 0; i < p->instruments_n; i++)
        for (size_t j = 0; j < p->instruments[i].items_n; j++) {
            const struct item *item = &p->instruments[i].items[j];
            for (size_t c = 0; c < item->competencies_n; c++)
                if (item->competencies[c] == competency)
                    bits |= UINT32_C(1) << i;
        }
    return bits;
}

struct instruction_coverage instruction_coverage(const struct pack *p, const struct instruction *in,
                                                 uint32_t plan, struct arena *a) {
    size_t n = in->requirements_n;
    struct instruction_cover *rows = ARENA_ARRAY(a, n, struct instruction_cover);
    size_t *gaps = ARENA_ARRAY(a, n, size_t);
    struct instruction_coverage c = { .rows = rows, .gaps = gaps };
    for (size_t i = 0; i < n; i++) {
        rows[i].instruments = instruction_measures(p, in->requirements[i].competency) & plan;
        c.all_w += in->requirements[i].weight;
        if (rows[i].instruments != 0)
            c.measured_w += in->requirements[i].weight;
        else
            gaps[c.gaps_n++] = i;
    }
    return c;
}

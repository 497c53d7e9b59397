/* assessments/pack_check.c — what can be judged only on a whole, sound pack.
 *
 * A draft made from a pack must be publishable as it stands: every requirement of every segment is
 * asked for by a duty pre-selected there, every segment has duties and provisions.
 */
#include "assessments/pack_read.h"

static bool duty_asks(const struct pack_duty *duty, size_t competency) {
    for (size_t i = 0; i < duty->links_n; i++)
        if (duty->links[i].competency == competency)
            return true;
    return false;
}

static bool segment_asks(const struct pack *p, size_t segment, size_t competency) {
    for (size_t i = 0; i < p->duties_n; i++)
        if ((p->duties[i].segments >> segment & 1) && duty_asks(&p->duties[i], competency))
            return true;
    return false;
}

static void check_segment(struct pack_build *b, size_t segment) {
    const struct pack *p = b->pack;
    const struct pack_segment *s = &p->segments[segment];
    for (size_t i = 0; i < s->rows_n; i++)
        if (!segment_asks(p, segment, s->rows[i].competency))
            pack_fault(b, NULL, "no duty of segment \"%s\" asks for the competency \"%s\"", s->code,
                       p->competencies[s->rows[i].competency].code);
}

/* A KPI of a segment must follow from at least one duty pre-selected there. */
static void check_kpi(struct pack_build *b, const struct pack_kpi *kpi) {
    const struct pack *p = b->pack;
    for (size_t s = 0; s < p->segments_n; s++) {
        bool found = kpi->weights[s] == 0;
        for (size_t i = 0; i < kpi->duties_n; i++)
            found |= (p->duties[kpi->duties[i]].segments >> s & 1) != 0;
        if (!found)
            pack_fault(b, NULL, "no duty behind \"%s\" is pre-selected in segment \"%s\"",
                       kpi->code, p->segments[s].code);
    }
}

void pack_check_links(struct pack_build *b) {
    b->file = "job/duties.json";
    for (size_t i = 0; i < b->pack->segments_n; i++)
        check_segment(b, i);
    b->file = "job/kpis.json";
    for (size_t i = 0; i < b->pack->kpis_n; i++)
        check_kpi(b, &b->pack->kpis[i]);
}

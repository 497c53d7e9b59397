/* web/flows/instruction_read.h — one version of a job instruction: its rows as they are stored, and the
 * same as the domain library sees it.
 */
#ifndef WEB_FLOWS_INSTRUCTION_READ_H
#define WEB_FLOWS_INSTRUCTION_READ_H

#include <stdbool.h>
#include <stdint.h>
#include "assessments/instruction.h"
#include "gen/sql/instruction.h"
#include "web/flows/figures.h"
#include "web/flows/flow.h"

/* A version with all its rows, in order. The rows of domain stand at the same indices as the stored ones:
 * domain.requirements[i] is requirements.v[i] for i < weighted_n. */
struct instruction_version {
    int64_t id, vacancy_id, version, revision;
    bool published;
    int64_t published_at;
    const char *reason; /* or NULL */
    const struct pack *pack;
    struct q_ji_provisions_rows provisions;
    struct q_ji_duties_rows duties;
    struct q_ji_kpis_rows kpis;
    struct q_ji_rights_rows rights;
    struct q_ji_requirements_rows requirements; /* [0, weighted_n) weighted, then must-haves */
    size_t weighted_n;
    struct q_ji_reasons_rows reasons; /* requirement → duty */
    struct q_ji_duty_links_rows links; /* duty → competency */
    struct q_ji_plan_rows plan;
    uint32_t plan_bits; /* bit i = pack.instruments[i] is planned */
    const char *figures[FIGURES__MAX]; /* web/flows/figures.h: what was confirmed of each part */
    struct instruction domain;
};

/* Read a version of this vacancy. Memory: the flow's arena.
 * Errors: E_NOT_FOUND; E_INTERNAL when the pack does not know a stored code. */
enum errc instruction_read(const struct flow *f, int64_t vacancy_id, const char *pack, int64_t instruction_id,
                           struct instruction_version *ret, struct err *e) MUST_CHECK;

/* The newest version, draft or published. */
enum errc instruction_read_newest(const struct flow *f, int64_t vacancy_id, const char *pack,
                                  struct instruction_version *ret, struct err *e) MUST_CHECK;

/* What stands in the way of publishing, and what should be thought over. Scratch: a. */
struct instruction_findings instruction_version_check(const struct instruction_version *v, struct arena *a);

/* Does requirement i (an index into requirements) follow from duty k? */
bool instruction_follows(const struct instruction_version *v, size_t i, size_t k);

#endif

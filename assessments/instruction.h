/* assessments/instruction.h — a job instruction: drafted from a pack, covered by tests, checked.
 *
 * struct instruction is what pages edit and store; it may hold rows that the pack does not know.
 * Competencies are indices into the pack, everything else is by value, in the caller's arena.
 *
 *     instruction version → duty → link to a competency → requirement → instrument → result
 *
 * METHOD.md §9.
 */
#ifndef ASSESSMENTS_INSTRUCTION_H
#define ASSESSMENTS_INSTRUCTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "assessments/pack.h"

struct arena;

#define INSTRUCTION_MUST_HAVES_MAX 7
#define INSTRUCTION_FINDINGS_MAX   64

struct instruction_provision {
    const char *code;
    enum pack_provision_kind kind;
    struct text2 text;
};

struct instruction_duty {
    const char *code;
    const char *family; /* code of the pack's family, or NULL */
    struct text2 text, brief;
    const struct pack_link *links;
    size_t links_n;
    enum pack_trainable trainable;
    int frequency, criticality;
    bool essential; /* criticality >= 4 in a draft */
};

struct instruction_kpi {
    const char *code;
    struct text2 name, formula, unit, target, period, consequence;
    bool up;
    int weight;                /* points of 100 */
    const char *const *duties; /* codes of duties */
    size_t duties_n;
};

struct instruction_right {
    const char *code;
    enum pack_right_kind kind;
    struct text2 text, limit;
};

struct instruction_requirement {
    size_t competency;
    int weight;           /* points of 100 */
    int target, minimum;  /* levels; minimum 0 = none */
    const size_t *duties; /* indices into instruction.duties that ask for it */
    size_t duties_n;
    struct text2 text, evidence;
};

/* A must-have bound to a field of the questionnaire. */
struct instruction_must_have {
    const char *field; /* code */
    struct text2 text;
};

struct instruction {
    const char *segment, *size; /* codes */
    const struct instruction_provision *provisions;
    size_t provisions_n;
    const struct instruction_duty *duties;
    size_t duties_n;
    const struct instruction_kpi *kpis;
    size_t kpis_n;
    const struct instruction_right *rights;
    size_t rights_n;
    const struct instruction_requirement *requirements; /* weight > 0, in the order of the pack */
    size_t requirements_n;
    const struct instruction_must_have *must_haves; /* empty in a draft: a person adds them */
    size_t must_haves_n;
};

/* Draft an instruction: what the pack pre-selects for the segment, weights and minima by segment
 * and size (indices). Requirements link to the drafted duties. Memory: in a. */
struct instruction instruction_draft(const struct pack *p, size_t segment, size_t size,
                                     struct arena *a);

/* Fill requirement.duties from the links of the duties, after rows were edited. Memory: in a. */
const struct instruction_requirement *
instruction_link(const struct instruction_duty *duties, size_t duties_n,
                 const struct instruction_requirement *requirements, size_t n, struct arena *a);

/* Coverage */

/* Which instruments measure which requirement. */
struct instruction_cover {
    uint32_t instruments; /* bit i = pack.instruments[i] measures it and is planned */
};

struct instruction_coverage {
    const struct instruction_cover *rows; /* [requirements_n] */
    int measured_w, all_w;                /* points measured by the plan, points in all */
    const size_t *gaps;                   /* indices of requirements that nothing measures */
    size_t gaps_n;
};

/* What a plan (bit i = pack.instruments[i] is taken) measures of the requirements. Memory: in a. */
struct instruction_coverage instruction_coverage(const struct pack *p, const struct instruction *in,
                                                 uint32_t plan, struct arena *a);

/* Which instruments have items for a competency: bit i = pack.instruments[i]. */
uint32_t instruction_measures(const struct pack *p, size_t competency);

/* Checks before publishing */

enum instruction_finding_kind {
    FINDING_NO_REQUIREMENTS,    /* refused */
    FINDING_WEIGHTS_SUM,        /* refused: number = the sum */
    FINDING_WEIGHT_RANGE,       /* refused: a weight below 1, of requirement `row` */
    FINDING_NO_DUTY,            /* refused: requirement `row` is asked for by no duty */
    FINDING_DUPLICATE,          /* refused: requirement `row` names its competency again */
    FINDING_MINIMUM_OVER,       /* refused: the minimum of `row` is above its target */
    FINDING_KPI_SUM,            /* refused: weights of KPIs, number = the sum */
    FINDING_KPI_DUTY,           /* refused: KPI `row` names a duty that is not there */
    FINDING_NO_DUTIES,          /* refused */
    FINDING_MUST_HAVES,         /* refused: number of must-haves > 7 */
    FINDING_GATE_UNKNOWN,       /* refused: must-have `row` is bound to no field with a gate */
    FINDING_DUTY_UNASKED,       /* warning: no requirement follows from duty `row` */
    FINDING_GAP,                /* warning: nothing in the plan measures requirement `row` */
    FINDING_TRAINABLE_MINIMUM,  /* warning: every duty behind the minimum of `row` is trainable */
    FINDING_WEIGHT_BELOW_ERROR, /* warning: `row` weighs so little that it cannot move the
                                   composite by more than its own error */
};

struct instruction_finding {
    enum instruction_finding_kind kind;
    bool refuses; /* publishing must wait */
    size_t row;   /* which requirement, duty, KPI or must-have; PACK_NONE = the whole */
    int number;   /* a sum or count, where the kind says so */
};

struct instruction_findings {
    struct instruction_finding list[INSTRUCTION_FINDINGS_MAX];
    size_t n, refusals_n;
};

/* Look for everything that stands in the way of publishing, and what should be thought over.
 * plan as in instruction_coverage. Scratch: a. */
struct instruction_findings instruction_check(const struct pack *p, const struct instruction *in,
                                              uint32_t plan, struct arena *a);

#endif

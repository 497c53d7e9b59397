/* web/desk/instruction/coverage.h — what measures what: the questionnaire and each instrument of the pack against each
 * requirement.
 */
#ifndef WEB_DESK_INSTRUCTION_COVERAGE_H
#define WEB_DESK_INSTRUCTION_COVERAGE_H

#include "daemon/base/text.h"
#include "web/desk/instruction/instruction.h"

struct arena;

/* The sources, in the order of the columns: the questionnaire, then the pack's instruments. */
struct text_list coverage_sources(const struct instruction_version *v, enum lang vacancy_lang, enum lang lang,
                              struct arena *a);

/* What each source says about requirement i. An instrument outside the plan says nothing. Where several
 * measure one requirement, the one with the most items for it is the main one. */
struct cover_cells coverage_cells(const struct instruction_version *v, size_t i, enum lang lang, struct arena *a);

/* Nothing in the plan measures weighted requirement i: what to do about it. NULL = it is measured. */
const char *coverage_gap(const struct instruction_version *v, size_t i, enum lang lang, struct arena *a);

/* Points of 100 that the plan measures. */
int coverage_measured(const struct instruction_version *v, struct arena *a);

/* How long the whole test takes a candidate, in minutes: the questionnaire and the planned instruments. */
int64_t coverage_minutes(const struct instruction_version *v);

/* How long the questionnaire takes. */
int64_t coverage_questionnaire_minutes(const struct pack *p);

#endif

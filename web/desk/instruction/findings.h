/* web/desk/instruction/findings.h — what stands in the way of publishing, in words and with a link to its row.
 */
#ifndef WEB_DESK_INSTRUCTION_FINDINGS_H
#define WEB_DESK_INSTRUCTION_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include "daemon/base/text.h"
#include "web/flows/instruction_read.h"
#include "web/kit/text_list.h"

struct arena;

struct desk_finding {
    const char *what, *mend; /* the finding; what to do about it */
    const char *href;        /* the row */
    bool refuses;
};

struct desk_finding_list {
    const struct desk_finding *v;
    size_t n;
};

struct desk_findings {
    struct desk_finding_list list; /* refusals first */
    size_t refusals_n;
    const char *title;
};

/* Check a version and put what was found into words. Memory: in a. */
struct desk_findings desk_findings(const struct instruction_version *v, enum lang lang, struct arena *a);

/* The number by which pages call requirement i: weighted ones first, then must-haves, from 1. */
int64_t desk_requirement_number(const struct instruction_version *v, size_t i);

/* Sum of weights of requirements or KPIs. */
int64_t desk_weight_sum(const struct instruction_version *v, bool of_kpis);

/* "добавьте 5", "уберите 4"; NULL when the sum is 100. */
const char *desk_sum_mend(int64_t sum, enum lang lang, struct arena *a);

#endif

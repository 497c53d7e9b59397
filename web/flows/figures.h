/* web/flows/figures.h — sums, shares and terms that nobody gave: they came with the library's rows.
 *
 * A draft takes whole rows of the library, and some of them name figures: a salary, a limit, a target. While such a
 * cell still stands as the library wrote it, its figures are supposed: pages mark the row, and the checks say so
 * until the cell is edited or somebody confirms the figures of that part. A confirmation is a record of the audit
 * log with the digest of what was confirmed, so figures that come later are supposed again.
 */
#ifndef WEB_FLOWS_FIGURES_H
#define WEB_FLOWS_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "web/flows/flow.h"

struct instruction_version;

enum figure_set { FIGURES_KPIS, FIGURES_RIGHTS, FIGURES__MAX };

/* Are the figures of this row supposed: the target of KPI `row`, the limit of right `row`? */
bool figures_supposed(const struct instruction_version *v, enum figure_set set, size_t row);

/* Do figures of this part wait for an eye: some are supposed, and these were not confirmed? Scratch: a. */
bool figures_open(const struct instruction_version *v, enum figure_set set, struct arena *a);

/* The digest that was confirmed last for each part, NULL = never. Memory: the flow's arena. */
enum errc figures_read(const struct flow *f, int64_t vacancy_id, const char *ret_digests[FIGURES__MAX],
                       struct err *e) MUST_CHECK;

/* Somebody confirms what is supposed in this part now. */
enum errc figures_confirm(const struct flow *f, const struct instruction_version *v, enum figure_set set,
                          struct err *e) MUST_CHECK;

#endif

/* web/flows/instruction_copy.h — a new draft with the rows of a published version.
 */
#ifndef WEB_FLOWS_INSTRUCTION_COPY_H
#define WEB_FLOWS_INSTRUCTION_COPY_H

#include "web/flows/instruction_edit.h"

/* Copy all rows of a version into a new draft with the next number. Rows get new ids, requirements keep
 * their root_id. ret_map tells which row became which. Memory: the flow's arena. */
enum errc instruction_copy(const struct flow *f, const struct instruction_version *from, int64_t *ret_id,
                           struct ji_map *ret_map, struct err *e) MUST_CHECK;

#endif

/* web/flows/instruction_library.h — rows of the pack's library as stored words, in one language.
 *
 * Used when a vacancy is drafted and when a recruiter adds one more row from the library.
 */
#ifndef WEB_FLOWS_INSTRUCTION_LIBRARY_H
#define WEB_FLOWS_INSTRUCTION_LIBRARY_H

#include "assessments/pack.h"
#include "daemon/base/err.h"

struct arena;

/* The word a column keeps for an enum of the pack, and back. Words are checked by the schema. */
const char *library_provision_word(enum pack_provision_kind kind);
const char *library_right_word(enum pack_right_kind kind);

/* The answers that meet a field's gate, as the column pass keeps them: ["y1-3","y3-5"]; of a number the
 * least, as ["12"]. CHECKs that the field has a gate. Memory: in a. */
const char *library_pass(const struct pack_field *field, struct arena *a);

/* A JSON array of strings. Memory: in a. */
const char *library_json_list(const char *const *v, size_t n, struct arena *a);

#endif

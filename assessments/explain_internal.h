/* assessments/explain_internal.h — between the two files of explanations. */
#ifndef ASSESSMENTS_EXPLAIN_INTERNAL_H
#define ASSESSMENTS_EXPLAIN_INTERNAL_H

#include "assessments/explain.h"

struct arena;

/* Fill pair->swap and pair->same_band. Scratch: a. */
void explain_changes(const struct rank_in *in, const struct rank_result *r,
                     struct explain_pair *pair, struct arena *a);

#endif

/* web/desk/next_step.h — where a selection stands and what to do next: one rule for every page that says it.
 */
#ifndef WEB_DESK_NEXT_STEP_H
#define WEB_DESK_NEXT_STEP_H

#include <stdbool.h>
#include <stdint.h>
#include "daemon/base/text.h"

struct arena;

struct next_facts {
    const char *state;            /* of the vacancy; NULL = the request is not one yet */
    bool read;                    /* somebody looked at the request */
    int64_t people_n, completed_n; /* of those who have not withdrawn */
    int64_t shares_n, choices_n;   /* lists shown to the client; words of the client */
};

/* Where it stands: 0 asked, 1 instruction, 2 tests, 3 shortlist, 4 the client decides. */
struct next_step {
    int at;
    const char *words;       /* the stage */
    const char *tail, *label; /* of the vacancy's address; what the link says; tail NULL = the request's page */
};

/* Memory: in a. */
struct next_step desk_next_step(const struct next_facts *f, enum lang lang, struct arena *a);

#endif

/* web/candidate/saved.h — the present answer of one item, opened and read.
 */
#ifndef WEB_CANDIDATE_SAVED_H
#define WEB_CANDIDATE_SAVED_H

#include <stdbool.h>
#include "assessments/answer.h"
#include "assessments/field_answer.h"
#include "web/candidate/room.h"

struct q_section_items_row;
struct request;

/* Exactly one of item and field is set. */
struct saved {
    const struct item *item;
    const struct pack_field *field;
    struct answer answer;
    struct field_answer field_answer;
    const char *text; /* canonical; NULL when nothing was ever saved, or the person's key is gone */
    bool given, complete;
    bool missing; /* a required field of the questionnaire without an answer */
};

/* Memory: the request's. Errors: E_INTERNAL (an item that the pack no longer holds, a value that does not
 * open). */
enum errc saved_read(struct request *req, const struct room *room,
                     const struct room_section *section, const struct q_section_items_row *row,
                     struct saved *ret_saved, struct err *e) MUST_CHECK;

#endif

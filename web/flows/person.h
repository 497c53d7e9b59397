/* web/flows/person.h — sealing and opening what is personal.
 *
 * Every personal value is sealed with the key of its person and bound to its place (table, column,
 * row), so a value moved elsewhere does not open. Without the person's key nothing opens:
 * destroying that key erases the person.
 */
#ifndef WEB_FLOWS_PERSON_H
#define WEB_FLOWS_PERSON_H

#include <stdint.h>
#include "web/flows/flow.h"

/* Where a sealed value stands. Numbers are for ever: they are part of what is sealed. */
enum seal_place {
    SEAL_REQUEST_CONTACT = 1,
    SEAL_REQUEST_ADDRESS = 2,
    SEAL_REQUEST_COMMENT = 3,
    SEAL_BRIEF_NOTE = 4,
    SEAL_CANDIDATE_NAME = 5,
    SEAL_CANDIDATE_EMAIL = 6,
    SEAL_WISH = 7,
    SEAL_ANSWER = 8,
    SEAL_GATE_NOTE = 9,
    SEAL_DECISION_NOTE = 10,
    SEAL_CHOICE_COMMENT = 11,
    SEAL_LETTER_TO = 12,
    SEAL_LETTER_SUBJECT = 13,
    SEAL_LETTER_BODY = 14,
    SEAL_NAME_NOTE = 20,
    SEAL_CHOICE_ANSWER = 21,
};

/* A new person with a key of their own. */
enum errc person_add(const struct flow *f, int64_t *ret_person_id, struct err *e) MUST_CHECK;

/* Seal text of a person for a place in row row_id. Memory: the flow's arena. */
enum errc person_seal(const struct flow *f, int64_t person_id, enum seal_place place, int64_t row_id,
                      const char *text, const char **ret_sealed, struct err *e) MUST_CHECK;

/* Open it. sealed NULL opens to NULL. When the person's key is gone (erased), opens to NULL too.
 * Errors: E_INTERNAL when it does not belong to this place or was changed. */
enum errc person_open(const struct flow *f, int64_t person_id, enum seal_place place, int64_t row_id,
                      const char *sealed, const char **ret_text, struct err *e) MUST_CHECK;

/* The blind index of an e-mail address, for looking a person up. */
const char *person_email_index(const struct flow *f, const char *email);

#endif

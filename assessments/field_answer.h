/* assessments/field_answer.h — an answer to one field of the questionnaire, checked and in one
 * form.
 *
 * The twin of answer.h for what is asked about the person. Canonical text, which the database keeps
 * (sealed) and must-haves are proposed from:
 *
 *     text, long      "as typed"            lines are one line; both trimmed
 *     number          "120000"              read in the page's language, written with a point
 *     single, yes_no  "y1-3", "yes"
 *     multiple        ["phone","mail"]      in the order of the options
 *     date            "2026-11-24"
 *     nothing         null
 *
 * Unlike the numeric test, a number that cannot be read is refused with a reason: the field asks
 * for facts.
 */
#ifndef ASSESSMENTS_FIELD_ANSWER_H
#define ASSESSMENTS_FIELD_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "assessments/answer.h"
#include "assessments/pack.h"
#include "daemon/base/err.h"

struct arena;
struct json;

#define FIELD_TEXT_CHARS   200 /* when the pack names no max_length */
#define FIELD_LONG_CHARS   2000
#define FIELD_NUMBER_CHARS 40
#define FIELD_OPTIONS_MAX  32

/* What is wrong with a value, for the sentence beside the field. */
enum field_fault {
    FIELD_FINE,
    FIELD_UNKNOWN,   /* no such option, wrong kind of value */
    FIELD_TOO_LONG,  /* past field_max_chars */
    FIELD_BAD_TEXT,  /* a character that cannot be kept */
    FIELD_NO_NUMBER, /* cannot be read as a number */
    FIELD_TOO_SMALL, /* below the field's minimum */
    FIELD_TOO_LARGE,
    FIELD_NO_DATE, /* no day of the calendar */
};

struct field_answer {
    bool given;
    uint32_t chosen;   /* single, multiple: bit i = option i; yes_no: bit 0 yes, bit 1 no */
    const char *value; /* the others: what stands in the field; "" when not given */
    const char *text;  /* canonical, never NULL */
};

/* Most characters a text, long text or number may have; 0 = the field is no text. */
size_t field_max_chars(const struct pack_field *field);

/* From the value of a save call; null, "" and [] clear. Memory: in a.
 *   ret_fault  FIELD_FINE, or what is wrong (then E_INVALID and ret_answer is untouched)
 */
enum errc field_answer_from_json(const struct pack_field *field, const struct json *value,
                                 enum lang lang, struct arena *a, struct field_answer *ret_answer,
                                 enum field_fault *ret_fault, struct err *e) MUST_CHECK;

/* From the fields of a form post: those called "answer". As above. */
enum errc field_answer_from_fields(const struct pack_field *field,
                                   const struct answer_field *fields, size_t n, enum lang lang,
                                   struct arena *a, struct field_answer *ret_answer,
                                   enum field_fault *ret_fault, struct err *e) MUST_CHECK;

/* Read canonical text back. Memory: in a. Errors: E_INVALID. */
enum errc field_answer_read(const struct pack_field *field, const char *text, struct arena *a,
                            struct field_answer *ret_answer, struct err *e) MUST_CHECK;

#endif

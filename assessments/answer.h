/* assessments/answer.h — a candidate's answer to one item, checked and in one canonical form.
 *
 * It comes as JSON (the save call) or as form fields (no script); both give the same struct and the
 * same canonical text, which is what the database keeps and what scoring reads back:
 *
 *     single    "b"
 *     multiple  ["a","c"]               in the order of the options
 *     rate      {"a":4,"b":2}           in the order of the actions; may be partial
 *     number    {"raw":"1 250,5","lang":"ru"}   as typed; the language decides what a comma is
 *     nothing   null                    a cleared answer
 *
 * A number that cannot be read is storable: it is what the person typed. It scores as wrong.
 */
#ifndef ASSESSMENTS_ANSWER_H
#define ASSESSMENTS_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "assessments/item.h"
#include "daemon/base/err.h"

struct arena;
struct json;

#define ANSWER_NUMBER_CHARS 64 /* code points a typed number may have */
#define ANSWER_RATING_MIN   1
#define ANSWER_RATING_MAX   5

struct answer {
    bool given;                        /* false: empty or cleared */
    uint32_t chosen;                   /* single, multiple: bit i = option i */
    uint8_t ratings[ITEM_OPTIONS_MAX]; /* rate: 1–5, 0 = not rated */
    const char *raw;                   /* number: as typed, trimmed */
    enum lang lang;                    /* number: the page's language */
    bool understood;                   /* number: value is meaningful */
    double value;
    const char *text; /* canonical, never NULL */
};

/* One field of a form post: "answer" (repeated for multiple), "answer.a" for ratings. */
struct answer_field {
    const char *name, *value;
};

/* From the value of a save call. For ITEM_NUMBER a string, or the canonical object; null, "", []
 * and {} clear.  Memory: in a.
 * Errors: E_INVALID (unknown or repeated option, rating not whole or outside 1–5, wrong type);
 * E_TOO_LARGE for a number text past ANSWER_NUMBER_CHARS. ret_answer is untouched then. */
enum errc answer_from_json(const struct item *item, const struct json *value, enum lang lang,
                           struct arena *a, struct answer *ret_answer, struct err *e) MUST_CHECK;

/* From the fields of a form post; names that do not begin with "answer" are skipped, an empty value
 * counts as not given. Memory and errors as above. */
enum errc answer_from_fields(const struct item *item, const struct answer_field *fields, size_t n,
                             enum lang lang, struct arena *a, struct answer *ret_answer,
                             struct err *e) MUST_CHECK;

/* Read canonical text back. Memory: in a. Errors: E_INVALID. */
enum errc answer_read(const struct item *item, const char *text, struct arena *a,
                      struct answer *ret_answer, struct err *e) MUST_CHECK;

/* What a typed number was understood as, in the language of the page: «12 500,5»; NULL when there
 * is nothing to show or it could not be read. The page says «прочитано как …». Memory: in a. */
const char *answer_understood(const struct answer *answer, struct arena *a);

/* Is the item answered fully: every action rated, a choice made (exactly `choose` of them where the
 * stem says how many), a number that could be read? For the overview before handing in. */
bool answer_is_complete(const struct item *item, const struct answer *answer);

#endif

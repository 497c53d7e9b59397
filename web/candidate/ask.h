/* web/candidate/ask.h — one question with its answer, as the templates parts of the runner draw it.
 *
 * Serves the test, the questionnaire and the practice items alike.
 */
#ifndef WEB_CANDIDATE_ASK_H
#define WEB_CANDIDATE_ASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "assessments/answer.h"
#include "assessments/field_answer.h"
#include "web/kit/layout.h"
#include "web/kit/text_list.h"

struct request;

enum ask_kind { ASK_ONE, ASK_SOME, ASK_RATE, ASK_NUMBER, ASK_LINE, ASK_LONG, ASK_DATE };

/* A mark of the rating line. */
struct ask_mark {
    const char *value;
    bool chosen;
};

struct ask_marks {
    const struct ask_mark *v;
    size_t n;
};

/* An action to rate. */
struct ask_rate {
    const char *name; /* "answer.a" */
    const char *text;
    struct ask_marks marks;
};

struct ask_rates {
    const struct ask_rate *v;
    size_t n;
};

/* A row of a table to read. */
struct ask_row {
    const char *head;
    struct text_list cells;
};

struct ask_rows {
    const struct ask_row *v;
    size_t n;
};

struct ask_table {
    const char *title, *note; /* note: NULL = none */
    const char *head;         /* of the row names */
    struct text_list columns;
    struct ask_rows rows;
};

struct ask_view {
    enum ask_kind kind;
    const char *meta;     /* «Знание дела, вопрос 7» */
    const char *stem;     /* the case before the question; NULL = none */
    const char *title;    /* the question */
    const char *hint;     /* NULL = none */
    const char *why;      /* why it is asked; NULL = none */
    const char *error;    /* what to mend; NULL = fine */
    struct choice_views choices;
    struct ask_rates rates;
    const struct ask_table *table; /* NULL = none */
    const char *value;             /* number, line, long, date */
    const char *unit, *understood; /* NULL = none */
    bool unread;                   /* the stored number cannot be read as one */
    const char *low, *high;        /* words at the ends of the rating line */
    int64_t max;                   /* characters; 0 = no text */
    bool small;                    /* a number: a short field */
};

/* The input's type of choices; does anything describe the field? */
const char *ask_input_type(const struct ask_view *v);
bool ask_described(const struct ask_view *v);

/* A question of a test. answer may be NULL. meta stays NULL. */
struct ask_view ask_item(struct request *req, const struct item *item, const struct answer *answer);

/* A field of the questionnaire. answer may be NULL. */
struct ask_view ask_field(struct request *req, const struct pack_field *field,
                          const struct field_answer *answer);

/* What a person typed that was not accepted, put back into the field; and what to mend. */
void ask_typed(struct request *req, struct ask_view *ask, const struct form *form);
const char *ask_fault(struct request *req, enum field_fault fault, const struct pack_field *field,
                      int64_t max);

/* The question of a stem: the sentence that asks; what stands before it is the case, behind it a hint. */
struct ask_stem {
    const char *stem, *title, *hint; /* stem, hint: NULL = none */
};
struct ask_stem ask_split(struct arena *a, const char *text);

/* A name of the question for lists: its title, or the sentence that asks. */
const char *ask_name(struct request *req, const struct item *item, const struct pack_field *field);

#endif

/* web/candidate/question.h — one question: what its template sees, and its reading shared by GET and POST.
 */
#ifndef WEB_CANDIDATE_QUESTION_H
#define WEB_CANDIDATE_QUESTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "web/candidate/ask.h"
#include "web/candidate/run.h"
#include "web/kit/layout.h"

struct q_section_items_row;

struct question_view {
    struct page page;
    struct run_bar_view bar;
    struct ask_view ask;
    struct nav_view nav;
    const char *action, *back_href; /* back_href: NULL when there is a question before this one */
    const char *lease;
    int64_t rev;
    const char *note_title, *note_text; /* NULL = no note */
    bool flagged, last;
    const char *run_data;
};

/* What was read for one question. */
struct question {
    struct room room;
    const struct room_section *section;
    const struct q_section_items_row *rows; /* of the section, in order */
    size_t rows_n;
    const struct q_section_items_row *row; /* of this question */
    int64_t number;
};

/* Read the question of the path. False in ret_here: the reply is a 303 to where one belongs.
 * Errors: E_NOT_FOUND. */
enum errc question_open(struct request *req, struct question *ret_question, bool *ret_here,
                        struct err *e) MUST_CHECK;

/* The page of the question with its saved answer. */
enum errc question_view(struct request *req, const struct question *q, struct question_view *ret_view,
                        struct err *e) MUST_CHECK;

/* «Тест продолжен в другой вкладке»: what was typed, carried along in hidden fields. */
struct taken_field {
    const char *name, *value;
};

struct taken_fields {
    const struct taken_field *v;
    size_t n;
};

struct taken_view {
    struct page page;
    const char *action, *home;
    struct taken_fields fields;
};

/* Reply with that page (409): its button posts the same form to action once more, taking the lease. */
void taken_reply(struct request *req, const struct room *room, const char *action);

#endif

/* web/desk/share/share.h — showing a list to the client, and what the client said.
 */
#ifndef WEB_DESK_SHARE_SHARE_H
#define WEB_DESK_SHARE_SHARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "web/desk/shortlist/shortlist.h"
#include "web/kit/layout.h"

enum { SHARE_ROWS = 40 };

/* Somebody who may be shown. */
struct share_row {
    const char *code, *label, *href, *score, *range, *place, *must, *must_class, *decision;
    const char *unfit, *open; /* must-haves: the answer does not fit; nobody verified; NULL = none */
    bool chosen;
};

struct share_rows {
    const struct share_row *v;
    size_t n;
};

/* A list that was shown. */
struct shared_row {
    const char *name, *when, *version, *codes;
};

struct shared_rows {
    const struct shared_row *v;
    size_t n;
};

/* One word of the client. */
struct choice_row {
    const char *code, *label, *href, *verdict, *reason, *comment, *when, *list;
    const char *transfer; /* of an invitation that stands: may the client see the name? NULL = no matter */
    bool unread;
    const char *answer_id;             /* a question that waits for an answer; NULL = none */
    const char *answer, *answered;     /* what was answered, when; NULL = nothing yet */
    const char *typed, *error;         /* an answer that does not do; NULL = none */
};

struct choice_rows {
    const struct choice_row *v;
    size_t n;
};

struct share_view {
    struct page page;
    struct form_errors errors;
    const char *title, *vacancy_title, *client, *vacancy_href, *list_href, *action, *saved;
    const char *hint;             /* who is ticked and why */
    const char *error;            /* how many to choose */
    struct share_rows rows;
    bool may_share;
    const char *wait;             /* why nothing may be shown just now; NULL = it may */
    struct text_list changed;     /* what became of the people of the newest list */
    const char *nobody;           /* why nothing can be shown */
    struct shared_rows shared;
    const char *link, *link_note; /* NULL = no living link */
    struct choice_rows choices;
    int64_t unread_n;
    const char *until;            /* of what is marked as read: what this page showed */
};

/* Which of the placed people are ticked at first: those decided to go on; else the first band, and the next
 * while there is room. order[n] in the order of the list; ret[n] is set. Returns how many.
 *
 *   left_out   per row of the pool: declined, or an answer fails a must-have: never ticked
 *   advanced   decided to go on */
size_t share_preselect(const struct rank_result *r, const size_t *order, size_t n, const bool *left_out,
                       const bool *advanced, bool *ret);

#endif

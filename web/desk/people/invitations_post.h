/* web/desk/people/invitations_post.h — what the two halves of the invitations page tell each other.
 */
#ifndef WEB_DESK_PEOPLE_INVITATIONS_POST_H
#define WEB_DESK_PEOPLE_INVITATIONS_POST_H

#include <stdbool.h>
#include "daemon/base/text.h"
#include "web/desk/people/people.h"
#include "web/kit/layout.h"

struct q_desk_vacancy_row;
struct request;

/* A pasted list, compared with who is there already. */
struct pasted {
    struct people people;
    const bool *there; /* [people.n]: has an application to this vacancy */
    size_t new_n;      /* fine, no twin in the list, not there yet */
};

/* What the page shows besides the vacancy's people. */
struct invitations_show {
    struct form_errors errors;
    const char *note;             /* what was just done */
    const char *text;             /* of the list; NULL = empty */
    const struct pasted *pasted;  /* its preview; NULL = none */
    const char *search;           /* what is looked for; NULL = nothing */
    int64_t search_skip;          /* by name: behind how many people */
    bool remind;                  /* ask whether everybody is to be written to */
    bool one_typed;               /* show the typed single person again */
    bool lang_typed;
    enum lang lang;               /* of the letters, when lang_typed */
};

/* Write the page. Memory: the request's. */
enum errc invitations_show(struct request *req, const struct q_desk_vacancy_row *v, int status,
                           const struct invitations_show *show, struct err *e) MUST_CHECK;

#endif

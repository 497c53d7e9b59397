/* web/desk/invitations.h — what the page of invitations shows.
 */
#ifndef WEB_DESK_INVITATIONS_H
#define WEB_DESK_INVITATIONS_H

#include "web/desk/parts.h"
#include "web/desk/people.h"
#include "web/layout.h"

struct invited_row {
    const char *key, *name, *email;
    const char *state, *since;
    struct stages_view stages;
    const char *link;     /* as people open it; NULL = ended */
    bool may_send, may_revoke, by_self;
    const char *wish;     /* for other conditions, in their words; NULL = none */
};

struct invited_rows {
    const struct invited_row *v;
    size_t n;
};

/* A line of the pasted list. */
struct pasted_line {
    int64_t number;
    const char *text, *name, *email;
    const char *verdict; /* what will happen, or what to do about it */
    bool bad, skipped;
};

struct pasted_lines {
    const struct pasted_line *v;
    size_t n;
};

struct invitations_view {
    struct page page;
    struct vacancy_head head;
    const char *action, *heading, *lead;
    bool open;                  /* the vacancy takes people */
    const char *closed_why;     /* why nobody can be invited now */
    struct form_errors errors;
    const char *note;           /* what was just done; NULL = nothing */
    struct invited_rows rows;
    struct pager_view pager;
    struct field_view name, email;
    const char *text;           /* of the pasted list */
    const char *text_error;
    bool lang_en;               /* of the letters */
    bool preview;
    const char *preview_title;
    struct pasted_lines faulty, fine;
    const char *confirm;        /* the button; NULL = nobody to invite */
};

#endif

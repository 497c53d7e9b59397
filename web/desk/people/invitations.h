/* web/desk/people/invitations.h — what the page of invitations shows.
 */
#ifndef WEB_DESK_PEOPLE_INVITATIONS_H
#define WEB_DESK_PEOPLE_INVITATIONS_H

#include "web/desk/parts.h"
#include "web/desk/people/people.h"
#include "web/kit/layout.h"

struct invited_row {
    const char *key, *name, *email;
    const char *state, *since;
    struct desk_stages_view stages;
    const char *link;     /* as people open it; NULL = ended, or over */
    bool over;            /* handed in or withdrawn: nobody needs the link any more */
    bool may_send, may_revoke, by_self;
    const char *wish;     /* for other conditions, in their words; NULL = none */
};

struct invited_rows {
    const struct invited_row *v;
    size_t n;
};

/* Whom a search found, and by name among whom it looked. */
struct q_invite_people_row;
struct flow;

struct people_found {
    const struct q_invite_people_row *v;
    size_t n;
    bool by_name, more;   /* more: people after these were not looked at */
    int64_t from, to;
};

/* Look for a person of a vacancy: words with @ as a full address, else as a part of a name among the people
 * behind the first `skip`. Memory: the flow's arena. */
enum errc invitations_find(const struct flow *f, int64_t vacancy_id, const char *words, int64_t skip,
                           struct people_found *ret, struct err *e) MUST_CHECK;

/* One way to see the list: all, or those in one state. */
struct state_link {
    const char *href, *label;
    bool here;
};

struct state_links {
    const struct state_link *v;
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
    struct state_links states;
    const char *search, *found, *find_more, *find_next; /* what was looked for; what was found; where to look on */
    const char *remind;         /* the button: how many have not opened; NULL = nobody to remind */
    const char *remind_sure;    /* the second press; NULL = not asked yet */
    bool paste_open;
    int64_t links_n;            /* how many of them show a link that opens: for the view record */
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

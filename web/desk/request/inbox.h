/* web/desk/request/inbox.h — what the page of requests shows.
 */
#ifndef WEB_DESK_REQUEST_INBOX_H
#define WEB_DESK_REQUEST_INBOX_H

#include "web/desk/parts.h"
#include "web/kit/layout.h"

struct inbox_row {
    const char *href, *client, *title, *place, *came, *age;
    int64_t number;
    bool unread;
    struct desk_stages_view stages;
    const char *stage;                  /* in words */
    const char *next_href, *next_label; /* what to do now; NULL = nothing */
};

struct inbox_rows {
    const struct inbox_row *v;
    size_t n;
};

struct inbox_group {
    const char *name;
    struct inbox_rows rows;
};

struct inbox_groups {
    const struct inbox_group *v;
    size_t n;
};

struct inbox_view {
    struct page page;
    const char *summary;               /* "3 новые", NULL = none are new */
    const char *open_label, *closed_label;
    bool closed;                       /* which of the two lists */
    struct inbox_groups groups;
    const char *empty_title, *empty_text;
    struct pager_view pager;
};

#endif

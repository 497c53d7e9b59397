/* web/desk/request/incoming.h — what the page of one request shows.
 */
#ifndef WEB_DESK_REQUEST_INCOMING_H
#define WEB_DESK_REQUEST_INCOMING_H

#include "web/desk/instruction/instruction.h"
#include "web/desk/parts.h"
#include "web/kit/layout.h"
#include "web/kit/text_list.h"

/* A name and what it is; empty values are left out. */
struct desk_fact {
    const char *label, *value;
};

struct desk_facts {
    const struct desk_fact *v;
    size_t n;
};

struct incoming_view {
    struct page page;
    int64_t id, number;
    const char *client, *came, *tag;
    struct desk_stages_view stages;
    int stage;
    struct desk_facts asked, brief, consent;
    struct text_list duties, gates, letters;
    bool has_brief, closed;
    const char *brief_at;
    const char *vacancy_href; /* NULL = no vacancy yet: the form is shown */
    struct form_errors errors;
    bool many_roles;
    struct choices_view role;
    struct cell_view segment, size; /* of the role that the request is for */
    struct field_view title, place;
};

#endif

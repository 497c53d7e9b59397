/* web/public/request.h — the views of the request form and of its consent page.
 */
#ifndef WEB_PUBLIC_REQUEST_H
#define WEB_PUBLIC_REQUEST_H

#include "web/kit/layout.h"
#include "web/kit/texts.h"
#include "web/public/trap.h"

enum { REQUEST_FIELDS = 6 };

/* A field that goes on to the next page unseen. */
struct hidden_field {
    const char *name, *value;
};

struct hidden_fields {
    const struct hidden_field *v;
    size_t n;
};

struct request_view {
    struct page page;
    struct form_errors errors;
    struct trap_view trap;
    const char *action, *back;
    const char *again; /* why the form is shown once more, NULL when it is not */
    struct field_views fields;
};

/* A consent as its own page: the document, what was typed before (hidden), one box. */
struct public_consent_view {
    struct page page;
    struct form_errors errors;
    struct trap_view trap;
    struct document document;
    const char *date;
    const char *action;      /* where agreeing is sent */
    const char *edit_action; /* where "change" is sent: the form again, with its values */
    const char *refuse;      /* where "no" leads */
    const char *step, *box, *error, *changed;
    struct hidden_fields typed;
};

#endif

/* web/layout.h — what surrounds every page, and the small views that templates share.
 */
#ifndef WEB_LAYOUT_H
#define WEB_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "daemon/base/text.h"

struct arena;
struct form;
struct request;

/* Which chrome a page wears (visual.md §3). */
enum chrome { CHROME_PUBLIC, CHROME_CANDIDATE, CHROME_DESK, CHROME_CLIENT };

/* A page: its title and what the layout needs. Fill title (and current, script), take the rest from
 * page_of(). */
struct page {
    enum chrome chrome;
    const char *title;   /* also <title>; "Ошибка: " is put before it when error */
    const char *current; /* the menu entry where we are: "requests", "vacancies", …; NULL = none */
    const char *script;  /* module to load besides core: ASSET_RUN_JS, ASSET_DESK_JS; NULL = none */
    bool error;          /* the form below has errors (status 422) */
    enum lang lang;
    const char *tag;        /* "ru" or "en" */
    const char *csrf;       /* for forms in the chrome */
    const char *here;       /* this page's path, for the language switch */
    const char *other_lang; /* the same page in the other language (public pages), NULL = by POST */
    const char *who;        /* the signed-in staff member, NULL = nobody */
    bool partial;           /* X-Partial: no chrome */
    bool demo;              /* show that this is a demonstration */
    bool public_page;       /* may be indexed, has /en/ twin */
};

/* The page of this request with everything but title, current and script filled in. */
struct page page_of(const struct request *req, enum chrome chrome, const char *title);

/* Form errors: a list of (field, what to do), in the order of the fields. */
struct form_error {
    const char *field, *message;
};

enum { FORM_ERRORS = 64 };
struct form_errors {
    struct form_error v[FORM_ERRORS];
    size_t n;
};

/* Add an error; message is what to do, in the reader's language. The first one of a field stays. */
void form_error(struct form_errors *errors, const char *field, const char *message);

/* The message for a field, NULL when it is fine. */
const char *form_error_of(const struct form_errors *errors, const char *field);

/* One text field as the template part parts/field draws it (label above, hint, error, input). */
struct field_view {
    const char *name, *label, *hint, *value, *error;
    const char *type;         /* "text", "email", "tel", "number", "date", "password", "textarea" */
    const char *autocomplete; /* NULL = off */
    int64_t max;              /* characters */
    bool required, narrow;    /* narrow: 12 characters wide */
};

/* One choice of a select, radio or checkbox group. */
struct choice_view {
    const char *value, *label, *hint;
    bool chosen;
};

struct choice_views {
    const struct choice_view *v;
    size_t n;
};

/* A group of radios or checkboxes as the part parts/choices draws it. */
struct choices_view {
    const char *name, *legend, *hint, *error;
    bool many, required;
    struct choice_views choices;
};

#endif

/* web/kit/layout.h — what surrounds every page, and the small views that templates share.
 */
#ifndef WEB_KIT_LAYOUT_H
#define WEB_KIT_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "daemon/base/text.h"

struct arena;
struct form;
struct request;

/* Which chrome a page wears. The runner has a bar of its own instead. */
enum chrome { CHROME_PUBLIC, CHROME_CANDIDATE, CHROME_RUNNER, CHROME_DESK, CHROME_CLIENT };

struct menu_entry {
    const char *path, *label;
    bool here;
};

struct menu_entries {
    const struct menu_entry *v;
    size_t n;
};

/* A page: made by page_of(); a handler may then set script and error. */
struct page {
    enum chrome chrome;
    const char *head_title; /* <title>: with the product's name; "Ошибка: …" after page_error() */
    const char *script;     /* the page's module; ASSET_CORE_JS unless set */
    enum lang lang;
    const char *tag, *tag_name;     /* "ru", "Русский" */
    const char *other_tag, *other_name;
    const char *other_lang;         /* the twin of a public page in the other language; NULL = switch by POST */
    const char *home;               /* where the wordmark leads */
    const char *here;               /* this page's path, for the language switch */
    const char *csrf;               /* for the forms of the chrome and of the page */
    const char *who;                /* the signed-in staff member on the desk; NULL = nobody */
    const char *body_class;
    struct menu_entries menu, foot;
    const char *contacts;           /* telephone and e-mail of the operator; NULL = none were named */
    bool partial, demo, public_page;
};

/* The page of this request. title is the page's own; current names the menu entry where we are
 * ("requests", "vacancies", "request", "how"), NULL = none. Memory: the request's. */
struct page page_of(const struct request *req, enum chrome chrome, const char *title,
                    const char *current);

/* Say in <title> that the form below has errors. */
void page_error(struct page *page, const struct request *req, const char *title);

/* A public path in the language: "/request" or "/en/request"; "/" or "/en/". */
const char *public_path(enum lang lang, struct arena *a, const char *path);

/* Form errors: a list of (field, what to do), in the order of the fields. */
struct form_error {
    const char *field, *message;
};

enum { FORM_ERRORS = 100 };
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
    const char *autocomplete; /* NULL = as the browser likes: Back keeps what was typed, "off" would empty it */
    int64_t max;              /* characters */
    bool required, narrow;    /* narrow: 12 characters wide */
};

struct field_views {
    const struct field_view *v;
    size_t n;
};

/* For the part: a textarea? something to describe it by? */
bool field_is_long(const struct field_view *f);
bool field_described(const struct field_view *f);

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

/* "radio" or "checkbox". */
const char *choices_input_type(const struct choices_view *c);

/* A page with a title and a few sentences: closed, letter sent. */
struct notice_view {
    struct page page;
    const char *title, *lead, *text;
    const char *link, *link_label; /* NULL = none */
};

#endif

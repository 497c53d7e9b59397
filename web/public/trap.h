/* web/public/trap.h — what keeps machines out of the public forms without bothering people.
 *
 * A signed token says when a form was made and names the id of the row that it will make, so a form sent
 * within three seconds comes back once more with its values, and a form sent twice makes one row. It holds in
 * the browser that it was made for only. A field
 * that people do not see must stay empty. Both are lifted where limits are off.
 */
#ifndef WEB_PUBLIC_TRAP_H
#define WEB_PUBLIC_TRAP_H

#include <stdbool.h>
#include <stdint.h>
#include "daemon/http/request.h"

/* The hidden fields of a public form, as the part public/trap draws them. */
struct trap_view {
    const char *csrf, *once;
};

/* Names of the fields, for the route entry. */
#define TRAP_ONCE "once"
#define TRAP_HONEY "website"
#define TRAP_FIELDS                                                                               \
    { .name = TRAP_ONCE, .kind = TEXT_LINE, .max_chars = 200 },                                    \
    { .name = TRAP_HONEY, .kind = TEXT_LINE, .max_chars = 200 }

/* A fresh trap for a form called form ("request"). Memory: the request's. */
struct trap_view trap_new(const struct request *req, const char *form);

/* The trap of the form that came, kept as it is while it is valid: its time runs on. */
struct trap_view trap_keep(const struct request *req, const char *form);

/* May the form go on? ret_id is the id of the row it makes, 0 when the token is no good. False: show the
 * form again with its values and trap_keep(). */
bool trap_passes(const struct request *req, const char *form, int64_t *ret_id);

#endif

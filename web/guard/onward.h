/* web/guard/onward.h — the page that somebody asked for before they had to sign in.
 *
 * It travels through the sign-in form, so it may be anything that a browser, or somebody who made a link for
 * one, sent. Only a GET of the route table for staff is followed.
 */
#ifndef WEB_GUARD_ONWARD_H
#define WEB_GUARD_ONWARD_H

#include <stddef.h>

struct arena;
struct route;

#define ONWARD_FIELD "to" /* of the address and the form of /login */

/* Of which table pages are. Before the loops start; the table lives as long as they. */
void onward_start(const struct route *routes, size_t n);

/* path when a GET entry for staff has it, written in plain characters (letters, digits, "/", "-", "_", "."); NULL
 * for all else: another origin, another audience, a query, an escape, no such page. Scratch: a. */
const char *onward_to(const char *path, struct arena *a);

#endif

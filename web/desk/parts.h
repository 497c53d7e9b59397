/* web/desk/parts.h — small things that several pages of the desk share: ids in paths, pages of a list,
 * the five stages drawn as dots, ages, the head of a vacancy's pages.
 */
#ifndef WEB_DESK_PARTS_H
#define WEB_DESK_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "web/kit/layout.h"

struct q_desk_vacancy_row;
struct request;

enum { DESK_PAGE_ROWS = 50, DESK_PAGES_MAX = 400 };

/* The n-th capture of the path as an id. Errors: E_NOT_FOUND when it is none. */
enum errc desk_id(const struct request *req, size_t n, int64_t *ret_id, struct err *e) MUST_CHECK;

/* A vacancy by the id in the path. Errors: E_NOT_FOUND. */
enum errc desk_vacancy_of(const struct request *req, const struct q_desk_vacancy_row **ret, struct err *e)
    MUST_CHECK;

/* Pages of a list */

/* The field "page" of the query, from 1; what is no number is page 1. */
int64_t desk_page(const struct request *req);

struct pager_view {
    const char *before, *after; /* addresses, NULL = there is none */
    int64_t page;
};

/* Links to the neighbours of a page; query is what else the address holds ("list=closed&"), "" = nothing. */
struct pager_view desk_pager(const struct request *req, const char *query, bool more);

/* Stages */

enum { STAGES = 5 };

struct stage_dot {
    const char *kind, *x, *r; /* class, "25%", "5" */
};

struct stage_dots {
    const struct stage_dot *v;
    size_t n;
};

/* Five dots on a line with the present one marked. */
struct desk_stages_view {
    const char *width, *height, *here;
    bool begun, ended;
    struct stage_dots dots;
};

/* at from 0 to STAGES - 1; wide = across the page, else a cell of a table. */
struct desk_stages_view desk_stages(int at, bool wide, struct arena *a);

/* An address of ours as it is sent to people: public_url before the path, else the address that this
 * browser uses. Memory: the request's. */
const char *desk_url(const struct request *req, const char *path);

/* Time */

/* How long ago: "2 ч", "3 дн.". */
const char *desk_age(enum lang lang, struct arena *a, int64_t at_ms, int64_t now_ms);

/* When, as short as it can be: today the time, this year the day, else the date. */
const char *desk_when(enum lang lang, struct arena *a, int64_t at_ms, int64_t now_ms);

/* The head of a vacancy's pages */

struct vacancy_head {
    int64_t id;
    const char *title, *client, *tag, *tag_kind; /* tag_kind: class, "" = plain */
    const char *lang; /* of the title and of all texts of the instruction: "ru" */
    const char *request_href, *request_label;
    struct menu_entries tabs;
};

/* current: "overview", "instruction", "plan", "invitations", "shortlist". */
struct vacancy_head desk_head(const struct request *req, const struct q_desk_vacancy_row *v, const char *current);

/* The word for a vacancy's state. */
const char *desk_state_word(enum lang lang, struct arena *a, const char *state);

/* Texts */

/* A sentence as a name inside another sentence: without its full stop. Memory: in a. */
const char *desk_name(const char *sentence, struct arena *a);

/* Views */

/* This page shows personal data: leave a view record. A page that is read waits for the record to be
 * committed; one that answers a POST writes it in its own transaction. */
enum errc desk_viewed(struct request *req, const char *page, int64_t object, struct err *e) MUST_CHECK;

/* The same with members beside the page's name ("\"links\":12"; NULL = none). Memory of more: the request's. */
enum errc desk_viewed_more(struct request *req, const char *page, int64_t object, const char *more,
                           struct err *e) MUST_CHECK;

/* Forms */

/* The value of a field, NULL when it did not come (form_get gives "" then). */
const char *desk_typed(const struct request *req, const char *name);

#endif

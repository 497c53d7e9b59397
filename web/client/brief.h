/* web/client/brief.h — the brief in four short steps: the form as it stands and what the status page shows of it.
 */
#ifndef WEB_CLIENT_BRIEF_H
#define WEB_CLIENT_BRIEF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "daemon/base/err.h"
#include "web/client/status.h"
#include "web/kit/layout.h"
#include "web/kit/states.h"

struct arena;
struct pack;
struct request;
struct q_brief_get_row;
struct q_client_request_row;

enum brief_step { BRIEF_WHOM = 1, BRIEF_DUTIES, BRIEF_GATES, BRIEF_TERMS, BRIEF_STEPS = BRIEF_TERMS };
enum { BRIEF_OWN_MAX = 3, BRIEF_HEADCOUNT_MAX = 99 };

/* Values of the form, stored or typed. Lists hold codes of the request's role. */
struct brief_form {
    const struct pack *pack;
    const char *segment, *size, *headcount, *start_when;
    const char *const *duties;
    size_t duties_n;
    const char *const *gates;
    size_t gates_n;
    const char *own[BRIEF_OWN_MAX];
    const char *authority, *pay, *decide_by, *decider;
};

/* Duties of one family. */
struct brief_family {
    const char *code, *name;
    struct choice_views duties;
};

struct brief_families {
    const struct brief_family *v;
    size_t n;
};

/* One step; only what it asks is filled. */
struct brief_view {
    struct page page;
    struct form_errors errors;
    int64_t step;
    bool whom, duties, gates, terms; /* which step it is */
    bool last;
    const char *title, *lead, *action, *back;
    struct choices_view segment, size, start_when;
    struct brief_families families;
    struct choices_view gate_fields;
    struct field_views fields;
};

/* Show a step with these values. */
void brief_show(struct request *req, const struct q_client_request_row *row, enum brief_step step,
                int status, const struct brief_form *form, const struct form_errors *errors);

/* What is stored, as a form. Memory: the request's. */
enum errc brief_stored(struct request *req, const struct q_client_request_row *row,
                       struct brief_form *ret_form, bool *ret_exists, struct err *e) MUST_CHECK;

/* May the brief still be changed? When not, a page that says so was replied. */
enum errc brief_is_open(struct request *req, const struct q_client_request_row *row, bool *ret_open,
                        struct err *e) MUST_CHECK;

/* The step in the address: 1 without one, 0 when it is none. */
int brief_step_of(const struct request *req);

/* The brief in short, for the status page. Memory: the request's. */
enum errc brief_facts(struct request *req, const struct q_client_request_row *row,
                      const struct q_brief_get_row *brief, struct fact_views *ret, struct err *e)
    MUST_CHECK;

/* When the person is needed, in words. Memory: the request's. */
const char *brief_start_name(const struct request *req, enum start_when when);

/* "2026-12-10" as people write it; NULL when NULL or no date. Memory: in a. */
const char *brief_date(enum lang lang, struct arena *a, const char *iso);

/* Days since 1970 of an ISO date, -1 when it is none. */
int64_t brief_date_day(const char *iso);

#endif

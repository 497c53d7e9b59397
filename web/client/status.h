/* web/client/status.h — the view of a request's page: where it stands, who does what by when.
 */
#ifndef WEB_CLIENT_STATUS_H
#define WEB_CLIENT_STATUS_H

#include <stdbool.h>
#include <stdint.h>
#include "daemon/base/err.h"
#include "web/kit/layout.h"

struct q_client_request_row;

/* What a request goes through. Computed from what is stored, never stored itself. */
enum status_stage { STAGE_SENT, STAGE_INSTRUCTION, STAGE_TESTS, STAGE_LIST, STAGE_CHOSEN, STAGE__MAX };

struct stage_view {
    const char *name, *title, *x; /* in a sentence, as a line of a list; x: place on the line */
    bool past, now;
};

struct stage_views {
    const struct stage_view *v;
    size_t n;
};

struct client_stages_view {
    struct stage_views stages;
    const char *x;    /* of the present one */
    const char *step; /* "Шаг 2 из 5: инструкция" */
};

/* What somebody has to do, and by when in words ("До 25 ноября"; NULL = no date). */
struct task_view {
    const char *text, *by;
    const char *link, *label; /* NULL = nothing to press */
    bool main;                /* the one thing to do now */
};

struct fact_view {
    const char *name, *value;
};

struct fact_views {
    const struct fact_view *v;
    size_t n;
};

struct status_view {
    struct page page;
    struct client_stages_view stages;
    const char *title, *client, *headline, *lead;
    const char *role_note; /* there may be no tests for the post; NULL = there are */
    bool closed;
    struct task_view ours, yours;
    const char *link_url; /* the private link, to keep; NULL when there is none */
    const char *brief, *brief_state, *brief_label;
    bool brief_open;
    struct fact_views progress, sent, brief_facts;
    const char *withdraw, *data; /* data: the file of what they sent */
};

struct client_withdraw_view {
    struct page page;
    struct form_errors errors;
    struct field_view address; /* that of the request, typed again */
    const char *action, *back;
    int64_t number;
};

struct arena;
struct request;

/* The line of stages. Memory: in a. */
struct client_stages_view stages_of(enum lang lang, struct arena *a, enum status_stage now);

/* By when the client decides, as the brief says, and until when the list is open; NULL = neither is known.
 * Memory: the request's. */
enum errc list_terms(struct request *req, int64_t vacancy_id, int64_t request_id, const char **ret, struct err *e)
    MUST_CHECK;

/* The request of the address, if this session may open it. Errors: E_NOT_FOUND. */
enum errc client_request_of(struct request *req, const struct q_client_request_row **ret_row,
                            struct err *e) MUST_CHECK;

#endif

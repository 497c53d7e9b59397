/* web/desk/shortlist_routes.h — entries of the shortlist, the candidate's page, comparing and sharing.
 * Included by web/routes.c only.
 */
#ifndef WEB_DESK_SHORTLIST_ROUTES_H
#define WEB_DESK_SHORTLIST_ROUTES_H

#include "daemon/http/route.h"
#include "web/desk/shortlist_pages.h"
#include "web/kit/visitor.h"

static const struct field SHORTLIST_QUERY[] = {
    { .name = "w.*", .kind = TEXT_LINE, .max_chars = 6 },
    { .name = "why", .kind = TEXT_LINE, .max_chars = 40 },
    { .name = "band", .kind = TEXT_LINE, .max_chars = 6 },
    { .name = "from", .kind = TEXT_LINE, .max_chars = 6 },
    { .name = "d", .kind = TEXT_LINE, .max_chars = 10 },     /* only people with this decision */
    { .name = "find", .kind = TEXT_LINE, .max_chars = 20 },  /* a code, as people type it */
};

static const struct field COMPARE_QUERY[] = {
    { .name = "c", .kind = TEXT_LINE, .max_chars = 20, .many = true },
};

static const struct field SHARE_QUERY[] = {
    { .name = "saved", .kind = TEXT_LINE, .max_chars = 10 },
};

static const struct field SHARE_FIELDS[] = {
    { .name = "do", .kind = TEXT_LINE, .max_chars = 10 },
    { .name = "code", .kind = TEXT_LINE, .max_chars = 20, .many = true },
    { .name = "until", .kind = TEXT_LINE, .max_chars = 20 },
    { .name = "choice", .kind = TEXT_LINE, .max_chars = 20 }, /* the question that is answered */
    { .name = "answer", .kind = TEXT_LONG, .max_chars = 1000 },
};

static const struct field APPLICATION_QUERY[] = {
    { .name = "saved", .kind = TEXT_LINE, .max_chars = 10 },
    { .name = "of", .kind = TEXT_LINE, .max_chars = 20 },
};

static const struct field DECISION_FIELDS[] = {
    { .name = "latest", .kind = TEXT_LINE, .max_chars = 20 },
    { .name = "outcome", .kind = TEXT_LINE, .max_chars = 20 },
    { .name = "reason", .kind = TEXT_LINE, .max_chars = 40 },
    { .name = "note", .kind = TEXT_LONG, .max_chars = 1000 },
};

static const struct field GATE_FIELDS[] = {
    { .name = "must", .kind = TEXT_LINE, .max_chars = 20 },
    { .name = "met", .kind = TEXT_LINE, .max_chars = 1 },
    { .name = "gate_note", .kind = TEXT_LONG, .max_chars = 500 },
};

static const struct field NAME_FIELDS[] = {
    { .name = "name_reason", .kind = TEXT_LINE, .max_chars = 20 },
    { .name = "name_note", .kind = TEXT_LINE, .max_chars = 300 },
};

#define SHORTLIST_GET(where, list, run)                                                           \
    { .method = HTTP_GET, .path = (where), .audiences = AUD_STAFF, .lane = LANE_READ,             \
      .body = BODY_NONE, .rate = RATE_SESSION_GET, .fields = (list),                              \
      .fields_n = sizeof(list) / sizeof *(list), .handle = (run) }

#define SHORTLIST_POST(where, list, run)                                                          \
    { .method = HTTP_POST, .path = (where), .audiences = AUD_STAFF, .lane = LANE_WRITE,           \
      .body = BODY_FORM, .body_max = 32 << 10, .rate = RATE_SAVE, .fields = (list),               \
      .fields_n = sizeof(list) / sizeof *(list), .handle = (run) }

#define SHORTLIST_ROUTES                                                                          \
    SHORTLIST_GET("/desk/vacancies/{id}/shortlist", SHORTLIST_QUERY, shortlist_page),             \
    SHORTLIST_GET("/desk/vacancies/{id}/compare", COMPARE_QUERY, compare_page),                   \
    SHORTLIST_GET("/desk/vacancies/{id}/share", SHARE_QUERY, share_page),                         \
    SHORTLIST_POST("/desk/vacancies/{id}/share", SHARE_FIELDS, share_post),                       \
    SHORTLIST_GET("/desk/applications/{code}", APPLICATION_QUERY, application_page),              \
    SHORTLIST_POST("/desk/applications/{code}/decision", DECISION_FIELDS, application_decide),    \
    SHORTLIST_POST("/desk/applications/{code}/undo", DECISION_FIELDS, application_undo),          \
    SHORTLIST_POST("/desk/applications/{code}/gate", GATE_FIELDS, application_gate),          \
    SHORTLIST_POST("/desk/applications/{code}/name", NAME_FIELDS, application_open_name)

#endif

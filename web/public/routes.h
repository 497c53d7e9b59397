/* web/public/routes.h — the entries of the public pages; web/routes.c puts them into the table.
 *
 * Every public page exists twice, at its path and under /en.
 */
#ifndef WEB_PUBLIC_ROUTES_H
#define WEB_PUBLIC_ROUTES_H

#include "daemon/http/route.h"
#include "web/kit/visitor.h"
#include "web/public/pages.h"
#include "web/public/trap.h"

static const struct field REQUEST_FORM_FIELDS[] = {
    { .name = "company", .kind = TEXT_LINE, .max_chars = 200 },
    { .name = "contact", .kind = TEXT_LINE, .max_chars = 200 },
    { .name = "address", .kind = TEXT_LINE, .max_chars = 254 },
    { .name = "title", .kind = TEXT_LINE, .max_chars = 200 },
    { .name = "place", .kind = TEXT_LINE, .max_chars = 200 },
    { .name = "comment", .kind = TEXT_LONG, .max_chars = 2000 },
    { .name = "agree", .kind = TEXT_LINE, .max_chars = 8 },
    { .name = "edit", .kind = TEXT_LINE, .max_chars = 8 },
    { .name = "text", .kind = TEXT_LINE, .max_chars = 64 },
    TRAP_FIELDS,
};

static const struct field APPLY_FORM_FIELDS[] = {
    { .name = "name", .kind = TEXT_LINE, .max_chars = 200 },
    { .name = "email", .kind = TEXT_LINE, .max_chars = 254 },
    { .name = "agree", .kind = TEXT_LINE, .max_chars = 8 },
    { .name = "edit", .kind = TEXT_LINE, .max_chars = 8 },
    { .name = "text", .kind = TEXT_LINE, .max_chars = 64 },
    TRAP_FIELDS,
};

#define PUBLIC_FIELDS(list) .fields = (list), .fields_n = sizeof(list) / sizeof *(list)

/* A page for everybody, in both languages. */
#define PUBLIC_GET_AT(where, run)                                                                  \
    { .method = HTTP_GET, .path = (where), .audiences = AUD_ANYONE, .lane = LANE_READ,             \
      .body = BODY_NONE, .rate = RATE_ANON_GET, .handle = (run) }
#define PUBLIC_GET(where, run) PUBLIC_GET_AT(where, run), PUBLIC_GET_AT("/en" where, run)

/* A form for everybody, in both languages. The checks only read; what stores is on the write lane. */
#define PUBLIC_POST(where, on, class, list, run)                                                   \
    { .method = HTTP_POST, .path = (where), .audiences = AUD_ANYONE, .lane = (on),                 \
      .body = BODY_FORM, .body_max = 64 << 10, .rate = (class), PUBLIC_FIELDS(list),               \
      .handle = (run) },                                                                           \
    { .method = HTTP_POST, .path = "/en" where, .audiences = AUD_ANYONE, .lane = (on),             \
      .body = BODY_FORM, .body_max = 64 << 10, .rate = (class), PUBLIC_FIELDS(list),               \
      .handle = (run) }

#define PUBLIC_ROUTES                                                                              \
    PUBLIC_GET_AT("/", public_home), PUBLIC_GET_AT("/en", public_home),                          \
    PUBLIC_GET("/how", public_how),                                                                \
    PUBLIC_GET("/privacy", public_privacy),                                                        \
    PUBLIC_GET("/accessibility", public_accessibility),                                            \
    PUBLIC_GET("/consent/{name}", public_consent_text),                                            \
    PUBLIC_GET("/request", public_request),                                                        \
    PUBLIC_POST("/request", LANE_READ, RATE_ANON_POST, REQUEST_FORM_FIELDS, public_request_check), \
    PUBLIC_POST("/request/consent", LANE_WRITE, RATE_REQUEST, REQUEST_FORM_FIELDS,                 \
                public_request_consent),                                                           \
    PUBLIC_GET("/v/{slug}", public_vacancy),                                                       \
    PUBLIC_POST("/v/{slug}", LANE_READ, RATE_ANON_POST, APPLY_FORM_FIELDS, public_vacancy_apply),  \
    PUBLIC_POST("/v/{slug}/consent", LANE_WRITE, RATE_REQUEST, APPLY_FORM_FIELDS,                  \
                public_vacancy_consent),                                                           \
    PUBLIC_GET("/v/{slug}/sent", public_vacancy_sent),                                             \
    { .method = HTTP_GET, .path = "/l/{token}", .audiences = AUD_ANYONE, .lane = LANE_READ,        \
      .body = BODY_NONE, .rate = RATE_ANON_GET, .handle = public_link },                               \
    { .method = HTTP_POST, .path = "/l/{token}", .audiences = AUD_ANYONE, .lane = LANE_WRITE,      \
      .body = BODY_FORM, .body_max = 4 << 10, .rate = RATE_ANON_GET, .handle = public_link_open }

#endif

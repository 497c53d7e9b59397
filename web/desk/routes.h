/* web/desk/routes.h — entries of the desk, from sign-in to inviting people. Included by web/routes.c only.
 */
#ifndef WEB_DESK_ROUTES_H
#define WEB_DESK_ROUTES_H

#include "daemon/base/check.h"
#include "daemon/http/route.h"
#include "web/desk/pages.h"
#include "web/desk/people/people.h"
#include "web/guard/onward.h"
#include "web/kit/visitor.h"

static const struct field DESK_LIST_FIELDS[] = {
    { .name = "page", .kind = TEXT_LINE, .max_chars = 6 },
    { .name = "list", .kind = TEXT_LINE, .max_chars = 10 },
};

static const struct field DESK_LOGIN_QUERY[] = {
    { .name = ONWARD_FIELD, .kind = TEXT_LINE, .max_chars = 200 },
};

static const struct field DESK_LOGIN_FIELDS[] = {
    { .name = ONWARD_FIELD, .kind = TEXT_LINE, .max_chars = 200 },
    { .name = "email", .kind = TEXT_LINE, .max_chars = 254 },
    { .name = "password", .kind = TEXT_LINE, .max_chars = 256, .verbatim = true },
};

static const struct field DESK_INCOMING_FIELDS[] = {
    { .name = "do", .kind = TEXT_LINE, .max_chars = 10 },
    { .name = "role", .kind = TEXT_LINE, .max_chars = 32 },
    { .name = "title", .kind = TEXT_LINE, .max_chars = 120 },
    { .name = "place", .kind = TEXT_LINE, .max_chars = 120 },
    { .name = "segment", .kind = TEXT_LINE, .max_chars = 32 },
    { .name = "size", .kind = TEXT_LINE, .max_chars = 32 },
};

static const struct field DESK_VACANCY_FIELDS[] = {
    { .name = "do", .kind = TEXT_LINE, .max_chars = 10 },
    { .name = "closes", .kind = TEXT_LINE, .max_chars = 10 },
};

static const struct field DESK_INSTRUCTION_QUERY[] = {
    { .name = "tab", .kind = TEXT_LINE, .max_chars = 20 },
    { .name = "row", .kind = TEXT_LINE, .max_chars = 20 },
    { .name = "saved", .kind = TEXT_LINE, .max_chars = 1 },
    { .name = "w.*", .kind = TEXT_LINE, .max_chars = 3 }, /* weights tried on the shortlist, by root id */
};

/* Cells are called cell.ROW (web/desk/instruction/rows.h). */
static const struct field DESK_INSTRUCTION_FIELDS[] = {
    { .name = "tab", .kind = TEXT_LINE, .max_chars = 20 },
    { .name = "row", .kind = TEXT_LINE, .max_chars = 20 },
    { .name = "base", .kind = TEXT_LINE, .max_chars = 20 },
    { .name = "revision", .kind = TEXT_LINE, .max_chars = 20 },
    { .name = "do", .kind = TEXT_LINE, .max_chars = 40 },
    { .name = "pick", .kind = TEXT_LINE, .max_chars = 32 },
    { .name = "gate", .kind = TEXT_LINE, .max_chars = 32 },
    { .name = "mark.*", .kind = TEXT_LINE, .max_chars = 16 },
    { .name = "mark_weight.*", .kind = TEXT_LINE, .max_chars = 16 },
    { .name = "kind.*", .kind = TEXT_LINE, .max_chars = 20 },
    { .name = "text.*", .kind = TEXT_LONG, .max_chars = 2000 },
    { .name = "trainable.*", .kind = TEXT_LINE, .max_chars = 10 },
    { .name = "name.*", .kind = TEXT_LINE, .max_chars = 200 },
    { .name = "formula.*", .kind = TEXT_LONG, .max_chars = 1000 },
    { .name = "target.*", .kind = TEXT_LONG, .max_chars = 500 },
    { .name = "period.*", .kind = TEXT_LINE, .max_chars = 100 },
    { .name = "consequence.*", .kind = TEXT_LONG, .max_chars = 1000 },
    { .name = "limit.*", .kind = TEXT_LONG, .max_chars = 500 },
    { .name = "weight.*", .kind = TEXT_LINE, .max_chars = 10 },
    { .name = "evidence.*", .kind = TEXT_LONG, .max_chars = 1000 },
    { .name = "minimum.*", .kind = TEXT_LINE, .max_chars = 1 },
    { .name = "field.*", .kind = TEXT_LINE, .max_chars = 32 },
    { .name = "pass.*", .kind = TEXT_LINE, .max_chars = 32, .many = true },
    { .name = "duty.*", .kind = TEXT_LINE, .max_chars = 20, .many = true },
};

static const struct field DESK_PLAN_QUERY[] = { { .name = "saved", .kind = TEXT_LINE, .max_chars = 1 } };

static const struct field DESK_PLAN_FIELDS[] = {
    { .name = "do", .kind = TEXT_LINE, .max_chars = 10 },
    { .name = "base", .kind = TEXT_LINE, .max_chars = 20 },
    { .name = "revision", .kind = TEXT_LINE, .max_chars = 20 },
    { .name = "instrument", .kind = TEXT_LINE, .max_chars = 32, .many = true },
    { .name = "reason", .kind = TEXT_LONG, .max_chars = 500 },
};

static const struct field DESK_INVITATIONS_QUERY[] = {
    { .name = "page", .kind = TEXT_LINE, .max_chars = 6 },
    { .name = "invited", .kind = TEXT_LINE, .max_chars = 6 },
    { .name = "done", .kind = TEXT_LINE, .max_chars = 10 },
    { .name = "reminded", .kind = TEXT_LINE, .max_chars = 6 },
    { .name = "state", .kind = TEXT_LINE, .max_chars = 10 },
};

static const struct field DESK_INVITATIONS_FIELDS[] = {
    { .name = "do", .kind = TEXT_LINE, .max_chars = 40 },
    { .name = "name", .kind = TEXT_LINE, .max_chars = PEOPLE_NAME_CHARS },
    { .name = "email", .kind = TEXT_LINE, .max_chars = 254 },
    { .name = "lang", .kind = TEXT_LINE, .max_chars = 2 },
    { .name = "people", .kind = TEXT_LONG, .max_chars = PEOPLE_BYTES_MAX },
    { .name = "q", .kind = TEXT_LINE, .max_chars = 254 },
};

#define DESK_FIELDS(list) .fields = (list), .fields_n = COUNT(list)
#define DESK_GET(where, list, handler)                                                             \
    { .method = HTTP_GET, .path = (where), .audiences = AUD_STAFF, .lane = LANE_READ, .body = BODY_NONE, \
      .rate = RATE_SESSION_GET, DESK_FIELDS(list), .handle = (handler) }
#define DESK_POST(where, bytes, list, handler)                                                     \
    { .method = HTTP_POST, .path = (where), .audiences = AUD_STAFF, .lane = LANE_WRITE, .body = BODY_FORM, \
      .body_max = (bytes), .rate = RATE_SAVE, DESK_FIELDS(list), .handle = (handler) }

/* A pasted list of 64 KiB grows when it is encoded for a form: three bytes for one. */
#define DESK_ROUTES                                                                                \
    { .method = HTTP_GET, .path = "/login", .audiences = AUD_ANYONE, .lane = LANE_READ, .body = BODY_NONE, \
      .rate = RATE_ANON_GET, DESK_FIELDS(DESK_LOGIN_QUERY), .handle = desk_login },                                               \
    { .method = HTTP_POST, .path = "/login", .audiences = AUD_ANYONE, .lane = LANE_CRYPTO, .body = BODY_FORM, \
      .body_max = 4096, .rate = RATE_LOGIN, DESK_FIELDS(DESK_LOGIN_FIELDS), .load = desk_login_load, \
      .prepare = desk_login_prepare, .handle = desk_login_post, .committed = desk_login_committed }, \
    { .method = HTTP_POST, .path = "/logout", .audiences = AUD_STAFF, .lane = LANE_WRITE, .body = BODY_FORM, \
      .body_max = 1024, .rate = RATE_SAVE, .handle = desk_logout },                                \
    { .method = HTTP_GET, .path = "/desk", .audiences = AUD_STAFF, .lane = LANE_READ, .body = BODY_NONE, \
      .rate = RATE_SESSION_GET, .handle = desk_home },                                             \
    DESK_GET("/desk/requests", DESK_LIST_FIELDS, desk_inbox),                                      \
    { .method = HTTP_GET, .path = "/desk/requests/{id}", .audiences = AUD_STAFF, .lane = LANE_READ, \
      .body = BODY_NONE, .rate = RATE_SESSION_GET, .handle = desk_incoming },                      \
    DESK_POST("/desk/requests/{id}", 8192, DESK_INCOMING_FIELDS, desk_incoming_post),              \
    DESK_GET("/desk/vacancies", DESK_LIST_FIELDS, desk_vacancies),                                 \
    { .method = HTTP_GET, .path = "/desk/vacancies/{id}", .audiences = AUD_STAFF, .lane = LANE_READ, \
      .body = BODY_NONE, .rate = RATE_SESSION_GET, .handle = desk_vacancy },                       \
    DESK_POST("/desk/vacancies/{id}", 2048, DESK_VACANCY_FIELDS, desk_vacancy_post),               \
    DESK_GET("/desk/vacancies/{id}/instruction", DESK_INSTRUCTION_QUERY, desk_instruction),        \
    DESK_POST("/desk/vacancies/{id}/instruction", 1 << 20, DESK_INSTRUCTION_FIELDS, desk_instruction_post), \
    DESK_GET("/desk/vacancies/{id}/plan", DESK_PLAN_QUERY, desk_plan),                             \
    DESK_POST("/desk/vacancies/{id}/plan", 16384, DESK_PLAN_FIELDS, desk_plan_post),               \
    DESK_GET("/desk/vacancies/{id}/invitations", DESK_INVITATIONS_QUERY, desk_invitations),        \
    DESK_POST("/desk/vacancies/{id}/invitations", 3 * PEOPLE_BYTES_MAX + 8192, DESK_INVITATIONS_FIELDS, \
              desk_invitations_post)

#endif

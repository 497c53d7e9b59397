/* web/client/routes.h — the entries of the client's pages; web/routes.c puts them into the table.
 */
#ifndef WEB_CLIENT_ROUTES_H
#define WEB_CLIENT_ROUTES_H

#include "daemon/http/route.h"
#include "web/client/pages.h"
#include "web/kit/visitor.h"

static const struct field BRIEF_FORM_FIELDS[] = {
    { .name = "segment", .kind = TEXT_LINE, .max_chars = 32 },
    { .name = "size", .kind = TEXT_LINE, .max_chars = 32 },
    { .name = "headcount", .kind = TEXT_LINE, .max_chars = 8 },
    { .name = "start_when", .kind = TEXT_LINE, .max_chars = 16 },
    { .name = "duty", .kind = TEXT_LINE, .max_chars = 32, .many = true },
    { .name = "gate", .kind = TEXT_LINE, .max_chars = 32, .many = true },
    { .name = "own.1", .kind = TEXT_LINE, .max_chars = 200 },
    { .name = "own.2", .kind = TEXT_LINE, .max_chars = 200 },
    { .name = "own.3", .kind = TEXT_LINE, .max_chars = 200 },
    { .name = "authority", .kind = TEXT_LONG, .max_chars = 1000 },
    { .name = "pay", .kind = TEXT_LINE, .max_chars = 200 },
    { .name = "decider", .kind = TEXT_LINE, .max_chars = 200 },
    { .name = "decide_by", .kind = TEXT_LINE, .max_chars = 10 },
};

static const struct field WITHDRAW_FORM_FIELDS[] = {
    { .name = "address", .kind = TEXT_LINE, .max_chars = 254 },
};

static const struct field CHOICE_FORM_FIELDS[] = {
    { .name = "code", .kind = TEXT_LINE, .max_chars = 16 },
    { .name = "verdict", .kind = TEXT_LINE, .max_chars = 16 },
    { .name = "reason", .kind = TEXT_LINE, .max_chars = 32 },
    { .name = "comment", .kind = TEXT_LONG, .max_chars = 1000 },
};

#define CLIENT_FIELDS(list) .fields = (list), .fields_n = sizeof(list) / sizeof *(list)

#define CLIENT_GET(where, run)                                                                     \
    { .method = HTTP_GET, .path = (where), .audiences = AUD_CLIENT, .lane = LANE_READ,             \
      .body = BODY_NONE, .rate = RATE_SESSION_GET, .handle = (run) }

#define CLIENT_POST(where, list, run)                                                              \
    { .method = HTTP_POST, .path = (where), .audiences = AUD_CLIENT, .lane = LANE_WRITE,           \
      .body = BODY_FORM, .body_max = 64 << 10, .rate = RATE_SAVE, CLIENT_FIELDS(list),             \
      .handle = (run) }

#define CLIENT_ROUTES                                                                              \
    CLIENT_GET("/r/{request}", client_status),                                                     \
    CLIENT_GET("/r/{request}/data.json", client_data_json),                                        \
    CLIENT_GET("/r/{request}/withdraw", client_withdraw),                                          \
    { .method = HTTP_POST, .path = "/r/{request}/withdraw", .audiences = AUD_CLIENT,               \
      .lane = LANE_WRITE, .body = BODY_FORM, .body_max = 4 << 10, .rate = RATE_SAVE,               \
      CLIENT_FIELDS(WITHDRAW_FORM_FIELDS), .handle = client_withdraw_do },                                                              \
    CLIENT_GET("/r/{request}/brief", client_brief),                                                \
    CLIENT_GET("/r/{request}/brief/{step}", client_brief),                                         \
    CLIENT_POST("/r/{request}/brief", BRIEF_FORM_FIELDS, client_brief_save),                       \
    CLIENT_POST("/r/{request}/brief/{step}", BRIEF_FORM_FIELDS, client_brief_save),                \
    CLIENT_GET("/c/vacancies/{id}", client_portal),                                                \
    CLIENT_POST("/c/vacancies/{id}/choice", CHOICE_FORM_FIELDS, client_choice)

#endif

/* web/candidate/routes.h — the entries of the test room, spliced into the table by web/routes.c.
 */
#ifndef WEB_CANDIDATE_ROUTES_H
#define WEB_CANDIDATE_ROUTES_H

#include "web/candidate/pages.h"

/* A page, and a form post to it. */
#define CANDIDATE_GET(path_, handle_)                                                             \
    { .method = HTTP_GET, .path = path_, .audiences = AUD_CANDIDATE, .lane = LANE_READ,           \
      .body = BODY_NONE, .rate = RATE_SESSION_GET, .handle = handle_ }
#define CANDIDATE_POST(path_, fields_, n_, max_, handle_)                                         \
    { .method = HTTP_POST, .path = path_, .audiences = AUD_CANDIDATE, .lane = LANE_WRITE,         \
      .body = BODY_FORM, .body_max = max_, .rate = RATE_SAVE, .fields = fields_, .fields_n = n_,  \
      .handle = handle_ }
#define CANDIDATE_API(path_, handle_)                                                             \
    { .method = HTTP_POST, .path = path_, .audiences = AUD_CANDIDATE, .lane = LANE_WRITE,         \
      .body = BODY_JSON, .body_max = 65536, .rate = RATE_SAVE, .handle = handle_ }

#define CANDIDATE_ROUTES                                                                          \
    CANDIDATE_GET("/t/{attempt}", candidate_home),                                                \
    { .method = HTTP_GET, .path = "/t/{attempt}/consent", .audiences = AUD_CANDIDATE,             \
      .lane = LANE_READ, .body = BODY_NONE, .rate = RATE_SESSION_GET, .fields = CONSENT_QUERY,    \
      .fields_n = CONSENT_QUERY_N, .handle = candidate_consent_page },                            \
    CANDIDATE_POST("/t/{attempt}/consent", CONSENT_FIELDS, CONSENT_FIELDS_N, 4096,                \
                   candidate_consent_post),                                                       \
    CANDIDATE_GET("/t/{attempt}/before", candidate_before),                                       \
    CANDIDATE_POST("/t/{attempt}/before", BEFORE_FIELDS, BEFORE_FIELDS_N, 32768,                  \
                   candidate_before_post),                                                        \
    CANDIDATE_GET("/t/{attempt}/practice/{n}", candidate_practice),                               \
    { .method = HTTP_POST, .path = "/t/{attempt}/practice/{n}", .audiences = AUD_CANDIDATE,       \
      .lane = LANE_READ, .body = BODY_FORM, .body_max = 16384, .rate = RATE_SAVE,                 \
      .fields = PRACTICE_FIELDS, .fields_n = PRACTICE_FIELDS_N,                                   \
      .handle = candidate_practice_post },                                                        \
    CANDIDATE_GET("/t/{attempt}/s/{n}", candidate_section),                                       \
    CANDIDATE_POST("/t/{attempt}/s/{n}", NULL, 0, 4096, candidate_begin),                         \
    CANDIDATE_GET("/t/{attempt}/s/{n}/q/{n}", candidate_question),                                \
    CANDIDATE_POST("/t/{attempt}/s/{n}/q/{n}", QUESTION_FIELDS, QUESTION_FIELDS_N, 65536,         \
                   candidate_question_post),                                                      \
    CANDIDATE_GET("/t/{attempt}/s/{n}/review", candidate_review),                                 \
    CANDIDATE_POST("/t/{attempt}/s/{n}/close", CLOSE_FIELDS, CLOSE_FIELDS_N, 4096,                \
                   candidate_close),                                                              \
    CANDIDATE_GET("/t/{attempt}/submit", candidate_submit),                                       \
    CANDIDATE_POST("/t/{attempt}/submit", NULL, 0, 4096, candidate_submit_post),                  \
    CANDIDATE_GET("/t/{attempt}/result", candidate_result),                                       \
    CANDIDATE_POST("/t/{attempt}/transfer", TRANSFER_FIELDS, TRANSFER_FIELDS_N, 4096,             \
                   candidate_transfer),                                                           \
    CANDIDATE_GET("/t/{attempt}/data", candidate_data),                                           \
    CANDIDATE_GET("/t/{attempt}/data.json", candidate_data_json),                                 \
    CANDIDATE_GET("/t/{attempt}/withdraw", candidate_withdraw),                                   \
    CANDIDATE_POST("/t/{attempt}/withdraw", NULL, 0, 4096, candidate_withdraw_post),              \
    CANDIDATE_API("/api/attempts/{attempt}/items/{item}", candidate_save),                        \
    CANDIDATE_API("/api/attempts/{attempt}/lease", candidate_lease)

#endif

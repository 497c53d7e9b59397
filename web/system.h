/* web/system.h — what is not a page of anybody: assets, health, metrics, the language choice.
 */
#ifndef WEB_SYSTEM_H
#define WEB_SYSTEM_H

#include "daemon/base/err.h"
#include "daemon/http/route.h"
#include "web/kit/visitor.h"

struct buf;
struct request;

/* GET /assets/{name}: immutable, precompressed. */
enum errc system_asset(struct request *req, struct err *e);

/* GET /healthz: 200 while the loop lives. */
enum errc system_health(struct request *req, struct err *e);

/* GET /readyz: 200 {"ready":true}, or 503 with the reason. */
enum errc system_ready(struct request *req, struct err *e);

/* GET /metrics: Prometheus text, for this machine only. */
enum errc system_metrics(struct request *req, struct err *e);

/* POST /language: remember the choice, go back where one was. */
enum errc system_language(struct request *req, struct err *e);

/* GET /robots.txt: public pages may be indexed, links and rooms may not. */
enum errc system_robots(struct request *req, struct err *e);

extern const struct field LANGUAGE_FIELDS[2];

#define SYSTEM_ROUTES                                                                             \
    { .method = HTTP_GET, .path = "/assets/{name}", .audiences = AUD_ANYONE, .lane = LANE_READ,   \
      .body = BODY_NONE, .rate = RATE_NONE, .handle = system_asset },                             \
    { .method = HTTP_GET, .path = "/healthz", .audiences = AUD_ANYONE, .lane = LANE_READ,         \
      .body = BODY_NONE, .rate = RATE_NONE, .any_host = true, .handle = system_health },          \
    { .method = HTTP_GET, .path = "/readyz", .audiences = AUD_ANYONE, .lane = LANE_READ,          \
      .body = BODY_NONE, .rate = RATE_NONE, .any_host = true, .handle = system_ready },           \
    { .method = HTTP_GET, .path = "/metrics", .audiences = AUD_LOOPBACK, .lane = LANE_READ,       \
      .body = BODY_NONE, .rate = RATE_NONE, .any_host = true, .handle = system_metrics },         \
    { .method = HTTP_GET, .path = "/robots.txt", .audiences = AUD_ANYONE, .lane = LANE_READ,      \
      .body = BODY_NONE, .rate = RATE_ANON_GET, .handle = system_robots },                        \
    { .method = HTTP_POST, .path = "/language", .audiences = AUD_ANYONE, .lane = LANE_WRITE,      \
      .body = BODY_FORM, .body_max = 2048, .rate = RATE_ANON_GET, .fields = LANGUAGE_FIELDS,      \
      .fields_n = 2, .handle = system_language }

#endif

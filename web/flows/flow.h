/* web/flows/flow.h — what a use case works with.
 *
 * One use case = one function = one file here: straight-line, inside the transaction that the lane
 * opened; it never begins or commits, and may run twice. Handlers, the demo and tests call the same
 * functions, with the time as an argument.
 */
#ifndef WEB_FLOWS_FLOW_H
#define WEB_FLOWS_FLOW_H

#include <stdint.h>
#include "daemon/base/err.h"
#include "daemon/base/text.h"

struct app;
struct arena;
struct db;
struct request;

enum actor_kind { ACTOR_SYSTEM, ACTOR_STAFF, ACTOR_CANDIDATE, ACTOR_CLIENT, ACTOR_ANYONE };

struct flow {
    struct db *db;
    struct arena *arena;
    const struct app *app;
    int64_t now_ms;
    enum lang lang;
    enum actor_kind actor;
    int64_t actor_id;    /* staff, person or client id; 0 for the others */
    const char *network; /* truncated address, for consent and audit */
    const char *agent;
};

/* The flow of a request: its lane's connection, its time, its visitor. */
struct flow flow_of(const struct request *req);

/* Append to the audit chain. kind is a static word ("vacancy.published"); payload is a short JSON text
 * of ids and codes, never a personal value; NULL = "{}". */
enum errc flow_audit(const struct flow *f, const char *kind, const char *object_kind,
                     int64_t object_id, const char *payload, struct err *e) MUST_CHECK;

#endif

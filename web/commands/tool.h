/* web/commands/tool.h — what a command line tool works with: the app, one write connection, a flow.
 *
 * Safe while serving: SQLite's lock parts a tool's short transaction from the writer's.
 */
#ifndef WEB_COMMANDS_TOOL_H
#define WEB_COMMANDS_TOOL_H

#include "daemon/conf/conf.h"
#include "web/flows/flow.h"
#include "web/kit/app.h"

struct tool {
    struct app *app;
    struct db *db;
    struct flow flow; /* actor: the system; now: the clock; language: Russian */
};

/* Open DIR of conf. Owner: caller, tool_close(). Errors: as app_load and db_open. */
enum errc tool_open(const struct conf *conf, struct arena *a, struct tool *ret, struct err *e) MUST_CHECK;
void tool_close(struct tool *t);

/* Run one step in a transaction of its own. */
enum errc tool_write(struct tool *t, enum errc (*step)(struct flow *f, void *arg, struct err *e),
                     void *arg, struct err *e) MUST_CHECK;

/* Say what failed on standard error; returns 1. */
int tool_failed(const struct err *e);

#endif

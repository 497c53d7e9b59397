#include "web/commands/tool.h"

#include <stdio.h>

#include "daemon/base/arena.h"
#include "daemon/base/clock.h"
#include "daemon/store/db.h"
#include "daemon/store/migrate.h"

/* What is written by this program must fit the schema that is there. */
static enum errc check_schema(const char *path, struct err *e) {
    enum migrate_state state = MIGRATE_FOREIGN;
    TRY(migrate_check(path, &state, e));
    return state == MIGRATE_CURRENT ? OK : ERR(e, E_CONFLICT, "%s: %s", path, migrate_advice(state));
}

enum errc tool_open(const struct conf *conf, struct arena *a, struct tool *ret, struct err *e) {
    *ret = (struct tool){ 0 };
    const char *dir = conf_get(conf, "data");
    TRY(check_schema(arena_printf(a, "%s/otbor.db", dir), e));
    TRY(app_load(dir, conf_get(conf, "key_file"), a, &ret->app, e));
    ret->app->public_url = conf_get(conf, "public_url");
    ret->app->links_at = ret->app->public_url;
    TRY(db_open(arena_printf(a, "%s/otbor.db", dir), DB_WRITE, &ret->db, e));
    ret->flow = (struct flow){ .db = ret->db,
                               .arena = a,
                               .app = ret->app,
                               .now_ms = clock_now_ms(),
                               .lang = LANG_RU,
                               .actor = ACTOR_SYSTEM,
                               .network = "",
                               .agent = "" };
    return OK;
}

void tool_close(struct tool *t) {
    db_close(&t->db);
    if (t->app != NULL)
        app_close(t->app);
}

enum errc tool_write(struct tool *t, enum errc (*step)(struct flow *f, void *arg, struct err *e),
                     void *arg, struct err *e) {
    TRY(db_begin(t->db, e));
    enum errc code = step(&t->flow, arg, e);
    if (code == OK)
        code = db_commit(t->db, e);
    if (code != OK)
        db_rollback(t->db);
    return code;
}

int tool_failed(const struct err *e) {
    (void)fprintf(stderr, "otbor: %s\n", e->msg);
    return 1;
}

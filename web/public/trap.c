#include "web/public/trap.h"

#include <string.h>

#include "daemon/auth/token.h"
#include "daemon/base/arena.h"
#include "daemon/base/clock.h"
#include "daemon/base/rand.h"
#include "web/kit/app.h"
#include "web/kit/visitor.h"

enum { TOO_EARLY_S = 3, TOO_LATE_H = 24 };

/* "ID.TOKEN": the token is made for the name of the form, the id and the browser together. */
static const char *form_name(const struct request *req, const char *form, int64_t id) {
    return arena_printf(req->arena, "%s:%lld:%s", form, (long long)id, visitor_of(req)->browser);
}

struct trap_view trap_new(const struct request *req, const char *form) {
    const struct app *app = req->app;
    int64_t id = rand_id();
    const char *token = token_form(app->keys, form_name(req, form, id), req->now_ms, req->arena);
    return (struct trap_view){ visitor_of(req)->csrf,
                               arena_printf(req->arena, "%lld.%s", (long long)id, token) };
}

/* When the form that came was made; -1 when its token is no good. */
static int64_t made_at(const struct request *req, const char *form, int64_t *ret_id) {
    const struct app *app = req->app;
    const char *once = form_get(&req->form, TRAP_ONCE);
    const char *dot = strchr(once, '.');
    if (dot == NULL)
        return -1;
    const char *number = arena_strndup(req->arena, once, (size_t)(dot - once));
    if (text_i64(number, 1, INT64_C(1) << 53, ret_id) != OK)
        return -1;
    int64_t at = token_form_at(app->keys, form_name(req, form, *ret_id), dot + 1);
    return at > req->now_ms - TOO_LATE_H * HOUR_MS ? at : -1;
}

struct trap_view trap_keep(const struct request *req, const char *form) {
    int64_t id = 0;
    if (made_at(req, form, &id) < 0)
        return trap_new(req, form);
    return (struct trap_view){ visitor_of(req)->csrf, form_get(&req->form, TRAP_ONCE) };
}

bool trap_passes(const struct request *req, const char *form, int64_t *ret_id) {
    const struct app *app = req->app;
    int64_t id = 0, at = made_at(req, form, &id);
    *ret_id = at < 0 ? 0 : id;
    if (!app->limits) {
        *ret_id = at < 0 ? rand_id() : id;
        return true;
    }
    bool empty = *form_get(&req->form, TRAP_HONEY) == '\0';
    return empty && at >= 0 && req->now_ms - at >= TOO_EARLY_S * SECOND_MS;
}

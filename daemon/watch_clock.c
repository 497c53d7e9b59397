#include "daemon/watch_clock.h"

#include <time.h>

#include "daemon/base/log.h"
#include "daemon/base/text.h"
#include "daemon/store/db.h"
#include "daemon/store/meta.h"
#include "gen/sql/auth.h"

enum { STAMP_BYTES = 24 };

/* "2026-11-24T07:12Z". */
static const char *stamp(int64_t ms, char out[STAMP_BYTES]) {
    time_t s = (time_t)(ms / 1000);
    struct tm parts = { 0 };
    (void)gmtime_r(&s, &parts);
    (void)strftime(out, STAMP_BYTES, "%Y-%m-%dT%H:%MZ", &parts);
    return out;
}

/* Doubt ------------------------------------------------------------------------------------------ */

static void doubt(struct watch_clock *w, int64_t now_ms, int64_t expected_ms) {
    char was[STAMP_BYTES] = "", is[STAMP_BYTES] = "";
    w->until_us = clock_monotonic_us() + CLOCK_PATIENCE_MS * 1000;
    atomic_store(&w->doubt, true);
    log_line(LOG_WARN, "clock_doubt", "last_known=%s clock=%s held_s=%lld advice=%s", stamp(expected_ms, was),
             stamp(now_ms, is), (long long)(CLOCK_PATIENCE_MS / SECOND_MS),
             log_value("if the clock is wrong, set it now: until then no attempt is closed"));
}

static void believe(struct watch_clock *w, int64_t now_ms) {
    char is[STAMP_BYTES] = "";
    if (atomic_exchange(&w->doubt, false))
        log_line(LOG_INFO, "clock_believed", "clock=%s", stamp(now_ms, is));
    w->known_ms = now_ms;
    w->known_us = clock_monotonic_us();
}

/* What the time should be, by what was believed last. */
static int64_t expected_ms(const struct watch_clock *w) {
    return w->known_ms + (clock_monotonic_us() - w->known_us) / 1000;
}

/* The clock shows now_ms, or will in a moment. */
static void judge(struct watch_clock *w, int64_t now_ms) {
    bool ahead = now_ms - expected_ms(w) > CLOCK_DOUBT_MS;
    bool doubted = atomic_load(&w->doubt);
    if (ahead && !doubted)
        doubt(w, now_ms, expected_ms(w));
    else if (!ahead || clock_monotonic_us() >= w->until_us)
        believe(w, now_ms);
}

void watch_clock_tick(struct watch_clock *w) {
    int64_t by_ms = 0;
    bool stepped = clock_stepped(&by_ms);
    judge(w, clock_now_ms() + by_ms); /* before our time changes: no job may see it undoubted */
    if (!stepped)
        return;
    clock_adopt(by_ms);
    log_line(LOG_WARN, "clock_step", "by_ms=%lld", (long long)by_ms);
}

/* The start -------------------------------------------------------------------------------------- */

/* When a server last ran, else when something last happened; 0 = never. */
static enum errc read_known(struct db *db, struct arena *a, int64_t *ret_alive, int64_t *ret_newest, struct err *e) {
    const char *alive = NULL;
    const struct q_event_newest_row *event = NULL;
    TRY(meta_get(db, META_ALIVE, a, &alive, e));
    TRY(q_event_newest(db, a, &event, e));
    if (alive != NULL && text_i64(alive, 1, INT64_MAX, ret_alive) != OK)
        return ERR(e, E_INTERNAL, "the database says \"%.40s\" as the time when it was last served", alive);
    *ret_newest = alive != NULL ? *ret_alive : event != NULL ? event->at : 0;
    return OK;
}

enum errc watch_clock_start(struct watch_clock *w, const char *path, bool trust, struct arena *a, struct err *e) {
    struct db *db = NULL;
    int64_t alive = 0, newest = 0, now_ms = clock_now_ms();
    char was[STAMP_BYTES] = "", is[STAMP_BYTES] = "";
    TRY(db_open(path, DB_READ, &db, e));
    enum errc code = read_known(db, a, &alive, &newest, e);
    db_close(&db);
    TRY(code);
    if (!trust && newest - now_ms > CLOCK_DOUBT_MS)
        return ERR(e, E_CONFLICT, "the clock shows %s, but the database was in use at %s: set the clock, or start with "
                   "--trust-clock if it is right", stamp(now_ms, is), stamp(newest, was));
    w->known_ms = trust || alive == 0 ? now_ms : alive;
    w->known_us = clock_monotonic_us();
    judge(w, now_ms);
    return OK;
}

#include "daemon/serve.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "daemon/auth/key_proof.h"
#include "daemon/auth/keys.h"
#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/base/clock.h"
#include "daemon/base/file.h"
#include "daemon/base/log.h"
#include "daemon/http/listen.h"
#include "daemon/http/rate.h"
#include "daemon/http/server.h"
#include "daemon/jobs/jobs.h"
#include "daemon/mail/mail.h"
#include "daemon/store/check.h"
#include "daemon/store/checkpoint.h"
#include "daemon/store/db.h"
#include "daemon/store/folder.h"
#include "daemon/store/lock.h"
#include "daemon/store/meta.h"
#include "daemon/store/migrate.h"
#include "daemon/store/writer.h"
#include "daemon/watch_clock.h"
#include "daemon/watch_disk.h"
#include "gen/sql/migrations.h"
#include "web/content.h"
#include "web/kit/texts.h"
#include "web/web.h"

/* The write queue: at 30 k rows/s a full one is a quarter of a second's work. */
enum { WRITE_QUEUE_MAX = 8192 };

/* Below this, new work is refused politely before SQLite has to refuse it. */
static const int64_t FREE_SPACE_MIN = INT64_C(64) << 20;

/* Everything that runs. The server stops first, so that no work comes in; the others in the reverse order. */
struct system {
    const char *dir, *db_path, *key_file;
    int lock;
    struct app *app;
    struct writer *writer;
    struct checkpoint *checkpoint;
    struct jobs *jobs;
    struct server *server;
    struct watch_clock clock;
    struct watch_disk disk;
    atomic_bool stopping;
};

/* Before anything runs --------------------------------------------------------------------------- */

static enum errc log_init(const struct conf *conf, struct err *e) {
    static const char *const LEVELS[] = { [LOG_DEBUG] = "debug", [LOG_INFO] = "info",
                                          [LOG_WARN] = "warn", [LOG_ERROR] = "error" };
    for (size_t i = 0; i < COUNT(LEVELS); i++)
        if (strcmp(conf_get(conf, "log"), LEVELS[i]) == 0) {
            log_level_set((enum log_level)i);
            return OK;
        }
    return ERR(e, E_INVALID, "log must be debug, info, warn or error, not \"%s\"", conf_get(conf, "log"));
}

static struct server_conf http_conf(const struct conf *conf, const char *db_path) {
    return (struct server_conf){ .listen = conf_get(conf, "listen"),
                                 .db_path = db_path,
                                 .public_url = conf_get(conf, "public_url"),
                                 .trusted_proxies = conf_get(conf, "trusted_proxies"),
                                 .limits = conf_on(conf, "limits") };
}

/* Wrong parameters are found before anything is touched. */
static enum errc check_conf(const struct conf *conf, struct err *e) {
    struct server_conf http = http_conf(conf, NULL);
    TRY(log_init(conf, e));
    return server_check(&http, e);
}

/* Every connection is a descriptor; the usual soft limit of 1,024 is one for programs that use select(). */
static void raise_open_files(void) {
    struct rlimit r = { 0, 0 };
    if (getrlimit(RLIMIT_NOFILE, &r) != 0)
        return;
    unsigned long long was = r.rlim_cur;
    r.rlim_cur = r.rlim_max;
    bool raised = setrlimit(RLIMIT_NOFILE, &r) == 0;
    log_line(LOG_INFO, "open_files", "limit=%llu was=%llu",
             raised ? (unsigned long long)r.rlim_max : was, was);
}

/* A database and its keys, so that no database is ever without: wherever this ends too early, the next
 * start can tell, and begins again. Keys alone are another matter: their database was lost. */
static enum errc folder_fill(struct system *s, struct arena *a, struct err *e) {
    char part[FILE_PATH_BYTES] = "";
    TRY(file_part(s->db_path, part, e));
    bool begun = access(part, F_OK) == 0, keys = access(s->key_file, F_OK) == 0;
    if (keys && !begun)
        return ERR(e, E_CONFLICT, "%.60s has keys but no database: put otbor.db back or restore a backup; if nobody "
                   "used the folder yet, remove it", s->dir);
    TRY(migrate_prepare(s->db_path, e));
    if (!keys)
        TRY(keys_create(s->key_file, e));
    TRY(key_proof_make(part, s->key_file, a, e));
    return migrate_publish(s->db_path, e);
}

/* An empty or missing folder becomes a data folder. */
static enum errc folder_init(struct system *s, struct arena *a, struct err *e) {
    bool made = false;
    TRY(file_make_folder(s->dir, &made, e));
    if (access(s->db_path, F_OK) != 0)
        TRY(folder_check(s->dir, e));
    TRY(lock_take(s->dir, &s->lock, e));
    if (access(s->db_path, F_OK) != 0)
        return folder_fill(s, a, e);
    enum migrate_state state = MIGRATE_FOREIGN;
    TRY(migrate_check(s->db_path, &state, e));
    if (state != MIGRATE_CURRENT)
        return ERR(e, E_CONFLICT, "%s: %s", s->db_path, migrate_advice(state));
    return OK;
}

/* What is stored must fit the packs that are loaded; what other content scored is scored again. */
static enum errc settle(struct system *s, struct err *e) {
    struct db *db = NULL;
    TRY(db_open(s->db_path, DB_WRITE, &db, e));
    enum errc code = content_settle(db, s->app, clock_now_ms(), e);
    db_close(&db);
    return code;
}

/* Is this a demonstration? */
static enum errc look_at_demo(struct system *s, struct arena *a, struct err *e) {
    struct db *db = NULL;
    const char *demo = NULL;
    TRY(db_open(s->db_path, DB_READ, &db, e));
    enum errc code = meta_get(db, META_DEMO, a, &demo, e);
    db_close(&db);
    s->app->demo = demo != NULL;
    return code;
}

/* Without https passwords and links would cross a network in the clear: SECURITY.md §1. */
static enum errc check_exposure(const struct system *s, const struct conf *conf, struct err *e) {
    const char *listen = conf_get(conf, "listen");
    bool local = listen_is_local(listen);
    if (s->app->demo && s->app->https)
        return ERR(e, E_INVALID, "%s holds a demonstration and is not served under %s; use another folder",
                   s->dir, s->app->public_url);
    if (s->app->demo && !local)
        return ERR(e, E_INVALID, "%s holds a demonstration and is served on this machine only, not on %s; "
                   "--listen 127.0.0.1:8080", s->dir, listen);
    if (!local && !s->app->https)
        return ERR(e, E_INVALID, "without an https public_url only this machine is served, not %s; name it "
                   "(--public-url https://…) or --listen 127.0.0.1:8080", listen);
    if (s->app->https && strncmp(listen, "unix:", 5) != 0 && conf_get(conf, "trusted_proxies") == NULL)
        log_line(LOG_WARN, "proxy", "advice=%s",
                 log_value("name the proxy in trusted_proxies: until then all people share one address, and its limits"));
    return OK;
}

static enum errc app_init(struct system *s, const struct conf *conf, struct arena *a, struct err *e) {
    TRY(app_load(s->dir, s->key_file, a, &s->app, e));
    TRY(settle(s, e));
    TRY(look_at_demo(s, a, e));
    s->app->public_url = conf_get(conf, "public_url");
    s->app->links_at = s->app->public_url;
    s->app->https = s->app->public_url != NULL && strncmp(s->app->public_url, "https://", 8) == 0;
    s->app->limits = conf_on(conf, "limits");
    s->app->smtp_url = conf_get(conf, "smtp_url");
    TRY(check_exposure(s, conf, e));
    if (!texts_operator_named(s->app->texts))
        log_line(LOG_WARN, "operator", "advice=%s",
                 log_value("consents name no operator yet: write operator.json into the data folder"));
    if (geteuid() == 0) {
        if (s->app->https)
            return ERR(e, E_DENIED, "not as root: run `otbor serve` under a user of its own");
        log_line(LOG_WARN, "root", "advice=%s", log_value("run under a user of its own"));
    }
    return OK;
}

/* What health and metrics ask -------------------------------------------------------------------- */

static bool has_room(void *arg) {
    const struct system *s = arg;
    return store_check_space(s->dir, FREE_SPACE_MIN, NULL, NULL) != E_BUSY;
}

static const char *not_ready(void *arg) {
    struct system *s = arg;
    if (atomic_load(&s->stopping))
        return "stopping";
    if (!has_room(s))
        return "disk_full";
    return writer_stats(s->writer).failing_since_ms != 0 ? "disk_failing" : NULL;
}

/* A Prometheus histogram: each line counts all commits up to its bound. */
static void commit_histogram(const struct writer_stats *w, struct buf *out) {
    long long n = 0;
    for (size_t i = 0; i < WRITER_COMMIT_N - 1; i++) {
        n += w->commit_n[i];
        buf_printf(out, "otbor_writer_commit_seconds_bucket{le=\"%g\"} %lld\n", (double)WRITER_COMMIT_US[i] / 1e6, n);
    }
    n += w->commit_n[WRITER_COMMIT_N - 1];
    buf_printf(out, "otbor_writer_commit_seconds_bucket{le=\"+Inf\"} %lld\n", n);
    buf_printf(out, "otbor_writer_commit_seconds_sum %.6f\n", (double)w->commit_us_total / 1e6);
    buf_printf(out, "otbor_writer_commit_seconds_count %lld\n", n);
}

static void metrics(void *arg, struct buf *out) {
    struct system *s = arg;
    server_metrics(s->server, out);
    struct writer_stats w = writer_stats(s->writer);
    struct checkpoint_stats c = checkpoint_stats(s->checkpoint);
    int64_t free_bytes = 0;
    if (store_check_space(s->dir, 0, &free_bytes, NULL) != OK)
        free_bytes = 0;
    commit_histogram(&w, out);
    const struct {
        const char *name;
        long long value;
    } lines[] = {
        { "otbor_writer_jobs_total", w.jobs },
        { "otbor_writer_batches_total", w.batches },
        { "otbor_writer_replays_total", w.replays },
        { "otbor_writer_failures_total", w.failures },
        { "otbor_writer_queue", w.queue_n },
        { "otbor_writer_commit_microseconds_total", w.commit_us_total },
        { "otbor_wal_bytes", w.wal_pages * INT64_C(4096) },
        { "otbor_disk_free_bytes", free_bytes },
        { "otbor_checkpoints_passive_total", c.passive },
        { "otbor_checkpoints_truncate_total", c.truncate },
        { "otbor_checkpoint_failures_total", c.failures },
    };
    for (size_t i = 0; i < COUNT(lines); i++)
        buf_printf(out, "%s %lld\n", lines[i].name, lines[i].value);
}

/* Running ----------------------------------------------------------------------------------------- */

/* Others can reach us, and no link or cookie is made for them. */
static void warn_of_address(const struct system *s) {
    const char *at = server_address(s->server);
    bool local = strncmp(at, "http://127.", 11) == 0 || strncmp(at, "http://[::1]", 12) == 0;
    if (s->app->public_url == NULL && !local)
        log_line(LOG_WARN, "public_url", "listening=%s advice=%s", at,
                 log_value("set public_url to the address that people use: links in letters and cookies need it"));
}

static enum errc start(struct system *s, const struct conf *conf, struct err *e) {
    TRY(writer_start(s->db_path, WRITE_QUEUE_MAX, &s->writer, e));
    TRY(checkpoint_start(s->db_path, s->writer, &s->checkpoint, e));
    struct server_conf http = http_conf(conf, s->db_path);
    struct http_app app = web_app(s->app);
    rate_start(s->app->limits);
    s->app->system = s;
    s->app->writer = s->writer;
    s->app->has_room = has_room;
    s->app->not_ready = not_ready;
    s->app->metrics = metrics;
    TRY(server_start(&http, &app, s->writer, &s->server, e));
    warn_of_address(s);
    return jobs_start(s->db_path, s->writer, WEB_JOBS, WEB_JOBS_N, s->app, &s->clock.doubt, &s->jobs, e);
}

/* Returns how many connections were cut instead of answered. */
static size_t stop(struct system *s) {
    atomic_store(&s->stopping, true);
    size_t cut = server_stop(&s->server);
    jobs_stop(&s->jobs);
    checkpoint_stop(&s->checkpoint);
    writer_stop(&s->writer);
    if (s->app != NULL)
        app_close(s->app);
    lock_free(&s->lock);
    return cut;
}

/* The second signal while draining: at once. Only async-signal-safe calls. */
static void end_now(int signal_number) {
    static const char LINE[] = "warn event=stopped_at_once\n";
    (void)signal_number;
    ssize_t written = write(STDERR_FILENO, LINE, sizeof LINE - 1);
    (void)written;
    _exit(1);
}

static void wait_for_end(struct system *s, const sigset_t *ends) {
    const struct timespec often = { .tv_sec = 1 };
    int got = -1;
    while (got < 0) {
        got = sigtimedwait(ends, NULL, &often);
        struct writer_stats w = writer_stats(s->writer);
        struct checkpoint_stats c = checkpoint_stats(s->checkpoint);
        watch_clock_tick(&s->clock);
        watch_disk_tick(&s->disk, s->dir, !has_room(s), &w, &c);
    }
    log_line(LOG_INFO, "stopping", "signal=%d", got);
    struct sigaction act = { .sa_handler = end_now };
    (void)sigaction(SIGTERM, &act, NULL);
    (void)sigaction(SIGINT, &act, NULL);
    (void)pthread_sigmask(SIG_UNBLOCK, ends, NULL);
}

int serve(const struct conf *conf, struct arena *a) {
    sigset_t ends;
    (void)sigemptyset(&ends);
    (void)sigaddset(&ends, SIGTERM);
    (void)sigaddset(&ends, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, &ends, NULL); /* inherited by every thread */
    (void)signal(SIGPIPE, SIG_IGN);

    const char *dir = conf_get(conf, "data");
    struct system s = { .dir = dir,
                        .db_path = arena_printf(a, "%s/otbor.db", dir),
                        .key_file = keys_path(conf_get(conf, "key_file"), dir, a),
                        .lock = -1 };
    struct err e = { 0 };
    if (check_conf(conf, &e) != OK) {
        err_print(&e);
        return 2;
    }
    raise_open_files();
    mail_init();
    enum errc code = folder_init(&s, a, &e);
    if (code == OK)
        code = watch_clock_start(&s.clock, s.db_path, conf_on(conf, "trust_clock"), a, &e);
    if (code == OK)
        code = app_init(&s, conf, a, &e);
    if (code == OK)
        code = start(&s, conf, &e);
    if (code == OK) {
        (void)printf("listening %s\n", server_address(s.server));
        (void)fflush(stdout);
        log_line(LOG_INFO, "started", "version=%s address=%s data=%s schema=%zu pid=%d", OTBOR_VERSION,
                 server_address(s.server), log_value(dir), (size_t)MIGRATIONS_N, (int)getpid());
        wait_for_end(&s, &ends);
    } else {
        log_err(LOG_ERROR, "start_failed", &e);
        err_print(&e);
    }
    int64_t stop_us = clock_monotonic_us();
    size_t cut = stop(&s);
    if (code == OK)
        log_line(LOG_INFO, "stopped", "ms=%lld cut=%zu", (long long)((clock_monotonic_us() - stop_us) / 1000), cut);
    mail_fini();
    return code == OK ? 0 : 1;
}

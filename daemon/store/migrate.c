#include "daemon/store/migrate.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/base/check.h"
#include "daemon/base/clock.h"
#include "daemon/base/file.h"
#include "daemon/store/sqlite.h"
#include "gen/sql/migrations.h"

#define APPLIED_TABLE                                                                              \
    "CREATE TABLE schema_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, "              \
    "checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)"

/* Where a database stands */

/* Compare the applied migrations, in order, with the list. ret_n says how many there are. */
static enum errc compare(sqlite3 *handle, const struct migration *list, size_t n, size_t *ret_n,
                         struct err *e) {
    sqlite3_stmt *s = NULL;
    TRY(sqlite_prepare(handle, "SELECT number, checksum FROM schema_migration ORDER BY number", &s,
                       e));
    size_t applied = 0;
    enum errc code = OK;
    int rc = SQLITE_ROW;
    while (code == OK && (rc = sqlite3_step(s)) == SQLITE_ROW) {
        const char *checksum = (const char *)sqlite3_column_text(s, 1);
        CHECK(checksum != NULL);
        if (sqlite3_column_int64(s, 0) != (int64_t)applied + 1)
            code = ERR(e, E_CONFLICT, "migration %zu is missing in the database", applied + 1);
        else if (applied < n && strcmp(checksum, list[applied].checksum_hex) != 0)
            code = ERR(e, E_CONFLICT, "migration %zu (%s) was edited after it had been applied",
                       applied + 1, list[applied].name);
        applied++;
    }
    if (code == OK && rc != SQLITE_DONE)
        code = sqlite_err(handle, rc, "reading the applied migrations", e);
    (void)sqlite3_finalize(s);
    if (code == OK)
        *ret_n = applied;
    return code;
}

static enum errc look(sqlite3 *handle, const struct migration *list, size_t n, size_t *ret_applied,
                      enum migrate_state *ret_state, struct err *e) {
    int64_t id = 0, known = 0;
    TRY(sqlite_number(handle, "PRAGMA application_id", 0, &id, e));
    TRY(sqlite_number(handle, "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'schema_migration'",
                      0, &known, e));
    *ret_applied = 0;
    *ret_state = MIGRATE_FOREIGN;
    if (id != OTBOR_APPLICATION_ID || known == 0)
        return OK;
    TRY(compare(handle, list, n, ret_applied, e));
    *ret_state = *ret_applied == n  ? MIGRATE_CURRENT
                 : *ret_applied < n ? MIGRATE_OLDER
                                    : MIGRATE_NEWER;
    return OK;
}

const char *migrate_advice(enum migrate_state state) {
    static const char *const ADVICE[] = {
        [MIGRATE_CURRENT] = "the database is up to date",
        [MIGRATE_OLDER] =
            "the database is older than this program: make a backup and run otbor migrate",
        [MIGRATE_NEWER] = "the database was made by a newer Otbor: install that version again",
        [MIGRATE_FOREIGN] = "the file is not a database of Otbor",
    };
    return ADVICE[state];
}

/* Applying */

static enum errc note(sqlite3 *handle, const struct migration *m, struct err *e) {
    sqlite3_stmt *s = NULL;
    TRY(sqlite_prepare(handle, "INSERT INTO schema_migration VALUES ($1, $2, $3, $4)", &s, e));
    (void)sqlite3_bind_int(s, 1, m->number);
    (void)sqlite3_bind_text(s, 2, m->name, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(s, 3, m->checksum_hex, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(s, 4, clock_now_ms());
    int rc = sqlite3_step(s);
    enum errc code = rc == SQLITE_DONE ? OK : sqlite_err(handle, rc, "noting a migration", e);
    (void)sqlite3_finalize(s);
    return code;
}

/* Foreign keys are off while tables are rebuilt, so they are checked as a whole before COMMIT. */
static enum errc check_foreign_keys(sqlite3 *handle, const struct migration *m, struct err *e) {
    int64_t broken = 0;
    TRY(sqlite_number(handle, "SELECT COUNT(*) FROM pragma_foreign_key_check", 0, &broken, e));
    if (broken > 0)
        return ERR(e, E_INTERNAL, "migration %d (%s) leaves %lld broken references", m->number,
                   m->name, (long long)broken);
    return OK;
}

static enum errc apply_open(sqlite3 *handle, const struct migration *m, struct err *e) {
    TRY(sqlite_exec(handle, m->sql, m->name, e));
    TRY(note(handle, m, e));
    TRY(check_foreign_keys(handle, m, e));
    return sqlite_exec(handle, "COMMIT", m->name, e);
}

static enum errc apply(sqlite3 *handle, const struct migration *m, struct err *e) {
    TRY(sqlite_exec(handle, "BEGIN IMMEDIATE", m->name, e));
    enum errc code = apply_open(handle, m, e);
    if (code != OK)
        (void)sqlite3_exec(handle, "ROLLBACK", NULL, NULL, NULL); /* unless SQLite did already */
    return code;
}

static enum errc apply_rest(sqlite3 *handle, const struct migration *list, size_t n, size_t from,
                            struct err *e) {
    TRY(sqlite_exec(handle, "PRAGMA foreign_keys=OFF", "preparing to migrate", e));
    for (size_t i = from; i < n; i++)
        TRY(apply(handle, &list[i], e));
    return OK;
}

static enum errc run_on(sqlite3 *handle, const struct migration *list, size_t n,
                        size_t *ret_applied, struct err *e) {
    size_t applied = 0;
    enum migrate_state state = MIGRATE_FOREIGN;
    TRY(look(handle, list, n, &applied, &state, e));
    if (state == MIGRATE_NEWER || state == MIGRATE_FOREIGN)
        return ERR(e, E_CONFLICT, "%s", migrate_advice(state));
    TRY(apply_rest(handle, list, n, applied, e));
    *ret_applied = n - applied;
    return OK;
}

enum errc migrate_run_with(const char *path, const struct migration *list, size_t n,
                           size_t *ret_applied, struct err *e) {
    sqlite3 *handle = NULL;
    TRY(sqlite_open(path, OPEN_CHANGE, &handle, e));
    enum errc code = run_on(handle, list, n, ret_applied, e);
    (void)sqlite3_close(handle);
    return code;
}

enum errc migrate_check_with(const char *path, const struct migration *list, size_t n,
                             enum migrate_state *ret_state, struct err *e) {
    sqlite3 *handle = NULL;
    TRY(sqlite_open(path, OPEN_READ, &handle, e));
    size_t applied = 0;
    enum errc code = look(handle, list, n, &applied, ret_state, e);
    (void)sqlite3_close(handle);
    return code;
}

/* Making */

static enum errc make_folder(const char *path, struct err *e) {
    char dir[PATH_BYTES] = "";
    bool made = false;
    const char *slash = strrchr(path, '/');
    if (slash == NULL || slash == path)
        return OK;
    if (snprintf(dir, sizeof dir, "%.*s", (int)(slash - path), path) >= (int)sizeof dir)
        return ERR(e, E_INVALID, "the database path is too long");
    return file_make_folder(dir, &made, e);
}

static enum errc fill(sqlite3 *handle, const struct migration *list, size_t n, struct err *e) {
    char sql[400] = "";
    (void)snprintf(
        sql, sizeof sql,
        "PRAGMA page_size=%d; PRAGMA journal_mode=WAL; PRAGMA application_id=%d; " APPLIED_TABLE,
        PAGE_BYTES, OTBOR_APPLICATION_ID);
    TRY(sqlite_exec(handle, sql, "making the database", e));
    return apply_rest(handle, list, n, 0, e);
}

static void remove_database(const char *path) {
    static const char *const SUFFIXES[] = { "", "-wal", "-shm", "-journal" };
    char name[PATH_BYTES + 16] = "";
    for (size_t i = 0; i < COUNT(SUFFIXES); i++) {
        (void)snprintf(name, sizeof name, "%s%s", path, SUFFIXES[i]);
        (void)unlink(name);
    }
}

enum errc migrate_prepare_with(const char *path, const struct migration *list, size_t n,
                               struct err *e) {
    char part[FILE_PATH_BYTES] = "";
    TRY(file_part(path, part, e));
    if (access(path, F_OK) == 0)
        return ERR(e, E_CONFLICT, "there is a file %.120s already", path);
    (void)umask(0077);
    TRY(make_folder(path, e));
    remove_database(part); /* of somebody who did not come to the end */
    sqlite3 *handle = NULL;
    enum errc code = sqlite_open(part, OPEN_CREATE, &handle, e);
    if (code == OK)
        code = fill(handle, list, n, e);
    (void)sqlite3_close(handle);
    if (code != OK)
        remove_database(part);
    return code;
}

enum errc migrate_publish(const char *path, struct err *e) {
    char part[FILE_PATH_BYTES] = "";
    TRY(file_part(path, part, e));
    sqlite3 *handle = NULL;
    TRY(sqlite_open(part, OPEN_CHANGE, &handle, e));
    /* The file alone gets the name: all must be in it. */
    int rc = sqlite3_wal_checkpoint_v2(handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    enum errc code = rc == SQLITE_OK ? OK : sqlite_err(handle, rc, "making the database", e);
    (void)sqlite3_close(handle);
    return code == OK ? file_publish(part, path, e) : code;
}

enum errc migrate_create_with(const char *path, const struct migration *list, size_t n,
                              struct err *e) {
    TRY(migrate_prepare_with(path, list, n, e));
    return migrate_publish(path, e);
}

/* With the migrations of this program */

enum errc migrate_prepare(const char *path, struct err *e) {
    return migrate_prepare_with(path, MIGRATIONS, MIGRATIONS_N, e);
}

enum errc migrate_create(const char *path, struct err *e) {
    return migrate_create_with(path, MIGRATIONS, MIGRATIONS_N, e);
}

enum errc migrate_run(const char *path, size_t *ret_applied, struct err *e) {
    return migrate_run_with(path, MIGRATIONS, MIGRATIONS_N, ret_applied, e);
}

enum errc migrate_check(const char *path, enum migrate_state *ret_state, struct err *e) {
    return migrate_check_with(path, MIGRATIONS, MIGRATIONS_N, ret_state, e);
}

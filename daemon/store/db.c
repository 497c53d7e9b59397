#include "daemon/store/db.h"

#include <string.h>

#include "daemon/base/check.h"
#include "daemon/store/sqlite.h"

static const char *const CONTROL_SQL[CONTROL__MAX] = {
    [CONTROL_BEGIN] = "BEGIN IMMEDIATE",   [CONTROL_BEGIN_READ] = "BEGIN",
    [CONTROL_COMMIT] = "COMMIT",           [CONTROL_ROLLBACK] = "ROLLBACK",
    [CONTROL_SAVEPOINT] = "SAVEPOINT job", [CONTROL_RELEASE] = "RELEASE job",
    [CONTROL_ROLLBACK_TO] = "ROLLBACK TO job",
};

/* Opening */

static const char *const APPEND_ONLY[] = { "event", "seal", "answer_log" };

static bool is_append_only(const char *table) {
    for (size_t i = 0; i < COUNT(APPEND_ONLY); i++)
        if (strcmp(table, APPEND_ONLY[i]) == 0)
            return true;
    return false;
}

/* What a statement of the closed set may do, asked by SQLite while it prepares one. Whatever is
 * not a plain read or a change of an ordinary row is refused; only the lane's own statements
 * (authorizing is NULL) may begin and end transactions. */
static int authorize(void *arg, int action, const char *what, const char *detail,
                     const char *schema, const char *trigger) {
    const struct db *db = arg;
    (void)detail, (void)schema, (void)trigger;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
        return db->authorizing == NULL ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_INSERT:
        return strncmp(what, "sqlite_", 7) == 0 ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_UPDATE:
        return strncmp(what, "sqlite_", 7) == 0 || is_append_only(what) ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_DELETE:
        if (strncmp(what, "sqlite_", 7) == 0)
            return SQLITE_DENY;
        if (is_append_only(what) && (db->authorizing == NULL || !db->authorizing->retention))
            return SQLITE_DENY;
        return SQLITE_OK;
    default:
        return SQLITE_DENY;
    }
}

static int after_commit(void *arg, sqlite3 *handle, const char *schema, int pages) {
    struct db *db = arg;
    (void)handle, (void)schema;
    atomic_store_explicit(&db->wal_pages, pages, memory_order_relaxed);
    return SQLITE_OK;
}

static enum errc check_ours(sqlite3 *handle, struct err *e) {
    int64_t id = 0;
    TRY(sqlite_number(handle, "PRAGMA application_id", 0, &id, e));
    if (id != OTBOR_APPLICATION_ID)
        return ERR(e, E_INTERNAL, "the file is a database of some other program");
    return OK;
}

static enum errc prepare_control(struct db *db, struct err *e) {
    for (size_t i = 0; i < CONTROL__MAX; i++)
        TRY(sqlite_prepare(db->handle, CONTROL_SQL[i], &db->control[i], e));
    return OK;
}

static enum errc restrict_connection(struct db *db, struct err *e) {
    static const struct {
        int which, value;
    } LIMITS[] = {
        { SQLITE_LIMIT_LENGTH, 2 << 20 },      { SQLITE_LIMIT_SQL_LENGTH, 64 << 10 },
        { SQLITE_LIMIT_EXPR_DEPTH, 100 },      { SQLITE_LIMIT_COMPOUND_SELECT, 8 },
        { SQLITE_LIMIT_VARIABLE_NUMBER, 200 }, { SQLITE_LIMIT_ATTACHED, 0 },
    };
    TRY(check_ours(db->handle, e));
    TRY(sqlite_exec(db->handle,
                    db->mode == DB_READ ? "PRAGMA query_only=ON"
                                        : "PRAGMA journal_mode=WAL; PRAGMA cache_size=-16000",
                    "configuring a connection", e));
    for (size_t i = 0; i < COUNT(LIMITS); i++)
        (void)sqlite3_limit(db->handle, LIMITS[i].which, LIMITS[i].value);
    (void)sqlite3_set_authorizer(db->handle, authorize, db);
    (void)sqlite3_wal_hook(db->handle, after_commit, db);
    return prepare_control(db, e);
}

enum errc db_open(const char *path, enum db_mode mode, struct db **ret_db, struct err *e) {
    sqlite3 *handle = NULL;
    TRY(sqlite_open(path, mode == DB_READ ? OPEN_READ : OPEN_CHANGE, &handle, e));
    struct db *db = check_alloc(1, sizeof *db);
    db->handle = handle;
    db->mode = mode;
    db->prepared = check_alloc(STATEMENTS_N, sizeof *db->prepared);
    enum errc code = restrict_connection(db, e);
    if (code != OK)
        db_close(&db);
    else
        *ret_db = db;
    return code;
}

void db_close(struct db **db) {
    if (*db == NULL)
        return;
    struct db *d = *db;
    for (size_t i = 0; i < STATEMENTS_N; i++)
        (void)sqlite3_finalize(d->prepared[i]);
    for (size_t i = 0; i < CONTROL__MAX; i++)
        (void)sqlite3_finalize(d->control[i]);
    CHECK(sqlite3_close(d->handle) == SQLITE_OK);
    check_free(d->prepared);
    check_free(d);
    *db = NULL;
}

/* Transactions */

static enum errc control(struct db *db, enum control which, struct err *e) {
    db->authorizing = NULL;
    sqlite3_stmt *s = db->control[which];
    int rc = sqlite3_step(s);
    (void)sqlite3_reset(s);
    if (rc == SQLITE_DONE)
        return OK;
    db->failed = true;
    return sqlite_err(db->handle, rc, CONTROL_SQL[which], e);
}

enum errc db_begin(struct db *db, struct err *e) {
    CHECK(db->mode == DB_WRITE);
    return control(db, CONTROL_BEGIN, e);
}

enum errc db_commit(struct db *db, struct err *e) {
    if (db->fail_commit) {
        db->fail_commit = false;
        db->failed = true;
        return ERR(e, E_BUSY, "COMMIT fails because a test asked for it");
    }
    return control(db, CONTROL_COMMIT, e);
}

void db_rollback(struct db *db) {
    /* SQLite itself rolls back after some errors; then there is nothing to do. */
    if (!sqlite3_get_autocommit(db->handle))
        (void)control(db, CONTROL_ROLLBACK, NULL);
    CHECK(sqlite3_get_autocommit(db->handle));
}

enum errc db_savepoint(struct db *db, struct err *e) {
    return control(db, CONTROL_SAVEPOINT, e);
}

enum errc db_savepoint_release(struct db *db, struct err *e) {
    return control(db, CONTROL_RELEASE, e);
}

enum errc db_savepoint_rollback(struct db *db, struct err *e) {
    TRY(control(db, CONTROL_ROLLBACK_TO, e));
    return control(db, CONTROL_RELEASE, e);
}

void db_read_begin(struct db *db) {
    CHECK(db->mode == DB_READ && !db->reading && sqlite3_get_autocommit(db->handle));
    db->reading = true;
}

enum errc db_read_open(struct db *db, struct err *e) {
    if (!db->reading || !sqlite3_get_autocommit(db->handle))
        return OK;
    return control(db, CONTROL_BEGIN_READ, e);
}

void db_read_end(struct db *db) {
    db->reading = false;
    if (!sqlite3_get_autocommit(db->handle))
        (void)control(db, CONTROL_COMMIT, NULL); /* what it cannot end, db_check_idle does */
}

/* Use */

bool db_failed(struct db *db) {
    bool failed = db->failed;
    db->failed = false;
    return failed;
}

enum errc db_check_idle(struct db *db, struct err *e) {
    if (sqlite3_txn_state(db->handle, NULL) == SQLITE_TXN_NONE)
        return OK;
    enum errc code = OK;
    sqlite3_stmt *s = NULL;
    while ((s = sqlite3_next_stmt(db->handle, s)) != NULL) {
        if (!sqlite3_stmt_busy(s))
            continue;
        code = ERR(e, E_INTERNAL, "a statement was left open: %.120s", sqlite3_sql(s));
        (void)sqlite3_reset(s);
    }
    db_rollback(db);
    if (code == OK)
        code = ERR(e, E_INTERNAL, "a transaction was left open");
    return code;
}

int64_t db_take_count(struct db *db) {
    int64_t count = db->count;
    db->count = 0;
    return count;
}

int64_t db_wal_pages(const struct db *db) {
    return atomic_load_explicit(&db->wal_pages, memory_order_relaxed);
}

enum errc db_truncate_wal(struct db *db, struct err *e) {
    int rc = sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return rc == SQLITE_OK ? OK : sqlite_err(db->handle, rc, "emptying the write-ahead log", e);
}

void db_fail_at(struct db *db, int64_t n, enum errc code) {
    db->fail_at = n;
    db->fail_code = code;
}

void db_fail_commit(struct db *db) {
    db->fail_commit = true;
}

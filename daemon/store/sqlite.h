/* store/sqlite.h — what the files of this room share about SQLite. Nobody else includes it. */
#ifndef DAEMON_STORE_SQLITE_H
#define DAEMON_STORE_SQLITE_H

#include <sqlite3.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include "daemon/base/err.h"
#include "daemon/store/db.h"
#include "daemon/store/stmt.h"

/* "Otbr": PRAGMA application_id of every database of ours. */
enum { OTBOR_APPLICATION_ID = 0x4f746272, PAGE_BYTES = 4096, PATH_BYTES = 4096 };

/* The lanes' own statements, prepared at open. */
enum control {
    CONTROL_BEGIN,
    CONTROL_BEGIN_READ,
    CONTROL_COMMIT,
    CONTROL_ROLLBACK,
    CONTROL_SAVEPOINT,
    CONTROL_RELEASE,
    CONTROL_ROLLBACK_TO,
    CONTROL__MAX
};

struct db {
    sqlite3 *handle;
    enum db_mode mode;
    sqlite3_stmt **prepared; /* STATEMENTS_N, each NULL until first used */
    sqlite3_stmt *control[CONTROL__MAX];
    const struct stmt_def *authorizing; /* whose SQL SQLite is looking at, NULL = ours */
    bool failed, fail_commit;
    bool reading; /* between db_read_begin and db_read_end; the first statement opens the transaction */
    int64_t count, fail_at;
    enum errc fail_code;
    _Atomic int64_t wal_pages; /* of the WAL after this connection's last commit */
};

/* How a plain connection is opened: for migrations, backups and checks, which need DDL and PRAGMA. */
enum open_how { OPEN_READ, OPEN_CHANGE, OPEN_CREATE };

/* Open the transaction of db_read_begin, if it is wanted and not open yet. */
enum errc db_read_open(struct db *db, struct err *e) MUST_CHECK;

/* Open path without authorizer and limits, but hardened. Directories may be reached through
 * symbolic links, the file itself not. Owner: caller, sqlite3_close().
 * Errors: E_NOT_FOUND, E_DENIED (group or others may use the file), E_INTERNAL, E_BUSY. */
enum errc sqlite_open(const char *path, enum open_how how, sqlite3 **ret_handle, struct err *e)
    MUST_CHECK;

/* The errc that a result code of SQLite means: E_CONFLICT for unique and foreign keys, E_BUSY for
 * what may pass (disk full, I/O, locks), else E_INTERNAL. */
enum errc sqlite_errc(int rc);

/* Fill e from the handle's last error; a full disk is called that. The place in e is the caller's.
 * Returns sqlite_errc(rc). */
#define sqlite_err(handle, rc, doing, e) sqlite_err_at((handle), (rc), (doing), ERR_AT_, (e))
enum errc sqlite_err_at(sqlite3 *handle, int rc, const char *doing, const char *at, struct err *e);

/* Run SQL that gives no rows anybody wants; several statements are fine. */
enum errc sqlite_exec(sqlite3 *handle, const char *sql, const char *doing, struct err *e) MUST_CHECK;

/* The first column of the first row as a number; `missing` when there is no row. */
enum errc sqlite_number(sqlite3 *handle, const char *sql, int64_t missing, int64_t *ret_v,
                        struct err *e) MUST_CHECK;

/* Prepare one statement of ours. Owner: caller, sqlite3_finalize(). */
enum errc sqlite_prepare(sqlite3 *handle, const char *sql, sqlite3_stmt **ret_s, struct err *e)
    MUST_CHECK;

#endif

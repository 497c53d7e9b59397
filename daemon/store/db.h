/* store/db.h — one thread's connection to the database.
 *
 * Never shared between threads. Statements are the closed generated set (store/stmt.h); SQL is
 * never built at run time. The only home of sqlite3.
 * Invariants: a read connection cannot write (opened read-only and query_only); only the writer's
 * connection writes; only the lane begins and commits.
 */
#ifndef DAEMON_STORE_DB_H
#define DAEMON_STORE_DB_H

#include <stdbool.h>
#include <stdint.h>
#include "daemon/base/err.h"

struct db;

enum db_mode {
    DB_READ,  /* read-only */
    DB_WRITE, /* the one writer, or a command line tool while nothing serves */
};

/* Life */

/* Open the database file at path (DIR/otbor.db) as SECURITY.md §7 says: flags, pragmas, limits,
 * authorizer. It exists already (store/migrate.h makes it). Statements are prepared when first used.
 * Owner: caller, db_close().
 * Errors: E_NOT_FOUND (no such file), E_INTERNAL (damaged, not ours), E_DENIED (group or others may
 * use the file, or it is a link), E_BUSY (locked, I/O). */
enum errc db_open(const char *path, enum db_mode mode, struct db **ret_db, struct err *e) MUST_CHECK;

/* Close it; NULLs the pointer, accepts NULL. Panics when a statement is still open. */
void db_close(struct db **db);

/* Transactions: for the lanes (store/writer.h) and command line tools only */

/* BEGIN IMMEDIATE. Errors: E_BUSY (another process writes, I/O). */
enum errc db_begin(struct db *db, struct err *e) MUST_CHECK;

/* COMMIT: after OK it is on the disk. After an error roll back. Errors: E_BUSY (disk full, I/O). */
enum errc db_commit(struct db *db, struct err *e) MUST_CHECK;

/* Undo everything since db_begin; nothing to do when SQLite already has. */
void db_rollback(struct db *db);

/* A savepoint around one handler: released when it succeeded, rolled back when it refused. */
enum errc db_savepoint(struct db *db, struct err *e) MUST_CHECK;
enum errc db_savepoint_release(struct db *db, struct err *e) MUST_CHECK;
enum errc db_savepoint_rollback(struct db *db, struct err *e) MUST_CHECK;

/* On a read connection: the statements from here to db_read_end see one state of the database, that
 * of the first of them; the lock is taken once for all. Without a statement nothing happens. */
void db_read_begin(struct db *db);
void db_read_end(struct db *db);

/* Use */

/* Did any statement of this connection fail in the database itself since the last call? A refused
 * key or check (SQLite undoes just that statement) and a refusal by the caller do not count. The
 * writer asks after each handler; asking clears it. */
bool db_failed(struct db *db);

/* Is no statement or transaction left open? The loop asks after each request. A forgotten one is named
 * in e and closed, so that it cannot pin the write-ahead log. Errors: E_INTERNAL. */
enum errc db_check_idle(struct db *db, struct err *e) MUST_CHECK;

/* Statements run since the last call: for the request's log line. */
int64_t db_take_count(struct db *db);

/* Make the n-th statement from now fail with code (E_INTERNAL or E_BUSY), n from 1; 0 = none. On the
 * writer it ends with the job. For tests that replay each write with each statement failing. */
void db_fail_at(struct db *db, int64_t n, enum errc code);

/* Make the next db_commit fail with E_BUSY before it does anything. For tests. */
void db_fail_commit(struct db *db);

/* The write-ahead log */

/* Its length in pages of 4 KiB after this connection's last commit. Thread: any. */
int64_t db_wal_pages(const struct db *db);

/* Move all of it into the database and cut it to nothing, so that what was deleted is gone from the
 * disk. Waits for readers, 5 s at most. Errors: E_BUSY. */
enum errc db_truncate_wal(struct db *db, struct err *e) MUST_CHECK;

#endif

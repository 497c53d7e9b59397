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

/* Open DIR/otbor.db as security.md §6 wants it: flags, pragmas, limits, authorizer.
 * Owner: caller, db_close().
 * Errors: E_NOT_FOUND (no such file), E_INTERNAL (damaged, not ours), E_DENIED (file modes). */
enum errc db_open(const char *path, enum db_mode mode, struct db **ret_db, struct err *e) MUST_CHECK;
void db_close(struct db **db);

/* Transactions: for the lanes (store/writer.h) and command line tools only */

enum errc db_begin(struct db *db, struct err *e) MUST_CHECK; /* BEGIN IMMEDIATE */
enum errc db_commit(struct db *db, struct err *e) MUST_CHECK;
void db_rollback(struct db *db);

/* A savepoint around one handler: released when it succeeded, rolled back when it refused. */
enum errc db_savepoint(struct db *db, struct err *e) MUST_CHECK;
enum errc db_savepoint_release(struct db *db, struct err *e) MUST_CHECK;
enum errc db_savepoint_rollback(struct db *db, struct err *e) MUST_CHECK;

/* Use */

/* Did any statement of this connection fail in the database itself (not a refusal by the
 * caller) since the last call? The writer asks after each handler; asking clears it. */
bool db_failed(struct db *db);

/* Is no statement left open? The loop asks after each request; names the culprit in e. */
enum errc db_check_idle(struct db *db, struct err *e) MUST_CHECK;

/* Statements run since the last call: for the request's log line. */
int64_t db_take_count(struct db *db);

/* Make the n-th statement from now fail with code (E_INTERNAL or E_BUSY), n from 1; 0 = none.
 * For tests that replay each write with each statement failing. */
void db_fail_at(struct db *db, int64_t n, enum errc code);

#endif

/* store/stmt.h — how generated code runs one named statement.
 *
 * Nobody writes these calls by hand: sqlgen reads the .sql files and makes a typed function per
 * statement (build/gen/sql/<file>.h) out of them. The closed set of statements is one table;
 * each connection keeps the prepared form of each in an array indexed by its number.
 */
#ifndef DAEMON_STORE_STMT_H
#define DAEMON_STORE_STMT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "daemon/base/err.h"

struct arena;
struct db;

/* One statement of the closed set. */
struct stmt_def {
    const char *name;
    const char *sql;
    bool writes;    /* what SQLite says of the prepared statement */
    bool retention; /* may delete from append-only tables ("for: retention") */
};

/* The whole set, defined by generated code (build/gen/sql/statements.c). */
extern const struct stmt_def STATEMENTS[];
extern const size_t STATEMENTS_N;

/* A statement between begin and end. Lives on the generated function's stack. */
struct stmt {
    struct db *db;
    void *prepared; /* sqlite3_stmt */
    int number;
    int fault; /* a bind that failed; stmt_step reports it */
};

/* Get statement `number` ready on db.
 * Errors: E_INTERNAL (not preparable, a write on a read connection, an injected failure). */
enum errc stmt_begin(struct db *db, int number, struct stmt *ret_s, struct err *e) MUST_CHECK;

/* Bind parameter $n, n from 1. Text NULL is SQL NULL; the text must live until stmt_end. */
void stmt_bind_i64(struct stmt *s, int n, int64_t v);
void stmt_bind_f64(struct stmt *s, int n, double v);
void stmt_bind_text(struct stmt *s, int n, const char *v);
void stmt_bind_null(struct stmt *s, int n);

/* Run to the next row. ret_row says whether there is one.
 * Errors: E_CONFLICT (a unique or foreign key), E_BUSY (disk full, I/O, locked), E_TOO_LARGE (a text
 * past 2 MiB), E_INTERNAL (damage, a CHECK or NOT NULL of the schema). After an error: stmt_end. */
enum errc stmt_step(struct stmt *s, bool *ret_row, struct err *e) MUST_CHECK;

/* Column c (from 0) of the present row. Text is copied into a, NULL for SQL NULL. */
int64_t stmt_i64(struct stmt *s, int c);
double stmt_f64(struct stmt *s, int c);
const char *stmt_text(struct stmt *s, int c, struct arena *a);
bool stmt_is_null(struct stmt *s, int c);

/* Rows changed by the statement that just ran to its end. */
int64_t stmt_changes(struct stmt *s);

/* Reset and unbind; always, on every way out after stmt_begin was OK. */
void stmt_end(struct stmt *s);

#endif

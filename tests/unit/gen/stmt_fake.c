#include "tests/unit/gen/stmt_fake.h"

#include <sqlite3.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/store/stmt.h"
#include "gen/sql/migrations.h"

struct db stmt_fake_open(void) {
    sqlite3 *connection = NULL;
    CHECK(sqlite3_open(":memory:", &connection) == SQLITE_OK);
    for (size_t i = 0; i < MIGRATIONS_N; i++)
        CHECK(sqlite3_exec(connection, MIGRATIONS[i].sql, NULL, NULL, NULL) == SQLITE_OK);
    return (struct db) { .connection = connection };
}

void stmt_fake_close(struct db *db) {
    CHECK(sqlite3_close(db->connection) == SQLITE_OK);
}

enum errc stmt_begin(struct db *db, int number, struct stmt *ret_s, struct err *e) {
    sqlite3_stmt *q = NULL;
    if (sqlite3_prepare_v2(db->connection, STATEMENTS[number].sql, -1, &q, NULL) != SQLITE_OK)
        return ERR(e, E_INTERNAL, "%s", sqlite3_errmsg(db->connection));
    db->open++;
    *ret_s = (struct stmt){ .db = db, .prepared = q, .number = number };
    return OK;
}

void stmt_bind_i64(struct stmt *s, int n, int64_t v) {
    CHECK(sqlite3_bind_int64(s->prepared, n, v) == SQLITE_OK);
}

void stmt_bind_f64(struct stmt *s, int n, double v) {
    CHECK(sqlite3_bind_double(s->prepared, n, v) == SQLITE_OK);
}

void stmt_bind_text(struct stmt *s, int n, const char *v) {
    CHECK(sqlite3_bind_text(s->prepared, n, v, -1, SQLITE_STATIC) == SQLITE_OK);
}

void stmt_bind_null(struct stmt *s, int n) {
    CHECK(sqlite3_bind_null(s->prepared, n) == SQLITE_OK);
}

enum errc stmt_step(struct stmt *s, bool *ret_row, struct err *e) {
    bool fails = s->db->fail_in > 0 && --s->db->fail_in == 0;
    int code = fails ? SQLITE_IOERR : sqlite3_step(s->prepared);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return ERR(e, E_INTERNAL, "the step failed");
    *ret_row = code == SQLITE_ROW;
    return OK;
}

int64_t stmt_i64(struct stmt *s, int c) {
    return sqlite3_column_int64(s->prepared, c);
}

double stmt_f64(struct stmt *s, int c) {
    return sqlite3_column_double(s->prepared, c);
}

const char *stmt_text(struct stmt *s, int c, struct arena *a) {
    const char *text = (const char *)sqlite3_column_text(s->prepared, c);
    return text != NULL ? arena_strdup(a, text) : NULL;
}

bool stmt_is_null(struct stmt *s, int c) {
    return sqlite3_column_type(s->prepared, c) == SQLITE_NULL;
}

int64_t stmt_changes(struct stmt *s) {
    return sqlite3_changes64(s->db->connection);
}

void stmt_end(struct stmt *s) {
    s->db->open--;
    sqlite3_finalize(s->prepared);
}

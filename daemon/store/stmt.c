#include "daemon/store/stmt.h"

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/store/sqlite.h"

/* Does the test's injected failure fall on this statement? */
static bool fails_here(struct db *db) {
    return db->fail_at > 0 && --db->fail_at == 0;
}

static enum errc prepare(struct db *db, const struct stmt_def *def, int number, struct err *e) {
    int rc = sqlite3_prepare_v3(db->handle, def->sql, -1, SQLITE_PREPARE_PERSISTENT,
                                &db->prepared[number], NULL);
    if (rc == SQLITE_OK)
        return OK;
    db->failed = true;
    return sqlite_err(db->handle, rc, def->name, e);
}

enum errc stmt_begin(struct db *db, int number, struct stmt *ret_s, struct err *e) {
    CHECK(number >= 0 && (size_t)number < STATEMENTS_N);
    const struct stmt_def *def = &STATEMENTS[number];
    db->count++;
    if (fails_here(db)) {
        db->failed = true;
        err_set(e, db->fail_code, 0, ERR_AT_, "%s fails because a test asked for it", def->name);
        return db->fail_code;
    }
    if (def->writes && db->mode == DB_READ)
        return ERR(e, E_INTERNAL, "%s writes, but the connection is for reading", def->name);
    TRY(db_read_open(db, e));
    db->authorizing = def;
    if (db->prepared[number] == NULL)
        TRY(prepare(db, def, number, e));
    if (sqlite3_stmt_busy(db->prepared[number]))
        return ERR(e, E_INTERNAL, "%s is already open on this connection", def->name);
    *ret_s = (struct stmt) { .db = db, .prepared = db->prepared[number], .number = number };
    return OK;
}

/* A bind fails when the text is past the connection's limit; stmt_step reports it. */
static void bound(struct stmt *s, int rc) {
    if (rc != SQLITE_OK && s->fault == SQLITE_OK)
        s->fault = rc;
}

void stmt_bind_i64(struct stmt *s, int n, int64_t v) {
    bound(s, sqlite3_bind_int64(s->prepared, n, v));
}

void stmt_bind_f64(struct stmt *s, int n, double v) {
    bound(s, sqlite3_bind_double(s->prepared, n, v));
}

void stmt_bind_text(struct stmt *s, int n, const char *v) {
    bound(s, sqlite3_bind_text(s->prepared, n, v, -1, SQLITE_STATIC));
}

void stmt_bind_null(struct stmt *s, int n) {
    bound(s, sqlite3_bind_null(s->prepared, n));
}

enum errc stmt_step(struct stmt *s, bool *ret_row, struct err *e) {
    const char *name = STATEMENTS[s->number].name;
    if (s->fault != SQLITE_OK) {
        err_set(e, sqlite_errc(s->fault), s->fault, ERR_AT_, "%s: a parameter cannot be bound",
                name);
        return sqlite_errc(s->fault);
    }
    s->db->authorizing = &STATEMENTS[s->number]; /* SQLite may prepare it again here */
    int rc = sqlite3_step(s->prepared);
    if (rc == SQLITE_ROW || rc == SQLITE_DONE) {
        *ret_row = rc == SQLITE_ROW;
        return OK;
    }
    /* A constraint undoes its own statement and nothing else; other errors may have undone more. */
    if ((rc & 0xff) != SQLITE_CONSTRAINT)
        s->db->failed = true;
    return sqlite_err(s->db->handle, rc, name, e);
}

int64_t stmt_i64(struct stmt *s, int c) {
    return sqlite3_column_int64(s->prepared, c);
}

double stmt_f64(struct stmt *s, int c) {
    return sqlite3_column_double(s->prepared, c);
}

const char *stmt_text(struct stmt *s, int c, struct arena *a) {
    if (stmt_is_null(s, c))
        return NULL;
    const unsigned char *text = sqlite3_column_text(s->prepared, c);
    CHECK(text != NULL);
    return arena_strndup(a, (const char *)text, (size_t)sqlite3_column_bytes(s->prepared, c));
}

bool stmt_is_null(struct stmt *s, int c) {
    return sqlite3_column_type(s->prepared, c) == SQLITE_NULL;
}

int64_t stmt_changes(struct stmt *s) {
    return sqlite3_changes64(s->db->handle);
}

void stmt_end(struct stmt *s) {
    (void)sqlite3_reset(s->prepared);
    (void)sqlite3_clear_bindings(s->prepared);
}

/* A database of its own for each test of this room, with a closed set of statements of its own
 * (which stands in for the generated one). */
#ifndef TESTS_UNIT_STORE_FIXTURE_H
#define TESTS_UNIT_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/clock.h"
#include "daemon/base/rand.h"
#include "daemon/store/db.h"
#include "daemon/store/migrate.h"
#include "daemon/store/stmt.h"
#include "gen/sql/migrations.h"

#define FIXTURE_SQL                                                                                \
    "CREATE TABLE person_key (person_id BIGINT NOT NULL PRIMARY KEY, kv BIGINT NOT NULL, "         \
    "wrapped TEXT NOT NULL);"                                                                      \
    "CREATE TABLE item (id BIGINT NOT NULL PRIMARY KEY, v TEXT, f DOUBLE PRECISION);"              \
    "CREATE TABLE part (id BIGINT NOT NULL PRIMARY KEY REFERENCES item (id), n BIGINT CHECK (n > " \
    "0));"                                                                                         \
    "CREATE TABLE event (seq BIGINT NOT NULL PRIMARY KEY, payload TEXT)"

static const struct migration FIXTURE_MIGRATIONS[] = {
    { 1, "one", FIXTURE_SQL, "1111" },
    { 2, "two", "CREATE TABLE two (id BIGINT NOT NULL PRIMARY KEY)", "2222" },
    { 3, "three", "INSERT INTO item (id) VALUES (300)", "3333" },
};

enum fixture_statement {
    ITEM_ADD,
    ITEM_LIST,
    ITEM_COUNT,
    ITEM_SET,
    PART_ADD,
    EVENT_ADD,
    EVENT_UPDATE,
    EVENT_DELETE,
    EVENT_RETIRE,
    KEY_ADD,
    KEY_COUNT,
    BAD_ATTACH,
    BAD_PRAGMA,
    BAD_DDL,
    BAD_SCHEMA,
    BAD_BEGIN,
    BAD_SYNTAX,
};

static char dir[64];
static char path[128];
static struct arena *a;

/* Make a folder and a database in it. */
static int fixture_setup(void **state) {
    (void)state;
    clock_start();
    rand_start();
    a = arena_new(64 << 20);
    (void)snprintf(dir, sizeof dir, "/tmp/otbor-test-XXXXXX");
    assert_non_null(mkdtemp(dir));
    (void)snprintf(path, sizeof path, "%s/otbor.db", dir);
    struct err e = { 0 };
    if (migrate_create_with(path, FIXTURE_MIGRATIONS, 1, &e) != OK)
        fail_msg("%s", e.msg);
    return 0;
}

static int fixture_teardown(void **state) {
    (void)state;
    char command[128];
    (void)snprintf(command, sizeof command, "rm -rf %s", dir);
    assert_int_equal(system(command), 0);
    arena_free(&a);
    return 0;
}

/* Another file in the folder. */
__attribute__((unused)) static const char *beside(const char *name) {
    return arena_printf(a, "%s/%s", dir, name);
}

__attribute__((unused)) static struct db *open_db(enum db_mode mode) {
    struct db *db = NULL;
    struct err e = { 0 };
    if (db_open(path, mode, &db, &e) != OK)
        fail_msg("%s", e.msg);
    return db;
}

/* Run a statement with one number and one text, if it has them. */
__attribute__((unused)) static enum errc run2(struct db *db, int number, int64_t id,
                                              const char *text, struct err *e) {
    struct stmt s = { 0 };
    TRY(stmt_begin(db, number, &s, e));
    if (id != 0)
        stmt_bind_i64(&s, 1, id);
    if (text != NULL)
        stmt_bind_text(&s, 2, text);
    bool row = false;
    enum errc code = stmt_step(&s, &row, e);
    stmt_end(&s);
    return code;
}

/* The first column of the first row. */
__attribute__((unused)) static int64_t number_of(struct db *db, int number) {
    struct stmt s = { 0 };
    bool row = false;
    assert_int_equal(stmt_begin(db, number, &s, NULL), OK);
    assert_int_equal(stmt_step(&s, &row, NULL), OK);
    assert_true(row);
    int64_t v = stmt_i64(&s, 0);
    stmt_end(&s);
    return v;
}

const struct stmt_def STATEMENTS[] = {
    [ITEM_ADD] = { "item_add", "INSERT INTO item (id, v) VALUES ($1, $2)", true, false },
    [ITEM_LIST] = { "item_list", "SELECT id, v, f FROM item ORDER BY id", false, false },
    [ITEM_COUNT] = { "item_count", "SELECT COUNT(*) FROM item", false, false },
    [ITEM_SET] = { "item_set", "UPDATE item SET v = 'set' WHERE id >= $1", true, false },
    [PART_ADD] = { "part_add", "INSERT INTO part (id, n) VALUES ($1, $2)", true, false },
    [EVENT_ADD] = { "event_add", "INSERT INTO event VALUES ($1, $2)", true, false },
    [EVENT_UPDATE] = { "event_update", "UPDATE event SET payload = ''", true, false },
    [EVENT_DELETE] = { "event_delete", "DELETE FROM event", true, false },
    [EVENT_RETIRE] = { "event_retire", "DELETE FROM event WHERE seq < $1", true, true },
    [KEY_ADD] = { "key_add", "INSERT INTO person_key VALUES ($1, 1, $2)", true, false },
    [KEY_COUNT] = { "key_count", "SELECT COUNT(*) FROM person_key", false, false },
    [BAD_ATTACH] = { "bad_attach", "ATTACH '/tmp/x' AS x", true, false },
    [BAD_PRAGMA] = { "bad_pragma", "PRAGMA query_only=OFF", false, false },
    [BAD_DDL] = { "bad_ddl", "CREATE TABLE t (id BIGINT)", true, false },
    [BAD_SCHEMA] = { "bad_schema", "DELETE FROM sqlite_schema", true, false },
    [BAD_BEGIN] = { "bad_begin", "COMMIT", false, false },
    [BAD_SYNTAX] = { "bad_syntax", "SELEKT 1", false, false },
};
const size_t STATEMENTS_N = sizeof STATEMENTS / sizeof *STATEMENTS;

#endif

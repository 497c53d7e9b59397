/* A connection runs the closed set and nothing else; a reader cannot write; failures have names. */
#include "tests/unit/store/fixture.h"

static void values_come_back_as_they_went_in(void **state) {
    (void)state;
    struct db *db = open_db(DB_WRITE);
    struct stmt s = { 0 };
    bool row = false;
    assert_int_equal(run2(db, ITEM_ADD, 1, "текст", NULL), OK);
    assert_int_equal(run2(db, ITEM_ADD, INT64_MAX, NULL, NULL), OK);
    assert_int_equal(stmt_begin(db, ITEM_LIST, &s, NULL), OK);
    assert_int_equal(stmt_step(&s, &row, NULL), OK);
    assert_true(row);
    assert_string_equal(stmt_text(&s, 1, a), "текст");
    assert_true(stmt_is_null(&s, 2));
    assert_int_equal(stmt_step(&s, &row, NULL), OK);
    assert_true(stmt_i64(&s, 0) == INT64_MAX);
    assert_null(stmt_text(&s, 1, a));
    assert_int_equal(stmt_step(&s, &row, NULL), OK);
    assert_false(row);
    stmt_end(&s);
    assert_int_equal(stmt_begin(db, ITEM_SET, &s, NULL), OK);
    stmt_bind_i64(&s, 1, 1);
    assert_int_equal(stmt_step(&s, &row, NULL), OK);
    assert_int_equal(stmt_changes(&s), 2);
    stmt_end(&s);
    assert_int_equal(db_take_count(db), 4);
    assert_int_equal(db_take_count(db), 0);
    db_close(&db);
    assert_null(db);
}

static void a_reader_cannot_write(void **state) {
    (void)state;
    struct db *db = open_db(DB_READ);
    struct err e = { 0 };
    assert_int_equal(run2(db, ITEM_ADD, 1, "x", &e), E_INTERNAL);
    assert_non_null(strstr(e.msg, "item_add"));
    assert_int_equal(number_of(db, ITEM_COUNT), 0);
    db_close(&db);
}

static void what_is_not_plain_is_refused(void **state) {
    (void)state;
    static const int BAD[] = { BAD_ATTACH, BAD_PRAGMA, BAD_DDL,      BAD_SCHEMA,
                               BAD_BEGIN,  BAD_SYNTAX, EVENT_UPDATE, EVENT_DELETE };
    struct db *db = open_db(DB_WRITE);
    for (size_t i = 0; i < COUNT(BAD); i++)
        if (run2(db, BAD[i], 0, NULL, NULL) != E_INTERNAL)
            fail_msg("%s runs", STATEMENTS[BAD[i]].name);
    assert_true(db_failed(db));
    assert_int_equal(run2(db, EVENT_ADD, 1, "x", NULL), OK);
    assert_int_equal(run2(db, EVENT_RETIRE, 2, NULL, NULL), OK);
    assert_false(db_failed(db));
    db_close(&db);
}

static void a_refused_key_is_a_conflict_and_harms_nothing(void **state) {
    (void)state;
    struct db *db = open_db(DB_WRITE);
    assert_int_equal(db_begin(db, NULL), OK);
    assert_int_equal(run2(db, ITEM_ADD, 1, "x", NULL), OK);
    assert_int_equal(run2(db, ITEM_ADD, 1, "y", NULL), E_CONFLICT);
    assert_int_equal(run2(db, PART_ADD, 2, "1", NULL), E_CONFLICT);
    assert_int_equal(run2(db, PART_ADD, 1, "-1", NULL), E_INTERNAL);
    assert_false(db_failed(db));
    assert_int_equal(db_commit(db, NULL), OK);
    assert_int_equal(number_of(db, ITEM_COUNT), 1);
    db_close(&db);
}

static void too_large_a_text_is_refused(void **state) {
    (void)state;
    struct db *db = open_db(DB_WRITE);
    char *text = arena_alloc(a, (2 << 20) + 2, 1);
    memset(text, 'x', (2 << 20) + 1);
    assert_int_equal(run2(db, ITEM_ADD, 1, text, NULL), E_TOO_LARGE);
    text[1 << 20] = '\0';
    assert_int_equal(run2(db, ITEM_ADD, 1, text, NULL), OK);
    db_close(&db);
}

static void savepoints_undo_one_job(void **state) {
    (void)state;
    struct db *db = open_db(DB_WRITE);
    assert_int_equal(db_begin(db, NULL), OK);
    assert_int_equal(db_savepoint(db, NULL), OK);
    assert_int_equal(run2(db, ITEM_ADD, 1, "x", NULL), OK);
    assert_int_equal(db_savepoint_release(db, NULL), OK);
    assert_int_equal(db_savepoint(db, NULL), OK);
    assert_int_equal(run2(db, ITEM_ADD, 2, "x", NULL), OK);
    assert_int_equal(db_savepoint_rollback(db, NULL), OK);
    assert_int_equal(db_commit(db, NULL), OK);
    assert_int_equal(number_of(db, ITEM_COUNT), 1);
    assert_int_equal(db_begin(db, NULL), OK);
    assert_int_equal(run2(db, ITEM_SET, 1, NULL, NULL), OK);
    db_rollback(db);
    db_rollback(db);
    assert_int_equal(number_of(db, ITEM_COUNT), 1);
    assert_true(db_wal_pages(db) > 0);
    assert_int_equal(db_truncate_wal(db, NULL), OK);
    db_close(&db);
}

static void a_forgotten_statement_is_named_and_closed(void **state) {
    (void)state;
    struct db *db = open_db(DB_WRITE);
    struct stmt s = { 0 }, again = { 0 };
    struct err e = { 0 };
    bool row = false;
    assert_int_equal(db_check_idle(db, &e), OK);
    assert_int_equal(run2(db, ITEM_ADD, 1, "x", NULL), OK);
    assert_int_equal(stmt_begin(db, ITEM_LIST, &s, NULL), OK);
    assert_int_equal(stmt_step(&s, &row, NULL), OK);
    assert_int_equal(stmt_begin(db, ITEM_LIST, &again, NULL), E_INTERNAL);
    assert_int_equal(db_check_idle(db, &e), E_INTERNAL);
    assert_non_null(strstr(e.msg, "SELECT id, v"));
    assert_int_equal(db_check_idle(db, NULL), OK);
    db_close(&db);
}

static void a_reader_sees_one_state_from_its_first_statement_to_the_end(void **state) {
    (void)state;
    struct db *writer = open_db(DB_WRITE), *reader = open_db(DB_READ);
    db_read_begin(reader);
    assert_int_equal(run2(writer, ITEM_ADD, 1, "x", NULL), OK);
    assert_int_equal(number_of(reader, ITEM_COUNT), 1);
    assert_int_equal(run2(writer, ITEM_ADD, 2, "x", NULL), OK);
    assert_int_equal(number_of(reader, ITEM_COUNT), 1);
    db_read_end(reader);
    assert_int_equal(db_check_idle(reader, NULL), OK);
    assert_int_equal(number_of(reader, ITEM_COUNT), 2);
    db_read_begin(reader);
    db_read_end(reader);
    assert_int_equal(db_truncate_wal(writer, NULL), OK);
    db_close(&reader);
    db_close(&writer);
}

static void what_a_reader_forgets_is_closed_with_its_state(void **state) {
    (void)state;
    struct db *writer = open_db(DB_WRITE), *reader = open_db(DB_READ);
    struct stmt s = { 0 };
    struct err e = { 0 };
    bool row = false;
    assert_int_equal(run2(writer, ITEM_ADD, 1, "x", NULL), OK);
    db_read_begin(reader);
    assert_int_equal(stmt_begin(reader, ITEM_LIST, &s, NULL), OK);
    assert_int_equal(stmt_step(&s, &row, NULL), OK);
    db_read_end(reader);
    assert_int_equal(db_check_idle(reader, &e), E_INTERNAL);
    assert_non_null(strstr(e.msg, "SELECT id, v"));
    err_clear(&e);
    db_read_begin(reader);
    assert_int_equal(number_of(reader, ITEM_COUNT), 1);
    assert_int_equal(db_check_idle(reader, &e), E_INTERNAL);
    assert_non_null(strstr(e.msg, "transaction"));
    db_read_end(reader);
    assert_int_equal(db_truncate_wal(writer, NULL), OK);
    db_close(&reader);
    db_close(&writer);
}

static void failures_can_be_injected(void **state) {
    (void)state;
    struct db *db = open_db(DB_WRITE);
    db_fail_at(db, 2, E_BUSY);
    assert_int_equal(run2(db, ITEM_ADD, 1, "x", NULL), OK);
    assert_false(db_failed(db));
    assert_int_equal(run2(db, ITEM_ADD, 2, "x", NULL), E_BUSY);
    assert_true(db_failed(db));
    assert_false(db_failed(db));
    assert_int_equal(run2(db, ITEM_ADD, 3, "x", NULL), OK);
    assert_int_equal(db_begin(db, NULL), OK);
    db_fail_commit(db);
    assert_int_equal(db_commit(db, NULL), E_BUSY);
    db_rollback(db);
    assert_int_equal(db_begin(db, NULL), OK);
    assert_int_equal(db_commit(db, NULL), OK);
    db_close(&db);
}

static void files_that_others_may_use_are_refused(void **state) {
    (void)state;
    struct db *db = NULL;
    struct stat st = { 0 };
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(db_open(path, DB_READ, &db, NULL), E_DENIED);
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(symlink(path, beside("link.db")), 0);
    assert_int_equal(db_open(beside("link.db"), DB_READ, &db, NULL), E_DENIED);
    assert_int_equal(db_open(beside("none.db"), DB_READ, &db, NULL), E_NOT_FOUND);
    FILE *f = fopen(beside("text.db"), "w");
    (void)fputs("no database at all, but long enough to look at", f);
    (void)fclose(f);
    assert_int_equal(chmod(beside("text.db"), 0600), 0);
    assert_int_equal(db_open(beside("text.db"), DB_READ, &db, NULL), E_INTERNAL);
    assert_null(db);
    /* A folder may be reached through a link: systemd's StateDirectory can be one. */
    assert_int_equal(symlink(dir, beside("folder")), 0);
    assert_int_equal(db_open(beside("folder/otbor.db"), DB_READ, &db, NULL), OK);
    db_close(&db);
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        CASE(values_come_back_as_they_went_in),
        CASE(a_reader_cannot_write),
        CASE(what_is_not_plain_is_refused),
        CASE(a_refused_key_is_a_conflict_and_harms_nothing),
        CASE(too_large_a_text_is_refused),
        CASE(savepoints_undo_one_job),
        CASE(a_forgotten_statement_is_named_and_closed),
        CASE(a_reader_sees_one_state_from_its_first_statement_to_the_end),
        CASE(what_a_reader_forgets_is_closed_with_its_state),
        CASE(failures_can_be_injected),
        CASE(files_that_others_may_use_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

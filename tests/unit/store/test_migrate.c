/* A database knows its migrations: it is brought forward, never back, and never by an edited one.
 */
#include "tests/unit/store/fixture.h"

#include "daemon/base/file.h"
#include "daemon/store/lock.h"

static enum migrate_state state_with(const struct migration *list, size_t n) {
    enum migrate_state state = MIGRATE_FOREIGN;
    struct err e = { 0 };
    if (migrate_check_with(path, list, n, &state, &e) != OK)
        fail_msg("%s", e.msg);
    return state;
}

static void the_real_migrations_make_a_database(void **state) {
    (void)state;
    struct err e = { 0 };
    enum migrate_state now = MIGRATE_FOREIGN;
    if (migrate_create(beside("new/otbor.db"), &e) != OK)
        fail_msg("%s", e.msg);
    assert_int_equal(migrate_check(beside("new/otbor.db"), &now, &e), OK);
    assert_int_equal(now, MIGRATE_CURRENT);
    struct stat st = { 0 };
    assert_int_equal(stat(beside("new"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    assert_int_equal(stat(beside("new/otbor.db"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

static void an_older_database_is_brought_forward(void **state) {
    (void)state;
    size_t applied = 0;
    assert_int_equal(state_with(FIXTURE_MIGRATIONS, 1), MIGRATE_CURRENT);
    assert_int_equal(state_with(FIXTURE_MIGRATIONS, 3), MIGRATE_OLDER);
    assert_int_equal(migrate_run_with(path, FIXTURE_MIGRATIONS, 3, &applied, NULL), OK);
    assert_int_equal(applied, 2);
    assert_int_equal(migrate_run_with(path, FIXTURE_MIGRATIONS, 3, &applied, NULL), OK);
    assert_int_equal(applied, 0);
    assert_int_equal(state_with(FIXTURE_MIGRATIONS, 3), MIGRATE_CURRENT);
}

static void a_newer_database_is_refused(void **state) {
    (void)state;
    size_t applied = 0;
    assert_int_equal(migrate_run_with(path, FIXTURE_MIGRATIONS, 3, &applied, NULL), OK);
    assert_int_equal(state_with(FIXTURE_MIGRATIONS, 2), MIGRATE_NEWER);
    struct err e = { 0 };
    assert_int_equal(migrate_run_with(path, FIXTURE_MIGRATIONS, 2, &applied, &e), E_CONFLICT);
    assert_string_equal(e.msg, migrate_advice(MIGRATE_NEWER));
}

static void an_edited_migration_is_noticed(void **state) {
    (void)state;
    struct migration edited[] = { FIXTURE_MIGRATIONS[0], FIXTURE_MIGRATIONS[1] };
    edited[0].checksum_hex = "9999";
    size_t applied = 0;
    enum migrate_state now = MIGRATE_CURRENT;
    struct err e = { 0 };
    assert_int_equal(migrate_run_with(path, edited, 2, &applied, NULL), E_CONFLICT);
    assert_int_equal(migrate_check_with(path, edited, 2, &now, &e), E_CONFLICT);
    assert_string_equal(e.msg, "migration 1 (one) was edited after it had been applied");
}

static void a_failing_migration_leaves_nothing_behind(void **state) {
    (void)state;
    const struct migration bad[] = { FIXTURE_MIGRATIONS[0],
                                     FIXTURE_MIGRATIONS[1],
                                     { 3, "bad", "CREATE TABLE bad (id BIGINT); SELECT nonsense",
                                       "b" } };
    const struct migration broken[] = { FIXTURE_MIGRATIONS[0],
                                        FIXTURE_MIGRATIONS[1],
                                        { 3, "broken", "INSERT INTO part VALUES (77, 1)", "c" } };
    size_t applied = 0;
    struct err e = { 0 };
    assert_int_equal(migrate_run_with(path, bad, 3, &applied, NULL), E_INTERNAL);
    assert_int_equal(state_with(FIXTURE_MIGRATIONS, 2), MIGRATE_CURRENT);
    assert_int_equal(migrate_run_with(path, broken, 3, &applied, &e), E_INTERNAL);
    assert_non_null(strstr(e.msg, "broken references"));
    assert_int_equal(state_with(FIXTURE_MIGRATIONS, 2), MIGRATE_CURRENT);
    assert_int_equal(migrate_create_with(beside("x.db"), bad, 3, NULL), E_INTERNAL);
    assert_int_not_equal(access(beside("x.db"), F_OK), 0);
    assert_int_not_equal(access(beside("x.db-wal"), F_OK), 0);
    assert_int_not_equal(access(beside("x.db" FILE_PART), F_OK), 0);
}

static void a_database_is_there_whole_or_not_at_all(void **state) {
    (void)state;
    assert_int_equal(migrate_prepare_with(beside("y.db"), FIXTURE_MIGRATIONS, 2, NULL), OK);
    assert_int_not_equal(access(beside("y.db"), F_OK), 0);
    /* Whoever began did not come to the end: the next one begins again. */
    assert_int_equal(migrate_prepare_with(beside("y.db"), FIXTURE_MIGRATIONS, 2, NULL), OK);
    assert_int_not_equal(access(beside("y.db" FILE_PART "-wal"), F_OK), 0);
    assert_int_equal(migrate_publish(beside("y.db"), NULL), OK);
    assert_int_not_equal(access(beside("y.db" FILE_PART), F_OK), 0);
    enum migrate_state now = MIGRATE_FOREIGN;
    assert_int_equal(migrate_check_with(beside("y.db"), FIXTURE_MIGRATIONS, 2, &now, NULL), OK);
    assert_int_equal(now, MIGRATE_CURRENT);
    assert_int_equal(migrate_prepare_with(beside("y.db"), FIXTURE_MIGRATIONS, 2, NULL), E_CONFLICT);
}

static void other_files_are_left_alone(void **state) {
    (void)state;
    enum migrate_state now = MIGRATE_CURRENT;
    assert_int_equal(migrate_create_with(path, FIXTURE_MIGRATIONS, 1, NULL), E_CONFLICT);
    assert_int_equal(state_with(FIXTURE_MIGRATIONS, 1), MIGRATE_CURRENT);
    char command[300];
    (void)snprintf(command, sizeof command, "sqlite3 %s 'CREATE TABLE x(y)' && chmod 600 %s",
                   beside("other.db"), beside("other.db"));
    assert_int_equal(system(command), 0);
    assert_int_equal(migrate_check(beside("other.db"), &now, NULL), OK);
    assert_int_equal(now, MIGRATE_FOREIGN);
    struct db *db = NULL;
    assert_int_equal(db_open(beside("other.db"), DB_READ, &db, NULL), E_INTERNAL);
}

static void one_program_at_a_time(void **state) {
    (void)state;
    int first = -1, second = -1;
    assert_int_equal(lock_take(dir, &first, NULL), OK);
    assert_int_equal(lock_take(dir, &second, NULL), E_CONFLICT);
    lock_free(&first);
    assert_int_equal(lock_take(dir, &second, NULL), OK);
    lock_free(&second);
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        CASE(the_real_migrations_make_a_database),
        CASE(an_older_database_is_brought_forward),
        CASE(a_newer_database_is_refused),
        CASE(an_edited_migration_is_noticed),
        CASE(a_failing_migration_leaves_nothing_behind),
        CASE(a_database_is_there_whole_or_not_at_all),
        CASE(other_files_are_left_alone),
        CASE(one_program_at_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

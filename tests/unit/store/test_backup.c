/* A backup keeps keys apart, is verified, and never brings an erased person back. */
#include "tests/unit/store/fixture.h"

#include <fcntl.h>

#include "daemon/store/backup.h"
#include "daemon/store/check.h"

static void fill(void) {
    struct db *db = open_db(DB_WRITE);
    assert_int_equal(db_begin(db, NULL), OK);
    for (int64_t i = 1; i <= 500; i++) {
        assert_int_equal(run2(db, ITEM_ADD, i, "content", NULL), OK);
        assert_int_equal(
            run2(db, KEY_ADD, i, arena_printf(a, "WRAPPED-KEY-%04lld", (long long)i), NULL), OK);
    }
    assert_int_equal(db_commit(db, NULL), OK);
    db_close(&db);
}

static bool file_holds(const char *file, const char *needle) {
    char command[300];
    (void)snprintf(command, sizeof command, "grep -q -a %s %s", needle, file);
    return system(command) == 0;
}

static int64_t keys_in(const char *file) {
    struct db *db = NULL;
    assert_int_equal(db_open(file, DB_READ, &db, NULL), OK);
    int64_t n = number_of(db, KEY_COUNT);
    assert_int_equal(number_of(db, ITEM_COUNT), 500);
    db_close(&db);
    return n;
}

static void a_backup_is_two_files_and_keys_are_in_one(void **state) {
    (void)state;
    fill();
    struct db *reader = open_db(DB_READ), *writer = open_db(DB_WRITE); /* in use meanwhile */
    struct err e = { 0 };
    if (backup_make(path, beside("b"), &e) != OK)
        fail_msg("%s", e.msg);
    assert_true(file_holds(beside("b.keys"), "WRAPPED-KEY-0250"));
    assert_false(file_holds(beside("b.db"), "WRAPPED-KEY"));
    assert_true(file_holds(beside("b.db"), "content"));
    struct stat st = { 0 };
    assert_int_equal(stat(beside("b.keys"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_not_equal(access(beside("b.db.part"), F_OK), 0);
    assert_int_equal(backup_make(path, beside("b"), NULL), E_CONFLICT);
    assert_int_equal(backup_make(path, beside("no/folder"), NULL), E_DENIED);
    db_close(&reader);
    db_close(&writer);
    assert_int_equal(keys_in(path), 500);
}

static void a_restore_gives_all_back_but_the_erased(void **state) {
    (void)state;
    fill();
    int64_t withheld = -1;
    assert_int_equal(backup_make(path, beside("b"), NULL), OK);
    assert_int_equal(
        backup_restore(beside("b.db"), beside("b.keys"), NULL, beside("r1.db"), &withheld, NULL),
        OK);
    assert_int_equal(withheld, 0);
    assert_int_equal(keys_in(beside("r1.db")), 500);
    assert_int_equal(backup_note_erased(beside("erased.log"), 7, 1700000000000, 1, NULL), OK);
    assert_int_equal(backup_note_erased(beside("erased.log"), 8, 1700000000001, 2, NULL), OK);
    assert_int_equal(backup_note_erased(beside("erased.log"), 9999, 1700000000002, 3, NULL), OK);
    assert_int_equal(backup_restore(beside("b.db"), beside("b.keys"), beside("erased.log"),
                                    beside("r2.db"), &withheld, NULL),
                     OK);
    assert_int_equal(withheld, 2);
    assert_int_equal(keys_in(beside("r2.db")), 498);
    assert_false(file_holds(beside("r2.db"), "WRAPPED-KEY-0007"));
    assert_int_equal(backup_restore(beside("b.db"), NULL, NULL, beside("r3.db"), &withheld, NULL),
                     OK);
    assert_int_equal(keys_in(beside("r3.db")), 0);
}

/* Files of two backups, or keys that lack somebody: what they would give back does not open. */
static void a_restore_wants_the_keys_of_its_own_backup(void **state) {
    (void)state;
    fill();
    int64_t withheld = -1;
    struct err e = { 0 };
    assert_int_equal(backup_make(path, beside("b"), NULL), OK);
    assert_int_equal(backup_make(path, beside("c"), NULL), OK);
    assert_int_equal(backup_restore(beside("b.db"), beside("c.keys"), NULL, beside("r.db"), &withheld, &e), E_CONFLICT);
    assert_non_null(strstr(e.msg, "not made with"));
    char command[300];
    (void)snprintf(command, sizeof command, "sqlite3 %s 'DELETE FROM person_key WHERE person_id = 250'", beside("b.keys"));
    assert_int_equal(system(command), 0);
    err_clear(&e);
    assert_int_equal(backup_restore(beside("b.db"), beside("b.keys"), NULL, beside("r.db"), &withheld, &e), E_CONFLICT);
    assert_non_null(strstr(e.msg, "499"));
    assert_int_equal(backup_restore(path, beside("b.keys"), NULL, beside("r.db"), &withheld, NULL), E_INVALID);
    assert_int_not_equal(access(beside("r.db"), F_OK), 0);
}

/* All that a killed backup can leave: old parts go, new ones and those of a data folder stay. */
static void unfinished_files_of_killed_backups_go(void **state) {
    (void)state;
    fill();
    const char *const names[] = { "k.db.part", "k.keys.part", "otbor.db.part", "new.keys.part" };
    for (size_t i = 0; i < 4; i++) {
        FILE *f = fopen(beside(names[i]), "w");
        assert_non_null(f);
        (void)fclose(f);
        const struct timespec old[2] = { { .tv_sec = 1700000000 }, { .tv_sec = 1700000000 } };
        if (i < 3)
            assert_int_equal(utimensat(AT_FDCWD, beside(names[i]), old, 0), 0);
    }
    assert_int_equal(backup_make(path, beside("b"), NULL), OK);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(access(beside(names[i]), F_OK) == 0, i >= 2);
}

static void a_restore_trusts_nothing(void **state) {
    (void)state;
    fill();
    int64_t withheld = -1;
    assert_int_equal(backup_make(path, beside("b"), NULL), OK);
    assert_int_equal(backup_restore(beside("b.db"), beside("b.keys"), NULL, path, &withheld, NULL),
                     E_CONFLICT);
    FILE *f = fopen(beside("erased.log"), "w");
    (void)fputs("7 seven\n", f);
    (void)fclose(f);
    assert_int_equal(backup_restore(beside("b.db"), beside("b.keys"), beside("erased.log"),
                                    beside("r.db"), &withheld, NULL),
                     E_INVALID);
    assert_int_equal(backup_restore(beside("b.db"), beside("b.keys"), beside("none.log"),
                                    beside("r.db"), &withheld, NULL),
                     E_NOT_FOUND);
    assert_int_equal(
        backup_restore(beside("b.keys"), beside("b.keys"), NULL, beside("r.db"), &withheld, NULL),
        E_INVALID);
    assert_int_not_equal(access(beside("r.db"), F_OK), 0);
    assert_int_not_equal(access(beside("r.db.part"), F_OK), 0);
    assert_int_equal(withheld, -1);
}

static int findings;
static char last_finding[600];

static void report(void *arg, const char *sentence) {
    (void)arg;
    findings++;
    (void)snprintf(last_finding, sizeof last_finding, "%s", sentence);
}

static bool is_good(void) {
    bool good = false;
    struct err e = { 0 };
    findings = 0;
    if (store_check(path, report, NULL, &good, &e) != OK)
        fail_msg("%s", e.msg);
    assert_int_equal(good, findings == 0);
    return good;
}

static void a_check_finds_damage_and_open_files(void **state) {
    (void)state;
    fill();
    assert_true(is_good());
    assert_int_equal(chmod(dir, 0755), 0);
    assert_false(is_good());
    assert_non_null(strstr(last_finding, "chmod 700"));
    assert_int_equal(chmod(dir, 0700), 0);
    FILE *f = fopen(path, "r+");
    assert_int_equal(fseek(f, 4096 * 5, SEEK_SET), 0);
    for (int i = 0; i < 2000; i++)
        (void)fputc(0x5a, f);
    (void)fclose(f);
    assert_false(is_good());
    bool good = true;
    assert_int_equal(store_check(beside("none.db"), report, NULL, &good, NULL), E_NOT_FOUND);
}

static void free_space_is_watched(void **state) {
    (void)state;
    int64_t bytes = 0;
    struct err e = { 0 };
    assert_int_equal(store_check_space(dir, 1, &bytes, &e), OK);
    assert_true(bytes > 0);
    assert_int_equal(store_check_space(dir, INT64_MAX, NULL, &e), E_BUSY);
    assert_int_equal(store_check_space(beside("none"), 1, NULL, NULL), E_INTERNAL);
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_backup_is_two_files_and_keys_are_in_one),
        CASE(a_restore_gives_all_back_but_the_erased),
        CASE(a_restore_wants_the_keys_of_its_own_backup),
        CASE(unfinished_files_of_killed_backups_go),
        CASE(a_restore_trusts_nothing),
        CASE(a_check_finds_damage_and_open_files),
        CASE(free_space_is_watched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

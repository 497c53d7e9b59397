/* Files and folders that are there whole or not at all, for ever. */
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

#include "daemon/base/file.h"

static char dir[] = "/tmp/otbor-file-XXXXXX";

static const char *beside(const char *name) {
    static char paths[4][200];
    static int next;
    char *path = paths[next++ % 4];
    (void)snprintf(path, sizeof paths[0], "%s/%s", dir, name);
    return path;
}

static int setup(void **state) {
    (void)state;
    return mkdtemp(dir) == NULL;
}

static int teardown(void **state) {
    (void)state;
    (void)unlink(beside("whole"));
    (void)rmdir(beside("folder"));
    return rmdir(dir);
}

static void put(const char *path, const char *text) {
    FILE *f = fopen(path, "we");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void a_finished_file_gets_its_name_once(void **state) {
    (void)state;
    char part[FILE_PATH_BYTES] = "", text[20] = "";
    struct err e = { 0 };
    assert_int_equal(file_part(beside("whole"), part, NULL), OK);
    assert_string_equal(part, beside("whole" FILE_PART));
    put(part, "first");
    assert_int_equal(file_publish(part, beside("whole"), NULL), OK);
    assert_int_not_equal(access(part, F_OK), 0);
    put(part, "second");
    assert_int_equal(file_publish(part, beside("whole"), &e), E_CONFLICT);
    assert_non_null(strstr(e.msg, "whole"));
    FILE *f = fopen(beside("whole"), "re");
    assert_non_null(f);
    assert_non_null(fgets(text, sizeof text, f));
    assert_int_equal(fclose(f), 0);
    assert_string_equal(text, "first");
    assert_int_equal(unlink(part), 0);
}

static void what_is_not_there_gets_no_name(void **state) {
    (void)state;
    assert_int_equal(file_publish(beside("nothing"), beside("new"), NULL), E_DENIED);
    assert_int_not_equal(access(beside("new"), F_OK), 0);
}

static void a_path_too_long_is_refused(void **state) {
    (void)state;
    static char path[FILE_PATH_BYTES];
    memset(path, 'x', sizeof path - 1);
    char part[FILE_PATH_BYTES] = "";
    bool made = false;
    assert_int_equal(file_part(path, part, NULL), E_INVALID);
    assert_int_equal(file_make_folder(path, &made, NULL), E_INVALID);
}

static void a_folder_is_made_for_us_alone(void **state) {
    (void)state;
    struct stat st = { 0 };
    bool made = false;
    assert_int_equal(file_make_folder(beside("folder"), &made, NULL), OK);
    assert_true(made);
    assert_int_equal(stat(beside("folder"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    assert_int_equal(file_make_folder(beside("folder"), &made, NULL), OK);
    assert_false(made);
    assert_int_equal(file_make_folder(beside("no/folder"), &made, NULL), E_DENIED);
    assert_false(made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_finished_file_gets_its_name_once),
        cmocka_unit_test(what_is_not_there_gets_no_name),
        cmocka_unit_test(a_path_too_long_is_refused),
        cmocka_unit_test(a_folder_is_made_for_us_alone),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

/* A folder with a key file whose root is 00 01 02 … 1f, so that answers are known, and a database
 * with the real migrations. */
#ifndef TESTS_UNIT_AUTH_FIXTURE_H
#define TESTS_UNIT_AUTH_FIXTURE_H

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

#include "daemon/auth/keys.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/clock.h"
#include "daemon/base/rand.h"
#include "daemon/store/db.h"
#include "daemon/store/migrate.h"

#define ROOT_1 "root.1 = AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n"
#define ROOT_2 "root.2 = HxwdHh8AAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRo\n"
#define FIRST  "otbor-keys 1\n"

#define AN_HOUR INT64_C(3600000)
#define NOW     INT64_C(1700000000000)

static char dir[64];
static struct arena *a;
static struct keys *keys;
__attribute__((unused)) static struct db *db;

__attribute__((unused)) static const char *beside(const char *name) {
    return arena_printf(a, "%s/%s", dir, name);
}

/* Write a key file and open it. */
__attribute__((unused)) static enum errc open_keys(const char *text, mode_t mode,
                                                   struct keys **ret) {
    const char *path = beside("keys");
    (void)unlink(path);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    (void)fputs(text, f);
    (void)fclose(f);
    assert_int_equal(chmod(path, mode), 0);
    return keys_open(path, ret, NULL);
}

static int fixture_setup(void **state) {
    (void)state;
    clock_start();
    rand_start();
    a = arena_new(64 << 20);
    (void)snprintf(dir, sizeof dir, "/tmp/otbor-test-XXXXXX");
    assert_non_null(mkdtemp(dir));
    assert_int_equal(open_keys(FIRST ROOT_1, 0600, &keys), OK);
    return 0;
}

static int fixture_teardown(void **state) {
    (void)state;
    char command[128];
    (void)snprintf(command, sizeof command, "rm -rf %s", dir);
    assert_int_equal(system(command), 0);
    keys_close(&keys);
    arena_free(&a);
    return 0;
}

__attribute__((unused)) static int fixture_db_setup(void **state) {
    struct err e = { 0 };
    (void)fixture_setup(state);
    if (migrate_create(beside("otbor.db"), &e) != OK ||
        db_open(beside("otbor.db"), DB_WRITE, &db, &e) != OK)
        fail_msg("%s", e.msg);
    return 0;
}

__attribute__((unused)) static int fixture_db_teardown(void **state) {
    db_close(&db);
    return fixture_teardown(state);
}

/* What must succeed says why when it does not. */
#define GOOD(call)                                                                                 \
    do {                                                                                           \
        struct err e = { 0 };                                                                      \
        if ((call) != OK)                                                                          \
            fail_msg("%s: %s", #call, e.msg);                                                      \
    } while (0)

#endif

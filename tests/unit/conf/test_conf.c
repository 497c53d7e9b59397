/* Flags beat the environment, the environment beats the file, the file beats defaults; faults name the place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/conf/conf.h"

static struct arena *arena;
static char dir[] = "/tmp/otbor-conf-XXXXXX";

static int setup(void **state) {
    (void)state;
    arena = arena_new(1 << 20);
    return mkdtemp(dir) == NULL;
}

static int teardown(void **state) {
    (void)state;
    (void)unlink(arena_printf(arena, "%s/otbor.conf", dir));
    (void)rmdir(dir);
    arena_free(&arena);
    return 0;
}

static void write_file(const char *text) {
    FILE *f = fopen(arena_printf(arena, "%s/otbor.conf", dir), "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static enum errc load(char *const *argv, int argc, struct conf *conf, struct err *e) {
    static const struct param OWN[] = { { "seed", "N", "1", "the seed" }, { "dry", NULL, NULL, "only say" } };
    err_clear(e);
    const struct conf_flags flags = { "try", NULL, OWN, COUNT(OWN) };
    return conf_load(&flags, argc, argv, arena, conf, e);
}

static void the_stronger_source_wins(void **state) {
    (void)state;
    struct conf conf;
    struct err e = { 0 };
    write_file("# comment\nlisten = 127.0.0.1:1\npublic_url = https://file.example\nlog = warn\n");
    assert_int_equal(setenv("OTBOR_PUBLIC_URL", "https://env.example", 1), 0);
    char *argv[] = { "--data", dir, "--log=error", "--dry", "--seed", "7", "F" };
    assert_int_equal(load(argv, COUNT(argv), &conf, &e), OK);
    assert_string_equal(conf_get(&conf, "log"), "error");
    assert_string_equal(conf_get(&conf, "public_url"), "https://env.example");
    assert_string_equal(conf_get(&conf, "listen"), "127.0.0.1:1");
    assert_string_equal(conf_get(&conf, "limits"), "on");
    assert_string_equal(conf_get(&conf, "seed"), "7");
    assert_true(conf_on(&conf, "dry"));
    assert_int_equal(conf.args_n, 1);
    assert_string_equal(conf.args[0], "F");
    assert_null(conf_get(&conf, "smtp_url"));
    assert_int_equal(unsetenv("OTBOR_PUBLIC_URL"), 0);
}

static void a_fault_names_its_place(void **state) {
    (void)state;
    struct conf conf;
    struct err e = { 0 };
    write_file("listen = x\nlisen = y\n");
    char *argv[] = { "--data", dir };
    assert_int_equal(load(argv, 2, &conf, &e), E_INVALID);
    assert_non_null(strstr(e.msg, "otbor.conf:2: unknown key lisen"));
    char *unknown[] = { "--lisen", "x" };
    assert_int_equal(load(unknown, 2, &conf, &e), E_INVALID);
    assert_non_null(strstr(e.msg, "--lisen"));
    char *missing[] = { "--listen" };
    assert_int_equal(load(missing, 1, &conf, &e), E_INVALID);
    assert_non_null(strstr(e.msg, "HOST:PORT"));
    char *odd[] = { "--limits", "maybe" };
    assert_int_equal(load(odd, 2, &conf, &e), E_INVALID);
    assert_non_null(strstr(e.msg, "on or off"));
}

static void a_command_takes_its_own_flags_alone(void **state) {
    (void)state;
    const struct conf_flags flags = { "check", " data key_file ", NULL, 0 };
    struct conf conf;
    struct err e = { 0 };
    struct buf help;
    write_file("listen = 127.0.0.1:1\n");
    char *good[] = { "--data", dir, "--key-file", "k" };
    assert_int_equal(conf_load(&flags, 4, good, arena, &conf, &e), OK);
    assert_string_equal(conf_get(&conf, "key_file"), "k");
    assert_string_equal(conf_get(&conf, "listen"), "127.0.0.1:1"); /* the file serves all commands */
    static const char *const BAD[] = { "--listen", "--key", "--file", "--seed", "--log=info", "-x" };
    for (size_t i = 0; i < COUNT(BAD); i++) {
        char *argv[] = { (char *)BAD[i], "v" };
        err_clear(&e);
        assert_int_equal(conf_load(&flags, 2, argv, arena, &conf, &e), E_INVALID);
        assert_non_null(strstr(e.msg, BAD[i]));
        assert_non_null(strstr(e.msg, "otbor check --help"));
    }
    buf_init(&help, 1 << 16);
    conf_help(&flags, &help);
    assert_non_null(strstr(buf_str(&help), "--key-file FILE"));
    assert_null(strstr(buf_str(&help), "--listen"));
    buf_fini(&help);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_takes_its_own_flags_alone),
        cmocka_unit_test(the_stronger_source_wins),
        cmocka_unit_test(a_fault_names_its_place),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

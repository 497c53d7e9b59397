/* A log line is one line of printable ASCII, whatever the values are; time runs, ids differ. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "daemon/base/clock.h"
#include "daemon/base/log.h"
#include "daemon/base/rand.h"

/* What one call writes to standard error. */
static const char *captured(enum log_level level, const char *value) {
    static char line[4096];
    int ends[2] = { 0 };
    assert_int_equal(pipe(ends), 0);
    int keep = dup(STDERR_FILENO);
    (void)dup2(ends[1], STDERR_FILENO);
    log_line(level, "test", "value=%s n=%d", value, 7);
    (void)dup2(keep, STDERR_FILENO);
    (void)close(keep);
    (void)close(ends[1]);
    ssize_t n = read(ends[0], line, sizeof line - 1);
    (void)close(ends[0]);
    line[n > 0 ? n : 0] = '\0';
    return line;
}

static void a_line_has_time_level_event_and_fields(void **state) {
    (void)state;
    const char *line = captured(LOG_WARN, log_value("plain"));
    assert_int_equal(strlen(line),
                     strlen("2026-11-24T07:12:03.123Z warn event=test value=plain n=7\n"));
    assert_string_equal(line + 24, " warn event=test value=plain n=7\n");
    assert_int_equal(line[10], 'T');
}

static void values_cannot_break_the_line(void **state) {
    (void)state;
    assert_string_equal(captured(LOG_INFO, log_value("a\nb \"я\\")) + 24,
                        " info event=test value=\"a\\x0ab \\x22\\xd1\\x8f\\x5c\" n=7\n");
    assert_string_equal(captured(LOG_INFO, "raw\nline") + 24,
                        " info event=test value=raw\\x0aline n=7\n");
    assert_string_equal(log_value(""), "\"\"");
    assert_string_equal(log_value(NULL), "\"\"");
}

static void long_values_are_cut(void **state) {
    (void)state;
    char longer[5000];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    assert_true(strlen(log_value(longer)) < 256);
    const char *line = captured(LOG_INFO, longer);
    assert_true(strlen(line) < 2300);
    assert_int_equal(line[strlen(line) - 1], '\n');
}

static void lines_below_the_level_are_dropped(void **state) {
    (void)state;
    assert_string_equal(captured(LOG_DEBUG, "x"), "");
    log_level_set(LOG_DEBUG);
    assert_true(captured(LOG_DEBUG, "x")[0] != '\0');
    log_level_set(LOG_INFO);
}

static void time_starts_where_told_and_runs(void **state) {
    (void)state;
    clock_start_at(INT64_C(1700000000000));
    int64_t then = clock_now_ms();
    (void)usleep(20000);
    int64_t passed = clock_now_ms() - then;
    assert_true(then >= INT64_C(1700000000000) && then < INT64_C(1700000001000));
    assert_true(passed >= 19 && passed < 2000);
    clock_start();
    assert_true(clock_now_ms() > INT64_C(1700000000000));
}

static void ids_are_positive_and_exact_in_a_double(void **state) {
    (void)state;
    rand_start();
    int64_t last = 0;
    for (int i = 0; i < 1000; i++) {
        int64_t id = rand_id();
        assert_true(id > 0 && id < (INT64_C(1) << 53) && id != last);
        last = id;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_has_time_level_event_and_fields),
        cmocka_unit_test(values_cannot_break_the_line),
        cmocka_unit_test(long_values_are_cut),
        cmocka_unit_test(lines_below_the_level_are_dropped),
        cmocka_unit_test(time_starts_where_told_and_runs),
        cmocka_unit_test(ids_are_positive_and_exact_in_a_double),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* One time for the process: a step of the wall clock moves nothing until it is adopted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "daemon/base/clock.h"

static time_t step_s; /* how far somebody set the wall clock */

/* In the place of the C library's. */
int clock_gettime(clockid_t which, struct timespec *t) {
    int code = (int)syscall(SYS_clock_gettime, which, t);
    if (which == CLOCK_REALTIME)
        t->tv_sec += step_s;
    return code;
}

static void time_runs_on_whatever_the_wall_clock_says(void **state) {
    (void)state;
    step_s = 0;
    clock_start_at(1700000000000);
    step_s = 3600;
    assert_true(clock_now_ms() >= 1700000000000 && clock_now_ms() < 1700000060000);
    step_s = -86400;
    assert_true(clock_now_ms() >= 1700000000000 && clock_now_ms() < 1700000060000);
}

static void step_is_seen_until_it_is_followed(void **state) {
    (void)state;
    int64_t by_ms = 0;
    step_s = 0;
    clock_start();
    assert_false(clock_stepped(&by_ms));
    step_s = 3600;
    assert_true(clock_stepped(&by_ms));
    assert_true(by_ms > 3599000 && by_ms < 3601000);
    int64_t before_ms = clock_now_ms();
    clock_adopt(by_ms);
    assert_true(clock_now_ms() - before_ms >= by_ms && clock_now_ms() - before_ms < by_ms + 60000);
    assert_false(clock_stepped(&by_ms));
    step_s = 0;
    assert_true(clock_stepped(&by_ms));
    assert_true(by_ms < -3599000 && by_ms > -3601000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(time_runs_on_whatever_the_wall_clock_says),
        cmocka_unit_test(step_is_seen_until_it_is_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

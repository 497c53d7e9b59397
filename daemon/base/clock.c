#include "daemon/base/clock.h"

#include <stdatomic.h>
#include <time.h>

#include "daemon/base/check.h"

/* Set once before threads start, read by all of them afterwards. */
static bool started;
static int64_t start_ms;      /* our time at the start: what clock_now_ms counts from */
static int64_t start_wall_us; /* the wall clock at the start, to see it step */
static int64_t start_run_us;  /* the running clock at the start */

/* How far somebody has set the wall clock since, as far as we follow it. */
static _Atomic int64_t adopted_ms;

static int64_t read_us(clockid_t which) {
    struct timespec t = { 0 };
    CHECK(clock_gettime(which, &t) == 0);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* CLOCK_BOOTTIME is CLOCK_MONOTONIC that also counts while the machine sleeps: deadlines go on. */
static int64_t run_us(void) {
    return read_us(CLOCK_BOOTTIME);
}

void clock_start_at(int64_t now_ms) {
    start_wall_us = read_us(CLOCK_REALTIME);
    start_run_us = run_us();
    start_ms = now_ms;
    atomic_store(&adopted_ms, 0);
    started = true;
}

void clock_start(void) {
    clock_start_at(read_us(CLOCK_REALTIME) / 1000);
}

int64_t clock_now_ms(void) {
    return start_ms + clock_monotonic_us() / 1000 + atomic_load(&adopted_ms);
}

int64_t clock_monotonic_us(void) {
    CHECK(started);
    return run_us() - start_run_us;
}

bool clock_stepped(int64_t *ret_by_ms) {
    int64_t by_ms = (read_us(CLOCK_REALTIME) - start_wall_us - clock_monotonic_us()) / 1000 -
                    atomic_load(&adopted_ms);
    *ret_by_ms = by_ms;
    return by_ms >= SECOND_MS || by_ms <= -SECOND_MS;
}

void clock_adopt(int64_t by_ms) {
    atomic_fetch_add(&adopted_ms, by_ms);
}

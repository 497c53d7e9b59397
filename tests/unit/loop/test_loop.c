/* A loop delivers the numbers that other threads post, all of them, each thread's in order. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "daemon/base/check.h"
#include "daemon/loop/loop.h"

enum { THREADS = 4, EACH = 10000 };

struct seen {
    struct loop *loop;
    uint64_t last[THREADS];
    int n, woken;
};

static void deliver(void *arg, uint64_t number) {
    struct seen *s = arg;
    if (number == 0) {
        s->woken++;
        loop_leave(s->loop);
        return;
    }
    uint64_t thread = number >> 32, nth = number & UINT32_MAX;
    CHECK(nth == s->last[thread] + 1);
    s->last[thread] = nth;
    s->n++;
}

struct poster {
    struct loop *loop;
    uint64_t thread;
};

static void *post(void *arg) {
    struct poster *p = arg;
    for (uint64_t i = 1; i <= EACH; i++)
        loop_post(p->loop, p->thread << 32 | i);
    return NULL;
}

static void numbers_arrive_in_order(void **state) {
    (void)state;
    struct seen s = { 0 };
    s.loop = loop_new("test", deliver, &s);
    assert_int_equal(loop_start(s.loop, NULL), OK);
    pthread_t threads[THREADS];
    struct poster posters[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        posters[i] = (struct poster) { s.loop, i };
        assert_int_equal(loop_thread("poster", post, &posters[i], &threads[i], NULL), OK);
    }
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    /* Woken after the last post: what was posted before is there when it looks. */
    loop_wake(s.loop);
    loop_join(s.loop);
    loop_free(&s.loop);
    assert_null(s.loop);
    assert_int_equal(s.n, THREADS * EACH);
    assert_int_equal(s.woken, 1);
}

static void a_loop_that_never_started_is_freed(void **state) {
    (void)state;
    struct seen s = { 0 };
    s.loop = loop_new("never", deliver, &s);
    loop_post(s.loop, 1);
    loop_free(&s.loop);
    assert_int_equal(s.n, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_arrive_in_order),
        cmocka_unit_test(a_loop_that_never_started_is_freed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

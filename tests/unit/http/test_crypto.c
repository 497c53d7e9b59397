/* Password hashes: who is known comes before a flood of strangers, whose queue has an end of its own. */
#include <setjmp.h>
#include <stdbool.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include <pthread.h>
#include <unistd.h>

#include "daemon/base/clock.h"
#include "daemon/http/call.h"
#include "daemon/http/crypto.h"
#include "daemon/http/limits.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool open_gate;
static int waiting, order_n;
static uint64_t order[64]; /* numbers of calls as they ran, behind the gate */

/* Calls without a number keep their thread busy until the gate opens. */
static void run(struct call *call) {
    pthread_mutex_lock(&lock);
    if (call->number == 0) {
        waiting++;
        pthread_cond_broadcast(&changed);
        while (!open_gate)
            pthread_cond_wait(&changed, &lock);
    } else {
        order[order_n++] = call->number;
    }
    pthread_mutex_unlock(&lock);
}

static void half_of_the_cores_at_most_four(void **state) {
    (void)state;
    static const struct {
        long cores;
        int threads;
    } CASES[] = { { -1, 1 }, { 1, 1 }, { 2, 1 }, { 3, 1 }, { 4, 2 }, { 8, 4 }, { 64, 4 } };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_int_equal(crypto_threads(CASES[i].cores), CASES[i].threads);
}

static void the_known_come_first(void **state) {
    (void)state;
    static struct call calls[64];
    struct crypto *crypto = NULL;
    struct err e = { 0 };
    int threads = crypto_threads(sysconf(_SC_NPROCESSORS_ONLN)), n = 0;
    assert_int_equal(crypto_start(run, &crypto, &e), OK);
    for (int i = 0; i < threads; i++)
        assert_int_equal(crypto_submit(crypto, &calls[n++], false, &e), OK);
    pthread_mutex_lock(&lock);
    while (waiting < threads)
        pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
    for (uint64_t i = 1; i <= CRYPTO_QUEUE_MAX; i++) {
        calls[n].number = i;
        assert_int_equal(crypto_submit(crypto, &calls[n++], false, &e), OK);
    }
    assert_int_equal(crypto_submit(crypto, &calls[n], false, &e), E_BUSY);
    calls[n].number = 99;
    assert_int_equal(crypto_submit(crypto, &calls[n], true, &e), OK);
    pthread_mutex_lock(&lock);
    open_gate = true;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
    crypto_stop(&crypto); /* runs what is queued */
    assert_null(crypto);
    assert_int_equal(order_n, CRYPTO_QUEUE_MAX + 1);
    int place = 0;
    while (order[place] != 99)
        place++;
    assert_true(place < threads);
}

int main(void) {
    clock_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_of_the_cores_at_most_four),
        cmocka_unit_test(the_known_come_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

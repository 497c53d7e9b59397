/* Jobs run in order of time, once for each asking, again after a failure; one that waits for somebody
 * else's machine holds up neither the others nor the end of the process. */
#include <stdatomic.h>
#include <time.h>

#include "tests/unit/auth/fixture.h"

#include "daemon/jobs/jobs.h"
#include "daemon/store/writer.h"
#include "gen/sql/jobs.h"

/* What ran, in order: the objects of the due jobs. */
static struct seen {
    int64_t objects[8];
    atomic_int n;
    bool fail;
    atomic_int waiting; /* 1 = a waiting job is under way, 2 = it came back */
} seen;

static int setup(void **state) {
    seen = (struct seen){ 0 };
    return fixture_db_setup(state);
}

static enum errc run_note(struct job_context *ctx, int64_t object_id, struct err *e) {
    (void)ctx;
    if (seen.fail)
        return ERR(e, E_BUSY, "not now");
    seen.objects[atomic_load(&seen.n)] = object_id;
    atomic_fetch_add(&seen.n, 1);
    return OK;
}

static void sleep_ms(long ms) {
    const struct timespec t = { 0, ms * 1000000 };
    (void)nanosleep(&t, NULL);
}

/* As a server that accepts and says nothing. */
static enum errc run_waiting(struct job_context *ctx, int64_t object_id, struct err *e) {
    (void)object_id, (void)e;
    atomic_store(&seen.waiting, 1);
    while (!job_stopping(ctx))
        sleep_ms(1);
    atomic_store(&seen.waiting, 2);
    return OK;
}

static const struct job_kind KINDS[] = {
    { .kind = "note", .run = run_note },
    { .kind = "wait", .every_ms = 1, .run = run_waiting, .waits = true },
};

static enum errc ask(int64_t object_id, int64_t run_at) {
    struct err e = { 0 };
    TRY(db_begin(db, &e));
    TRY(jobs_ask(db, "note", object_id, run_at, &e));
    return db_commit(db, &e);
}

static void due_jobs_run_once_in_order_of_time(void **state) {
    (void)state;
    GOOD(ask(1, NOW + 30));
    GOOD(ask(2, NOW + 10));
    GOOD(ask(1, NOW + 20)); /* already asked for, and now earlier */
    GOOD(ask(3, NOW + 41));
    GOOD(jobs_run_due(db, KINDS, COUNT(KINDS), NULL, NOW + 40, &e));
    assert_int_equal(seen.n, 2);
    assert_int_equal(seen.objects[0], 2);
    assert_int_equal(seen.objects[1], 1);
    GOOD(jobs_run_due(db, KINDS, COUNT(KINDS), NULL, NOW + 41, &e));
    assert_int_equal(seen.n, 3);
    assert_int_equal(seen.objects[2], 3);
}

static void failed_job_comes_again_with_its_reason(void **state) {
    (void)state;
    GOOD(ask(5, NOW));
    seen.fail = true;
    GOOD(jobs_run_due(db, KINDS, COUNT(KINDS), NULL, NOW, &e));
    seen.fail = false;
    const struct q_job_due_row *row = NULL;
    GOOD(jobs_run_due(db, KINDS, COUNT(KINDS), NULL, NOW + 4999, &e));
    assert_int_equal(seen.n, 0);
    GOOD(q_job_due(db, NOW + 5000, INT64_MAX, a, &row, &e));
    assert_non_null(row);
    assert_int_equal(row->tries, 1);
    GOOD(jobs_run_due(db, KINDS, COUNT(KINDS), NULL, NOW + 5000, &e));
    assert_int_equal(seen.n, 1);
    GOOD(q_job_due(db, NOW + AN_HOUR, INT64_MAX, a, &row, &e));
    assert_null(row);
}

/* The kinds that wait are the server's alone. */
static void tools_run_no_waiting_job(void **state) {
    (void)state;
    GOOD(db_begin(db, &e));
    GOOD(jobs_ask(db, "wait", 1, NOW, &e));
    GOOD(db_commit(db, &e));
    GOOD(jobs_run_due(db, KINDS, COUNT(KINDS), NULL, NOW, &e));
    assert_int_equal(seen.waiting, 0);
}

/* Wait until a number is reached; five seconds are for ever. */
static bool reaches(atomic_int *value, int wanted) {
    for (int i = 0; i < 5000 && atomic_load(value) < wanted; i++)
        sleep_ms(1);
    return atomic_load(value) >= wanted;
}

static void waiting_job_delays_neither_others_nor_the_end(void **state) {
    (void)state;
    struct writer *w = NULL;
    struct jobs *jobs = NULL;
    GOOD(writer_start(beside("otbor.db"), 16, &w, &e));
    GOOD(jobs_start(beside("otbor.db"), w, KINDS, COUNT(KINDS), NULL, NULL, &jobs, &e));
    assert_true(reaches(&seen.waiting, 1));
    GOOD(ask(9, clock_now_ms()));
    assert_true(reaches(&seen.n, 1));
    assert_int_equal(seen.waiting, 1); /* still: it ends only with the process */
    jobs_stop(&jobs);
    assert_null(jobs);
    assert_int_equal(seen.waiting, 2);
    writer_stop(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(due_jobs_run_once_in_order_of_time, setup, fixture_db_teardown),
        cmocka_unit_test_setup_teardown(failed_job_comes_again_with_its_reason, setup, fixture_db_teardown),
        cmocka_unit_test_setup_teardown(tools_run_no_waiting_job, setup, fixture_db_teardown),
        cmocka_unit_test_setup_teardown(waiting_job_delays_neither_others_nor_the_end, setup,
                                        fixture_db_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

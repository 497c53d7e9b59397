/* The writer commits before it answers, keeps one job's failure from its neighbours, and loses
 * nothing that it accepted. */
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

#include "tests/unit/store/fixture.h"

#include "daemon/store/checkpoint.h"
#include "daemon/store/writer.h"

/* A job that adds items first..first+n-1 and may misbehave. */
struct add {
    struct writer_job job; /* first */
    int64_t first, n;
    int64_t
        fail_at; /* its n-th statement fails, each time it runs for the first `fail_runs` times */
    int fail_runs;
    bool fail_commit, swallow, hold;
    enum errc refuse; /* after its writes */
    int runs;
    enum errc code;
    atomic_int done_n;
};

static sem_t gate; /* jobs with hold wait here */
static sem_t held; /* and say so here */
static atomic_int all_done;

static enum errc add_run(struct writer_job *job, struct db *db, struct err *e) {
    struct add *add = (struct add *)job;
    add->runs++;
    if (add->hold) {
        (void)sem_post(&held);
        (void)sem_wait(&gate);
    }
    if (add->fail_at > 0 && add->runs <= add->fail_runs)
        db_fail_at(db, add->fail_at, E_BUSY);
    if (add->fail_commit && add->runs <= add->fail_runs)
        db_fail_commit(db);
    for (int64_t i = 0; i < add->n; i++) {
        enum errc code = run2(db, ITEM_ADD, add->first + i, "x", e);
        if (code != OK && !add->swallow)
            return code;
    }
    return add->refuse;
}

static void add_done(struct writer_job *job, enum errc code, const struct err *e) {
    struct add *add = (struct add *)job;
    (void)e;
    add->code = code;
    add->done_n++;
    atomic_fetch_add(&all_done, 1);
}

static struct writer *start(size_t queue_max) {
    struct writer *w = NULL;
    struct err e = { 0 };
    if (writer_start(path, queue_max, &w, &e) != OK)
        fail_msg("%s", e.msg);
    assert_int_equal(sem_init(&gate, 0, 0), 0);
    assert_int_equal(sem_init(&held, 0, 0), 0);
    atomic_store(&all_done, 0);
    return w;
}

static void submit(struct writer *w, struct add *add) {
    add->job.run = add_run;
    add->job.done = add_done;
    assert_int_equal(writer_submit(w, &add->job, NULL), OK);
}

/* Run the jobs in one batch: a first job keeps the writer busy until all of them wait. */
static struct writer_stats run_together(struct add *adds, size_t n) {
    struct writer *w = start(1000);
    writer_set_batch_ms(w, 60000);
    struct add first = { .hold = true };
    submit(w, &first);
    (void)sem_wait(&held);
    for (size_t i = 0; i < n; i++)
        submit(w, &adds[i]);
    (void)sem_post(&gate);
    while (atomic_load(&all_done) < (int)n + 1)
        (void)usleep(1000);
    struct writer_stats stats = writer_stats(w);
    writer_stop(&w);
    assert_null(w);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(adds[i].done_n, 1);
    return stats;
}

static bool has_item(int64_t id) {
    struct db *db = open_db(DB_READ);
    struct stmt s = { 0 };
    bool row = false, found = false;
    assert_int_equal(stmt_begin(db, ITEM_LIST, &s, NULL), OK);
    while (stmt_step(&s, &row, NULL) == OK && row)
        found = found || stmt_i64(&s, 0) == id;
    stmt_end(&s);
    db_close(&db);
    return found;
}

static void jobs_that_wait_share_one_commit(void **state) {
    (void)state;
    struct add adds[20];
    for (size_t i = 0; i < COUNT(adds); i++)
        adds[i] = (struct add) { .first = 1 + (int64_t)i, .n = 1 };
    struct writer_stats stats = run_together(adds, COUNT(adds));
    assert_int_equal(stats.batches, 2);
    assert_int_equal(stats.jobs, 21);
    assert_int_equal(stats.replays, 0);
    assert_int_equal(stats.queue_peak, 20);
    assert_int_equal(stats.queue_n, 0);
    for (size_t i = 0; i < COUNT(adds); i++) {
        assert_int_equal(adds[i].code, OK);
        assert_int_equal(adds[i].runs, 1);
        assert_true(has_item(adds[i].first));
    }
}

static void a_refusal_undoes_its_own_writes_only(void **state) {
    (void)state;
    struct add adds[] = { { .first = 1, .n = 1 },
                          { .first = 2, .n = 2, .refuse = E_DENIED },
                          { .first = 1, .n = 1 },
                          { .first = 4, .n = 1 } };
    struct writer_stats stats = run_together(adds, COUNT(adds));
    assert_int_equal(adds[1].code, E_DENIED);
    assert_int_equal(adds[2].code, E_CONFLICT);
    assert_int_equal(stats.replays, 0);
    assert_int_equal(stats.failures, 0);
    assert_true(has_item(1) && !has_item(2) && !has_item(3) && has_item(4));
}

static void a_database_error_in_one_job_replays_all(void **state) {
    (void)state;
    struct add adds[] = { { .first = 1, .n = 1 },
                          { .first = 10, .n = 3, .fail_at = 2, .fail_runs = 99 },
                          { .first = 20, .n = 1 } };
    struct writer_stats stats = run_together(adds, COUNT(adds));
    assert_int_equal(adds[0].code, OK);
    assert_int_equal(adds[0].runs, 2);
    assert_int_equal(adds[1].code, E_BUSY);
    assert_int_equal(adds[2].code, OK);
    assert_int_equal(stats.replays, 1);
    assert_int_equal(stats.failures, 1);
    assert_true(has_item(1) && !has_item(10) && !has_item(11) && has_item(20));
}

static void a_passing_error_is_cured_by_the_replay(void **state) {
    (void)state;
    struct add adds[] = { { .first = 1, .n = 1 },
                          { .first = 10, .n = 3, .fail_at = 3, .fail_runs = 1 } };
    struct writer_stats stats = run_together(adds, COUNT(adds));
    assert_int_equal(adds[0].code, OK);
    assert_int_equal(adds[1].code, OK);
    assert_int_equal(stats.failures, 0);
    assert_true(has_item(1) && has_item(12));
}

static void a_failed_commit_replays_all(void **state) {
    (void)state;
    struct add adds[] = { { .first = 1, .n = 1 },
                          { .first = 2, .n = 1, .fail_commit = true, .fail_runs = 99 },
                          { .first = 3, .n = 1 } };
    struct writer_stats stats = run_together(adds, COUNT(adds));
    assert_int_equal(adds[0].code, OK);
    assert_int_equal(adds[1].code, E_BUSY);
    assert_int_equal(adds[2].code, OK);
    assert_int_equal(stats.replays, 1);
    assert_int_equal(stats.failures, 1);
    assert_true(has_item(1) && !has_item(2) && has_item(3));
}

static void a_hidden_database_error_is_not_success(void **state) {
    (void)state;
    struct add adds[] = { { .first = 1, .n = 2, .fail_at = 1, .fail_runs = 99, .swallow = true },
                          { .first = 5, .n = 1 } };
    run_together(adds, COUNT(adds));
    assert_int_equal(adds[0].code, E_INTERNAL);
    assert_int_equal(adds[1].code, OK);
    assert_true(!has_item(1) && !has_item(2) && has_item(5));
}

static void a_full_queue_refuses(void **state) {
    (void)state;
    struct writer *w = start(2);
    struct add adds[4] = {
        { .hold = true }, { .first = 1, .n = 1 }, { .first = 2, .n = 1 }, { .n = 0 }
    };
    submit(w, &adds[0]);
    (void)sem_wait(&held);
    submit(w, &adds[1]);
    submit(w, &adds[2]);
    adds[3].job = (struct writer_job) { .run = add_run, .done = add_done };
    struct err e = { 0 };
    assert_int_equal(writer_submit(w, &adds[3].job, &e), E_BUSY);
    assert_int_equal(adds[3].done_n, 0);
    (void)sem_post(&gate);
    writer_stop(&w);
    assert_int_equal(adds[2].code, OK);
}

static void stopping_finishes_what_was_accepted(void **state) {
    (void)state;
    struct writer *w = start(1000);
    static struct add adds[500];
    for (size_t i = 0; i < COUNT(adds); i++) {
        adds[i] = (struct add) { .first = 1 + (int64_t)i, .n = 1 };
        submit(w, &adds[i]);
    }
    writer_stop(&w);
    assert_int_equal(atomic_load(&all_done), 500);
    assert_true(has_item(500));
    writer_stop(&w);
}

static void a_tool_can_wait_for_its_job(void **state) {
    (void)state;
    struct writer *w = start(10);
    struct add add = { .job.run = add_run, .first = 1, .n = 1 };
    struct err e = { 0 };
    assert_int_equal(writer_run(w, &add.job, &e), OK);
    assert_int_equal(writer_run(w, &add.job, &e), E_CONFLICT);
    assert_true(e.msg[0] != '\0');
    writer_stop(&w);
}

/* Many threads at once, with the checkpoint thread: nothing is lost, the log is emptied when idle.
 */

enum { THREADS = 4, EACH = 400 };

static void *submitter(void *arg) {
    struct writer *w = ((void **)arg)[0];
    int64_t base = *(int64_t *)((void **)arg)[1];
    static _Thread_local struct add adds[EACH];
    for (size_t i = 0; i < EACH; i++) {
        adds[i] = (struct add) { .first = base + (int64_t)i, .n = 1 };
        adds[i].job = (struct writer_job) { .run = add_run, .done = add_done };
        while (writer_submit(w, &adds[i].job, NULL) != OK)
            (void)usleep(100);
    }
    for (size_t i = 0; i < EACH; i++)
        while (atomic_load(&adds[i].done_n) == 0)
            (void)usleep(1000);
    return NULL;
}

static void threads_and_checkpoints_lose_nothing(void **state) {
    (void)state;
    struct writer *w = start(64);
    struct checkpoint *c = NULL;
    assert_int_equal(checkpoint_start(path, w, &c, NULL), OK);
    pthread_t threads[THREADS];
    int64_t bases[THREADS];
    void *args[THREADS][2];
    for (size_t i = 0; i < THREADS; i++) {
        bases[i] = 1 + (int64_t)i * EACH;
        args[i][0] = w;
        args[i][1] = &bases[i];
        assert_int_equal(pthread_create(&threads[i], NULL, submitter, args[i]), 0);
    }
    checkpoint_request_truncate(c);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    struct stat st = { .st_size = 1 };
    struct checkpoint_stats stats = { 0 };
    for (int i = 0; i < 600 && (st.st_size != 0 || stats.truncate == 0); i++) {
        (void)usleep(100000);
        assert_int_equal(stat(beside("otbor.db-wal"), &st), 0);
        stats = checkpoint_stats(c); /* counted a moment after the file is cut */
    }
    assert_int_equal(st.st_size, 0);
    assert_true(stats.truncate >= 1);
    assert_int_equal(stats.failures, 0);
    checkpoint_stop(&c);
    writer_stop(&w);
    struct db *db = open_db(DB_READ);
    assert_int_equal(number_of(db, ITEM_COUNT), THREADS * EACH);
    db_close(&db);
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        CASE(jobs_that_wait_share_one_commit),
        CASE(a_refusal_undoes_its_own_writes_only),
        CASE(a_database_error_in_one_job_replays_all),
        CASE(a_passing_error_is_cured_by_the_replay),
        CASE(a_failed_commit_replays_all),
        CASE(a_hidden_database_error_is_not_success),
        CASE(a_full_queue_refuses),
        CASE(stopping_finishes_what_was_accepted),
        CASE(a_tool_can_wait_for_its_job),
        CASE(threads_and_checkpoints_lose_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Functions made by sqlgen bind, read and give back as declared, and end on every way out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "daemon/base/arena.h"
#include "daemon/store/stmt.h"
#include "gen/sql/answers.h"
#include "gen/sql/migrations.h"
#include "gen/sql/people.h"
#include "gen/sql/statements.h"
#include "tests/unit/gen/stmt_fake.h"

struct world {
    struct db db;
    struct arena *arena;
};

/* Anna has everything, Boris only what he must have. */
static int begin(void **state) {
    static struct world w;
    w = (struct world) { stmt_fake_open(), arena_new(1 << 20) };
    *state = &w;
    const struct q_person_add_in anna = { .id = 1,
                                          .name = "Anna",
                                          .note = "n",
                                          .score = &(double) { 0.5 },
                                          .height = 1.7,
                                          .rank = &(int64_t) { 7 },
                                          .code = 1 };
    const struct q_person_add_in boris = { .id = 2, .name = "Boris", .height = 1.8, .code = 1 };
    assert_int_equal(q_person_add(&w.db, &anna, NULL), OK);
    assert_int_equal(q_person_add(&w.db, &boris, NULL), OK);
    return 0;
}

static int end(void **state) {
    struct world *w = *state;
    assert_int_equal(w->db.open, 0);
    stmt_fake_close(&w->db);
    arena_free(&w->arena);
    return 0;
}

static void one_gives_the_row(void **state) {
    struct world *w = *state;
    const struct q_person_get_row *p = NULL;
    assert_int_equal(q_person_get(&w->db, 1, w->arena, &p, NULL), OK);
    assert_string_equal(p->name, "Anna");
    assert_string_equal(p->note, "n");
    assert_true(p->has_score && p->score == 0.5 && p->height == 1.7);
    assert_true(p->has_rank && p->rank == 7);
}

static void null_is_visible_in_the_row(void **state) {
    struct world *w = *state;
    const struct q_person_get_row *p = NULL;
    assert_int_equal(q_person_get(&w->db, 2, w->arena, &p, NULL), OK);
    assert_null(p->note);
    assert_true(!p->has_score && !p->has_rank);
}

static void one_without_a_row_is_not_found(void **state) {
    struct world *w = *state;
    const struct q_person_get_row *p = NULL;
    struct err e = { 0 };
    assert_int_equal(q_person_get(&w->db, 3, w->arena, &p, &e), E_NOT_FOUND);
    assert_null(p);
    assert_string_equal(e.msg, "statement person_get found no row");
}

static void maybe_gives_null_without_a_row(void **state) {
    struct world *w = *state;
    const struct q_answer_put_row *row = NULL;
    assert_int_equal(q_answer_put(&w->db, 1, "one", 5, "a", w->arena, &row, NULL), OK);
    assert_int_equal(row->rev, 5);
    assert_int_equal(q_answer_put(&w->db, 1, "one", 4, "stale", w->arena, &row, NULL), OK);
    assert_null(row);
}

static void more_rows_than_promised_is_an_error(void **state) {
    struct world *w = *state;
    const struct q_people_any_row *row = NULL;
    assert_int_equal(q_people_any(&w->db, w->arena, &row, NULL), E_INTERNAL);
    assert_null(row);
}

static void many_gives_all_rows(void **state) {
    struct world *w = *state;
    for (int64_t id = 3; id < 40; id++) {
        const struct q_person_add_in p = { .id = id, .name = "x", .height = 1, .code = 1 };
        assert_int_equal(q_person_add(&w->db, &p, NULL), OK);
    }
    const struct q_answer_put_row *put = NULL;
    assert_int_equal(q_answer_put(&w->db, 1, "one", 5, "a", w->arena, &put, NULL), OK);
    struct q_person_list_rows all = { 0 };
    assert_int_equal(q_person_list(&w->db, w->arena, &all, NULL), OK);
    assert_int_equal(all.n, 39);
    assert_int_equal(all.v[38].id, 39);
    assert_true(all.v[0].has_rev && all.v[0].rev == 5 && all.v[0].n == 1);
    assert_string_equal(all.v[0].last, "a");
    assert_true(!all.v[1].has_rev); /* NOT NULL in its table, but joined from the left */
    assert_null(all.v[1].last);
}

static void changes_counts(void **state) {
    struct world *w = *state;
    int64_t n = -1;
    assert_int_equal(q_person_rename(&w->db, "Vera", &(int64_t) { 7 }, &n, NULL), OK);
    assert_int_equal(n, 1);
    assert_int_equal(q_person_rename(&w->db, "Vera", NULL, &n, NULL), OK);
    assert_int_equal(n, 0);
}

/* Each step of each kind of statement fails once: nothing is given back, and end() sees that
 * every statement was ended. */
static void a_failing_step_gives_nothing_back(void **state) {
    struct world *w = *state;
    const struct q_person_get_row *one = NULL;
    const struct q_answer_put_row *maybe = NULL;
    struct q_person_list_rows many = { 0 };
    int64_t n = -1;
    for (int at = 1; at <= 2; at++) {
        w->db.fail_in = at;
        assert_int_equal(q_person_get(&w->db, 1, w->arena, &one, NULL), E_INTERNAL);
        w->db.fail_in = at;
        assert_int_equal(q_answer_put(&w->db, 1, "one", at, "a", w->arena, &maybe, NULL),
                         E_INTERNAL);
        w->db.fail_in = at;
        assert_int_equal(q_person_list(&w->db, w->arena, &many, NULL), E_INTERNAL);
    }
    w->db.fail_in = 1;
    assert_int_equal(q_person_rename(&w->db, "x", NULL, &n, NULL), E_INTERNAL);
    w->db.fail_in = 1;
    assert_int_equal(q_person_forget(&w->db, 1, NULL), E_INTERNAL);
    assert_true(one == NULL && maybe == NULL && many.v == NULL && n == -1);
}

static void the_table_says_what_writes(void **state) {
    (void)state;
    assert_int_equal(STATEMENTS_N, ST__MAX);
    assert_string_equal(STATEMENTS[ST_answer_put].name, "answer_put");
    assert_true(STATEMENTS[ST_answer_put].writes && !STATEMENTS[ST_answer_put].retention);
    assert_true(STATEMENTS[ST_person_forget].writes && STATEMENTS[ST_person_forget].retention);
    assert_true(!STATEMENTS[ST_people_count].writes);
}

static void migrations_carry_a_checksum(void **state) {
    (void)state;
    assert_int_equal(MIGRATIONS_N, 2);
    assert_int_equal(MIGRATIONS[1].number, 2);
    assert_string_equal(MIGRATIONS[1].name, "answers");
    assert_int_equal(strlen(MIGRATIONS[1].checksum_hex), 64);
    assert_non_null(strstr(MIGRATIONS[1].sql, "'don''t; stop'"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)
int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(one_gives_the_row),
        TEST(null_is_visible_in_the_row),
        TEST(one_without_a_row_is_not_found),
        TEST(maybe_gives_null_without_a_row),
        TEST(more_rows_than_promised_is_an_error),
        TEST(many_gives_all_rows),
        TEST(changes_counts),
        TEST(a_failing_step_gives_nothing_back),
        cmocka_unit_test(the_table_says_what_writes),
        cmocka_unit_test(migrations_carry_a_checksum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

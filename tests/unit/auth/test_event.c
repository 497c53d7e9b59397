/* The audit log is a chain: what is changed or taken out inside it shows. */
#include "tests/unit/auth/fixture.h"

#include "daemon/auth/event.h"
#include "daemon/store/meta.h"

static int findings;
static char last[200];

static void report(void *arg, const char *sentence) {
    (void)arg;
    findings++;
    (void)snprintf(last, sizeof last, "%s", sentence);
}

static int faults(void) {
    findings = 0;
    last[0] = '\0';
    GOOD(event_verify(db, report, NULL, &e));
    return findings;
}

static void add(int64_t n) {
    for (int64_t i = 1; i <= n; i++) {
        struct event_in in = { .at = NOW + i,
                               .actor_kind = 1,
                               .actor = 7,
                               .kind = "a.thing",
                               .object_kind = "thing",
                               .object = i,
                               .payload = "{\"n\":1}" };
        GOOD(event_append(db, &in, a, &e));
    }
}

/* What an insider with the file does: the serving connection's authorizer forbids it. */
static void tamper(const char *sql) {
    db_close(&db);
    char command[400];
    (void)snprintf(command, sizeof command, "sqlite3 %s \"%s\"", beside("otbor.db"), sql);
    assert_int_equal(system(command), 0);
    GOOD(db_open(beside("otbor.db"), DB_WRITE, &db, &e));
}

static void the_chain_has_the_known_hashes(void **state) {
    (void)state;
    int64_t seq = -1;
    const char *hash = NULL;
    GOOD(event_head(db, a, &seq, &hash, &e));
    assert_int_equal(seq, 0);
    assert_int_equal(faults(), 0);
    GOOD(meta_set(db, META_INSTANCE, "AAECAwQFBgcICQoLDA0ODw", &e));
    struct event_in first = { NOW, 1, 7, "vacancy.published", "vacancy", 42, "{\"v\":1}" };
    struct event_in second = { .at = NOW + 1, .kind = "start", .object_kind = "" };
    GOOD(event_append(db, &first, a, &e));
    GOOD(event_head(db, a, &seq, &hash, &e));
    assert_string_equal(hash, "8-KEeBlnP-jSzSqwZWleHV5kXKIPMJignAMP-SScRyQ");
    GOOD(event_append(db, &second, a, &e));
    GOOD(event_head(db, a, &seq, &hash, &e));
    assert_int_equal(seq, 2);
    assert_string_equal(hash, "WgafWL2Xc56xnZMlyW-fy2y_VSZp-RmCMn7pBivBG0Q");
    assert_int_equal(faults(), 0);
}

static void a_first_event_names_the_instance(void **state) {
    (void)state;
    const char *instance = NULL;
    add(1);
    GOOD(meta_get(db, META_INSTANCE, a, &instance, &e));
    assert_int_equal(strlen(instance), 22);
    assert_int_equal(faults(), 0);
    GOOD(meta_set(db, META_INSTANCE, "AAECAwQFBgcICQoLDA0ODw", &e));
    assert_int_equal(faults(), 1);
}

static void a_rolled_back_event_leaves_no_gap(void **state) {
    (void)state;
    add(2);
    GOOD(db_begin(db, &e));
    GOOD(db_savepoint(db, &e));
    add(1);
    GOOD(db_savepoint_rollback(db, &e));
    add(1);
    GOOD(db_commit(db, &e));
    assert_int_equal(faults(), 0);
}

static void every_change_shows_once(void **state) {
    (void)state;
    static const char *const CHANGES[] = {
        "UPDATE event SET payload = '{}' WHERE seq = 150",
        "UPDATE event SET at = at + 1 WHERE seq = 150",
        "UPDATE event SET actor = 8 WHERE seq = 150",
        "UPDATE event SET kind = 'other' WHERE seq = 150",
        "UPDATE event SET object = 1 WHERE seq = 150",
        "UPDATE event SET actor_kind = 257 WHERE seq = 150 AND 0",
    };
    GOOD(db_begin(db, &e));
    add(250);
    GOOD(db_commit(db, &e));
    assert_int_equal(faults(), 0);
    for (size_t i = 0; i + 1 < COUNT(CHANGES); i++) {
        tamper(arena_printf(a, "CREATE TABLE IF NOT EXISTS was AS SELECT * FROM event; %s",
                            CHANGES[i]));
        assert_int_equal(faults(), 1);
        assert_string_equal(last,
                            "the audit log was changed: event 150 does not fit the one before it");
        tamper("DELETE FROM event; INSERT INTO event SELECT * FROM was");
        assert_int_equal(faults(), 0);
    }
    tamper("DELETE FROM event WHERE seq = 150");
    assert_int_equal(faults(), 1);
    assert_string_equal(last, "the audit log has a gap between events 149 and 151");
    tamper("UPDATE event SET hash = 'x' WHERE seq = 200");
    assert_true(faults() >= 2);
}

static void a_cut_end_shows(void **state) {
    (void)state;
    add(3);
    tamper("DELETE FROM event WHERE seq = 3");
    assert_int_equal(faults(), 1);
    assert_string_equal(last, "the end of the audit log was changed: event 2 is the last, but 3 was");
    tamper("DELETE FROM event; DELETE FROM meta WHERE key = 'event_head'");
    assert_int_equal(faults(), 0); /* nothing is left that could tell: a head kept elsewhere does */
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, fixture_db_setup, fixture_db_teardown)
    const struct CMUnitTest tests[] = {
        CASE(the_chain_has_the_known_hashes),
        CASE(a_first_event_names_the_instance),
        CASE(a_rolled_back_event_leaves_no_gap),
        CASE(every_change_shows_once),
        CASE(a_cut_end_shows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Sessions, links, throttle and staff against the real database. */
#include "tests/unit/auth/fixture.h"

#include "daemon/auth/link.h"
#include "daemon/auth/person_key.h"
#include "daemon/auth/session.h"
#include "daemon/auth/staff.h"
#include "daemon/auth/throttle.h"

static const char *sign_in(enum session_kind kind, int64_t subject, int64_t now) {
    const char *token = NULL;
    struct session_life life = session_life(kind, false);
    struct session_in in = { .kind = kind,
                             .subject_id = subject,
                             .object_id = 5,
                             .now_ms = now,
                             .idle_ms = life.idle_ms,
                             .expires_at = now + life.max_ms,
                             .address = "192.0.2.0",
                             .user_agent = "Browser 1" };
    GOOD(session_add(db, keys, &in, a, &token, &e));
    return token;
}

static const struct session *find(enum session_kind kind, const char *token, int64_t now) {
    const struct session *s = NULL;
    GOOD(session_find(db, keys, kind, token, now, a, &s, &e));
    return s;
}

static void a_session_is_found_by_its_token_and_kind(void **state) {
    (void)state;
    const char *token = sign_in(SESSION_STAFF, 7, NOW);
    const struct session *s = find(SESSION_STAFF, token, NOW + 1), *again = NULL;
    assert_non_null(s);
    assert_int_equal(s->subject_id, 7);
    assert_int_equal(s->object_id, 5);
    assert_string_equal(s->address, "192.0.2.0");
    assert_null(strstr(s->token_hash, token));
    assert_null(find(SESSION_CANDIDATE, token, NOW));
    assert_null(find(SESSION_STAFF, NULL, NOW));
    assert_null(find(SESSION_STAFF, "x' OR 1=1", NOW));
    GOOD(session_recheck(db, SESSION_STAFF, s->token_hash, NOW, a, &again, &e));
    assert_int_equal(again->id, s->id);
    GOOD(session_end(db, s->token_hash, &e));
    assert_null(find(SESSION_STAFF, token, NOW));
}

static void sessions_end_when_idle_and_in_any_case(void **state) {
    (void)state;
    const char *token = sign_in(SESSION_STAFF, 7, NOW);
    const struct session *s = find(SESSION_STAFF, token, NOW);
    assert_non_null(find(SESSION_STAFF, token, NOW + AN_HOUR - 1));
    assert_null(find(SESSION_STAFF, token, NOW + AN_HOUR));
    assert_false(session_needs_touch(s, NOW + 59999));
    assert_true(session_needs_touch(s, NOW + 60000));
    int64_t now = NOW;
    GOOD(db_begin(db, &e));
    for (; now < NOW + 12 * AN_HOUR; now += AN_HOUR / 2)
        GOOD(session_touch(db, s->token_hash, now, &e));
    GOOD(db_commit(db, &e));
    assert_non_null(find(SESSION_STAFF, token, now - 1));
    assert_null(find(SESSION_STAFF, token, NOW + 12 * AN_HOUR));
    int64_t n = 0;
    GOOD(session_end_expired(db, NOW + 12 * AN_HOUR, &n, &e));
    assert_int_equal(n, 1);
    assert_true(session_life(SESSION_STAFF, true).max_ms == 8 * AN_HOUR);
}

static void one_sees_and_ends_ones_own_sessions_only(void **state) {
    (void)state;
    const char *mine[7];
    const struct session *list = NULL;
    size_t n = 0;
    for (int i = 0; i < 7; i++)
        mine[i] = sign_in(SESSION_STAFF, 7, NOW + i);
    const char *theirs = sign_in(SESSION_STAFF, 8, NOW);
    const char *candidate = sign_in(SESSION_CANDIDATE, 7, NOW);
    GOOD(session_list(db, SESSION_STAFF, 7, NOW + 10, a, &list, &n, &e));
    assert_int_equal(n, SESSIONS_MAX);
    assert_true(list[0].created_at == NOW + 6);
    assert_null(find(SESSION_STAFF, mine[1], NOW + 10));
    assert_int_equal(session_end_one(db, SESSION_STAFF, 8, list[0].id, NULL), E_NOT_FOUND);
    assert_int_equal(session_end_one(db, SESSION_STAFF, 7, list[0].id, NULL), OK);
    assert_null(find(SESSION_STAFF, mine[6], NOW + 10));
    GOOD(session_end_all(db, SESSION_STAFF, 7, list[1].token_hash, &e));
    assert_non_null(find(SESSION_STAFF, mine[5], NOW + 10));
    assert_null(find(SESSION_STAFF, mine[4], NOW + 10));
    GOOD(session_end_all(db, SESSION_STAFF, 7, NULL, &e));
    assert_null(find(SESSION_STAFF, mine[5], NOW + 10));
    assert_non_null(find(SESSION_STAFF, theirs, NOW));
    assert_non_null(find(SESSION_CANDIDATE, candidate, NOW));
}

static void sessions_survive_a_new_root(void **state) {
    (void)state;
    struct keys *rotated = NULL;
    const struct session *s = NULL;
    const char *token = sign_in(SESSION_STAFF, 7, NOW);
    assert_int_equal(open_keys(FIRST ROOT_2 ROOT_1, 0600, &rotated), OK);
    GOOD(session_find(db, rotated, SESSION_STAFF, token, NOW, a, &s, &e));
    assert_non_null(s);
    keys_close(&rotated);
}

/* Links */

static const char *link_to(const char *purpose, int64_t object, int64_t now) {
    const char *token = NULL;
    struct link_in in = { purpose, object, 12, now, now + AN_HOUR };
    GOOD(link_add(db, keys, &in, a, &token, &e));
    return token;
}

static const struct link *find_link(const char *purpose, const char *token) {
    const struct link *l = NULL;
    GOOD(link_find(db, keys, purpose, token, a, &l, &e));
    return l;
}

static void a_link_has_one_purpose_and_an_end(void **state) {
    (void)state;
    const char *token = link_to("invite", 3, NOW);
    const struct link *l = find_link("invite", token);
    assert_non_null(l);
    assert_int_equal(l->object_id, 3);
    assert_int_equal(l->owner_id, 12);
    assert_true(link_lives(l, NOW) && link_lives(l, NOW + AN_HOUR - 1));
    assert_false(link_lives(l, NOW + AN_HOUR));
    assert_null(find_link("status", token));
    assert_string_equal(find_link(NULL, token)->purpose, "invite");
    assert_null(find_link(NULL, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
    assert_null(find_link(NULL, "nonsense"));
    struct link_in in = { "nonsense", 1, 1, NOW, NOW + 1 };
    assert_int_equal(link_add(db, keys, &in, a, &token, NULL), E_INTERNAL);
}

static void the_newest_living_link_can_be_copied(void **state) {
    (void)state;
    const char *token = NULL;
    (void)link_to("portal", 3, NOW);
    const char *newest = link_to("portal", 3, NOW + 10);
    (void)link_to("portal", 4, NOW + 20);
    GOOD(link_newest(db, keys, "portal", 3, NOW + 30, a, &token, &e));
    assert_string_equal(token, newest);
    GOOD(link_newest(db, keys, "status", 3, NOW + 30, a, &token, &e));
    assert_null(token);
    GOOD(link_end_all(db, "portal", 3, NOW + 40, &e));
    GOOD(link_newest(db, keys, "portal", 3, NOW + 50, a, &token, &e));
    assert_null(token);
    const struct link *l = find_link("portal", newest);
    assert_true(l->revoked_at == NOW + 40);
    assert_false(link_lives(l, NOW + 50));
}

/* Throttle */

static enum throttle may(const char *device, int64_t now, int64_t *wait) {
    enum throttle t = THROTTLE_FREE;
    GOOD(throttle_check(db, "account", device, now, a, &t, wait, &e));
    return t;
}

static void failures_slow_down_strangers_not_the_owner(void **state) {
    (void)state;
    int64_t wait = 0, now = NOW;
    GOOD(db_begin(db, &e));
    for (int i = 0; i < THROTTLE_HOUR_MAX; i++, now += 1000) {
        assert_int_equal(may("", now, &wait), THROTTLE_FREE);
        GOOD(throttle_fail(db, "account", "", now, a, &e));
    }
    assert_int_equal(may("", now, &wait), THROTTLE_WAIT);
    assert_true(wait == NOW + AN_HOUR - now);
    assert_int_equal(may("known", now, &wait), THROTTLE_FREE);
    assert_int_equal(may("", NOW + AN_HOUR, &wait), THROTTLE_FREE);
    for (int i = THROTTLE_HOUR_MAX; i < THROTTLE_ROW_MAX; i++)
        GOOD(throttle_fail(db, "account", "", NOW + i * AN_HOUR, a, &e));
    assert_int_equal(may("", NOW + 1000 * AN_HOUR, &wait), THROTTLE_LINK_ONLY);
    GOOD(throttle_expire(db, NOW + 1000 * AN_HOUR, &e));
    assert_int_equal(may("", NOW + 1000 * AN_HOUR, &wait), THROTTLE_LINK_ONLY);
    GOOD(throttle_forget(db, "account", "", &e));
    assert_int_equal(may("", NOW, &wait), THROTTLE_FREE);
    GOOD(db_commit(db, &e));
}

/* Staff */

static int64_t employ(const char *email, enum staff_role role) {
    int64_t id = 0;
    struct staff_in in = { email, "Ольга Петрова", role, LANG_RU, NOW };
    GOOD(staff_add(db, keys, &in, a, &id, &e));
    return id;
}

static void staff_is_found_by_address_and_sealed(void **state) {
    (void)state;
    const struct staff *s = NULL, *list = NULL;
    size_t n = 0;
    int64_t id = employ("Olga@example.org", STAFF_ADMINISTRATOR);
    GOOD(staff_find_email(db, keys, "olga@example.org", a, &s, &e));
    assert_int_equal(s->id, id);
    assert_string_equal(s->email, "Olga@example.org");
    assert_string_equal(s->name, "Ольга Петрова");
    assert_null(s->password_sealed);
    assert_true(s->disabled_at == 0);
    struct staff_in twin = { "olga@EXAMPLE.org", "Twin", STAFF_RECRUITER, LANG_EN, NOW };
    assert_int_equal(staff_add(db, keys, &twin, a, &id, NULL), E_CONFLICT);
    GOOD(staff_find_email(db, keys, "nobody@example.org", a, &s, &e));
    assert_null(s);
    GOOD(staff_list(db, keys, a, &list, &n, &e));
    assert_int_equal(n, 1);
    GOOD(person_key_remove(db, list[0].person_id, &e));
    assert_int_equal(person_key_remove(db, list[0].person_id, NULL), E_GONE);
    GOOD(staff_get(db, keys, list[0].id, a, &s, &e));
    assert_null(s->name);
}

static void changes_end_sessions_and_keep_an_administrator(void **state) {
    (void)state;
    int64_t boss = employ("boss@example.org", STAFF_ADMINISTRATOR);
    int64_t other = employ("other@example.org", STAFF_RECRUITER);
    const char *token = sign_in(SESSION_STAFF, other, NOW),
               *kept = sign_in(SESSION_STAFF, other, NOW + 1);
    const struct session *s = find(SESSION_STAFF, kept, NOW + 2);
    const struct staff *who = NULL;
    GOOD(staff_set_password(db, other, "sealed", s->token_hash, &e));
    assert_null(find(SESSION_STAFF, token, NOW + 2));
    assert_non_null(find(SESSION_STAFF, kept, NOW + 2));
    GOOD(staff_set_disabled(db, other, true, NOW + 3, a, &e));
    assert_null(find(SESSION_STAFF, kept, NOW + 4));
    GOOD(staff_get(db, keys, other, a, &who, &e));
    assert_string_equal(who->password_sealed, "sealed");
    assert_true(who->disabled_at == NOW + 3);
    assert_int_equal(staff_set_password(db, 999, "x", NULL, NULL), E_NOT_FOUND);
    GOOD(db_begin(db, &e));
    assert_int_equal(staff_set_disabled(db, boss, true, NOW, a, NULL), E_CONFLICT);
    db_rollback(db);
    GOOD(db_begin(db, &e));
    assert_int_equal(staff_set_role(db, boss, STAFF_RECRUITER, a, NULL), E_CONFLICT);
    db_rollback(db);
    enum staff_role role = STAFF_RECRUITER;
    assert_int_equal(staff_role_parse("administrator", &role), OK);
    assert_int_equal(role, STAFF_ADMINISTRATOR);
    assert_int_equal(staff_role_parse("root", &role), E_INVALID);
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, fixture_db_setup, fixture_db_teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_session_is_found_by_its_token_and_kind),
        CASE(sessions_end_when_idle_and_in_any_case),
        CASE(one_sees_and_ends_ones_own_sessions_only),
        CASE(sessions_survive_a_new_root),
        CASE(a_link_has_one_purpose_and_an_end),
        CASE(the_newest_living_link_can_be_copied),
        CASE(failures_slow_down_strangers_not_the_owner),
        CASE(staff_is_found_by_address_and_sealed),
        CASE(changes_end_sessions_and_keep_an_administrator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

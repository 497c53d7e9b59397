/* Tokens, blind indexes and passwords: known answers, and nothing passes for something else. */
#include "tests/unit/auth/fixture.h"

#include "daemon/auth/password.h"
#include "daemon/auth/token.h"

static void tokens_are_random_and_canonical(void **state) {
    (void)state;
    const char *one = token_new(TOKEN_SESSION_CHARS, a), *two = token_new(TOKEN_LINK_CHARS, a);
    assert_int_equal(strlen(one), TOKEN_SESSION_CHARS);
    assert_int_equal(strlen(two), TOKEN_LINK_CHARS);
    assert_true(token_is_plausible(one, TOKEN_SESSION_CHARS));
    assert_true(token_is_plausible(two, TOKEN_LINK_CHARS));
    assert_false(token_is_plausible(one, TOKEN_LINK_CHARS));
    assert_false(token_is_plausible(NULL, TOKEN_LINK_CHARS));
    assert_false(token_is_plausible("", TOKEN_LINK_CHARS));
    char *slack = arena_strdup(a, one);
    slack[42] = 'B'; /* bits that no 32 bytes have */
    assert_false(token_is_plausible(slack, TOKEN_SESSION_CHARS));
    slack[42] = '+';
    assert_false(token_is_plausible(slack, TOKEN_SESSION_CHARS));
    assert_string_not_equal(one, token_new(TOKEN_SESSION_CHARS, a));
}

static void hashes_are_the_known_ones_and_go_by_purpose(void **state) {
    (void)state;
    const char *token = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    assert_string_equal(token_hash(keys, 1, "sess", token, a),
                        "bfoMcywi1hNMB13Hnfkd8uII_zKKseNG9jGEaOBsIyc");
    assert_string_not_equal(token_hash(keys, 1, "invite", token, a),
                            token_hash(keys, 1, "status", token, a));
}

static void blind_indexes_ignore_case_and_form(void **state) {
    (void)state;
    assert_string_equal(token_email_index(keys, "anna.k@example.org", a), "MhGChoyRnh2MS8MVWCkQZA");
    assert_string_equal(token_email_index(keys, "Anna.K@example.org", a), "MhGChoyRnh2MS8MVWCkQZA");
    assert_string_not_equal(token_email_index(keys, "ёлка@example.org", a),
                            token_email_index(keys, "елка@example.org", a));
}

static void csrf_tokens_differ_and_mean_the_same(void **state) {
    (void)state;
    const char *one = token_csrf(keys, "hash", "desk", a),
               *two = token_csrf(keys, "hash", "desk", a);
    assert_string_not_equal(one, two);
    assert_true(token_csrf_fits(keys, "hash", "desk", one));
    assert_true(token_csrf_fits(keys, "hash", "desk", two));
    assert_false(token_csrf_fits(keys, "hash", "client", one));
    assert_false(token_csrf_fits(keys, "hasi", "desk", one));
    assert_false(token_csrf_fits(keys, "hash", "desk", NULL));
    assert_false(token_csrf_fits(keys, "hash", "desk", ""));
    char *changed = arena_strdup(a, one);
    changed[10] = changed[10] == 'A' ? 'B' : 'A';
    assert_false(token_csrf_fits(keys, "hash", "desk", changed));
    struct keys *rotated = NULL;
    assert_int_equal(open_keys(FIRST ROOT_2 ROOT_1, 0600, &rotated), OK);
    assert_true(token_csrf_fits(rotated, "hash", "desk", one));
    keys_close(&rotated);
}

static void form_tokens_tell_their_time(void **state) {
    (void)state;
    const char *token = token_form(keys, "request", NOW, a);
    assert_true(token_form_at(keys, "request", token) == NOW);
    assert_true(token_form_at(keys, "apply", token) == -1);
    assert_true(token_form_at(keys, "request", NULL) == -1);
    assert_true(token_form_at(keys, "request", "") == -1);
    assert_true(token_form_at(keys, "request", "1.x") == -1);
    char *changed = arena_strdup(a, token);
    changed[0]++;
    assert_true(token_form_at(keys, "request", changed) == -1);
}

static void good_passwords_are_accepted(void **state) {
    (void)state;
    static const char *const GOOD_ONES[] = {
        "correct horse battery staple",  "пять зелёных чайников ждут", "k8#Vq!zR2mL0wXp9",
        "мой дядя самых честных правил", "tr0ub4dor&3-and-more",       "Olga hat einen Garten",
    };
    const char *context[] = { "Agency Nord", "Olga Petrova", "olga.petrova@example.org", NULL };
    for (size_t i = 0; i < COUNT(GOOD_ONES); i++)
        if (password_check(GOOD_ONES[i], context, COUNT(context), a) != PASSWORD_FINE)
            fail_msg("refused: %s", GOOD_ONES[i]);
}

static void guessable_passwords_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *password;
        enum password_fault fault;
    } BAD[] = {
        { "", PASSWORD_SHORT },
        { "k8#Vq!zR2mL0wX", PASSWORD_SHORT },
        { "ядядядядядядя", PASSWORD_SHORT },
        { "aaaaaaaaaaaaaaaaaaaa", PASSWORD_COMMON },
        { "abcabcabcabcabcabc", PASSWORD_COMMON },
        { "qwertyuiop12345", PASSWORD_COMMON },
        { "йцукенгшщзхъфыва", PASSWORD_COMMON },
        { "1234567890123456", PASSWORD_COMMON },
        { "abcdefghijklmnopq", PASSWORD_COMMON },
        { "PasswordPassword2024", PASSWORD_COMMON },
        { "password12345678!", PASSWORD_COMMON },
        { "gfhjkmgfhjkm2024", PASSWORD_COMMON }, /* "пароль" with the Latin layout */
        { "зфыыцщквзфыыцщкв", PASSWORD_COMMON }, /* "password" with the Russian one */
        { "ПарольПароль1234", PASSWORD_COMMON },
        { "отбор2024 пароль", PASSWORD_CONTEXT },
        { "OlgaPetrova2024!!", PASSWORD_CONTEXT },
        { "petrova-petrova-1", PASSWORD_CONTEXT },
    };
    const char *context[] = { "Agency Nord", "Olga Petrova", "olga.petrova@example.org", NULL };
    for (size_t i = 0; i < COUNT(BAD); i++) {
        enum password_fault fault = password_check(BAD[i].password, context, COUNT(context), a);
        if (fault != BAD[i].fault)
            fail_msg("%s: %d instead of %d", BAD[i].password, fault, BAD[i].fault);
    }
    char longest[1026];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_int_equal(password_check(longest, NULL, 0, a), PASSWORD_LONG);
}

static void only_the_password_of_the_person_fits(void **state) {
    (void)state;
    bool fits = false, rehash = true;
    const char *sealed = password_hash(keys, 7, "пять зелёных чайников", a);
    assert_null(strstr(sealed, "argon2"));
    GOOD(password_verify(keys, 7, sealed, "пять зелёных чайников", a, &fits, &rehash, &e));
    assert_true(fits);
    assert_false(rehash);
    /* Typed on a keyboard that composes ё in two steps. */
    GOOD(password_verify(keys, 7, sealed, "пять зеле\xcc\x88ных чайников", a, &fits, &rehash, &e));
    assert_true(fits);
    GOOD(password_verify(keys, 7, sealed, "пять зелёных чайников ", a, &fits, &rehash, &e));
    assert_false(fits);
    GOOD(password_verify(keys, 7, NULL, "пять зелёных чайников", a, &fits, &rehash, &e));
    assert_false(fits);
    assert_int_equal(password_verify(keys, 8, sealed, "пять", a, &fits, &rehash, NULL), E_INTERNAL);
    struct keys *rotated = NULL;
    assert_int_equal(open_keys(FIRST ROOT_2 ROOT_1, 0600, &rotated), OK);
    GOOD(password_verify(rotated, 7, sealed, "пять зелёных чайников", a, &fits, &rehash, &e));
    assert_true(fits && rehash);
    keys_close(&rotated);
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        CASE(tokens_are_random_and_canonical),    CASE(hashes_are_the_known_ones_and_go_by_purpose),
        CASE(blind_indexes_ignore_case_and_form), CASE(csrf_tokens_differ_and_mean_the_same),
        CASE(form_tokens_tell_their_time),        CASE(good_passwords_are_accepted),
        CASE(guessable_passwords_are_refused),    CASE(only_the_password_of_the_person_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

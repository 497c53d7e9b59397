/* Keys come from a closed file; what is sealed opens with the right key, in its own place only. */
#include "tests/unit/auth/fixture.h"

#include "daemon/auth/seal.h"

static void hex_is(const unsigned char *bytes, const char *hex) {
    char text[2 * KEY_BYTES + 1];
    for (size_t i = 0; i < KEY_BYTES; i++)
        (void)snprintf(text + 2 * i, 3, "%02x", bytes[i]);
    assert_string_equal(text, hex);
}

static void derived_keys_are_the_known_ones(void **state) {
    (void)state;
    assert_int_equal(keys_n(keys), 1);
    hex_is(keys_get(keys, 1, KEY_WRAP),
           "699e94030ea18a45cea47c45cd7727d709397ef4e1dfe4d2078b1dbc3b192b7c");
    hex_is(keys_get(keys, 1, KEY_SYSTEM),
           "3f4721c00498c037ba5cc64635215e922e3e14442999c68d1b2b7a6e56bebfee");
    assert_null(keys_get(keys, 2, KEY_WRAP));
}

static void the_newest_root_is_first(void **state) {
    (void)state;
    struct keys *two = NULL;
    assert_int_equal(open_keys(FIRST ROOT_1 "\n# a note\n" ROOT_2, 0400, &two), OK);
    assert_int_equal(keys_n(two), 2);
    assert_int_equal(keys_version(two, 0), 2);
    assert_int_equal(keys_version(two, 1), 1);
    assert_memory_equal(keys_get(two, 1, KEY_INDEX), keys_get(keys, 1, KEY_INDEX), KEY_BYTES);
    keys_close(&two);
    assert_null(two);
}

static void a_new_key_file_is_closed_and_made_once(void **state) {
    (void)state;
    struct keys *made = NULL;
    struct stat st = { 0 };
    assert_int_equal(keys_create(beside("new.keys"), NULL), OK);
    assert_int_equal(stat(beside("new.keys"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(keys_open(beside("new.keys"), &made, NULL), OK);
    keys_close(&made);
    assert_int_equal(keys_create(beside("new.keys"), NULL), E_CONFLICT);
}

static void open_or_damaged_key_files_are_refused(void **state) {
    (void)state;
    static const char *const BAD[] = {
        "",
        "otbor-keys 2\n" ROOT_1,
        FIRST,
        FIRST "seal.1 = AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n",
        FIRST ROOT_1 ROOT_1,
        FIRST "root.0 = AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n",
        FIRST "root.256 = AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n",
        FIRST "root.1 = AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh\n",
        FIRST "root.1 = AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9\n",
        FIRST "root.1=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n",
        FIRST ROOT_1 "what is this\n",
    };
    struct keys *k = NULL;
    for (size_t i = 0; i < COUNT(BAD); i++)
        if (open_keys(BAD[i], 0600, &k) != E_INVALID)
            fail_msg("accepted: %s", BAD[i]);
    assert_int_equal(open_keys(FIRST ROOT_1, 0640, &k), E_DENIED);
    assert_int_equal(open_keys(FIRST ROOT_1, 0604, &k), E_DENIED);
    assert_int_equal(keys_open(beside("none"), &k, NULL), E_NOT_FOUND);
    assert_int_equal(keys_open(dir, &k, NULL), E_DENIED);
    assert_null(k);
}

static void the_path_has_an_order(void **state) {
    (void)state;
    assert_string_equal(keys_path("/k", dir, a), "/k");
    assert_string_equal(keys_path(NULL, "/d", a), "/d/otbor.keys");
    assert_int_equal(setenv("CREDENTIALS_DIRECTORY", dir, 1), 0);
    assert_string_equal(keys_path(NULL, "/d", a), "/d/otbor.keys");
    assert_int_equal(keys_create(beside("otbor.keys"), NULL), OK);
    assert_string_equal(keys_path(NULL, "/d", a), beside("otbor.keys"));
    assert_int_equal(unsetenv("CREDENTIALS_DIRECTORY"), 0);
}

/* Sealed values */

static struct person_key key_of(int64_t person) {
    struct person_key k = { .person_id = person };
    for (int i = 0; i < KEY_BYTES; i++)
        k.key[i] = (unsigned char)(200 + i);
    return k;
}

static void known_sealed_values_open(void **state) {
    (void)state;
    const char *text = NULL;
    struct person_key k = key_of(12), unwrapped = { 0 };
    GOOD(seal_open(&k, (struct seal_aad) { 5, 3, 77, 12 },
                   "AQBkZWZnaGlqa2xtbm9wcXJzdHV2d3h5enu_J3WXkiqeP-wlF0JSD-"
                   "mihhhagqzhRghdoGoYYc8ljaZcODCLNf3RbXFT0UL46fw",
                   a, &text, &e));
    assert_string_equal(text, "Анна Каренина");
    GOOD(seal_open_system(keys, KEY_SYSTEM, (struct seal_aad) { SEAL_LINK, SEAL_LINK_TOKEN, 99, 0 },
                          "AQFkZWZnaGlqa2xtbm9wcXJzdHV2d3h5enu991jA0VeAMkGDU4lPKffU9CgBNoWmNt0s-"
                          "NuaDrQ-uQLHMdPMuXQKOyp0TfyWX0U",
                          a, &text, &e));
    assert_string_equal(text, "token");
    GOOD(person_key_unwrap(
        keys, 12, 1,
        "AQFkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ensmFeoI9TlSaayhgajymM7Nk_"
        "3eA9LG99OqAgcX5w9Zp1Qtu3Qs44FC88SS6x8Y9IoTKJ9AWlVKYIpG9KE2Zy0J1OwyjVWT-E09DR1Lz7i-qQ",
        &unwrapped, &e));
    assert_memory_equal(unwrapped.key, k.key, KEY_BYTES);
}

static void any_text_comes_back(void **state) {
    (void)state;
    struct person_key k = key_of(12);
    struct seal_aad aad = { 1, 1, 1, 12 };
    char text[200] = "";
    for (size_t n = 0; n < sizeof text; n++) {
        const char *sealed = seal_put(&k, aad, text, a), *opened = NULL;
        assert_int_equal(seal_open(&k, aad, sealed, a, &opened, NULL), OK);
        assert_string_equal(opened, text);
        assert_string_not_equal(sealed, seal_put(&k, aad, text, a));
        text[n] = 'x';
        text[n + 1 < sizeof text ? n + 1 : n] = '\0';
    }
    /* Lengths are hidden in steps of 32. */
    assert_int_equal(strlen(seal_put(&k, aad, "a", a)),
                     strlen(seal_put(&k, aad, "a longer text", a)));
}

static bool opens(const struct person_key *k, struct seal_aad aad, const char *sealed) {
    const char *text = NULL;
    bool good = seal_open(k, aad, sealed, a, &text, NULL) == OK;
    assert_int_equal(good, text != NULL);
    return good;
}

static void moved_or_changed_values_do_not_open(void **state) {
    (void)state;
    struct person_key k = key_of(12), other = key_of(12), namesake = key_of(13);
    struct seal_aad aad = { 5, 3, 77, 12 };
    const char *sealed = seal_put(&k, aad, "Анна Каренина", a);
    assert_true(opens(&k, aad, sealed));
    other.key[0] ^= 1;
    assert_false(opens(&other, aad, sealed));
    assert_false(opens(&namesake, (struct seal_aad) { 5, 3, 77, 13 }, sealed));
    assert_false(opens(&k, (struct seal_aad) { 6, 3, 77, 12 }, sealed));
    assert_false(opens(&k, (struct seal_aad) { 5, 4, 77, 12 }, sealed));
    assert_false(opens(&k, (struct seal_aad) { 5, 3, 78, 12 }, sealed));
    for (size_t i = 0; sealed[i] != '\0'; i++) {
        char *changed = arena_strdup(a, sealed);
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        assert_false(opens(&k, aad, changed));
        changed[i] = '\0';
        assert_false(opens(&k, aad, changed));
    }
    assert_false(opens(&k, aad, arena_printf(a, "%sA", sealed)));
    assert_false(opens(&k, aad, arena_printf(a, "%s=", sealed)));
    assert_false(opens(&k, aad, "plain text"));
}

static void system_values_go_by_use_and_root(void **state) {
    (void)state;
    struct keys *two = NULL;
    const char *text = NULL;
    struct seal_aad aad = { 1, 1, 1, 0 };
    const char *old = seal_put_system(keys, KEY_SYSTEM, aad, "text", a);
    assert_int_equal(seal_open_system(keys, KEY_FORM, aad, old, a, &text, NULL), E_INTERNAL);
    assert_int_equal(open_keys(FIRST ROOT_2 ROOT_1, 0600, &two), OK);
    assert_int_equal(seal_open_system(two, KEY_SYSTEM, aad, old, a, &text, NULL), OK);
    const char *newer = seal_put_system(two, KEY_SYSTEM, aad, "text", a);
    assert_int_equal(seal_open_system(two, KEY_SYSTEM, aad, newer, a, &text, NULL), OK);
    assert_int_equal(seal_open_system(keys, KEY_SYSTEM, aad, newer, a, &text, NULL), E_INTERNAL);
    keys_close(&two);
}

static void person_keys_are_wrapped_for_their_person(void **state) {
    (void)state;
    struct person_key k = { 0 }, again = { 0 };
    int64_t version = 0;
    const char *wrapped = NULL;
    person_key_new(keys, 7, a, &k, &version, &wrapped);
    assert_int_equal(version, 1);
    assert_int_equal(person_key_unwrap(keys, 7, 1, wrapped, &again, NULL), OK);
    assert_memory_equal(&k, &again, sizeof k);
    assert_int_equal(person_key_unwrap(keys, 8, 1, wrapped, &again, NULL), E_INTERNAL);
    assert_int_equal(person_key_unwrap(keys, 7, 2, wrapped, &again, NULL), E_INTERNAL);
    assert_int_equal(person_key_unwrap(keys, 7, 1, "", &again, NULL), E_INTERNAL);
    person_key_wipe(&k);
    assert_int_equal(k.key[0] | k.key[31], 0);
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        CASE(derived_keys_are_the_known_ones),
        CASE(the_newest_root_is_first),
        CASE(a_new_key_file_is_closed_and_made_once),
        CASE(open_or_damaged_key_files_are_refused),
        CASE(the_path_has_an_order),
        CASE(known_sealed_values_open),
        CASE(any_text_comes_back),
        CASE(moved_or_changed_values_do_not_open),
        CASE(system_values_go_by_use_and_root),
        CASE(person_keys_are_wrapped_for_their_person),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

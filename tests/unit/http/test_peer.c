/* Who asks, under which name of ours, and how many of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/rand.h"
#include "daemon/http/crowd.h"
#include "daemon/http/origin.h"
#include "daemon/http/peer.h"

static struct address address(const char *s) {
    struct address a = { 0 };
    CHECK(address_parse(s, strlen(s), &a));
    return a;
}

static void the_rightmost_untrusted_address_counts(void **state) {
    (void)state;
    static const struct {
        const char *from, *forwarded, *want, *network;
    } CASES[] = {
        { "10.0.0.1", NULL, "10.0.0.1", "10.0.0.0/24" },
        { "10.0.0.1", "192.0.2.7", "192.0.2.7", "192.0.2.0/24" },
        { "10.0.0.1", "6.6.6.6, 192.0.2.7", "192.0.2.7", "192.0.2.0/24" },
        { "10.0.0.1", "192.0.2.7, 10.200.0.1", "192.0.2.7", "192.0.2.0/24" },
        { "10.0.0.1", "10.0.0.9", "10.0.0.9", "10.0.0.0/24" },
        { "10.0.0.1", "192.0.2.7, junk", "10.0.0.1", "10.0.0.0/24" },
        { "10.0.0.1", "192.0.2.7,", "10.0.0.1", "10.0.0.0/24" },
        { "10.0.0.1", "", "10.0.0.1", "10.0.0.0/24" },
        { "10.0.0.1", "::ffff:192.0.2.7", "192.0.2.7", "192.0.2.0/24" },
        { "2001:db8::5", "2001:db8:1:2:3::4", "2001:db8:1:2:3::4", "2001:db8:1::/48" },
        { "192.0.2.1", "203.0.113.1", "192.0.2.1", "192.0.2.0/24" }, /* no proxy of ours */
        { "2001:db8::6", "203.0.113.1", "2001:db8::6", "2001:db8::/48" },
        { "11.0.0.1", "203.0.113.1", "11.0.0.1", "11.0.0.0/24" },
    };
    struct proxies p = { 0 };
    assert_int_equal(proxies_parse(" 10.0.0.0/8 ,2001:db8::5", &p, NULL), OK);
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct arena *a = arena_new(1 << 20);
        struct address from = address(CASES[i].from);
        struct header h = { "X-Forwarded-For", CASES[i].forwarded };
        struct peer peer = peer_of(&from, &p, &h, CASES[i].forwarded != NULL, a);
        if (strcmp(peer.address, CASES[i].want) != 0)
            fail_msg("%s from %s: %s", CASES[i].forwarded, CASES[i].from, peer.address);
        assert_string_equal(peer.network, CASES[i].network);
        assert_string_equal(peer.user_agent, "");
        arena_free(&a);
    }
}

static void an_ipv6_network_is_one_peer(void **state) {
    (void)state;
    struct address a = address("2001:db8:1:2::3"), b = address("2001:db8:1:2:ffff::9"),
                   c = address("2001:db8:1:3::3"), d = address("192.0.2.1"),
                   e = address("192.0.2.2");
    assert_true(address_bucket(&a) == address_bucket(&b));
    assert_true(address_bucket(&a) != address_bucket(&c));
    assert_true(address_bucket(&d) != address_bucket(&e));
}

static void a_user_agent_is_cut_and_plain(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 20);
    char agent[400];
    memset(agent, 'x', sizeof agent - 1);
    agent[sizeof agent - 1] = '\0';
    memcpy(agent, "a\xd0\x96", 3);
    struct header h = { "user-agent", agent };
    struct address from = address("192.0.2.1");
    struct proxies none = { 0 };
    struct peer peer = peer_of(&from, &none, &h, 1, a);
    assert_int_equal(strlen(peer.user_agent), 200);
    assert_memory_equal(peer.user_agent, "a??x", 4);
    arena_free(&a);
}

static void lists_of_proxies_are_checked(void **state) {
    (void)state;
    static const char *const BAD[] = { "x",     "10.0.0.0/33", "10.0.0.0/",  "10.0.0.0/x",
                                       "1.2.3", "::1/129",     "10.0.0.0/-1" };
    struct proxies p = { 0 };
    for (size_t i = 0; i < COUNT(BAD); i++)
        assert_int_equal(proxies_parse(BAD[i], &p, NULL), E_INVALID);
    assert_int_equal(proxies_parse(NULL, &p, NULL), OK);
    assert_int_equal(p.n, 0);
    assert_int_equal(
        proxies_parse("1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1,"
                      "1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1,"
                      "1.1.1.1",
                      &p, NULL),
        E_TOO_LARGE);
}

static void only_names_of_ours_are_answered(void **state) {
    (void)state;
    static const struct {
        const char *url, *host;
        bool has;
    } CASES[] = {
        { NULL, "127.0.0.1:8080", true },
        { NULL, "localhost:8080", true },
        { NULL, "LocalHost:8080", true },
        { NULL, "localhost", false },
        { NULL, "127.0.0.1", false },
        { NULL, "127.0.0.1:80801", false },
        { NULL, "evil", false },
        { NULL, "", false },
        { "https://otbor.example", "otbor.example", true },
        { "https://otbor.example/", "otbor.example:443", true },
        { "https://otbor.example", "otbor.example:80", false },
        { "https://otbor.example", "localhost:8080", false },
        { "https://otbor.example", "otbor.example.evil", false },
        { "https://otbor.example", "xotbor.example", false },
        { "HTTP://otbor.example:8443", "otbor.example:8443", true },
        { "http://otbor.example:8443", "otbor.example", false },
        { "http://[2001:db8::1]:81", "[2001:db8::1]:81", true },
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct origin o = { 0 };
        assert_int_equal(origin_make(CASES[i].url, "127.0.0.1", 8080, &o, NULL), OK);
        if (origin_has(&o, CASES[i].host) != CASES[i].has)
            fail_msg("%s on %s", CASES[i].host, CASES[i].url);
    }
    static const char *const BAD[] = { "otbor.example",   "ftp://x",     "https://",
                                       "https://a/b",     "https://a:0", "https://a:x",
                                       "https://a:70000", "https://u@a", "https://a b",
                                       "https://:443" };
    struct origin o = { 0 };
    for (size_t i = 0; i < COUNT(BAD); i++)
        if (origin_make(BAD[i], "127.0.0.1", 8080, &o, NULL) != E_INVALID)
            fail_msg("%s was accepted", BAD[i]);
}

static void a_crowd_is_counted_per_peer_and_in_all(void **state) {
    (void)state;
    struct crowd *c = crowd_new(100, 3, 1000);
    for (uint64_t peer = 0; peer < 20; peer++) {
        /* Keys that fall on the same places, so that they push each other along. */
        for (int i = 0; i < 3; i++)
            assert_true(crowd_enter(c, peer << 20, true));
        assert_false(crowd_enter(c, peer << 20, true));
    }
    for (uint64_t peer = 0; peer < 20; peer += 2)
        for (int i = 0; i < 3; i++)
            crowd_leave(c, peer << 20, true);
    assert_int_equal(crowd_size(c), 30);
    for (uint64_t peer = 0; peer < 20; peer++)
        assert_int_equal(crowd_enter(c, peer << 20, true), peer % 2 == 0);
    while (crowd_size(c) < 100)
        assert_true(crowd_enter(c, 1, false));
    assert_false(crowd_enter(c, 2, false));
    crowd_leave(c, 1, false);
    assert_true(crowd_enter(c, 2, true));
    crowd_free(&c);
}

static void a_peer_holds_its_share_of_bytes(void **state) {
    (void)state;
    struct crowd *c = crowd_new(100, 3, 1000);
    const uint64_t one = 1 << 20, other = 2 << 20, third = 3 << 20; /* on the same place */
    assert_true(crowd_enter(c, one, true) && crowd_enter(c, other, true));
    assert_true(crowd_enter(c, other, true) && crowd_enter(c, third, true));
    assert_true(crowd_hold(c, other, 600) && crowd_hold(c, other, 400));
    assert_false(crowd_hold(c, other, 1));
    assert_true(crowd_hold(c, third, 1000));
    assert_true(crowd_hold(c, one, 1000));
    crowd_let_go(c, one, 1000);
    crowd_leave(c, one, true); /* the others move up, with what they hold */
    assert_false(crowd_hold(c, other, 1));
    assert_false(crowd_hold(c, third, 1));
    crowd_let_go(c, other, 300);
    assert_true(crowd_hold(c, other, 300));
    crowd_let_go(c, third, 1000);
    crowd_leave(c, third, true);
    assert_true(crowd_enter(c, third, true)); /* begins with nothing */
    assert_true(crowd_hold(c, third, 1000));
    crowd_free(&c);
}

int main(void) {
    rand_start();
    peer_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rightmost_untrusted_address_counts),
        cmocka_unit_test(an_ipv6_network_is_one_peer),
        cmocka_unit_test(a_user_agent_is_cut_and_plain),
        cmocka_unit_test(lists_of_proxies_are_checked),
        cmocka_unit_test(only_names_of_ours_are_answered),
        cmocka_unit_test(a_crowd_is_counted_per_peer_and_in_all),
        cmocka_unit_test(a_peer_holds_its_share_of_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

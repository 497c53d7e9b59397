/* web/client/frozen: what was frozen is read whole, and a damaged text is said to be damaged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/base/arena.h"
#include "web/client/frozen.h"
#include "web/client/portal.h"

static const char GOOD[] =
    "{\"title\":\"T\",\"version\":2,\"at\":1000,\"verdict\":{\"leaders\":[\"K-201\",\"K-114\"],\"equal\":true},"
    "\"axis\":{\"lo\":40,\"hi\":90},\"plan_share\":0.68,\"weights\":[{\"name\":\"W\",\"weight\":20}],"
    "\"people\":["
    "{\"code\":\"K-201\",\"composite\":74.2,\"se\":4.5,\"lo\":68.4,\"hi\":80,\"band\":1,\"place_lo\":1,"
    "\"place_hi\":2,\"gates\":{\"met\":4,\"of\":5,\"open\":[\"G\"]},\"strong\":[{\"name\":\"A\",\"points\":6}],"
    "\"weak\":[{\"name\":\"B\",\"points\":-3}],\"requirements\":[{\"text\":\"R\",\"state\":\"met\",\"level\":4,"
    "\"lo\":3.5,\"hi\":4.5},{\"text\":\"Q\",\"state\":\"unknown\"}]},"
    "{\"code\":\"K-114\",\"composite\":78,\"se\":4.6,\"lo\":72.1,\"hi\":96,\"band\":1},"
    "{\"code\":\"K-300\",\"composite\":60,\"se\":4.6,\"lo\":32,\"hi\":66,\"band\":2}],"
    "\"pairs\":[{\"a\":\"K-114\",\"b\":\"K-201\",\"p\":0.71}],\"below\":3}";

static int setup(void **state) {
    *state = arena_new(8 << 20);
    return 0;
}

static int teardown(void **state) {
    struct arena *a = *state;
    arena_free(&a);
    return 0;
}

static void everything_is_read(void **state) {
    struct frozen f = { 0 };
    struct err e = { 0 };
    assert_int_equal(frozen_read(GOOD, *state, &f, &e), OK);
    assert_int_equal(f.people.n, 3);
    assert_string_equal(f.people.v[0].code, "K-114"); /* by code, whatever the order in the text */
    const struct frozen_person *p = frozen_find(&f, "K-201");
    assert_non_null(p);
    assert_int_equal(p->gates_met, 4);
    assert_string_equal(p->open.v[0], "G");
    assert_int_equal(p->requirements.v[0].state, REQUIREMENT_MET);
    assert_int_equal(p->requirements.v[1].state, REQUIREMENT_UNKNOWN);
    assert_true(frozen_leads(&f, "K-114"));
    assert_false(frozen_leads(&f, "K-300"));
    assert_null(frozen_find(&f, "K-999"));
    assert_int_equal(f.below, 3);
}

/* Every interval is inside the axis, or the picture would be wrong. */
static void axis_holds_every_interval(void **state) {
    struct frozen f = { 0 };
    struct err e = { 0 };
    assert_int_equal(frozen_read(GOOD, *state, &f, &e), OK);
    assert_true(f.axis.lo <= 32 && f.axis.hi >= 96);
}

static void faults_are_named(void **state) {
    static const struct {
        const char *json, *member;
    } FAULTS[] = {
        { "[]", "no JSON object" },
        { "{\"title\":\"T\"}", "people" },
        { "{\"title\":\"T\",\"people\":[{\"code\":7}]}", "code" },
        { "{\"title\":\"T\",\"people\":[{\"code\":\"K-1\",\"requirements\":[{\"text\":\"R\",\"state\":\"fine\"}]}]}",
          "state" },
        { "{\"title\":\"T\",\"people\":[{\"code\":\"K-1\",\"composite\":\"78\"}]}", "composite" },
    };
    for (size_t i = 0; i < sizeof FAULTS / sizeof FAULTS[0]; i++) {
        struct frozen f = { 0 };
        struct err e = { 0 };
        assert_int_equal(frozen_read(FAULTS[i].json, *state, &f, &e), E_INTERNAL);
        assert_non_null(strstr(e.msg, FAULTS[i].member));
    }
}

/* The sentence says that the tests cannot tell them apart, who is ahead and how surely, who is below a minimum. */
static void verdict_is_one_sentence(void **state) {
    struct frozen f = { 0 };
    struct err e = { 0 };
    const char *verdict = NULL, *more = NULL;
    assert_int_equal(frozen_read(GOOD, *state, &f, &e), OK);
    portal_verdict(&f, LANG_EN, *state, &verdict, &more);
    assert_non_null(strstr(verdict, "cannot tell them apart"));
    assert_non_null(strstr(more, "K\u2011114 is ahead by score, then K\u2011201; the chance that it is truly so is 71%"));
    assert_null(strstr(more, "The recruiter chose"));
    assert_null(strstr(more, "Below the minimum"));
    f.leaders_of = 9;
    ((struct frozen_requirement *)(uintptr_t)frozen_find(&f, "K-201")->requirements.v)->state = REQUIREMENT_NOT_MET;
    portal_verdict(&f, LANG_EN, *state, &verdict, &more);
    assert_non_null(strstr(more, "The recruiter chose from 9 people"));
    assert_non_null(strstr(more, "Below the minimum in some requirements: K\u2011201"));
    f.leaders_of = 0;
    f.leaders.n = 1;
    portal_verdict(&f, LANG_EN, *state, &verdict, &more);
    assert_non_null(strstr(verdict, "strongest"));
    f.leaders.n = 0;
    portal_verdict(&f, LANG_EN, *state, &verdict, &more);
    assert_non_null(strstr(verdict, "Nobody"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_is_read),
        cmocka_unit_test(axis_holds_every_interval),
        cmocka_unit_test(faults_are_named),
        cmocka_unit_test(verdict_is_one_sentence),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

/* web/flows/contact, web/flows/day and web/client/brief: addresses as people type them, working days. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/base/arena.h"
#include "daemon/base/clock.h"
#include "web/client/brief.h"
#include "web/flows/contact.h"
#include "web/flows/day.h"

static void mail_or_telephone(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 20);
    static const char *const GOOD[] = { "ivanova@zavod.ru", "+7 343 200-10-20", "8 (343) 200-10-20", "2001020" };
    static const char *const BAD[] = { "", "lebedeva@", "12345", "Ирина", "7+343200102", "+7 343 200-10-20 доб. 4" };
    const char *kept = NULL;
    bool email = false;
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++)
        assert_true(contact_parse(GOOD[i], a, &kept, &email));
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++)
        assert_false(contact_parse(BAD[i], a, &kept, &email));
    assert_string_equal(contact_masked(a, "+73432001020"), "+7 ••• 20");
    arena_free(&a);
}

/* 20 November 2026 is a Friday: the first working day after it is Monday the 23rd, 18:00 in Moscow. */
static void weekends_do_not_count(void **state) {
    (void)state;
    const int64_t friday_noon = INT64_C(1795165200000), monday_evening = INT64_C(1795446000000);
    assert_int_equal(workdays_after(friday_noon, 1), monday_evening);
    assert_int_equal(workdays_after(friday_noon, 2), monday_evening + DAY_MS);
    assert_int_equal(workdays_after(friday_noon + DAY_MS, 1), monday_evening);
}

static void dates_must_exist(void **state) {
    (void)state;
    assert_int_equal(brief_date_day("1970-01-02"), 1);
    assert_int_equal(brief_date_day("2027-02-29"), -1);
    assert_int_equal(brief_date_day("2028-02-29"), 21243);
    assert_int_equal(brief_date_day("10.12.2026"), -1);
    assert_int_equal(brief_date_day(""), -1);
    assert_int_equal(brief_date_day(NULL), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mail_or_telephone),
        cmocka_unit_test(weekends_do_not_count),
        cmocka_unit_test(dates_must_exist),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

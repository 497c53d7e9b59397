/* Forms: what was declared arrives, what was not does not, faults keep what can be shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/http/form.h"
#include "daemon/http/limits.h"

static const struct field FIELDS[] = {
    { .name = "name", .kind = TEXT_LINE, .max_chars = 5 },
    { .name = "text", .kind = TEXT_LONG, .max_chars = 50 },
    { .name = "tag", .kind = TEXT_LINE, .max_chars = 5, .many = true },
    { .name = "weight.*", .kind = TEXT_LINE, .max_chars = 5 },
    { .name = "password", .kind = TEXT_LINE, .max_chars = 8, .verbatim = true },
};

/* The form as "name=value/fault;…". */
static const char *decode(const char *body, bool csrf, struct arena *a) {
    struct form f = { 0 };
    if (form_decode(body, strlen(body), FIELDS, COUNT(FIELDS), csrf, a, &f, NULL) != OK)
        return "refused";
    struct buf b;
    buf_init(&b, 1 << 20);
    for (size_t i = 0; i < f.n; i++)
        buf_printf(&b, "%s=%s/%d;", f.values[i].name, f.values[i].value, (int)f.faults[i]);
    const char *text = arena_strdup(a, buf_str(&b));
    buf_fini(&b);
    return text;
}

static void bodies_are_decoded(void **state) {
    (void)state;
    static const struct {
        const char *body, *want;
    } CASES[] = {
        { "", "" },
        { "&&&", "" },
        { "name", "name=/0;" },
        { "name=", "name=/0;" },
        { "=x", "" },
        { "name=a=b", "name=a=b/0;" },
        { "name=a+b%2B", "name=a b+/0;" },
        { "n%61me=a", "name=a/0;" },
        { "name=%D0%96%d0%b6", "name=Жж/0;" },
        { "name=e%CC%81", "name=\xc3\xa9/0;" },        /* NFC */
        { "name=++a+++b++", "name=a b/0;" },           /* trimmed, blanks made one */
        { "text=+a%0D%0A%0D%0Ab+", "text=a\n\nb/0;" }, /* CR LF is LF */
        { "name=1&name=2", "name=1/0;" },              /* not declared many */
        { "tag=1&tag=2&tag=1", "tag=1/0;tag=2/0;tag=1/0;" },
        { "weight.a=1&weight.b=2&weight.a=3", "weight.a=1/0;weight.b=2/0;" },
        { "weight.=1&weight=2&weightx=3", "" },
        { "Name=x&nam=x&names=x&name%00=x&name%FF=x", "" },
        { "csrf=x", "" },
        /* Faults keep what can be shown */
        { "name=123456", "name=123456/2;" },
        { "name=%D0%96%D0%96%D0%96%D0%96%D0%96", "name=ЖЖЖЖЖ/0;" },
        { "name=a%FFb", "name=a\xef\xbf\xbd"
                        "b/1;" },
        { "name=a%00b", "name=a\xef\xbf\xbd"
                        "b/1;" },
        { "name=a%1Bb", "name=ab/1;" },
        { "name=a%0Ab", "name=ab/1;" },
        { "name=a%E2%80%AEb", "name=ab/1;" }, /* right-to-left override */
        { "name=%E2%81%A6b", "name=b/1;" },   /* isolate */
        { "name=%C0%AF", "name=\xef\xbf\xbd\xef\xbf\xbd/1;" },
        { "name=%zz%4", "name=%zz%4/0;" }, /* broken escapes stay */
        /* Verbatim: not trimmed, not normalised */
        { "password=+a++b+", "password= a  b /0;" },
        { "password=123456789", "password=123456789/2;" },
        { "password=a%0Ab", "password=ab/1;" },
        { "password=%FF", "password=\xef\xbf\xbd/1;" },
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct arena *a = arena_new(1 << 20);
        const char *got = decode(CASES[i].body, false, a);
        if (strcmp(got, CASES[i].want) != 0)
            fail_msg("%s: %s, not %s", CASES[i].body, got, CASES[i].want);
        arena_free(&a);
    }
}

static void the_csrf_field_needs_no_declaration(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 20);
    assert_string_equal(decode("name=a&csrf=tok-en&csrf=2", true, a), "name=a/0;csrf=tok-en/0;");
    arena_free(&a);
}

static void too_many_values_are_refused(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 20);
    struct buf b;
    buf_init(&b, 1 << 20);
    for (int i = 1; i < FORM_VALUES_MAX; i++)
        buf_puts(&b, "x=1&");
    assert_string_equal(decode(buf_str(&b), false, a), "");
    buf_puts(&b, "x&");
    assert_string_equal(decode(buf_str(&b), false, a), "refused");
    buf_fini(&b);
    arena_free(&a);
}

static void a_form_is_asked_by_name(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 20);
    struct form f = { 0 };
    static const char BODY[] = "name=toolong&tag=a&tag=b%FF";
    assert_int_equal(form_decode(BODY, sizeof BODY - 1, FIELDS, COUNT(FIELDS), false, a, &f, NULL),
                     OK);
    assert_string_equal(form_get(&f, "name"), "toolong");
    assert_string_equal(form_get(&f, "text"), "");
    assert_string_equal(form_get(&f, "tag"), "a");
    assert_true(form_has(&f, "tag", "a"));
    assert_false(form_has(&f, "tag", "c"));
    assert_int_equal(form_fault_of(&f, "name"), FORM_TOO_LONG);
    assert_int_equal(form_fault_of(&f, "tag"), FORM_BAD_TEXT);
    assert_int_equal(form_fault_of(&f, "text"), FORM_FINE);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bodies_are_decoded),
        cmocka_unit_test(the_csrf_field_needs_no_declaration),
        cmocka_unit_test(too_many_values_are_refused),
        cmocka_unit_test(a_form_is_asked_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

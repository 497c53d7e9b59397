/* base/digest: known values, so that a proof of today can be checked in ten years. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/base/arena.h"
#include "daemon/base/digest.h"
#include "daemon/base/rand.h"

/* Made with Python: hashlib.blake2b(b"...", digest_size=32). */
static void known_values(void **state) {
    (void)state;
    struct arena *a = arena_new(1 << 16);
    assert_string_equal(digest_text("", 0, a), "DldRwCblQ7Loqy6wYJnaodHl30d3j3eH-qtFzfEv46g");
    assert_string_equal(digest_text("abc", 3, a), "vd2BPGNCOXIxce8_7phXm5SWTjuxyz5CcmLIwGjVIxk");
    arena_free(&a);
}

int main(void) {
    rand_start();
    const struct CMUnitTest tests[] = { cmocka_unit_test(known_values) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Whatever a Cookie header is: what is found in it stood in it, and a cookie that we set is found again beside
 * anything. */
#include <stdint.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/http/cookie.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct arena *a = arena_new(4 << 20);
    const char *header = arena_strndup(a, (const char *)data, n), *value = NULL;
    int found = cookie_find(header, "s-staff", a, &value);
    CHECK(found >= 0 && (found > 0) == (value != NULL));
    if (value != NULL)
        CHECK(strstr(header, "s-staff") != NULL && strstr(header, value) != NULL);
    const char *mine = NULL;
    int again = cookie_find(arena_printf(a, "%s; s-staff=ours", header), "s-staff", a, &mine);
    CHECK(again == found + 1 && mine != NULL && strcmp(mine, "ours") == 0);
    arena_free(&a);
    return 0;
}

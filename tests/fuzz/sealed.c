/* Whatever stands where a sealed value should: it does not open; what was sealed opens in its own place, and with
 * one character changed it does not. */
#include <stdint.h>
#include <string.h>

#include <sodium.h>

#include "daemon/auth/seal.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    CHECK(sodium_init() >= 0);
    struct arena *a = arena_new(16 << 20);
    struct person_key key = { .person_id = 7, .key = { 1, 2, 3 } };
    struct seal_aad place = { 1, 2, 3, 7 };
    const char *text = NULL, *given = arena_strndup(a, (const char *)data, n);
    CHECK(seal_open(&key, place, given, a, &text, NULL) != OK);
    char *sealed = arena_strdup(a, seal_put(&key, place, given, a));
    CHECK(seal_open(&key, place, sealed, a, &text, NULL) == OK && strcmp(text, given) == 0);
    size_t at = n > 0 ? data[0] % strlen(sealed) : 0;
    sealed[at] = sealed[at] == 'A' ? 'B' : 'A';
    CHECK(seal_open(&key, place, sealed, a, &text, NULL) != OK);
    arena_free(&a);
    return 0;
}

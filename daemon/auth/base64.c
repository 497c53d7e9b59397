#include "daemon/auth/base64.h"

#include <sodium.h>
#include <string.h>

#include "daemon/base/arena.h"

enum { VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

const char *base64_encode(const unsigned char *bytes, size_t n, struct arena *a) {
    size_t room = sodium_base64_ENCODED_LEN(n, VARIANT);
    return sodium_bin2base64(arena_alloc(a, room, 1), room, bytes, n, VARIANT);
}

bool base64_decode(const char *text, unsigned char *out, size_t n) {
    size_t len = 0;
    const char *end = NULL;
    return sodium_base642bin(out, n, text, strlen(text), NULL, &len, &end, VARIANT) == 0 && len == n &&
           *end == '\0';
}

#include "daemon/base/digest.h"

#include <sodium.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"

enum { DIGEST_BYTES = 32 };

const char *digest_text(const char *bytes, size_t n, struct arena *a) {
    unsigned char hash[DIGEST_BYTES] = { 0 };
    CHECK(crypto_generichash(hash, sizeof hash, (const unsigned char *)bytes, n, NULL, 0) == 0);
    size_t room = sodium_base64_ENCODED_LEN(DIGEST_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text = ARENA_ARRAY(a, room, char);
    return sodium_bin2base64(text, room, hash, sizeof hash,
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

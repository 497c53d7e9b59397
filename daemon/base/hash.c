#include "daemon/base/hash.h"

#include <sodium.h>

_Static_assert(crypto_shorthash_KEYBYTES == HASH_KEY, "the key of the 64-bit hash");
_Static_assert(crypto_shorthash_siphashx24_KEYBYTES == HASH_KEY, "the key of the 128-bit hash");
_Static_assert(2 * crypto_shorthash_siphashx24_BYTES + 1 == HASH_HEX, "two digits for a byte");

uint64_t hash64(const void *bytes, size_t n, const unsigned char key[HASH_KEY]) {
    uint64_t out = 0;
    (void)crypto_shorthash((unsigned char *)&out, bytes, n, key);
    return out;
}

const char *hash128_hex(const void *bytes, size_t n, const unsigned char key[HASH_KEY],
                        char out[HASH_HEX]) {
    unsigned char hash[crypto_shorthash_siphashx24_BYTES];
    (void)crypto_shorthash_siphashx24(hash, bytes, n, key);
    return sodium_bin2hex(out, HASH_HEX, hash, sizeof hash);
}

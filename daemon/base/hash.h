/* base/hash.h — short keyed hashes for tables and tags (SipHash).
 *
 * With a random key nobody outside can make two inputs meet in one place. Not for secrets that are
 * kept: those are auth's.
 */
#ifndef DAEMON_BASE_HASH_H
#define DAEMON_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

enum { HASH_KEY = 16, HASH_HEX = 33 };

/* 64 bits of n bytes under a key. Pure. */
uint64_t hash64(const void *bytes, size_t n, const unsigned char key[HASH_KEY]);

/* 128 bits of n bytes under a key, as 32 hexadecimal digits and a NUL in out, which is returned.
 * Pure. */
const char *hash128_hex(const void *bytes, size_t n, const unsigned char key[HASH_KEY],
                        char out[HASH_HEX]);

#endif

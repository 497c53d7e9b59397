/* base/digest.h — a fingerprint of a text that anybody can compute again: proof of what was shown.
 *
 * No secret is in it; what must not be guessed or forged is auth/token.h and auth/event.h.
 */
#ifndef DAEMON_BASE_DIGEST_H
#define DAEMON_BASE_DIGEST_H

#include <stddef.h>

struct arena;

/* BLAKE2b-256 of n bytes as base64url without padding (43 characters). Memory: in a. */
const char *digest_text(const char *bytes, size_t n, struct arena *a);

#endif

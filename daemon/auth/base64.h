/* auth/base64.h — bytes as text and back: base64url without padding.
 */
#ifndef DAEMON_AUTH_BASE64_H
#define DAEMON_AUTH_BASE64_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* n bytes as text. Memory: in a. */
const char *base64_encode(const unsigned char *bytes, size_t n, struct arena *a);

/* Exactly n bytes out of text; false when it is anything else. */
bool base64_decode(const char *text, unsigned char *out, size_t n);

#endif

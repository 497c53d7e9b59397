/* auth/token.h — secrets that browsers and links carry, and what is stored of them.
 *
 * A token is random bytes as base64url. Only its hash is stored: BLAKE2b-256 with K_token over the
 * purpose, a zero byte and the token, so a token of one purpose is nothing for another.
 */
#ifndef DAEMON_AUTH_TOKEN_H
#define DAEMON_AUTH_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "daemon/auth/keys.h"

struct arena;

enum {
    TOKEN_SESSION_CHARS = 43, /* 32 bytes */
    TOKEN_LINK_CHARS = 32,    /* 24 bytes */
    TOKEN_HASH_CHARS = 43,
};

/* A new token of TOKEN_SESSION_CHARS or TOKEN_LINK_CHARS characters. Memory: in a. */
const char *token_new(size_t chars, struct arena *a);

/* Can s be such a token? (Length, alphabet, canonical end; nothing is looked up.) */
bool token_is_plausible(const char *s, size_t chars);

/* Its hash under root `version` (which must exist). purpose is a static word. Memory: in a. */
const char *token_hash(const struct keys *keys, int version, const char *purpose, const char *token,
                       struct arena *a);

/* Blind indexes: equal addresses have equal ones, and nobody without the key can make one. Under the
 * newest root. Memory: in a. */

/* Of an e-mail address that text_email accepted: case does not matter. */
const char *token_email_index(const struct keys *keys, const char *email, struct arena *a);

/* CSRF tokens: a random pad and the pad XOR BLAKE2b(K_csrf, session hash, audience): another one for
 * each page (BREACH), the same meaning. */

/* For the forms of a page. session_hash: the session's, or the hash of the cookie before login;
 * audience is a static word. 86 characters. Memory: in a. */
const char *token_csrf(const struct keys *keys, const char *session_hash, const char *audience,
                       struct arena *a);

/* Does what came back belong to this session and audience? token may be NULL. Constant time. */
bool token_csrf_fits(const struct keys *keys, const char *session_hash, const char *audience,
                     const char *token);

/* Form time tokens (SECURITY.md §6): proof of when a public form was shown. */

/* For a form called `form` shown at now_ms. Memory: in a. */
const char *token_form(const struct keys *keys, const char *form, int64_t now_ms, struct arena *a);

/* When was it shown? -1 when the token is not ours or of another form. */
int64_t token_form_at(const struct keys *keys, const char *form, const char *token);

#endif

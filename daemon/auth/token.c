#include "daemon/auth/token.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/auth/base64.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/text.h"

enum {
    TOKEN_BYTES_MAX = 32,
    HASH_BYTES = 32,
    INDEX_BYTES = 16,
    PAD_BYTES = 32,
    CSRF_CHARS = 86,
    FORM_MAC_BYTES = 16,
};

/* BLAKE2b under a derived key, over a word, a zero byte and a text. */
static void mac(const struct keys *keys, int version, enum key_use use, const char *word,
                const char *text, unsigned char *out, size_t n) {
    const unsigned char *key = keys_get(keys, version, use);
    CHECK(key != NULL);
    crypto_generichash_state state;
    (void)crypto_generichash_init(&state, key, KEY_BYTES, n);
    (void)crypto_generichash_update(&state, (const unsigned char *)word, strlen(word) + 1);
    (void)crypto_generichash_update(&state, (const unsigned char *)text, strlen(text));
    (void)crypto_generichash_final(&state, out, n);
}

const char *token_new(size_t chars, struct arena *a) {
    unsigned char bytes[TOKEN_BYTES_MAX];
    size_t n = chars * 3 / 4;
    CHECK(n <= sizeof bytes);
    randombytes_buf(bytes, n);
    const char *token = base64_encode(bytes, n, a);
    sodium_memzero(bytes, sizeof bytes);
    return token;
}

bool token_is_plausible(const char *s, size_t chars) {
    unsigned char bytes[TOKEN_BYTES_MAX];
    return s != NULL && strlen(s) == chars && base64_decode(s, bytes, chars * 3 / 4);
}

const char *token_hash(const struct keys *keys, int version, const char *purpose, const char *token,
                       struct arena *a) {
    unsigned char hash[HASH_BYTES];
    mac(keys, version, KEY_TOKEN, purpose, token, hash, sizeof hash);
    return base64_encode(hash, sizeof hash, a);
}

static const char *blind_index(const struct keys *keys, const char *kind, const char *text,
                               struct arena *a) {
    unsigned char index[INDEX_BYTES];
    mac(keys, keys_version(keys, 0), KEY_INDEX, kind, text, index, sizeof index);
    return base64_encode(index, sizeof index, a);
}

const char *token_email_index(const struct keys *keys, const char *email, struct arena *a) {
    return blind_index(keys, "email", text_casefold(email, a), a);
}

/* CSRF */

static void csrf_secret(const struct keys *keys, int version, const char *session_hash,
                        const char *audience, unsigned char out[PAD_BYTES]) {
    mac(keys, version, KEY_CSRF, session_hash, audience, out, PAD_BYTES);
}

const char *token_csrf(const struct keys *keys, const char *session_hash, const char *audience,
                       struct arena *a) {
    unsigned char secret[PAD_BYTES], token[2 * PAD_BYTES];
    csrf_secret(keys, keys_version(keys, 0), session_hash, audience, secret);
    randombytes_buf(token, PAD_BYTES);
    for (size_t i = 0; i < PAD_BYTES; i++)
        token[PAD_BYTES + i] = token[i] ^ secret[i];
    return base64_encode(token, sizeof token, a);
}

bool token_csrf_fits(const struct keys *keys, const char *session_hash, const char *audience,
                     const char *token) {
    unsigned char secret[PAD_BYTES], came[2 * PAD_BYTES];
    if (token == NULL || strlen(token) != CSRF_CHARS || !base64_decode(token, came, sizeof came))
        return false;
    for (size_t i = 0; i < PAD_BYTES; i++)
        came[PAD_BYTES + i] ^= came[i];
    bool fits = false;
    for (size_t i = 0; i < keys_n(keys); i++) {
        csrf_secret(keys, keys_version(keys, i), session_hash, audience, secret);
        fits |= sodium_memcmp(secret, came + PAD_BYTES, PAD_BYTES) == 0;
    }
    return fits;
}

/* Form time tokens: the time in decimal, a point, the MAC */

const char *token_form(const struct keys *keys, const char *form, int64_t now_ms, struct arena *a) {
    unsigned char proof[FORM_MAC_BYTES];
    const char *at = arena_printf(a, "%lld", (long long)now_ms);
    mac(keys, keys_version(keys, 0), KEY_FORM, form, at, proof, sizeof proof);
    return arena_printf(a, "%s.%s", at, base64_encode(proof, sizeof proof, a));
}

int64_t token_form_at(const struct keys *keys, const char *form, const char *token) {
    char at[24] = "";
    unsigned char came[FORM_MAC_BYTES], proof[FORM_MAC_BYTES];
    int64_t at_ms = 0;
    const char *point = token != NULL ? strchr(token, '.') : NULL;
    if (point == NULL || point - token >= (ptrdiff_t)sizeof at ||
        !base64_decode(point + 1, came, sizeof came))
        return -1;
    memcpy(at, token, (size_t)(point - token));
    if (text_i64(at, 0, INT64_MAX, &at_ms) != OK)
        return -1;
    for (size_t i = 0; i < keys_n(keys); i++) {
        mac(keys, keys_version(keys, i), KEY_FORM, form, at, proof, sizeof proof);
        if (sodium_memcmp(proof, came, sizeof proof) == 0)
            return at_ms;
    }
    return -1;
}

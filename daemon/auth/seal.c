#include "daemon/auth/seal.h"

#include <sodium.h>
#include <stdbool.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"

enum {
    FORMAT = 0x01,
    PERSONS_OWN = 0, /* in place of a root's version */
    PAD = 32,
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    HEAD = 2 + NONCE,
    AAD_BYTES = 6 + 2 + 2 + 8 + 8,
    BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING,
};

static unsigned char *put_be(unsigned char *out, uint64_t v, int bytes) {
    for (int i = bytes - 1; i >= 0; i--, v >>= 8)
        out[i] = (unsigned char)v;
    return out + bytes;
}

static void encode_aad(unsigned char out[AAD_BYTES], struct seal_aad aad) {
    memcpy(out, "otbor1", 6);
    out = put_be(out + 6, aad.table, 2);
    out = put_be(out, aad.column, 2);
    out = put_be(out, (uint64_t)aad.row, 8);
    (void)put_be(out, (uint64_t)aad.person, 8);
}

static const char *encode(const unsigned char *bytes, size_t n, struct arena *a) {
    size_t room = sodium_base64_ENCODED_LEN(n, BASE64);
    return sodium_bin2base64(arena_alloc(a, room, 1), room, bytes, n, BASE64);
}

/* Seal n bytes, which are followed by PAD bytes of room, under key. */
static const char *put(const unsigned char *key, int version, struct seal_aad aad,
                       unsigned char *plain, size_t n, struct arena *a) {
    unsigned char where[AAD_BYTES];
    encode_aad(where, aad);
    size_t padded = 0;
    CHECK(sodium_pad(&padded, plain, n, PAD, n + PAD) == 0);
    unsigned char *out = arena_alloc(a, HEAD + padded + TAG, 1);
    out[0] = FORMAT;
    out[1] = (unsigned char)version;
    randombytes_buf(out + 2, NONCE);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(out + HEAD, NULL, plain, padded, where,
                                                     sizeof where, NULL, out + 2, key);
    return encode(out, HEAD + padded + TAG, a);
}

static const char *put_text(const unsigned char *key, int version, struct seal_aad aad,
                            const char *text, struct arena *a) {
    size_t n = strlen(text);
    unsigned char *plain = arena_alloc(a, n + PAD, 1);
    memcpy(plain, text, n);
    return put(key, version, aad, plain, n, a);
}

/* The bytes of a sealed value; NULL when it is not one at all. */
static unsigned char *decode(const char *sealed, struct arena *a, size_t *ret_n) {
    size_t len = strlen(sealed), n = 0;
    unsigned char *bytes = arena_alloc(a, len + 1, 1);
    const char *end = NULL;
    if (sodium_base642bin(bytes, len, sealed, len, NULL, &n, &end, BASE64) != 0 || *end != '\0' ||
        n < HEAD + PAD + TAG || bytes[0] != FORMAT)
        return NULL;
    *ret_n = n;
    return bytes;
}

/* Open decoded bytes into a string; its length in *ret_n. NULL when the key or the place is wrong.
 */
static char *open_bytes(const unsigned char *key, struct seal_aad aad, const unsigned char *bytes,
                        size_t n, struct arena *a, size_t *ret_n) {
    unsigned char where[AAD_BYTES];
    encode_aad(where, aad);
    size_t padded = n - HEAD - TAG;
    unsigned char *plain = arena_alloc(a, padded + 1, 1);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, bytes + HEAD, n - HEAD, where,
                                                   sizeof where, bytes + 2, key) != 0)
        return NULL;
    if (sodium_unpad(ret_n, plain, padded, PAD) != 0)
        return NULL;
    plain[*ret_n] = '\0';
    return (char *)plain;
}

const char *seal_put(const struct person_key *k, struct seal_aad aad, const char *text,
                     struct arena *a) {
    CHECK(k->person_id == aad.person);
    return put_text(k->key, PERSONS_OWN, aad, text, a);
}

enum errc seal_open(const struct person_key *k, struct seal_aad aad, const char *sealed,
                    struct arena *a, const char **ret_text, struct err *e) {
    CHECK(k->person_id == aad.person);
    size_t n = 0, len = 0;
    const unsigned char *bytes = decode(sealed, a, &n);
    const char *text = bytes != NULL && bytes[1] == PERSONS_OWN
                           ? open_bytes(k->key, aad, bytes, n, a, &len)
                           : NULL;
    if (text == NULL)
        return ERR(e, E_INTERNAL, "a sealed value of table %u, column %u does not open", aad.table,
                   aad.column);
    *ret_text = text;
    return OK;
}

const char *seal_put_system(const struct keys *keys, enum key_use use, struct seal_aad aad,
                            const char *text, struct arena *a) {
    int version = keys_version(keys, 0);
    return put_text(keys_get(keys, version, use), version, aad, text, a);
}

enum errc seal_open_system(const struct keys *keys, enum key_use use, struct seal_aad aad,
                           const char *sealed, struct arena *a, const char **ret_text,
                           struct err *e) {
    size_t n = 0, len = 0;
    const unsigned char *bytes = decode(sealed, a, &n);
    const unsigned char *key = bytes != NULL ? keys_get(keys, bytes[1], use) : NULL;
    const char *text = key != NULL ? open_bytes(key, aad, bytes, n, a, &len) : NULL;
    if (text == NULL)
        return ERR(e, E_INTERNAL, "a sealed value of table %u, column %u does not open", aad.table,
                   aad.column);
    *ret_text = text;
    return OK;
}

/* Person keys: wrapped like a sealed value that stands in no table */

static struct seal_aad wrap_aad(int64_t person_id) {
    return (struct seal_aad) { .person = person_id };
}

const char *person_key_wrap(const struct keys *keys, const struct person_key *k, struct arena *a) {
    int version = keys_version(keys, 0);
    unsigned char plain[KEY_BYTES + PAD] = { 0 };
    memcpy(plain, k->key, KEY_BYTES);
    const char *wrapped = put(keys_get(keys, version, KEY_WRAP), version, wrap_aad(k->person_id),
                              plain, KEY_BYTES, a);
    sodium_memzero(plain, sizeof plain);
    return wrapped;
}

void person_key_new(const struct keys *keys, int64_t person_id, struct arena *a,
                    struct person_key *ret_key, int64_t *ret_version, const char **ret_wrapped) {
    ret_key->person_id = person_id;
    randombytes_buf(ret_key->key, KEY_BYTES);
    *ret_version = keys_version(keys, 0);
    *ret_wrapped = person_key_wrap(keys, ret_key, a);
}

enum errc person_key_unwrap(const struct keys *keys, int64_t person_id, int64_t version,
                            const char *wrapped, struct person_key *ret_key, struct err *e) {
    struct arena *a = arena_new(4096);
    size_t n = 0, len = 0;
    const unsigned char *bytes = strlen(wrapped) <= 512 ? decode(wrapped, a, &n) : NULL;
    const unsigned char *key =
        bytes != NULL && bytes[1] == version ? keys_get(keys, bytes[1], KEY_WRAP) : NULL;
    const char *plain =
        key != NULL ? open_bytes(key, wrap_aad(person_id), bytes, n, a, &len) : NULL;
    bool good = plain != NULL && len == KEY_BYTES;
    if (good) {
        ret_key->person_id = person_id;
        memcpy(ret_key->key, plain, KEY_BYTES);
    }
    arena_free(&a);
    return good ? OK : ERR(e, E_INTERNAL, "the key of a person does not open");
}

void person_key_wipe(struct person_key *k) {
    sodium_memzero(k, sizeof *k);
}

#include "daemon/auth/seal.h"

#include <sodium.h>
#include <stdbool.h>
#include <string.h>

#include "daemon/auth/base64.h"
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
    return base64_encode(out, HEAD + padded + TAG, a);
}

static const char *put_text(const unsigned char *key, int version, struct seal_aad aad,
                            const char *text, struct arena *a) {
    size_t n = strlen(text);
    unsigned char *plain = arena_alloc(a, n + PAD, 1);
    memcpy(plain, text, n);
    return put(key, version, aad, plain, n, a);
}

/* The bytes of a sealed value into out; false when it is not one at all or longer than room. */
static bool decode(const char *sealed, unsigned char *out, size_t room, size_t *ret_n) {
    const char *end = NULL;
    return sodium_base642bin(out, room, sealed, strlen(sealed), NULL, ret_n, &end, BASE64) == 0 &&
           *end == '\0' && *ret_n >= HEAD + PAD + TAG && out[0] == FORMAT;
}

/* Open decoded bytes into plain, which has room for n of them; false when the key or the place is
 * wrong. The text has *ret_n bytes. */
static bool open_into(const unsigned char *key, struct seal_aad aad, const unsigned char *bytes,
                      size_t n, unsigned char *plain, size_t *ret_n) {
    unsigned char where[AAD_BYTES];
    encode_aad(where, aad);
    return crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, bytes + HEAD, n - HEAD,
                                                      where, sizeof where, bytes + 2, key) == 0 &&
           sodium_unpad(ret_n, plain, n - HEAD - TAG, PAD) == 0;
}

/* The key that a sealed value asks for by its version byte; NULL when there is none. */
typedef const unsigned char *find_key(const void *arg, int version);

/* Open a whole sealed value into a string in a; NULL when it does not open. */
static const char *open_text(const char *sealed, struct seal_aad aad, find_key *find,
                             const void *arg, struct arena *a) {
    size_t room = strlen(sealed) + 1, n = 0, len = 0;
    unsigned char *bytes = arena_alloc(a, room, 1), *plain = arena_alloc(a, room, 1);
    if (!decode(sealed, bytes, room, &n))
        return NULL;
    const unsigned char *key = find(arg, bytes[1]);
    if (key == NULL || !open_into(key, aad, bytes, n, plain, &len))
        return NULL;
    plain[len] = '\0';
    return (const char *)plain;
}

const char *seal_put(const struct person_key *k, struct seal_aad aad, const char *text,
                     struct arena *a) {
    CHECK(k->person_id == aad.person);
    return put_text(k->key, PERSONS_OWN, aad, text, a);
}

static const unsigned char *persons_key(const void *arg, int version) {
    const struct person_key *k = arg;
    return version == PERSONS_OWN ? k->key : NULL;
}

static enum errc opened(const char *text, struct seal_aad aad, const char **ret_text,
                        struct err *e) {
    if (text == NULL)
        return ERR(e, E_INTERNAL, "a sealed value of table %u, column %u does not open", aad.table,
                   aad.column);
    *ret_text = text;
    return OK;
}

enum errc seal_open(const struct person_key *k, struct seal_aad aad, const char *sealed,
                    struct arena *a, const char **ret_text, struct err *e) {
    CHECK(k->person_id == aad.person);
    return opened(open_text(sealed, aad, persons_key, k, a), aad, ret_text, e);
}

const char *seal_put_system(const struct keys *keys, enum key_use use, struct seal_aad aad,
                            const char *text, struct arena *a) {
    int version = keys_version(keys, 0);
    return put_text(keys_get(keys, version, use), version, aad, text, a);
}

struct system_key {
    const struct keys *keys;
    enum key_use use;
};

static const unsigned char *systems_key(const void *arg, int version) {
    const struct system_key *k = arg;
    return keys_get(k->keys, version, k->use);
}

enum errc seal_open_system(const struct keys *keys, enum key_use use, struct seal_aad aad,
                           const char *sealed, struct arena *a, const char **ret_text,
                           struct err *e) {
    struct system_key key = { keys, use };
    return opened(open_text(sealed, aad, systems_key, &key, a), aad, ret_text, e);
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
    unsigned char bytes[HEAD + KEY_BYTES + PAD + TAG], plain[sizeof bytes];
    size_t n = 0, len = 0;
    const unsigned char *key = NULL;
    if (decode(wrapped, bytes, sizeof bytes, &n) && bytes[1] == version)
        key = keys_get(keys, bytes[1], KEY_WRAP);
    bool good = key != NULL && open_into(key, wrap_aad(person_id), bytes, n, plain, &len) &&
                len == KEY_BYTES;
    if (good) {
        ret_key->person_id = person_id;
        memcpy(ret_key->key, plain, KEY_BYTES);
    }
    sodium_memzero(plain, sizeof plain);
    return good ? OK : ERR(e, E_INTERNAL, "the key of a person does not open");
}

void person_key_wipe(struct person_key *k) {
    sodium_memzero(k, sizeof *k);
}

#include "daemon/auth/password.h"

#include <sodium.h>
#include <string.h>

#include "daemon/auth/seal.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/text.h"

enum { PASSES = 3, MEMORY_BYTES = 64 << 20 };

/* Nobody's password (32 random bytes, forgotten), for the time that a real one takes. */
static const char NOBODY[] = "$argon2id$v=19$m=65536,t=3,p=1$G0DlhpwhOBuIGft5h90K0A$"
                             "XqZ5Eb+nI3TS5I6TSEPRPIOtsrXDAK5lCOlDuqyiFW4";

static struct seal_aad place_of(int64_t staff_id) {
    return (struct seal_aad) { SEAL_STAFF, SEAL_STAFF_PASSWORD, staff_id, 0 };
}

const char *password_hash(const struct keys *keys, int64_t staff_id, const char *password,
                          struct arena *a) {
    char hash[crypto_pwhash_STRBYTES];
    const char *text = text_nfc(password, a);
    CHECK(crypto_pwhash_str_alg(hash, text, strlen(text), PASSES, MEMORY_BYTES,
                                crypto_pwhash_ALG_ARGON2ID13) == 0);
    return seal_put_system(keys, KEY_PASSWORD, place_of(staff_id), hash, a);
}

/* Was the value sealed with an older root? Its version is the second byte. */
static bool is_old_seal(const struct keys *keys, const char *sealed) {
    unsigned char head[3] = { 0 };
    size_t n = 0;
    return sodium_base642bin(head, sizeof head, sealed, 4, NULL, &n, NULL,
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
           head[1] != keys_version(keys, 0);
}

enum errc password_verify(const struct keys *keys, int64_t staff_id, const char *sealed,
                          const char *password, struct arena *a, bool *ret_fits, bool *ret_rehash,
                          struct err *e) {
    const char *hash = NOBODY;
    if (sealed != NULL)
        TRY(seal_open_system(keys, KEY_PASSWORD, place_of(staff_id), sealed, a, &hash, e));
    const char *text = text_nfc(password, a);
    bool fits = crypto_pwhash_str_verify(hash, text, strlen(text)) == 0 && sealed != NULL;
    *ret_fits = fits;
    *ret_rehash = fits && (crypto_pwhash_str_needs_rehash(hash, PASSES, MEMORY_BYTES) != 0 ||
                           is_old_seal(keys, sealed));
    return OK;
}

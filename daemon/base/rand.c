#include "daemon/base/rand.h"

#include <sodium.h>

#include "daemon/base/check.h"

void rand_start(void) {
    CHECK(sodium_init() >= 0);
}

void rand_bytes(void *out, size_t n) {
    randombytes_buf(out, n);
}

int64_t rand_id(void) {
    int64_t id = 0;
    while (id == 0) {
        uint64_t bits = 0;
        rand_bytes(&bits, sizeof bits);
        id = (int64_t)(bits >> 11);
    }
    return id;
}

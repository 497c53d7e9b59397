#include "daemon/http/rate.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

#include "daemon/base/check.h"
#include "daemon/base/hash.h"
#include "daemon/base/rand.h"

/* Burst and tokens per second of each class. SECURITY.md §6; the burst of anonymous pages is that of
 * a classroom behind one address, sixty people who open their links within a few seconds. */
static const struct {
    double burst, per_s;
} PACE[RATE__MAX] = {
    [RATE_ANON_GET] = { 240, 20 },      [RATE_ANON_POST] = { 10, 0.1 },
    [RATE_LOGIN] = { 10, 0.1 },         [RATE_LINK] = { 20, 20 / 600.0 },
    [RATE_REQUEST] = { 5, 5 / 3600.0 }, [RATE_SAVE] = { 120, 4 },
    [RATE_SESSION_GET] = { 120, 20 },
};

enum { WAYS = 8, GROUPS = 65536 / WAYS, LOCKS = 64 };

struct bucket {
    uint64_t tag; /* hash of class and key; 0 = free */
    double tokens;
    int64_t at_ms; /* when tokens was true */
    enum rate_class of;
};

static struct {
    bool on;
    unsigned char hash_key[HASH_KEY];
    pthread_mutex_t locks[LOCKS];
    struct bucket buckets[GROUPS][WAYS];
} table;

void rate_start(bool on) {
    table.on = on;
    rand_bytes(table.hash_key, sizeof table.hash_key);
    memset(table.buckets, 0, sizeof table.buckets);
    for (size_t i = 0; i < LOCKS; i++)
        CHECK(pthread_mutex_init(&table.locks[i], NULL) == 0);
}

static uint64_t tag_of(enum rate_class of, uint64_t key) {
    const uint64_t in[2] = { (uint64_t)of, key };
    uint64_t tag = hash64(in, sizeof in, table.hash_key);
    return tag != 0 ? tag : 1;
}

/* What a bucket holds now. A clock that went back gives nothing. */
static double tokens_now(const struct bucket *b, int64_t now_ms) {
    double gone_s = now_ms > b->at_ms ? (double)(now_ms - b->at_ms) / 1000.0 : 0;
    return fmin(PACE[b->of].burst, b->tokens + gone_s * PACE[b->of].per_s);
}

/* The bucket of this tag, or a free one, or the one that is nearest to full, so loses least. */
static struct bucket *bucket_find(struct bucket *group, uint64_t tag, enum rate_class of,
                                  int64_t now_ms) {
    struct bucket *best = NULL;
    double most = -1;
    for (size_t i = 0; i < WAYS; i++) {
        struct bucket *b = &group[i];
        if (b->tag == tag)
            return b;
        double fill = b->tag == 0 ? INFINITY : tokens_now(b, now_ms) / PACE[b->of].burst;
        if (fill > most) {
            most = fill;
            best = b;
        }
    }
    *best = (struct bucket) { tag, PACE[of].burst, now_ms, of };
    return best;
}

bool rate_take(enum rate_class of, uint64_t key, int64_t now_ms, int64_t *ret_retry_after_s) {
    CHECK(of >= RATE_NONE && of < RATE__MAX);
    if (!table.on || of == RATE_NONE)
        return true;
    uint64_t tag = tag_of(of, key);
    size_t group = tag % GROUPS;
    pthread_mutex_t *lock = &table.locks[group % LOCKS];
    pthread_mutex_lock(lock);
    struct bucket *b = bucket_find(table.buckets[group], tag, of, now_ms);
    b->tokens = tokens_now(b, now_ms);
    b->at_ms = now_ms;
    bool may = b->tokens >= 1;
    if (may)
        b->tokens -= 1;
    double wait_s = (1 - b->tokens) / PACE[of].per_s;
    pthread_mutex_unlock(lock);
    if (!may && ret_retry_after_s != NULL)
        *ret_retry_after_s = wait_s > 1 ? (int64_t)ceil(wait_s) : 1;
    return may;
}

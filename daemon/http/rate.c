#include "daemon/http/rate.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

#include <sodium.h>

#include "daemon/base/check.h"
#include "daemon/base/rand.h"

/* Burst and tokens per second of each class. Source: security.md §11. */
static const struct {
    double burst, per_s;
} PACE[RATE__MAX] = {
    [RATE_ANON_GET] = { 60, 10 },       [RATE_ANON_POST] = { 10, 0.1 },
    [RATE_LOGIN] = { 10, 0.1 },         [RATE_LINK] = { 20, 20 / 600.0 },
    [RATE_REQUEST] = { 5, 5 / 3600.0 }, [RATE_SAVE] = { 120, 4 },
    [RATE_SESSION_GET] = { 120, 20 },   [RATE_EXPORT] = { 6, 6 / 60.0 },
    [RATE_RESET] = { 3, 3 / 3600.0 },   [RATE_REQUEST_ALL] = { 60, 60 / 3600.0 },
};

enum { WAYS = 8, GROUPS = 65536 / WAYS, LOCKS = 64 };

struct bucket {
    uint64_t tag; /* hash of class and key; 0 = free */
    double tokens;
    int64_t at_ms; /* when tokens was true */
};

static struct {
    bool on;
    unsigned char hash_key[crypto_shorthash_KEYBYTES];
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

static uint64_t hash(enum rate_class class, uint64_t key) {
    uint64_t in[2] = { (uint64_t) class, key }, out = 0;
    crypto_shorthash((unsigned char *)&out, (const unsigned char *)in, sizeof in, table.hash_key);
    return out != 0 ? out : 1;
}

/* What a bucket holds now. A clock that went back gives nothing. The class of a foreign bucket
 * is not known, so the victim's fill is judged by the pace of the class that wants its place. */
static double tokens_now(const struct bucket *b, enum rate_class class, int64_t now_ms) {
    double gone_s = now_ms > b->at_ms ? (double)(now_ms - b->at_ms) / 1000.0 : 0;
    return fmin(PACE[class].burst, b->tokens + gone_s * PACE[class].per_s);
}

/* The bucket of this tag, or a free one, or the one that loses least. */
static struct bucket *bucket_find(struct bucket *group, uint64_t tag, enum rate_class class,
                                  int64_t now_ms) {
    struct bucket *best = NULL;
    double most = -1;
    for (size_t i = 0; i < WAYS; i++) {
        if (group[i].tag == tag)
            return &group[i];
        double fill = group[i].tag == 0 ? INFINITY : tokens_now(&group[i], class, now_ms);
        if (fill > most) {
            most = fill;
            best = &group[i];
        }
    }
    *best = (struct bucket) { .tag = tag, .tokens = PACE[class].burst, .at_ms = now_ms };
    return best;
}

bool rate_take(enum rate_class class, uint64_t key, int64_t now_ms, int64_t *ret_retry_after_s) {
    CHECK(class >= RATE_NONE && class < RATE__MAX);
    if (!table.on || class == RATE_NONE)
        return true;
    uint64_t tag = hash(class, key);
    size_t group = tag % GROUPS;
    pthread_mutex_t *lock = &table.locks[group % LOCKS];
    pthread_mutex_lock(lock);
    struct bucket *b = bucket_find(table.buckets[group], tag, class, now_ms);
    b->tokens = tokens_now(b, class, now_ms);
    b->at_ms = now_ms;
    bool may = b->tokens >= 1;
    if (may)
        b->tokens -= 1;
    double wait_s = (1 - b->tokens) / PACE[class].per_s;
    pthread_mutex_unlock(lock);
    if (!may && ret_retry_after_s != NULL)
        *ret_retry_after_s = wait_s > 1 ? (int64_t)ceil(wait_s) : 1;
    return may;
}

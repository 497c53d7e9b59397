#include "daemon/auth/event.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "daemon/auth/base64.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/rand.h"
#include "daemon/store/meta.h"
#include "gen/sql/auth.h"

enum {
    HASH_BYTES = 32,
    INSTANCE_BYTES = 16,
    PAGE_ROWS = 100,
};

static const char DOMAIN[] = "otbor.audit.1"; /* its zero byte is part of it */

/* What is hashed of one event. */
struct link_data {
    int64_t seq, at, actor_kind, actor, object;
    const char *kind, *object_kind, *payload;
};

/* Hashing */

static void put(crypto_generichash_state *h, const void *bytes, size_t n) {
    (void)crypto_generichash_update(h, bytes, n);
}

static void put_be(crypto_generichash_state *h, uint64_t v, size_t bytes) {
    unsigned char out[8];
    for (size_t i = bytes; i-- > 0; v >>= 8)
        out[i] = (unsigned char)v;
    put(h, out, bytes);
}

static void put_text(crypto_generichash_state *h, const char *s) {
    put_be(h, strlen(s), 4);
    put(h, s, strlen(s));
}

/* The hash behind `before`, into hash. */
static void hash_link(const unsigned char before[HASH_BYTES], const struct link_data *d,
                      unsigned char hash[HASH_BYTES]) {
    crypto_generichash_state h;
    (void)crypto_generichash_init(&h, NULL, 0, HASH_BYTES);
    put(&h, DOMAIN, sizeof DOMAIN);
    put(&h, before, HASH_BYTES);
    put_be(&h, (uint64_t)d->seq, 8);
    put_be(&h, (uint64_t)d->at, 8);
    put_be(&h, (uint64_t)d->actor_kind, 1);
    put_be(&h, (uint64_t)d->actor, 8);
    put_be(&h, (uint64_t)d->object, 8);
    put_text(&h, d->kind);
    put_text(&h, d->object_kind);
    put_text(&h, d->payload);
    (void)crypto_generichash_final(&h, hash, HASH_BYTES);
}

/* Where the chain of this installation begins. A database without an instance gets one: `make` is
 * true only inside a transaction of the writer. */
static enum errc hash_zero(struct db *db, bool make, struct arena *a,
                           unsigned char hash[HASH_BYTES], struct err *e) {
    unsigned char instance[INSTANCE_BYTES] = { 0 };
    const char *text = NULL;
    TRY(meta_get(db, META_INSTANCE, a, &text, e));
    if (text == NULL && make) {
        rand_bytes(instance, sizeof instance);
        TRY(meta_set(db, META_INSTANCE, base64_encode(instance, sizeof instance, a), e));
    } else if (text != NULL && !base64_decode(text, instance, sizeof instance)) {
        return ERR(e, E_INTERNAL, "the instance id is damaged");
    }
    crypto_generichash_state h;
    (void)crypto_generichash_init(&h, NULL, 0, HASH_BYTES);
    put(&h, DOMAIN, sizeof DOMAIN);
    put(&h, instance, sizeof instance);
    (void)crypto_generichash_final(&h, hash, HASH_BYTES);
    return OK;
}

/* Appending */

static enum errc last_link(struct db *db, struct arena *a, int64_t *ret_seq,
                           unsigned char hash[HASH_BYTES], struct err *e) {
    const struct q_event_head_row *head = NULL;
    TRY(q_event_head(db, a, &head, e));
    *ret_seq = head != NULL ? head->seq : 0;
    if (head == NULL)
        return hash_zero(db, true, a, hash, e);
    if (!base64_decode(head->hash, hash, HASH_BYTES))
        return ERR(e, E_INTERNAL, "the hash of event %lld is damaged", (long long)head->seq);
    return OK;
}

/* What is kept of the newest event beside the chain. */
static const char *head_text(int64_t seq, const char *hash, struct arena *a) {
    return arena_printf(a, "%lld %s", (long long)seq, hash);
}

enum errc event_append(struct db *db, const struct event_in *in, struct arena *a, struct err *e) {
    CHECK(in->actor_kind >= 0 && in->actor_kind <= 255);
    unsigned char before[HASH_BYTES], hash[HASH_BYTES];
    int64_t seq = 0;
    TRY(last_link(db, a, &seq, before, e));
    const struct link_data d = {
        .seq = seq + 1,
        .at = in->at,
        .actor_kind = in->actor_kind,
        .actor = in->actor,
        .object = in->object,
        .kind = in->kind,
        .object_kind = in->object_kind,
        .payload = in->payload != NULL ? in->payload : "{}",
    };
    hash_link(before, &d, hash);
    const struct q_event_append_in row = {
        .seq = d.seq,
        .at = d.at,
        .actor_kind = d.actor_kind,
        .actor = d.actor,
        .kind = d.kind,
        .object_kind = d.object_kind,
        .object = d.object,
        .payload = d.payload,
        .hash = base64_encode(hash, HASH_BYTES, a),
    };
    TRY(q_event_append(db, &row, e));
    return meta_set(db, META_EVENT_HEAD, head_text(d.seq, row.hash, a), e);
}

enum errc event_head(struct db *db, struct arena *a, int64_t *ret_seq, const char **ret_hash,
                     struct err *e) {
    const struct q_event_head_row *head = NULL;
    TRY(q_event_head(db, a, &head, e));
    *ret_seq = head != NULL ? head->seq : 0;
    *ret_hash = head != NULL ? head->hash : "";
    return OK;
}

/* Verifying */

struct verify {
    void (*report)(void *arg, const char *sentence);
    void *arg;
    int64_t seq; /* verified so far */
    unsigned char hash[HASH_BYTES];
};

/* Go on behind what is stored even when it is wrong, so that one change is one finding. */
static void verify_row(struct verify *v, const struct q_event_page_row *row) {
    char sentence[160] = "";
    unsigned char want[HASH_BYTES], stored[HASH_BYTES] = { 0 };
    const struct link_data d = {
        .seq = row->seq,
        .at = row->at,
        .actor_kind = row->actor_kind,
        .actor = row->actor,
        .object = row->object,
        .kind = row->kind,
        .object_kind = row->object_kind,
        .payload = row->payload,
    };
    hash_link(v->hash, &d, want);
    bool readable = base64_decode(row->hash, stored, HASH_BYTES);
    if (row->seq != v->seq + 1)
        (void)snprintf(sentence, sizeof sentence,
                       "the audit log has a gap between events %lld and %lld", (long long)v->seq,
                       (long long)row->seq);
    else if (!readable || memcmp(want, stored, HASH_BYTES) != 0)
        (void)snprintf(sentence, sizeof sentence,
                       "the audit log was changed: event %lld does not fit the one before it",
                       (long long)row->seq);
    if (sentence[0] != '\0')
        v->report(v->arg, sentence);
    v->seq = row->seq;
    memcpy(v->hash, stored, HASH_BYTES);
}

/* The chain itself cannot tell that its end was cut off. */
static enum errc verify_head(struct db *db, struct verify *v, struct arena *a, struct err *e) {
    const char *kept = NULL;
    TRY(meta_get(db, META_EVENT_HEAD, a, &kept, e));
    if (v->seq == 0 && kept == NULL)
        return OK;
    const char *found = head_text(v->seq, base64_encode(v->hash, HASH_BYTES, a), a);
    if (kept == NULL)
        kept = "none";
    if (strcmp(kept, found) != 0)
        v->report(v->arg, arena_printf(a, "the end of the audit log was changed: event %lld is the last, but %.*s was",
                                       (long long)v->seq, (int)strcspn(kept, " "), kept));
    return OK;
}

enum errc event_verify(struct db *db, void (*report)(void *arg, const char *sentence), void *arg,
                       struct err *e) {
    struct arena *a = arena_new((size_t)1 << 30);
    struct verify v = { .report = report, .arg = arg };
    struct q_event_page_rows rows = { .n = 1 };
    enum errc code = hash_zero(db, false, a, v.hash, e);
    while (code == OK && rows.n > 0) {
        struct arena_mark mark = arena_mark(a);
        code = q_event_page(db, v.seq, PAGE_ROWS, a, &rows, e);
        for (size_t i = 0; code == OK && i < rows.n; i++)
            verify_row(&v, &rows.v[i]);
        arena_release(a, mark);
    }
    if (code == OK)
        code = verify_head(db, &v, a, e);
    arena_free(&a);
    return code;
}

#include "daemon/http/crowd.h"

#include <pthread.h>

#include "daemon/base/check.h"

/* A peer, its connections and what they hold. Open addressing; n = 0 is a free place, all zeros. */
struct crowd_place {
    uint64_t peer;
    size_t n, bytes;
};

struct crowd {
    pthread_mutex_t lock;
    size_t all, each, bytes, size;
    size_t mask;
    struct crowd_place places[];
};

struct crowd *crowd_new(size_t all, size_t each, size_t bytes) {
    size_t places = 64;
    while (places < all * 2)
        places *= 2;
    struct crowd *c = check_alloc(1, sizeof *c + places * sizeof c->places[0]);
    c->all = all;
    c->each = each;
    c->bytes = bytes;
    c->mask = places - 1;
    CHECK(pthread_mutex_init(&c->lock, NULL) == 0);
    return c;
}

void crowd_free(struct crowd **c) {
    if (*c == NULL)
        return;
    pthread_mutex_destroy(&(*c)->lock);
    check_free(*c);
    *c = NULL;
}

/* Where a peer stands, or the free place where it would. There is always one: the table has twice
 * the places that connections can fill. */
static size_t find(const struct crowd *c, uint64_t peer) {
    size_t i = peer & c->mask;
    while (c->places[i].n > 0 && c->places[i].peer != peer)
        i = (i + 1) & c->mask;
    return i;
}

/* Free a place and move up those behind it that were pushed off their own. */
static void vacate(struct crowd *c, size_t hole) {
    c->places[hole] = (struct crowd_place) { 0 };
    for (size_t i = (hole + 1) & c->mask; c->places[i].n > 0; i = (i + 1) & c->mask) {
        size_t home = c->places[i].peer & c->mask;
        if (((i - home) & c->mask) >= ((i - hole) & c->mask)) {
            c->places[hole] = c->places[i];
            c->places[i] = (struct crowd_place) { 0 };
            hole = i;
        }
    }
}

bool crowd_enter(struct crowd *c, uint64_t peer, bool limited) {
    pthread_mutex_lock(&c->lock);
    bool may = c->size < c->all;
    if (may && limited) {
        struct crowd_place *p = &c->places[find(c, peer)];
        may = p->n < c->each;
        if (may) {
            p->peer = peer;
            p->n++;
        }
    }
    c->size += may;
    pthread_mutex_unlock(&c->lock);
    return may;
}

/* The place of a peer that has entered. */
static struct crowd_place *place_of(struct crowd *c, uint64_t peer) {
    struct crowd_place *p = &c->places[find(c, peer)];
    CHECK(p->n > 0);
    return p;
}

bool crowd_hold(struct crowd *c, uint64_t peer, size_t n) {
    pthread_mutex_lock(&c->lock);
    struct crowd_place *p = place_of(c, peer);
    bool may = n <= c->bytes - p->bytes;
    if (may)
        p->bytes += n;
    pthread_mutex_unlock(&c->lock);
    return may;
}

void crowd_let_go(struct crowd *c, uint64_t peer, size_t n) {
    pthread_mutex_lock(&c->lock);
    struct crowd_place *p = place_of(c, peer);
    CHECK(n <= p->bytes);
    p->bytes -= n;
    pthread_mutex_unlock(&c->lock);
}

void crowd_leave(struct crowd *c, uint64_t peer, bool limited) {
    pthread_mutex_lock(&c->lock);
    CHECK(c->size > 0);
    c->size--;
    if (limited) {
        size_t i = find(c, peer);
        CHECK(c->places[i].n > 0);
        if (--c->places[i].n == 0)
            vacate(c, i);
    }
    pthread_mutex_unlock(&c->lock);
}

size_t crowd_size(struct crowd *c) {
    pthread_mutex_lock(&c->lock);
    size_t n = c->size;
    pthread_mutex_unlock(&c->lock);
    return n;
}

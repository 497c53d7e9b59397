#include "daemon/http/call.h"

#include "daemon/base/check.h"
#include "daemon/base/clock.h"
#include "daemon/base/rand.h"
#include "daemon/http/limits.h"
#include "daemon/http/worker.h"

/* A number is the place's generation above its index; generations begin at 1, so none is 0. */
static uint64_t number_of(uint32_t generation, size_t index) {
    return (uint64_t)generation << 32 | index;
}

/* Take a free place; free ones are a list through their next_free (an index and one, 0 ends it). */
static size_t take_place(struct worker *w) {
    if (w->free_place == 0) {
        size_t n = w->places_n > 0 ? w->places_n * 2 : 16;
        w->places = check_realloc(w->places, n, sizeof *w->places);
        for (size_t i = w->places_n; i < n; i++)
            w->places[i] = (struct call_place) { .next_free = i + 1 < n ? i + 2 : 0 };
        w->free_place = w->places_n + 1;
        w->places_n = n;
    }
    size_t i = w->free_place - 1;
    w->free_place = w->places[i].next_free;
    return i;
}

/* Memory of an earlier call where there is some: its arena's block and its reply's buffer. */
static struct call *take_spare(struct worker *w) {
    struct call *call = w->spare;
    if (call == NULL) {
        call = check_alloc(1, sizeof *call);
        call->req.arena = arena_new(REQUEST_ARENA_MAX);
        buf_init(&call->req.reply.body, REPLY_BODY_MAX);
        return call;
    }
    w->spare = call->next;
    w->spare_n--;
    struct arena *arena = call->req.arena;
    struct buf body = call->req.reply.body;
    *call = (struct call) { .req = { .arena = arena, .reply = { .body = body } } };
    return call;
}

/* Numbers that do not repeat or tell how many there were; they are no secrets, so a system call for
 * each would be wasted. (The generator of Knuth's MMIX, 53 high bits, never 0.) */
static int64_t next_id(struct worker *w) {
    if (w->id_state == 0)
        rand_bytes(&w->id_state, sizeof w->id_state);
    w->id_state = w->id_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)(w->id_state >> 11) + 1;
}

struct call *call_begin(struct worker *w, struct evhttp_request *ev, struct conn *conn) {
    size_t i = take_place(w);
    struct call *call = take_spare(w);
    struct call_place *p = &w->places[i];
    p->call = call;
    p->conn = conn;
    p->ev = ev;
    if (++p->generation == 0)
        p->generation = 1;
    w->calls_n++;
    call->worker = w;
    call->number = number_of(p->generation, i);
    call->started_us = clock_monotonic_us();
    call->req.id = next_id(w);
    call->req.now_ms = clock_now_ms();
    call->id = arena_printf(call->req.arena, "%lld", (long long)call->req.id);
    return call;
}

struct call *call_by_number(struct worker *w, uint64_t number) {
    size_t i = (size_t)(number & UINT32_MAX);
    if (i >= w->places_n || w->places[i].generation != number >> 32)
        return NULL;
    return w->places[i].call;
}

struct call_place *call_place(struct call *call) {
    struct call_place *p = &call->worker->places[call->number & UINT32_MAX];
    CHECK(p->call == call);
    return p;
}

void call_conn_gone(struct worker *w, const struct conn *conn) {
    for (size_t i = 0; i < w->places_n; i++)
        if (w->places[i].conn == conn)
            w->places[i].conn = NULL;
}

static void call_free(struct call *call) {
    arena_free(&call->req.arena);
    buf_fini(&call->req.reply.body);
    check_free(call);
}

void call_end(struct call *call) {
    struct worker *w = call->worker;
    struct call_place *p = call_place(call);
    p->call = NULL;
    p->conn = NULL;
    p->ev = NULL;
    p->next_free = w->free_place;
    w->free_place = (call->number & UINT32_MAX) + 1;
    w->calls_n--;
    if (w->spare_n == CALLS_KEPT_MAX) {
        call_free(call);
        return;
    }
    arena_reset(call->req.arena);
    buf_reset(&call->req.reply.body);
    call->next = w->spare;
    w->spare = call;
    w->spare_n++;
}

void call_fini(struct worker *w) {
    while (w->spare != NULL) {
        struct call *call = w->spare;
        w->spare = call->next;
        call_free(call);
    }
    while (w->bodies_n > 0)
        buf_fini(&w->bodies[--w->bodies_n]);
    check_free(w->places);
    w->places = NULL;
}

#include "daemon/loop/mailbox.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <event2/event.h>

#include "daemon/base/check.h"

/* A growing list of numbers. */
struct numbers {
    uint64_t *at;
    size_t n, room;
};

struct mailbox {
    int fd;
    struct event *event;
    void (*deliver)(void *arg, uint64_t number);
    void *arg;
    atomic_bool woken;
    pthread_mutex_t lock;
    struct numbers in;  /* under lock */
    struct numbers out; /* the loop's */
};

static void ring(struct mailbox *m) {
    uint64_t one = 1;
    ssize_t n = write(m->fd, &one, sizeof one);
    /* EAGAIN: the counter is full, so the loop is awake already. */
    CHECK(n == sizeof one || errno == EAGAIN || errno == EINTR);
}

static void on_ring(evutil_socket_t fd, short what, void *arg) {
    (void)what;
    struct mailbox *m = arg;
    uint64_t rings = 0;
    ssize_t n = read(fd, &rings, sizeof rings);
    CHECK(n == sizeof rings || errno == EAGAIN || errno == EINTR);
    if (atomic_exchange(&m->woken, false))
        m->deliver(m->arg, 0);
    pthread_mutex_lock(&m->lock);
    struct numbers full = m->in;
    m->in = (struct numbers) { m->out.at, 0, m->out.room };
    pthread_mutex_unlock(&m->lock);
    m->out = full;
    for (size_t i = 0; i < full.n; i++)
        m->deliver(m->arg, full.at[i]);
}

struct mailbox *mailbox_new(struct event_base *base, void (*deliver)(void *arg, uint64_t number),
                            void *arg) {
    struct mailbox *m = check_alloc(1, sizeof *m);
    m->deliver = deliver;
    m->arg = arg;
    m->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    CHECK(m->fd >= 0);
    CHECK(pthread_mutex_init(&m->lock, NULL) == 0);
    m->event = event_new(base, m->fd, EV_READ | EV_PERSIST, on_ring, m);
    CHECK(m->event != NULL && event_add(m->event, NULL) == 0);
    return m;
}

void mailbox_free(struct mailbox **m) {
    if (*m == NULL)
        return;
    event_free((*m)->event);
    (void)close((*m)->fd);
    pthread_mutex_destroy(&(*m)->lock);
    check_free((*m)->in.at);
    check_free((*m)->out.at);
    check_free(*m);
    *m = NULL;
}

void mailbox_post(struct mailbox *m, uint64_t number) {
    pthread_mutex_lock(&m->lock);
    struct numbers *in = &m->in;
    if (in->n == in->room) {
        in->room = in->room > 0 ? in->room * 2 : 64;
        in->at = check_realloc(in->at, in->room, sizeof *in->at);
    }
    in->at[in->n++] = number;
    /* Only the first one rings: the loop takes all that lies there. */
    bool first = in->n == 1;
    pthread_mutex_unlock(&m->lock);
    if (first)
        ring(m);
}

void mailbox_wake(struct mailbox *m) {
    atomic_store(&m->woken, true);
    ring(m);
}

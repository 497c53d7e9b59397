#include "daemon/http/crypto.h"

#include <pthread.h>
#include <stddef.h>
#include <unistd.h>

#include "daemon/base/check.h"
#include "daemon/http/call.h"
#include "daemon/http/limits.h"
#include "daemon/loop/loop.h"

struct queue {
    struct call *first, **last;
    size_t n;
};

enum { KNOWN, OTHERS, QUEUES };

struct crypto {
    pthread_t threads[CRYPTO_THREADS_MAX];
    int threads_n;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    void (*run)(struct call *call);
    struct queue queues[QUEUES]; /* under lock, as is stopping */
    bool stopping;
};

static void put(struct queue *q, struct call *call) {
    call->next = NULL;
    *q->last = call;
    q->last = &call->next;
    q->n++;
}

static struct call *pop(struct queue *q) {
    struct call *call = q->first;
    if (call == NULL)
        return NULL;
    q->first = call->next;
    if (q->first == NULL)
        q->last = &q->first;
    call->next = NULL;
    q->n--;
    return call;
}

static struct call *take(struct crypto *c) {
    pthread_mutex_lock(&c->lock);
    while (c->queues[KNOWN].n + c->queues[OTHERS].n == 0 && !c->stopping)
        pthread_cond_wait(&c->changed, &c->lock);
    struct call *call = pop(&c->queues[KNOWN]);
    if (call == NULL)
        call = pop(&c->queues[OTHERS]);
    pthread_mutex_unlock(&c->lock);
    return call;
}

static void *work(void *arg) {
    struct crypto *c = arg;
    for (struct call *call = take(c); call != NULL; call = take(c))
        c->run(call);
    return NULL;
}

int crypto_threads(long cores) {
    long half = cores / 2;
    return half < 1 ? 1 : half > CRYPTO_THREADS_MAX ? CRYPTO_THREADS_MAX : (int)half;
}

enum errc crypto_start(void (*run)(struct call *call), struct crypto **ret_crypto, struct err *e) {
    struct crypto *c = check_alloc(1, sizeof *c);
    c->run = run;
    for (size_t i = 0; i < QUEUES; i++)
        c->queues[i].last = &c->queues[i].first;
    CHECK(pthread_mutex_init(&c->lock, NULL) == 0);
    CHECK(pthread_cond_init(&c->changed, NULL) == 0);
    enum errc code = OK;
    int want = crypto_threads(sysconf(_SC_NPROCESSORS_ONLN));
    while (code == OK && c->threads_n < want) {
        code = loop_thread("crypto", work, c, &c->threads[c->threads_n], e);
        c->threads_n += code == OK;
    }
    if (code != OK) {
        crypto_stop(&c);
        return code;
    }
    *ret_crypto = c;
    return OK;
}

enum errc crypto_submit(struct crypto *c, struct call *call, bool known, struct err *e) {
    pthread_mutex_lock(&c->lock);
    struct queue *q = &c->queues[known ? KNOWN : OTHERS];
    bool fits = q->n < CRYPTO_QUEUE_MAX && !c->stopping;
    if (fits) {
        put(q, call);
        pthread_cond_signal(&c->changed);
    }
    pthread_mutex_unlock(&c->lock);
    if (!fits)
        return ERR(e, E_BUSY, "The crypto queue is full.");
    return OK;
}

void crypto_stop(struct crypto **c) {
    if (*c == NULL)
        return;
    pthread_mutex_lock(&(*c)->lock);
    (*c)->stopping = true;
    pthread_cond_broadcast(&(*c)->changed);
    pthread_mutex_unlock(&(*c)->lock);
    for (int i = 0; i < (*c)->threads_n; i++)
        CHECK(pthread_join((*c)->threads[i], NULL) == 0);
    pthread_cond_destroy(&(*c)->changed);
    pthread_mutex_destroy(&(*c)->lock);
    check_free(*c);
    *c = NULL;
}

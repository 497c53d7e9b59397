#include "daemon/http/crypto.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "daemon/base/check.h"
#include "daemon/http/call.h"
#include "daemon/http/limits.h"
#include "daemon/loop/loop.h"

struct crypto {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    void (*run)(struct call *call);
    struct call *first, **last; /* under lock, as is what follows */
    size_t n;
    bool stopping;
};

static struct call *take(struct crypto *c) {
    pthread_mutex_lock(&c->lock);
    while (c->first == NULL && !c->stopping)
        pthread_cond_wait(&c->changed, &c->lock);
    struct call *call = c->first;
    if (call != NULL) {
        c->first = call->next;
        if (c->first == NULL)
            c->last = &c->first;
        call->next = NULL;
        c->n--;
    }
    pthread_mutex_unlock(&c->lock);
    return call;
}

static void *work(void *arg) {
    struct crypto *c = arg;
    for (struct call *call = take(c); call != NULL; call = take(c))
        c->run(call);
    return NULL;
}

enum errc crypto_start(void (*run)(struct call *call), struct crypto **ret_crypto, struct err *e) {
    struct crypto *c = check_alloc(1, sizeof *c);
    c->run = run;
    c->last = &c->first;
    CHECK(pthread_mutex_init(&c->lock, NULL) == 0);
    CHECK(pthread_cond_init(&c->changed, NULL) == 0);
    enum errc code = loop_thread("crypto", work, c, &c->thread, e);
    if (code != OK) {
        check_free(c);
        return code;
    }
    *ret_crypto = c;
    return OK;
}

enum errc crypto_submit(struct crypto *c, struct call *call, struct err *e) {
    pthread_mutex_lock(&c->lock);
    bool fits = c->n < CRYPTO_QUEUE_MAX && !c->stopping;
    if (fits) {
        call->next = NULL;
        *c->last = call;
        c->last = &call->next;
        c->n++;
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
    pthread_cond_signal(&(*c)->changed);
    pthread_mutex_unlock(&(*c)->lock);
    CHECK(pthread_join((*c)->thread, NULL) == 0);
    pthread_cond_destroy(&(*c)->changed);
    pthread_mutex_destroy(&(*c)->lock);
    check_free(*c);
    *c = NULL;
}

#include "daemon/loop/loop.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>

#include <event2/event.h>

#include "daemon/base/check.h"
#include "daemon/loop/mailbox.h"

/* A closed socket's entry is taken off the list at the next round; by then another loop may have a
 * new socket of that number. Only a removal can be left over, and the kernel answers it with
 * ENOENT, as that socket is not in this loop's set. ThreadSanitizer cannot know. */
#ifdef __SANITIZE_THREAD__
enum { CHANGE_LIST = 0 };
#else
enum { CHANGE_LIST = EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST };
#endif

struct loop {
    char name[16]; /* the kernel keeps 15 bytes */
    struct event_base *base;
    struct mailbox *mailbox;
    pthread_t thread;
    bool started;
};

struct loop *loop_new(const char *name, void (*deliver)(void *arg, uint64_t number), void *arg) {
    struct loop *l = check_alloc(1, sizeof *l);
    (void)snprintf(l->name, sizeof l->name, "%s", name);
    /* No locks: the base belongs to one thread, and the mailbox has its own. evhttp turns events on
     * and off several times per request; the change list tells the kernel what is left of that. */
    struct event_config *config = event_config_new();
    CHECK(config != NULL);
    CHECK(event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK | CHANGE_LIST) == 0);
    l->base = event_base_new_with_config(config);
    event_config_free(config);
    CHECK(l->base != NULL);
    l->mailbox = mailbox_new(l->base, deliver, arg);
    return l;
}

struct event_base *loop_base(struct loop *l) {
    return l->base;
}

static void *run(void *arg) {
    struct loop *l = arg;
    CHECK(event_base_loop(l->base, 0) == 0);
    return NULL;
}

enum errc loop_thread(const char *name, void *(*body)(void *arg), void *arg, pthread_t *ret_thread,
                      struct err *e) {
    /* Signals that tell of this thread's own faults must reach it, or a crash says nothing. */
    static const int OWN[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS };
    sigset_t all, before;
    sigfillset(&all);
    for (size_t i = 0; i < COUNT(OWN); i++)
        sigdelset(&all, OWN[i]);
    pthread_t thread = 0;
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&thread, NULL, body, arg);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failed != 0)
        return ERR_SYS(e, E_INTERNAL, failed, "The thread %s could not be started.", name);
    (void)pthread_setname_np(thread, name);
    *ret_thread = thread;
    return OK;
}

enum errc loop_start(struct loop *l, struct err *e) {
    TRY(loop_thread(l->name, run, l, &l->thread, e));
    l->started = true;
    return OK;
}

void loop_post(struct loop *l, uint64_t number) {
    mailbox_post(l->mailbox, number);
}

void loop_wake(struct loop *l) {
    mailbox_wake(l->mailbox);
}

void loop_leave(struct loop *l) {
    CHECK(event_base_loopexit(l->base, NULL) == 0);
}

void loop_join(struct loop *l) {
    if (l->started)
        CHECK(pthread_join(l->thread, NULL) == 0);
    l->started = false;
}

void loop_free(struct loop **l) {
    if (*l == NULL)
        return;
    loop_join(*l);
    mailbox_free(&(*l)->mailbox);
    event_base_free((*l)->base);
    check_free(*l);
    *l = NULL;
}

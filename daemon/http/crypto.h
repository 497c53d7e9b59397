/* http/crypto.h — the one thread for what takes 100 ms and 64 MiB: password hashes. */
#ifndef DAEMON_HTTP_CRYPTO_H
#define DAEMON_HTTP_CRYPTO_H

#include "daemon/base/err.h"

struct call;
struct crypto;

/* Start the thread; it runs `run` on each call, in order. Owner: caller, crypto_stop(). */
enum errc crypto_start(void (*run)(struct call *call), struct crypto **ret_crypto,
                       struct err *e) MUST_CHECK;

/* Queue a call. Thread: any. Errors: E_BUSY at CRYPTO_QUEUE_MAX. */
enum errc crypto_submit(struct crypto *c, struct call *call, struct err *e) MUST_CHECK;

/* Finish what is queued, end the thread. NULLs the pointer, accepts NULL. */
void crypto_stop(struct crypto **c);

#endif

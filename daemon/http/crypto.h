/* http/crypto.h — the threads for what takes 100 ms and 64 MiB: password hashes.
 *
 * Half the cores, at most four. Two queues: who is known goes first, so that a flood of strangers keeps
 * nobody of the house out.
 */
#ifndef DAEMON_HTTP_CRYPTO_H
#define DAEMON_HTTP_CRYPTO_H

#include <stdbool.h>
#include "daemon/base/err.h"

struct call;
struct crypto;

/* Start the threads; they run `run` on each call, several at once. Owner: caller, crypto_stop(). */
enum errc crypto_start(void (*run)(struct call *call), struct crypto **ret_crypto,
                       struct err *e) MUST_CHECK;

/* Queue a call; `known` calls are taken before others. Thread: any.
 * Errors: E_BUSY at CRYPTO_QUEUE_MAX of its queue. */
enum errc crypto_submit(struct crypto *c, struct call *call, bool known, struct err *e) MUST_CHECK;

/* How many threads a machine with this many cores gets. */
int crypto_threads(long cores);

/* Finish what is queued, end the threads. NULLs the pointer, accepts NULL. */
void crypto_stop(struct crypto **c);

#endif

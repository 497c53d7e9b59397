/* base/rand.h — random bytes that nobody can guess, for ids and secrets.
 *
 * Random numbers that anybody can repeat (forms, simulations) are assessments/prng.h.
 */
#ifndef DAEMON_BASE_RAND_H
#define DAEMON_BASE_RAND_H

#include <stddef.h>
#include <stdint.h>

/* n unpredictable bytes. Thread: any, after rand_start(). */
void rand_bytes(void *out, size_t n);

/* Make the unpredictable kind ready; once, at the start of the process. */
void rand_start(void);

/* A new id: random, positive, below 2^53 (exact in JSON and in doubles). */
int64_t rand_id(void);

#endif

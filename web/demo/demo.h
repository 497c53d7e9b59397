/* web/demo/demo.h — a demonstration: an agency, its clients, their vacancies and candidates.
 *
 * Everything is made by the flows that people use, with the time as an argument; people and answers come
 * from the seed, passwords, tokens and keys are random.
 */
#ifndef WEB_DEMO_DEMO_H
#define WEB_DEMO_DEMO_H

#include <stdint.h>
#include "daemon/base/err.h"

struct buf;
struct tool;

/* Fill the new, empty database of t, whose story ends at t->flow.now_ms. ret_json is demo.json: users with passwords,
 * clients with links, vacancies, unused invitations. Takes some seconds. */
enum errc demo_make(struct tool *t, uint64_t seed, struct buf *ret_json, struct err *e) MUST_CHECK;

#endif

/* web/guard/seen.h — who only reads is seen, too.
 *
 * Reading writes nothing where it runs, so that a session was seen is noted by the writer, later; the reply
 * does not wait for it.
 */
#ifndef WEB_GUARD_SEEN_H
#define WEB_GUARD_SEEN_H

#include <stdint.h>

struct app;

/* Hand the writer a note that the session with this token hash was seen at now_ms: at most one write a minute
 * a session, however many ask. A note that finds the writer's queue full is dropped; the next request makes
 * another. Nothing happens in a process without a writer. Thread: any. */
void seen_note(const struct app *app, const char *token_hash, int64_t now_ms);

#endif

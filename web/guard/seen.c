#include "web/guard/seen.h"

#include <string.h>

#include "daemon/auth/session.h"
#include "daemon/base/check.h"
#include "daemon/base/log.h"
#include "daemon/store/writer.h"
#include "web/kit/app.h"

/* One note on its way; nobody waits for it, so it owns its memory. */
struct note {
    struct writer_job job; /* first: the queue hands this pointer back */
    int64_t now_ms;
    char token_hash[];
};

static enum errc note_run(struct writer_job *job, struct db *db, struct err *e) {
    const struct note *note = (const struct note *)job;
    return session_touch(db, note->token_hash, note->now_ms, e);
}

static void note_done(struct writer_job *job, enum errc code, const struct err *e) {
    if (code != OK)
        log_err(LOG_WARN, "seen_not_noted", e);
    check_free(job);
}

void seen_note(const struct app *app, const char *token_hash, int64_t now_ms) {
    if (app->writer == NULL)
        return;
    size_t n = strlen(token_hash) + 1;
    struct note *note = check_alloc(1, sizeof *note + n);
    note->job = (struct writer_job){ .run = note_run, .done = note_done };
    note->now_ms = now_ms;
    memcpy(note->token_hash, token_hash, n);
    if (writer_submit(app->writer, &note->job, NULL) != OK)
        check_free(note);
}

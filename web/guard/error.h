/* web/guard/error.h — the page (or problem) for every refusal and failure.
 */
#ifndef WEB_GUARD_ERROR_H
#define WEB_GUARD_ERROR_H

#include <stdbool.h>
#include <stdint.h>
#include "daemon/base/err.h"
#include "web/kit/layout.h"

struct buf;
struct request;

struct error_view {
    struct page page;
    const char *title, *text, *home, *request_id;
};

/* The page for what was refused before it was known who asks: in both languages. */
struct error_refused_view {
    const char *ru_title, *ru_text, *en_title, *en_text;
};

/* http_app.refused: a bare page, or a problem, in both languages. */
void error_refused(void *data, int status, bool problem, struct buf *out);

/* Write the reply for this status in the reader's language: problem+json where JSON was sent, else a
 * page with the request's number. */
void error_reply(struct request *req, enum errc code, int status);

#endif

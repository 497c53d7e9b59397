/* web/error.h — the page (or problem) for every refusal and failure.
 */
#ifndef WEB_ERROR_H
#define WEB_ERROR_H

#include <stdint.h>
#include "daemon/base/err.h"
#include "web/layout.h"

struct request;

struct error_view {
    struct page page;
    const char *title, *text, *home, *request_id;
};

/* Write the reply for this status in the reader's language: problem+json where JSON was sent, else a
 * page with the request's number. */
void error_reply(struct request *req, enum errc code, int status);

#endif

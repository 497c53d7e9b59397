/* web/candidate/transfer.h — the consent to be named, as a part of the page of results.
 */
#ifndef WEB_CANDIDATE_TRANSFER_H
#define WEB_CANDIDATE_TRANSFER_H

#include <stdbool.h>
#include "web/kit/texts.h"

struct err;
struct request;
struct room;

struct transfer_view {
    bool shown;               /* the client invited, or an answer was given */
    const char *title, *lead;
    struct document document; /* what is consented to */
    const char *meta;         /* its version */
    bool unfold;              /* not answered yet: the document is open to read */
    bool may_give, may_refuse, may_withdraw;
    const char *action, *csrf;
};

/* Fill it for the attempt of the room. Memory: the request's. */
enum errc transfer_part(struct request *req, const struct room *room, struct transfer_view *ret,
                        struct err *e) MUST_CHECK;

#endif

/* web/flows/letter.h — a letter, put into the durable outbox inside the transaction.
 *
 * The jobs lane sends it later by SMTP; without a server it stays readable with `otbor outbox`.
 */
#ifndef WEB_FLOWS_LETTER_H
#define WEB_FLOWS_LETTER_H

#include <stdint.h>
#include "web/flows/flow.h"

struct letter {
    int64_t id;           /* 0 = a new one; else that of what it tells of, so that it can be taken back */
    const char *kind;     /* static word: "request.received", "invitation", … */
    int64_t person_id;    /* whose key seals it */
    const char *to;       /* address */
    const char *subject, *body; /* plain text in the person's language */
    enum lang lang;
    int64_t not_before;   /* Unix ms; 0 = at once */
};

/* Queue a letter. Errors: E_GONE (the person was erased), those of the database. */
enum errc letter_queue(const struct flow *f, const struct letter *l, struct err *e) MUST_CHECK;

#endif

/* web/flows/transfer.h — may the client see who a candidate is?
 *
 * After the client's invitation the candidate alone decides whether name and e-mail address are passed on, may
 * refuse, and may take the word back on any day. Each answer is a row of the consents; the latest counts.
 */
#ifndef WEB_FLOWS_TRANSFER_H
#define WEB_FLOWS_TRANSFER_H

#include <stdbool.h>
#include <stdint.h>
#include "daemon/base/clock.h"
#include "web/flows/flow.h"

/* How long after the close of the vacancy a name may be shown; the text of the consent says it. */
#define TRANSFER_MS (30 * DAY_MS)

enum transfer_state { TRANSFER_NONE, TRANSFER_GIVEN, TRANSFER_REFUSED, TRANSFER_WITHDRAWN };

/* How it stands. */
struct transfer {
    bool invited;              /* the client's latest verdict */
    enum transfer_state state; /* the candidate's latest answer */
    int64_t at;                /* of the answer; 0 = none */
};

/* Read it. db: any connection. */
enum errc transfer_read(struct db *db, int64_t person_id, int64_t application_id, struct arena *a,
                        struct transfer *ret, struct err *e) MUST_CHECK;

/* Record the candidate's answer, with the version and hash of the text that was shown. Saying the same again
 * changes nothing; to refuse after giving is to withdraw, to withdraw what was never given changes nothing. When it is
 * given, a letter tells the client.
 *
 *   answer  TRANSFER_GIVEN, TRANSFER_REFUSED or TRANSFER_WITHDRAWN
 *
 * Errors: E_NOT_FOUND (not theirs), E_GONE (the application was withdrawn, or the client does not invite). */
enum errc transfer_answer(const struct flow *f, int64_t attempt_id, enum transfer_state answer,
                          const char *text_version, const char *text_hash, struct err *e) MUST_CHECK;

#endif

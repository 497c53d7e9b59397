/* web/flows/name_open.h — a colleague opens the name behind a code, and says why.
 *
 * The review is blind until somebody decides otherwise. The record is the audit log itself: added, never
 * changed, and shown to every colleague on the candidate's page. The name stays open for who opened it for
 * NAME_OPEN_MS.
 */
#ifndef WEB_FLOWS_NAME_OPEN_H
#define WEB_FLOWS_NAME_OPEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "daemon/base/clock.h"
#include "web/flows/flow.h"

enum { NAME_NOTE_MAX = 300 };
#define NAME_OPEN_MS (12 * HOUR_MS)

/* Why a name may be opened, as it is stored. NAME_REASON_OTHER needs a note. */
extern const char *const NAME_REASONS[];
extern const size_t NAME_REASONS_N;
#define NAME_REASON_OTHER "other"

/* Is this one of the reasons? */
bool name_reason_is(const char *reason);

/* One opening, read back from the log. */
struct name_opening {
    int64_t by_id, at;
    const char *reason; /* "" when the log holds none of ours */
    const char *note;   /* NULL = none, or the person was erased */
};

struct name_openings {
    const struct name_opening *v;
    size_t n;
};

/* Openings of an application, the newest first, at most 50. Memory: the flow's arena. */
enum errc name_openings(const struct flow *f, int64_t application_id, int64_t person_id,
                        struct name_openings *ret, struct err *e) MUST_CHECK;

/* Open it. note may be "" or NULL; it is sealed with the candidate's key.
 * Errors: E_NOT_FOUND (no such application), E_INVALID (no such reason, or "other" without a note). */
enum errc name_open(const struct flow *f, int64_t application_id, const char *reason, const char *note,
                    struct err *e) MUST_CHECK;

#endif

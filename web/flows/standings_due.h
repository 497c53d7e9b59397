/* web/flows/standings_due.h — is the list of a vacancy up to date, and if not, why.
 *
 * Standings are stored by a job. Until it has run, or while it fails, the stored list is of an earlier
 * moment: pages say so, and nothing is shown to the client.
 */
#ifndef WEB_FLOWS_STANDINGS_DUE_H
#define WEB_FLOWS_STANDINGS_DUE_H

#include <stdbool.h>
#include <stdint.h>
#include "daemon/base/err.h"

struct arena;
struct db;

struct standings_due {
    bool due, failed;    /* a job waits; its last run failed */
    int64_t retry_at;    /* when a failed one is tried again */
    int64_t computed_at; /* when the stored list was computed; 0 = not known */
};

/* Read it. Memory: in a. */
enum errc standings_due(struct db *db, int64_t vacancy_id, struct arena *a, struct standings_due *ret,
                        struct err *e) MUST_CHECK;

/* The list was computed. Inside a transaction. */
enum errc standings_done(struct db *db, int64_t vacancy_id, int64_t now_ms, struct arena *a, struct err *e) MUST_CHECK;

#endif

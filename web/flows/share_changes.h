/* web/flows/share_changes.h — who of the people the client sees is no longer what was shown.
 *
 * A shown list is frozen; people are not. Whoever withdrew, was declined, or was confirmed as not meeting a
 * must-have after the newest list was shown is named, so that a new list can be shown.
 */
#ifndef WEB_FLOWS_SHARE_CHANGES_H
#define WEB_FLOWS_SHARE_CHANGES_H

#include <stddef.h>
#include <stdint.h>
#include "daemon/base/err.h"

struct arena;
struct db;

enum share_change_kind { SHARE_WITHDREW, SHARE_UNMET, SHARE_DECLINED };

struct share_change {
    int64_t application_id;
    const char *code;
    enum share_change_kind kind;
    const char *must; /* the must-have that is not met; NULL for the other kinds */
};

struct share_changes {
    const struct share_change *v;
    size_t n;
};

/* Of the newest list of a vacancy, by code; none when nothing was shown. Memory: in a. */
enum errc share_changes(struct db *db, int64_t vacancy_id, struct arena *a, struct share_changes *ret,
                        struct err *e) MUST_CHECK;

#endif

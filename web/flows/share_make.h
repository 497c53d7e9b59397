/* web/flows/share_make.h — a list is shown to the client: frozen, linked, announced.
 *
 * What was frozen stays as it was, whatever changes later; the client's pages read nothing else.
 */
#ifndef WEB_FLOWS_SHARE_MAKE_H
#define WEB_FLOWS_SHARE_MAKE_H

#include <stddef.h>
#include <stdint.h>
#include "web/flows/flow.h"

enum { SHARE_PEOPLE_MIN = 3, SHARE_PEOPLE_MAX = 6, SHARE_LINK_DAYS = 30 };

/* Freeze the list of these people, make a private link to the vacancy's portal for its client, write to the
 * client's contact when their address is e-mail.
 *
 *   codes[n]  1 to SHARE_PEOPLE_MAX people with a place in the list (pages ask for SHARE_PEOPLE_MIN)
 *   ret_path  "/l/…", in the flow's arena
 *
 * Errors: E_NOT_FOUND (no such vacancy), E_INVALID (how many; somebody without a place), E_CONFLICT (nothing
 * is published yet, or the list is being computed again). */
enum errc share_make(const struct flow *f, int64_t vacancy_id, const char *const *codes, size_t n,
                     int64_t *ret_share_id, const char **ret_path, struct err *e) MUST_CHECK;

/* A new link to the portal of a vacancy, for when the last one was revoked or ran out. */
enum errc share_link(const struct flow *f, int64_t vacancy_id, const char **ret_path, struct err *e)
    MUST_CHECK;

/* End every link to the portal of a vacancy. Errors: E_NOT_FOUND. */
enum errc share_revoke(const struct flow *f, int64_t vacancy_id, struct err *e) MUST_CHECK;

#endif

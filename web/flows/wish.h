/* web/flows/wish.h — a candidate asks for more time or other conditions; no diagnosis is asked.
 */
#ifndef WEB_FLOWS_WISH_H
#define WEB_FLOWS_WISH_H

#include <stdint.h>
#include "web/flows/flow.h"

#define WISH_CHARS 1000

/* Keep the wish, sealed; a new one replaces it, "" takes it back. The staff get a
 * letter of the first one. Errors: E_NOT_FOUND, E_GONE (handed in). */
enum errc wish_save(const struct flow *f, int64_t attempt_id, const char *text, struct err *e)
    MUST_CHECK;

#endif

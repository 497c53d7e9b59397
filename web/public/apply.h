/* web/public/apply.h — the form of a public vacancy.
 */
#ifndef WEB_PUBLIC_APPLY_H
#define WEB_PUBLIC_APPLY_H

#include "web/public/typed.h"

#define APPLY_FORM "apply"

/* Name and e-mail as typed, and as the page shows them. */
struct typed apply_typed(const struct request *req);
struct field_views apply_fields(const struct request *req, const struct typed *typed,
                                const struct form_errors *errors);

#endif

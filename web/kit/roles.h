/* web/kit/roles.h — which posts there are tests for.
 */
#ifndef WEB_KIT_ROLES_H
#define WEB_KIT_ROLES_H

#include <stdbool.h>
#include "daemon/base/text.h"

struct app;
struct arena;

/* The roles by their titles: "Менеджер по работе с клиентами". Memory: in a. */
const char *roles_list(const struct app *app, enum lang lang, struct arena *a);

/* Does a post as a client wrote it look like one of the roles? Two words in common say so, or the one word there is.
 * It decides nothing: the client is told that we look into it, the recruiter sees a mark. a is scratch. */
bool roles_have(const struct app *app, const char *post, struct arena *a);

#endif

/* web/public/unready.h — a site that has not said who answers for people's data takes none.
 */
#ifndef WEB_PUBLIC_UNREADY_H
#define WEB_PUBLIC_UNREADY_H

#include <stdbool.h>

struct request;

/* Is the operator not named (no operator.json in the data folder)? Then the page that says so was replied, 503.
 * A demonstration is always ready. */
bool public_unready(struct request *req);

#endif

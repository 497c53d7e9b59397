/* web/routes.h — the table of every URL of the product.
 */
#ifndef WEB_ROUTES_H
#define WEB_ROUTES_H

#include <stddef.h>
#include "daemon/http/route.h"

extern const struct route ROUTES[];
extern const size_t ROUTES_N;

#endif

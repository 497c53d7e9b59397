#include "web/routes.h"

#include "daemon/base/check.h"
#include "web/candidate/routes.h"
#include "web/client/routes.h"
#include "web/desk/routes.h"
#include "web/desk/shortlist_routes.h"
#include "web/public/routes.h"
#include "web/system.h"

const struct route ROUTES[] = {
    SYSTEM_ROUTES,
    PUBLIC_ROUTES,
    CLIENT_ROUTES,
    CANDIDATE_ROUTES,
    DESK_ROUTES,
    SHORTLIST_ROUTES,
};
const size_t ROUTES_N = COUNT(ROUTES);

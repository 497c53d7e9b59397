/* web/public/home.h — the view of the home page.
 */
#ifndef WEB_PUBLIC_HOME_H
#define WEB_PUBLIC_HOME_H

#include "web/kit/layout.h"
#include "web/kit/plot.h"

/* A duty of the role and what shows whether a person can do it. */
struct home_duty {
    const char *duty, *shows;
};

struct home_duties {
    const struct home_duty *v;
    size_t n;
};

struct public_home_view {
    struct page page;
    struct plot plot;
    const char *request, *how; /* addresses in the page's language */
    struct home_duties duties;
};

#endif

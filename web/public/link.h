/* web/public/link.h — the view of a private link before its button is pressed.
 */
#ifndef WEB_PUBLIC_LINK_H
#define WEB_PUBLIC_LINK_H

#include <stdint.h>
#include "web/kit/layout.h"
#include "web/public/vacancy.h"

struct link_view {
    struct page page;
    const char *meta, *title, *lead;
    const char *whose;      /* masked address */
    bool invite;            /* with the length of the test and what happens to data */
    struct test_outline test;
    const char *client, *privacy;
    const char *action, *button, *after;
};

#endif

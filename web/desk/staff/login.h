/* web/desk/staff/login.h — what the sign-in page shows.
 */
#ifndef WEB_DESK_STAFF_LOGIN_H
#define WEB_DESK_STAFF_LOGIN_H

#include "web/kit/layout.h"

struct login_view {
    struct page page;
    struct form_errors errors;
    const char *email, *email_error, *password_error;
    const char *to; /* the page to go on to; NULL = none was asked for */
};

#endif

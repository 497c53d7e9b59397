/* web/web.h — what the composition root takes from the application.
 */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "daemon/http/server.h"
#include "web/jobs.h"
#include "web/kit/app.h"

/* The application as the server sees it: its table, guard, recheck, view record, error pages. */
struct http_app web_app(struct app *app);

#endif

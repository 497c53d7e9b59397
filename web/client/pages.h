/* web/client/pages.h — handlers of the client's own pages, for web/client/routes.h.
 */
#ifndef WEB_CLIENT_PAGES_H
#define WEB_CLIENT_PAGES_H

#include "daemon/base/err.h"

struct request;

/* GET /r/{request}/data.json: the contact's own data as a file; the page of the request shows the same. */
enum errc client_data_json(struct request *req, struct err *e);

/* Status of a request (status.c), and withdrawing it (withdraw.c). */
enum errc client_status(struct request *req, struct err *e);
enum errc client_withdraw(struct request *req, struct err *e);
enum errc client_withdraw_do(struct request *req, struct err *e);

/* The brief in four steps: brief.c shows, brief_post.c saves. */
enum errc client_brief(struct request *req, struct err *e);
enum errc client_brief_save(struct request *req, struct err *e);

/* The shared shortlist (portal.c) and the word on a candidate (choice.c). */
enum errc client_portal(struct request *req, struct err *e);
enum errc client_choice(struct request *req, struct err *e);

#endif

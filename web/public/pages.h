/* web/public/pages.h — handlers of the public pages, for web/public/routes.h.
 */
#ifndef WEB_PUBLIC_PAGES_H
#define WEB_PUBLIC_PAGES_H

#include "daemon/base/err.h"

struct request;

/* Home (home.c). */
enum errc public_home(struct request *req, struct err *e);

/* Documents (document.c): /how, /privacy, /accessibility, /consent/{name}. */
enum errc public_how(struct request *req, struct err *e);
enum errc public_privacy(struct request *req, struct err *e);
enum errc public_accessibility(struct request *req, struct err *e);
enum errc public_consent_text(struct request *req, struct err *e);

/* The request form, its check, and the consent that submits it (request.c). */
enum errc public_request(struct request *req, struct err *e);
enum errc public_request_check(struct request *req, struct err *e);
enum errc public_request_consent(struct request *req, struct err *e);

/* Private links (link.c). */
enum errc public_link(struct request *req, struct err *e);
enum errc public_link_open(struct request *req, struct err *e);

/* A vacancy and applying to it (vacancy.c, apply.c). */
enum errc public_vacancy(struct request *req, struct err *e);
enum errc public_vacancy_apply(struct request *req, struct err *e);
enum errc public_vacancy_consent(struct request *req, struct err *e);
enum errc public_vacancy_sent(struct request *req, struct err *e);

#endif

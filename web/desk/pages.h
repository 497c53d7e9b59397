/* web/desk/pages.h — the handlers of the recruiter's desk, from sign-in to inviting people.
 */
#ifndef WEB_DESK_PAGES_H
#define WEB_DESK_PAGES_H

#include "daemon/base/err.h"

struct request;

/* GET and POST /login; the password is verified on the crypto lane. POST /logout. */
enum errc desk_login(struct request *req, struct err *e);
enum errc desk_login_load(struct request *req, struct err *e);
enum errc desk_login_prepare(struct request *req, struct err *e);
enum errc desk_login_post(struct request *req, struct err *e);
void desk_login_committed(const struct request *req);
enum errc desk_logout(struct request *req, struct err *e);

/* GET /desk: to the requests. */
enum errc desk_home(struct request *req, struct err *e);

/* GET /desk/requests. */
enum errc desk_inbox(struct request *req, struct err *e);

/* GET /desk/requests/{id} (its view record is what marks it read); POST: draft a vacancy, close, reopen. */
enum errc desk_incoming(struct request *req, struct err *e);
enum errc desk_incoming_post(struct request *req, struct err *e);

/* GET /desk/vacancies. */
enum errc desk_vacancies(struct request *req, struct err *e);

/* GET /desk/vacancies/{id}; POST: last day, close, open. */
enum errc desk_vacancy(struct request *req, struct err *e);
enum errc desk_vacancy_post(struct request *req, struct err *e);

/* GET and POST /desk/vacancies/{id}/instruction. */
enum errc desk_instruction(struct request *req, struct err *e);
enum errc desk_instruction_post(struct request *req, struct err *e);

/* GET and POST /desk/vacancies/{id}/plan. */
enum errc desk_plan(struct request *req, struct err *e);
enum errc desk_plan_post(struct request *req, struct err *e);

/* GET and POST /desk/vacancies/{id}/invitations. */
enum errc desk_invitations(struct request *req, struct err *e);
enum errc desk_invitations_post(struct request *req, struct err *e);

#endif

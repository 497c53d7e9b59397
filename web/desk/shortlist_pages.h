/* web/desk/shortlist_pages.h — handlers of the shortlist, the candidate's page, comparing and sharing, and the
 * words that they share.
 */
#ifndef WEB_DESK_SHORTLIST_PAGES_H
#define WEB_DESK_SHORTLIST_PAGES_H

#include "daemon/base/err.h"
#include "daemon/base/text.h"
#include "web/kit/states.h"

struct arena;
struct request;
struct transfer;

/* GET /desk/vacancies/{id}/shortlist */
enum errc shortlist_page(struct request *req, struct err *e);

/* GET /desk/vacancies/{id}/compare?c=K-114&c=K-052 */
enum errc compare_page(struct request *req, struct err *e);

/* GET and POST /desk/vacancies/{id}/share */
enum errc share_page(struct request *req, struct err *e);
enum errc share_post(struct request *req, struct err *e);

/* GET /desk/applications/{code}; POST …/decision, …/undo, …/gate, …/name */
enum errc application_page(struct request *req, struct err *e);
enum errc application_decide(struct request *req, struct err *e);
enum errc application_undo(struct request *req, struct err *e);
enum errc application_gate(struct request *req, struct err *e);
enum errc application_open_name(struct request *req, struct err *e);

/* Words for what is stored; "" for a word that is none of ours. Memory: in a. decision_word() is what one may
 * choose, decision_state() what was chosen. */
const char *decision_word(enum decision_outcome outcome, enum lang lang, struct arena *a);
const char *decision_state(enum decision_outcome outcome, enum lang lang, struct arena *a);
const char *decision_reason_text(const char *reason, enum lang lang, struct arena *a);
const char *choice_word(enum choice_verdict verdict, enum lang lang, struct arena *a);

/* What the candidate answered to an invitation; NULL when the client does not invite. Memory: in a. */
const char *transfer_words(const struct transfer *t, enum lang lang, struct arena *a);

#endif

/* web/candidate/pages.h — the handlers of the test room, one page = one file.
 */
#ifndef WEB_CANDIDATE_PAGES_H
#define WEB_CANDIDATE_PAGES_H

#include "daemon/base/err.h"
#include "daemon/http/route.h"
#include "web/kit/visitor.h"

struct document;
struct request;
struct room;

/* Before */

/* GET, POST /t/{attempt}/consent: the document and the person's answer to it. */
enum errc candidate_consent_page(struct request *req, struct err *e);
enum errc candidate_consent_post(struct request *req, struct err *e);

/* GET, POST /t/{attempt}/before: what to know, and a wish for other conditions. */
enum errc candidate_before(struct request *req, struct err *e);
enum errc candidate_before_post(struct request *req, struct err *e);

/* GET, POST /t/{attempt}/practice/{n}: a trial question; nothing is stored. */
enum errc candidate_practice(struct request *req, struct err *e);
enum errc candidate_practice_post(struct request *req, struct err *e);

/* The test */

/* GET /t/{attempt}: the sections. */
enum errc candidate_home(struct request *req, struct err *e);

/* GET, POST /t/{attempt}/s/{n}: a section before it begins; begin or continue. */
enum errc candidate_section(struct request *req, struct err *e);
enum errc candidate_begin(struct request *req, struct err *e);

/* GET, POST /t/{attempt}/s/{n}/q/{n}: one question. */
enum errc candidate_question(struct request *req, struct err *e);
enum errc candidate_question_post(struct request *req, struct err *e);

/* GET /t/{attempt}/s/{n}/review, POST …/close: the end of a section. */
enum errc candidate_review(struct request *req, struct err *e);
enum errc candidate_close(struct request *req, struct err *e);

/* POST /api/attempts/{attempt}/items/{item} and …/lease: the save contract. */
enum errc candidate_save(struct request *req, struct err *e);
enum errc candidate_lease(struct request *req, struct err *e);

/* After */

/* GET, POST /t/{attempt}/submit: the whole is handed in. */
enum errc candidate_submit(struct request *req, struct err *e);
enum errc candidate_submit_post(struct request *req, struct err *e);

/* GET /t/{attempt}/result: sent, what happens next, strong sides in words. */
enum errc candidate_result(struct request *req, struct err *e);

/* POST /t/{attempt}/transfer: may the client see name and e-mail address? The form is on the page of results. */
enum errc candidate_transfer(struct request *req, struct err *e);

/* GET /t/{attempt}/data, /t/{attempt}/data.json: everything kept about the person here, as a page and as a file. */
enum errc candidate_data(struct request *req, struct err *e);
enum errc candidate_data_json(struct request *req, struct err *e);

/* GET, POST /t/{attempt}/withdraw: leaving, on any day. */
enum errc candidate_withdraw(struct request *req, struct err *e);
enum errc candidate_withdraw_post(struct request *req, struct err *e);

/* The consent text of this room's vacancy, in the reader's language. */
enum errc room_consent_text(struct request *req, const struct room *room,
                            struct document *ret_document, struct err *e) MUST_CHECK;

/* Declared fields of the forms above. */
enum {
    CONSENT_FIELDS_N = 2,
    CONSENT_QUERY_N = 1,
    BEFORE_FIELDS_N = 1,
    PRACTICE_FIELDS_N = 2,
    QUESTION_FIELDS_N = 7,
    CLOSE_FIELDS_N = 2,
    TRANSFER_FIELDS_N = 2,
};
extern const struct field CONSENT_FIELDS[CONSENT_FIELDS_N];
extern const struct field CONSENT_QUERY[CONSENT_QUERY_N];
extern const struct field BEFORE_FIELDS[BEFORE_FIELDS_N];
extern const struct field PRACTICE_FIELDS[PRACTICE_FIELDS_N];
extern const struct field QUESTION_FIELDS[QUESTION_FIELDS_N];
extern const struct field CLOSE_FIELDS[CLOSE_FIELDS_N];
extern const struct field TRANSFER_FIELDS[TRANSFER_FIELDS_N];

#endif

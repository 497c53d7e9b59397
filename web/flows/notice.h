/* web/flows/notice.h — word to the staff that something came in.
 */
#ifndef WEB_FLOWS_NOTICE_H
#define WEB_FLOWS_NOTICE_H

#include <stdint.h>
#include "web/flows/flow.h"

/* What is said, in each language; without personal data, for mail is no safe place. */
struct notice {
    const char *kind; /* of the letter: "request.notice" */
    const char *subject[LANG__MAX], *body[LANG__MAX];
};

/* A letter to everybody of the staff who can sign in, each in their own language. */
enum errc notice_staff(const struct flow *f, const struct notice *n, struct err *e) MUST_CHECK;

#endif

/* web/kit/visitor.h — who comes.
 *
 * One browser may hold three sessions at once (staff, candidate, client), each in a cookie of its own;
 * the guard picks the one that the route is for. Exactly the members of the audience are set.
 */
#ifndef WEB_KIT_VISITOR_H
#define WEB_KIT_VISITOR_H

#include <stdbool.h>
#include <stdint.h>

struct request;

/* Bits of struct route.audiences. */
enum audience {
    AUD_ANYONE = 1,        /* no session needed; one may exist */
    AUD_CANDIDATE = 2,     /* a person, by invitation */
    AUD_CLIENT = 4,        /* a client organisation, by private link */
    AUD_RECRUITER = 8,     /* staff */
    AUD_ADMINISTRATOR = 16,/* staff; may do what a recruiter may */
    AUD_LOOPBACK = 32,     /* this machine only */
};
#define AUD_STAFF (AUD_RECRUITER | AUD_ADMINISTRATOR)

struct visitor {
    enum audience audience;   /* AUD_ANYONE when no session of the route's kind exists */
    int64_t staff_id;         /* AUD_STAFF */
    const char *staff_name;   /* AUD_STAFF; opened from its seal */
    int64_t person_id;        /* AUD_CANDIDATE */
    int64_t client_id;        /* AUD_CLIENT */
    int64_t session_number;   /* what logs and lists show of it */
    const char *session;      /* hash of the session's token; NULL when there is none */
    bool unseen;              /* that it was seen was noted a minute ago or more */
    const char *csrf;         /* the token this page's forms carry */
    const char *browser;      /* on routes of anyone: tells browsers apart; "" elsewhere */
};

/* The visitor of a request that passed the guard. Never NULL in a handler. */
const struct visitor *visitor_of(const struct request *req);

#endif

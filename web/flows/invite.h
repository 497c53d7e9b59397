/* web/flows/invite.h — people are invited to a vacancy.
 *
 * A person is found by the blind index of the e-mail address or made with a key of their own; there is
 * one application per person and vacancy, so inviting twice invites once.
 */
#ifndef WEB_FLOWS_INVITE_H
#define WEB_FLOWS_INVITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "web/flows/flow.h"

struct invitee {
    const char *name, *email; /* checked: text_email accepted the address */
    enum lang lang;           /* of the letter and the test */
};

struct invite_result {
    int64_t application_id;
    const char *code; /* "K-114" */
    const char *link; /* path "/l/…"; NULL when there was an application and its link no longer lives */
    bool already;     /* was invited or applied before: nothing was sent */
};

/* Invite n people, each with application, link until the vacancy closes, and a letter in the outbox.
 *
 *   ret[n]  one result per person, in the order given
 *
 * Errors: E_NOT_FOUND; E_CONFLICT when the vacancy is not open. */
enum errc invite(const struct flow *f, int64_t vacancy_id, const struct invitee *people, size_t n,
                 struct invite_result *ret, struct err *e) MUST_CHECK;

/* Who of these addresses has an application to the vacancy already? ret_there[n]. Reads only. */
enum errc invite_look(const struct flow *f, int64_t vacancy_id, const struct invitee *people, size_t n,
                      bool *ret_there, struct err *e) MUST_CHECK;

/* Send the letter again; a link that no longer lives is replaced. ret_path is the link's.
 * Errors: E_NOT_FOUND; E_CONFLICT when the vacancy is not open or the candidate has withdrawn. */
enum errc invite_again(const struct flow *f, int64_t vacancy_id, int64_t application_id, const char **ret_path,
                       struct err *e) MUST_CHECK;

/* End the links of an application. What was answered stays. Errors: E_NOT_FOUND. */
enum errc invite_revoke(const struct flow *f, int64_t vacancy_id, int64_t application_id,
                        struct err *e) MUST_CHECK;

/* A code that no application has: three digits, more as the codes get used. Memory: the flow's arena. */
enum errc invite_new_code(const struct flow *f, const char **ret_code, struct err *e) MUST_CHECK;

#endif

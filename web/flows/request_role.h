/* web/flows/request_role.h — another role for a request.
 */
#ifndef WEB_FLOWS_REQUEST_ROLE_H
#define WEB_FLOWS_REQUEST_ROLE_H

#include <stdint.h>
#include "web/flows/flow.h"

/* A request is for the role of this pack from now on. The brief follows: duties that were ticked are those
 * of the role before and are dropped; what the client said in words stays.
 * Errors: E_INVALID (no such pack is loaded), E_NOT_FOUND, E_CONFLICT (a vacancy was made of it already). */
enum errc request_role(const struct flow *f, int64_t request_id, const char *pack, struct err *e) MUST_CHECK;

#endif

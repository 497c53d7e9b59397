/* http/form.h — from urlencoded bytes to the fields that a route declared. */
#ifndef DAEMON_HTTP_FORM_H
#define DAEMON_HTTP_FORM_H

#include <stddef.h>
#include "daemon/base/err.h"
#include "daemon/http/request.h"
#include "daemon/http/route.h"

struct arena;

/* Decode n bytes of application/x-www-form-urlencoded. Only declared fields are kept, in the order
 * they came, and FORM_CSRF when csrf is set; of a field that is not `many` the first. A value that
 * is not acceptable is kept as far as it can be shown again, with its fault. Memory: in a.
 * Errors: E_TOO_LARGE past FORM_VALUES_MAX values. */
enum errc form_decode(const char *bytes, size_t n, const struct field *fields, size_t fields_n,
                      bool csrf, struct arena *a, struct form *ret_form, struct err *e) MUST_CHECK;

#endif

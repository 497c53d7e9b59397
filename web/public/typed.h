/* web/public/typed.h — what a person typed into a form: kept through errors and through the consent page.
 */
#ifndef WEB_PUBLIC_TYPED_H
#define WEB_PUBLIC_TYPED_H

#include <stddef.h>
#include "daemon/http/request.h"
#include "web/kit/layout.h"
#include "web/public/request.h"

enum { TYPED_MAX = 16 };

/* Values by field, in the order of the form. */
struct typed {
    const char *names[TYPED_MAX], *values[TYPED_MAX];
    size_t n;
};

/* Take the values of these fields from the request's form. */
struct typed typed_read(const struct request *req, const char *const *names, size_t n);

/* The value of a field, "" when empty or unknown. */
const char *typed_get(const struct typed *t, const char *name);
void typed_set(struct typed *t, const char *name, const char *value);

/* Errors for values that the border did not accept: too long, forbidden characters. */
void typed_faults(const struct request *req, const struct typed *t, struct form_errors *errors);

/* Put errors into the order of the fields. */
void typed_sort(const struct typed *t, struct form_errors *errors);

/* All of it as hidden fields. Memory: in a. */
struct hidden_fields typed_hidden(const struct typed *t, struct arena *a);

#endif

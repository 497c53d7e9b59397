/* http/cookie.h — reading the Cookie header and writing Set-Cookie. Pure. */
#ifndef DAEMON_HTTP_COOKIE_H
#define DAEMON_HTTP_COOKIE_H

#include <stdbool.h>
#include <stdint.h>

struct arena;

enum { COOKIE_NAME_MAX = 40, COOKIE_VALUE_MAX = 512 };

/* How often `name` stands in one Cookie header; *ret_value is its last value, copied into a
 * (untouched when it does not). Surrounding quotes belong to the value. */
int cookie_find(const char *header, const char *name, struct arena *a, const char **ret_value);

/* May this be a cookie's name or value as we make them (a token; cookie octets)? */
bool cookie_name_is_fine(const char *name);
bool cookie_value_is_fine(const char *value);

/* A Set-Cookie value: HttpOnly, SameSite=Lax, Path=/; Secure and the __Host- prefix when secure.
 * max_age_s 0 = for the session, < 0 = delete. Memory: in a. */
const char *cookie_set(const char *name, const char *value, int64_t max_age_s, bool secure,
                       struct arena *a);

#endif

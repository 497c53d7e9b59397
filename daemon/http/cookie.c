#include "daemon/http/cookie.h"

#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"

int cookie_find(const char *header, const char *name, struct arena *a, const char **ret_value) {
    size_t name_len = strlen(name);
    int times = 0;
    for (const char *at = header; *at != '\0';) {
        at += strspn(at, " \t;");
        size_t len = strcspn(at, ";");
        if (len > name_len && strncmp(at, name, name_len) == 0 && at[name_len] == '=') {
            const char *value = at + name_len + 1;
            size_t value_len = len - name_len - 1;
            while (value_len > 0 && (value[value_len - 1] == ' ' || value[value_len - 1] == '\t'))
                value_len--;
            *ret_value = arena_strndup(a, value, value_len);
            times++;
        }
        at += len;
    }
    return times;
}

bool cookie_name_is_fine(const char *name) {
    size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
    return len > 0 && len <= COOKIE_NAME_MAX && name[len] == '\0';
}

/* RFC 6265 cookie-octet: visible ASCII without quotes, comma, semicolon and backslash. */
bool cookie_value_is_fine(const char *value) {
    size_t len = 0;
    for (; value[len] != '\0'; len++)
        if (value[len] <= ' ' || value[len] > '~' || strchr("\",;\\", value[len]) != NULL)
            return false;
    return len <= COOKIE_VALUE_MAX;
}

const char *cookie_set(const char *name, const char *value, int64_t max_age_s, bool secure,
                       struct arena *a) {
    CHECK(cookie_name_is_fine(name) && cookie_value_is_fine(value));
    const char *age = "";
    if (max_age_s != 0)
        age = arena_printf(a, "; Max-Age=%lld", (long long)(max_age_s > 0 ? max_age_s : 0));
    return arena_printf(a, "%s%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", secure ? "__Host-" : "",
                        name, max_age_s < 0 ? "" : value, secure ? "; Secure" : "", age);
}

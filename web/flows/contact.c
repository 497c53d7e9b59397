#include "web/flows/contact.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/text.h"
#include "web/kit/format.h"

enum { DIGITS_MIN = 7, DIGITS_MAX = 15 };

bool contact_is_email(const char *address) {
    return strchr(address, '@') != NULL;
}

/* Digits with an optional leading +; dots, dashes, brackets and blanks are how people group them. */
static bool is_phone(const char *s) {
    size_t digits = 0;
    for (const char *p = s; *p != '\0'; p++) {
        if (isdigit((unsigned char)*p))
            digits++;
        else if (*p == '+' ? p != s : strchr(" -().", *p) == NULL)
            return false;
    }
    return digits >= DIGITS_MIN && digits <= DIGITS_MAX;
}

bool contact_parse(const char *typed, struct arena *a, const char **ret_address, bool *ret_email) {
    *ret_email = contact_is_email(typed);
    if (*ret_email)
        return text_email(typed, a, ret_address) == OK;
    *ret_address = typed;
    return is_phone(typed);
}

const char *contact_masked(struct arena *a, const char *address) {
    if (contact_is_email(address))
        return format_masked_email(a, address);
    size_t n = strlen(address);
    return n < 4 ? "•••" : arena_printf(a, "%.2s ••• %s", address, address + n - 2);
}

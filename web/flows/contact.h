/* web/flows/contact.h — "e-mail or telephone", one field.
 */
#ifndef WEB_FLOWS_CONTACT_H
#define WEB_FLOWS_CONTACT_H

#include <stdbool.h>

struct arena;

/* Take an address as typed: an e-mail address, or a telephone number of 7 to 15 digits. False when it is
 * neither. ret_address is as it is kept; ret_email says which. Memory: in a. */
bool contact_parse(const char *typed, struct arena *a, const char **ret_address, bool *ret_email);

/* Is a kept address an e-mail address? */
bool contact_is_email(const char *address);

/* An address with most of it hidden: "i•••@zavod.ru", "+7 ••• 45". Memory: in a. */
const char *contact_masked(struct arena *a, const char *address);

#endif

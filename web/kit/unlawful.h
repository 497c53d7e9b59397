/* web/kit/unlawful.h — requirements that the law forbids.
 *
 * Labour Code of the Russian Federation, articles 3 and 64: nobody may be preferred or refused for sex, age, family,
 * children, origin, religion, place of registration or looks. The words are a net for what people write by habit; a
 * person reads every request anyway.
 */
#ifndef WEB_KIT_UNLAWFUL_H
#define WEB_KIT_UNLAWFUL_H

#include <stdbool.h>

struct arena;

/* Does a requirement, in Russian or English, speak of one of these? a is scratch. */
bool unlawful(const char *text, struct arena *a);

#endif

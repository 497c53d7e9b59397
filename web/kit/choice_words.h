/* web/kit/choice_words.h — the client's reasons in words, for the pages of both sides.
 */
#ifndef WEB_KIT_CHOICE_WORDS_H
#define WEB_KIT_CHOICE_WORDS_H

#include "daemon/base/text.h"

struct arena;

/* "One reason", in words. Memory: in a. */
const char *choice_reason_text(enum lang lang, struct arena *a, const char *reason);

#endif

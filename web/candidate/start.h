/* web/candidate/start.h — consent, what to know before, and practice: what templates see.
 */
#ifndef WEB_CANDIDATE_START_H
#define WEB_CANDIDATE_START_H

#include <stdbool.h>
#include <stddef.h>
#include "web/candidate/ask.h"
#include "web/kit/layout.h"
#include "web/kit/texts.h"

struct candidate_consent_view {
    struct page page;
    struct document document;
    const char *meta, *action, *home;
    struct form_errors errors;
    bool given; /* already: the page is for reading */
};

/* «Спасибо, что ответили»: the consent was refused. */
struct candidate_refused_view {
    struct page page;
    const char *text, *again;
};

struct before_view {
    struct page page;
    const char *lead, *sections, *action, *practice, *home;
    struct field_view wish;
    struct form_errors errors;
    bool wish_kept;
};

struct practice_view {
    struct page page;
    struct ask_view ask;
    const char *action, *section, *section_label;
    const char *result; /* how the answer was understood; NULL = not answered yet */
};

#endif

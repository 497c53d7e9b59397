#include "web/kit/choice_words.h"

#include <stddef.h>
#include <string.h>

#include "gen/msg.h"

const char *choice_reason_text(enum lang lang, struct arena *a, const char *reason) {
    static const struct {
        const char *code;
        const char *(*text)(enum lang, struct arena *);
    } TEXTS[] = {
        { "must_have", msg_choice_reason_must_have }, { "skills", msg_choice_reason_skills },
        { "start", msg_choice_reason_start },         { "pay", msg_choice_reason_pay },
        { "another", msg_choice_reason_another },     { "paused", msg_choice_reason_paused },
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
        if (strcmp(TEXTS[i].code, reason) == 0)
            return TEXTS[i].text(lang, a);
    return reason;
}

#include "web/kit/level.h"

#include <math.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "gen/msg.h"
#include "web/kit/format.h"

static const char *word_of(enum lang lang, struct arena *a, int level) {
    static const char *(*const WORDS[PACK_LEVELS])(enum lang, struct arena *) = {
        msg_level_word_1, msg_level_word_2, msg_level_word_3, msg_level_word_4, msg_level_word_5,
    };
    CHECK(level >= 1 && level <= PACK_LEVELS);
    return WORDS[level - 1](lang, a);
}

static const char *range_of(enum lang lang, struct arena *a, struct level_span span) {
    return msg_level_range(lang, a, span.lo, span.hi);
}

const char *level_why(enum lang lang, struct arena *a, double shown_share) {
    return shown_share > 0 && shown_share < COMPETENCY_SHOWN_MIN
               ? msg_level_thin(lang, a, llround(shown_share * 100))
               : msg_level_not_measured(lang, a);
}

struct level_cell level_cell(enum lang lang, struct arena *a, struct estimate estimate, double shown_share) {
    struct estimate told = estimate_told(estimate, shown_share);
    if (!told.known)
        return (struct level_cell){ .level = "–", .why = level_why(lang, a, shown_share) };
    struct level_span span = level_span_of(told.value, told.se);
    return (struct level_cell){
        .level = msg_level_cell(lang, a, span.level, word_of(lang, a, span.level)),
        .range = span.lo < span.hi ? range_of(lang, a, span) : NULL,
    };
}

const char *level_text(enum lang lang, struct arena *a, struct level_span span) {
    const char *level = msg_level_text(lang, a, span.level, word_of(lang, a, span.level));
    return span.lo < span.hi ? arena_printf(a, "%s, %s", level, range_of(lang, a, span)) : level;
}

const char *level_legend(enum lang lang, struct arena *a) {
    const char *all = "";
    for (int level = 1; level <= PACK_LEVELS; level++)
        all = arena_printf(a, "%s%s%d\u00a0%s", all, level > 1 ? ", " : "", level, word_of(lang, a, level));
    return msg_level_legend(lang, a, all);
}

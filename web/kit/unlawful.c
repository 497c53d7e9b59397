#include "web/kit/unlawful.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/text.h"
#include "gen/msg.h"

enum { ADULT = 18, OLDEST = 99 };

/* The lists are in the locales, folded: no capitals, е for ё; words apart by blanks. A stem is the beginning of a word. */
struct net {
    const char *stems, *words, *bounds, *years;
};

static struct net net_of(enum lang lang, struct arena *a) {
    return (struct net){ msg_unlawful_stems(lang, a), msg_unlawful_words(lang, a), msg_unlawful_bounds(lang, a),
                         msg_unlawful_years(lang, a) };
}

/* Is a word, or when stems its beginning, in the list? */
static bool listed(const char *list, const char *word, bool stems) {
    size_t len = strlen(word);
    for (const char *p = list; *p != '\0';) {
        size_t n = strcspn(p, " ");
        if ((stems ? n <= len : n == len) && n > 0 && strncmp(p, word, n) == 0)
            return true;
        p += n + (p[n] != '\0');
    }
    return false;
}

static bool is_blank(char c) {
    return strchr(" ,.;:!?()/", c) != NULL;
}

static bool is_age(const char *word) {
    char *end = NULL;
    long n = strtol(word, &end, 10);
    return end != word && *end == '\0' && n >= ADULT && n <= OLDEST;
}

/* The words come one by one; the two before are kept for "до 35 лет" and "under 40". */
static bool caught(const struct net *net, const char *before, const char *last, const char *word) {
    bool bound = is_age(last) && listed(net->bounds, before, false) && listed(net->years, word, false);
    return bound || listed(net->stems, word, true) || listed(net->words, word, false);
}

static bool speaks_of_it(const struct net *net, const char *folded, struct arena *a) {
    char *word = arena_strdup(a, folded);
    const char *last = "", *before = "";
    while (*word != '\0') {
        char *end = word;
        while (*end != '\0' && !is_blank(*end))
            end++;
        bool more = *end != '\0';
        *end = '\0';
        if (*word != '\0') {
            if (caught(net, before, last, word))
                return true;
            before = last;
            last = word;
        }
        word = more ? end + 1 : end;
    }
    return false;
}

bool unlawful(const char *text, struct arena *a) {
    const char *folded = text_fold(text, a);
    for (enum lang lang = 0; lang < LANG__MAX; lang++) {
        struct net net = net_of(lang, a);
        if (speaks_of_it(&net, folded, a))
            return true;
    }
    return false;
}

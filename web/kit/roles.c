#include "web/kit/roles.h"

#include <string.h>

#include "assessments/pack.h"
#include "daemon/base/arena.h"
#include "web/kit/app.h"

enum { WORDS_MAX = 16, WORD_MIN = 4, STEM = 5 }; /* letters */

/* The long words of a text, cut to their stems. */
struct stems {
    char v[WORDS_MAX][4 * STEM + 1];
    size_t n;
};

static size_t letter_bytes(const char *p) {
    size_t n = 1;
    while (((unsigned char)p[n] & 0xc0) == 0x80)
        n++;
    return n;
}

static void add_word(struct stems *s, const char *word, size_t bytes) {
    size_t letters = 0, stem = 0;
    for (size_t i = 0; i < bytes; i += letter_bytes(word + i), letters++)
        if (letters < STEM)
            stem = i + letter_bytes(word + i);
    if (letters < WORD_MIN || s->n == WORDS_MAX || stem >= sizeof s->v[0])
        return;
    memcpy(s->v[s->n], word, stem);
    s->v[s->n++][stem] = '\0';
}

static struct stems stems_of(const char *text, struct arena *a) {
    struct stems s = { .n = 0 };
    for (const char *p = text_fold(text, a); *p != '\0';) {
        size_t n = strcspn(p, " ,.;:/()-");
        add_word(&s, p, n);
        p += n + (p[n] != '\0');
    }
    return s;
}

static size_t common(const struct stems *x, const struct stems *y) {
    size_t n = 0;
    for (size_t i = 0; i < x->n; i++)
        for (size_t k = 0; k < y->n; k++)
            n += strcmp(x->v[i], y->v[k]) == 0;
    return n;
}

const char *roles_list(const struct app *app, enum lang lang, struct arena *a) {
    const char *all = "";
    for (size_t i = 0; i < app->packs_n; i++)
        all = arena_printf(a, "%s%s%s", all, i > 0 ? "; " : "", app->packs[i].pack->title.in[lang]);
    return all;
}

bool roles_have(const struct app *app, const char *post, struct arena *a) {
    struct stems asked = stems_of(post, a);
    for (size_t i = 0; i < app->packs_n; i++)
        for (enum lang lang = 0; lang < LANG__MAX; lang++) {
            struct stems role = stems_of(app->packs[i].pack->title.in[lang], a);
            size_t need = role.n < 2 ? role.n : 2;
            if (need > 0 && common(&asked, &role) >= need)
                return true;
        }
    return false;
}

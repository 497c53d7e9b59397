#include <string.h>

#include "daemon/auth/password.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/text.h"

enum { NOVEL_MIN = 7, WORD_MIN = 4, RUN_MIN = 3 };

/* Code points of a case-folded text. */
struct points {
    const int32_t *v;
    size_t n;
};

/* Words that most guessed passwords are made of. */
static const char COMMON[] =
    "password passwort passw0rd p@ssword p@ssw0rd parol administrator admin secret letmein welcome "
    "login master monkey dragon football baseball superman batman princess sunshine shadow "
    "iloveyou trustno1 whatever freedom computer internet qwerty qazwsx zaq12wsx 1q2w3e4r 1qaz2wsx "
    "manager director company personal changeme default security google january february "
    "september october november december summer winter spring autumn test "
    "пароль администратор секрет логин привет любовь люблю наташа " /* lint: not a message */
    "солнышко спартак зенит россия москва компьютер интернет "      /* lint: not a message */
    "начальник директор менеджер компания января февраля сентября " /* lint: not a message */
    "лето зима весна осень йцукен тест";                            /* lint: not a message */

static const char PRODUCT[] = "otbor отбор"; /* lint: not a message */

/* What fingers and alphabets run along. */
static const char RUNS[] =
    "qwertyuiop[] asdfghjkl;' zxcvbnm,./ 1234567890-= abcdefghijklmnopqrstuvwxyz "
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/ "
    "йцукенгшщзхъ фывапролджэ ячсмитьбю. " /* lint: not a message */
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";   /* lint: not a message */

/* The same keys in the two layouts. */
static const char LATIN[] = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
static const char CYRILLIC[] = "йцукенгшщзхъфывапролджэячсмитьбюё"; /* lint: not a message */

static struct points points_of(const char *s, struct arena *a) {
    struct points p = { 0 };
    p.v = text_points(text_casefold(s, a), a, &p.n);
    return p;
}

/* The password as typed with the other keyboard layout switched on. */
static struct points swapped(struct points p, struct arena *a) {
    struct points latin = points_of(LATIN, a), cyrillic = points_of(CYRILLIC, a);
    CHECK(latin.n == cyrillic.n);
    int32_t *out = ARENA_ARRAY(a, p.n, int32_t);
    for (size_t i = 0; i < p.n; i++) {
        out[i] = p.v[i];
        for (size_t k = 0; k < latin.n; k++) {
            if (p.v[i] == latin.v[k])
                out[i] = cyrillic.v[k];
            else if (p.v[i] == cyrillic.v[k])
                out[i] = latin.v[k];
        }
    }
    return (struct points) { out, p.n };
}

/* Mark every place where word stands in p. Did it stand anywhere? */
static bool mark_word(struct points p, struct points word, bool *known) {
    bool found = false;
    if (word.n < WORD_MIN)
        return false;
    for (size_t i = 0; i + word.n <= p.n; i++)
        if (memcmp(p.v + i, word.v, word.n * sizeof *word.v) == 0) {
            memset(known + i, true, word.n);
            found = true;
        }
    return found;
}

static ptrdiff_t place_in(struct points p, int32_t c) {
    for (size_t i = 0; i < p.n; i++)
        if (p.v[i] == c)
            return (ptrdiff_t)i;
    return -9;
}

/* Mark stretches that walk along run, one step at a time, in either direction. Did any? */
static bool mark_run(struct points p, struct points run, bool *known) {
    size_t from = 0;
    bool found = false;
    for (size_t i = 1; i <= p.n; i++) {
        ptrdiff_t step = i < p.n ? place_in(run, p.v[i]) - place_in(run, p.v[i - 1]) : 0;
        bool walks = (step == 1 || step == -1) && place_in(run, p.v[i - 1]) >= 0 &&
                     (i < 2 || i - from < 2 ||
                      step == place_in(run, p.v[i - 1]) - place_in(run, p.v[i - 2]));
        if (walks)
            continue;
        if (i - from >= RUN_MIN) {
            memset(known + from, true, i - from);
            found = true;
        }
        from = i;
    }
    return found;
}

/* Mark what repeats: a character like the one before, and a second half like the first. */
static void mark_repeats(struct points p, bool *known) {
    for (size_t period = 1; period <= p.n / 2; period++)
        for (size_t i = period; i + period <= p.n; i++)
            if (memcmp(p.v + i, p.v + i - period, period * sizeof *p.v) == 0 &&
                (period == 1 || period >= RUN_MIN - 1))
                memset(known + i, true, period);
}

/* Call mark for each word of a list. Was anything found? */
static bool mark_all(struct points p, const char *list, const char *separators,
                     bool mark(struct points, struct points, bool *), bool *known,
                     struct arena *a) {
    bool found = false;
    char *rest = arena_strdup(a, list);
    for (char *word = NULL; (word = strtok_r(rest, separators, &rest)) != NULL;)
        found |= mark(p, points_of(word, a), known);
    return found;
}

enum password_fault password_check(const char *password, const char *const *context,
                                   size_t context_n, struct arena *a) {
    if (strlen(password) > PASSWORD_BYTES_MAX)
        return PASSWORD_LONG;
    if (text_chars(password) < PASSWORD_CHARS_MIN)
        return PASSWORD_SHORT;
    struct points typed = points_of(password, a);
    struct points both[] = { typed, swapped(typed, a) };
    bool *known = ARENA_ARRAY(a, typed.n, bool);
    bool personal = false;
    for (size_t k = 0; k < COUNT(both); k++) {
        (void)mark_all(both[k], COMMON, " ", mark_word, known, a);
        (void)mark_all(both[k], RUNS, " ", mark_run, known, a);
        personal |= mark_all(both[k], PRODUCT, " ", mark_word, known, a);
        for (size_t i = 0; i < context_n; i++)
            if (context[i] != NULL) /* "Anna-Maria Ivanova", "anna.i@example.org" */
                personal |= mark_all(both[k], context[i], " .,@-_+'\"&/()", mark_word, known, a);
    }
    mark_repeats(typed, known);
    size_t novel = 0;
    for (size_t i = 0; i < typed.n; i++)
        novel += !known[i];
    if (novel >= NOVEL_MIN)
        return PASSWORD_FINE;
    return personal ? PASSWORD_CONTEXT : PASSWORD_COMMON;
}

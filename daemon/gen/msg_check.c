#include <string.h>

#include "daemon/gen/msggen.h"

/* What a text of either language never holds. */
static const struct {
    const char *bytes, *reason;
} NEVER[] = {
    { "\"", "has a straight quote; use « » in Russian and “ ” in English" },
    { " - ", "has a hyphen as a dash; use —" },
    { "...", "has three dots; use …" },
    { "<", "has <; messages are text, markup belongs to templates" },
    { "&lt;", "has an HTML entity; messages are text" },
    { "&gt;", "has an HTML entity; messages are text" },
    { "&amp;", "has an HTML entity; messages are text" },
    { "&quot;", "has an HTML entity; messages are text" },
    { "&nbsp;", "has an HTML entity; type the no-break space itself" },
    { "&#", "has an HTML entity; messages are text" },
};

/* A blank, or a no-break space, or a line end. */
static bool is_edge_blank(const char *s, size_t n) {
    return (n >= 1 && strchr(" \t\r\n", s[0]) != NULL) || (n >= 2 && memcmp(s, "\xc2\xa0", 2) == 0);
}

static void check_text(const struct message *m, const char *text) {
    size_t n = strlen(text);
    if (n == 0) {
        MSG_COMPLAIN(m, "is empty");
        return;
    }
    if (is_edge_blank(text, n) || is_edge_blank(text + n - 1, 1) ||
        (n >= 2 && is_edge_blank(text + n - 2, 2) && text[n - 1] == '\xa0'))
        MSG_COMPLAIN(m, "begins or ends with a blank");
    for (size_t i = 0; i < COUNT(NEVER); i++)
        if (strstr(text, NEVER[i].bytes) != NULL)
            MSG_COMPLAIN(m, "%s", NEVER[i].reason);
    struct msg_piece piece;
    while (msg_next_piece(&text, &piece))
        if (!piece.is_param &&
            (memchr(piece.at, '{', piece.len) != NULL || memchr(piece.at, '}', piece.len) != NULL))
            MSG_COMPLAIN(m, "has a brace that is no {name} and no {name:int}");
}

static const struct msg_param *find_param(const struct message *m, const char *name) {
    for (size_t i = 0; i < m->params_n; i++)
        if (strcmp(m->params[i].name, name) == 0)
            return &m->params[i];
    return NULL;
}

/* CLDR: whole numbers are one, few or many in Russian, one or other in English. */
static void check_plural(const struct message *m, enum msg_lang lang) {
    static const bool NEEDED[MSG_LANGS][MSG_FORMS] = {
        [MSG_RU] = { [MSG_ONE] = true, [MSG_FEW] = true, [MSG_MANY] = true },
        [MSG_EN] = { [MSG_ONE] = true, [MSG_OTHER] = true },
    };
    for (size_t f = 0; f < MSG_FORMS; f++) {
        if (NEEDED[lang][f] && m->forms[f] == NULL)
            MSG_COMPLAIN(m, "lacks the plural form %s", MSG_FORM_NAMES[f]);
        if (!NEEDED[lang][f] && m->forms[f] != NULL && f != MSG_OTHER)
            MSG_COMPLAIN(m, "has a plural form %s that its language does not know",
                         MSG_FORM_NAMES[f]);
    }
    const struct msg_param *n = find_param(m, "n");
    if (n == NULL || !n->is_int)
        MSG_COMPLAIN(m, "has plural forms but no {n:int}, by which they are chosen");
}

static void check_names(const struct message *m) {
    static const char *const TAKEN[] = { "lang", "arena" };
    for (size_t i = 0; i < COUNT(TAKEN); i++)
        if (find_param(m, TAKEN[i]) != NULL)
            MSG_COMPLAIN(m, "a parameter cannot be called %s: the function uses that name",
                         TAKEN[i]);
}

void msg_check(const struct messages *all, enum msg_lang lang) {
    for (size_t i = 0; i < all->n; i++) {
        const struct message *m = &all->v[i];
        for (size_t f = 0; f < MSG_FORMS; f++)
            if (m->forms[f] != NULL)
                check_text(m, m->forms[f]);
        if (m->is_plural)
            check_plural(m, lang);
        check_names(m);
    }
}

/* Every parameter of a is in b, with the same type. */
static void check_params(const struct message *a, const struct message *b) {
    for (size_t i = 0; i < a->params_n; i++) {
        const struct msg_param *p = &a->params[i], *other = find_param(b, p->name);
        if (other == NULL)
            MSG_COMPLAIN(b, "lacks the parameter {%s%s} of %s:%d", p->name, p->is_int ? ":int" : "",
                         a->file, a->line);
        else if (p->is_int != other->is_int)
            MSG_COMPLAIN(b, "{%s} has another type at %s:%d", p->name, a->file, a->line);
    }
}

void msg_check_pair(const struct messages *ru, const struct messages *en) {
    size_t i = 0, k = 0;
    while (i < ru->n || k < en->n) {
        int order = i == ru->n ? 1 : k == en->n ? -1 : strcmp(ru->v[i].c_name, en->v[k].c_name);
        if (order < 0)
            MSG_COMPLAIN(&ru->v[i], "is missing in English");
        if (order > 0)
            MSG_COMPLAIN(&en->v[k], "is missing in Russian");
        if (order == 0 && strcmp(ru->v[i].key, en->v[k].key) != 0)
            MSG_COMPLAIN(&en->v[k], "is written %s in Russian", ru->v[i].key);
        if (order == 0) {
            check_params(&ru->v[i], &en->v[k]);
            check_params(&en->v[k], &ru->v[i]);
        }
        i += order <= 0;
        k += order >= 0;
    }
}

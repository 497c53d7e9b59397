#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "daemon/gen/tplgen.h"

/* Where the reader is. */
struct reader {
    struct tpl *t;
    const char *p;
    int line;
    size_t n, room; /* of t->tokens */
    enum tpl_place place;
    char quote;          /* TPL_IN_VALUE */
    const char *element; /* the tag being read */
    const char *raw;     /* the script or textarea whose content is being read, or NULL */
};

static struct tpl_token *add(struct reader *r, enum tpl_kind kind, const char *text, size_t len) {
    if (r->n == r->room) {
        r->room = r->room > 0 ? r->room * 2 : 256;
        struct tpl_token *bigger = ARENA_ARRAY(gen_arena, r->room, struct tpl_token);
        if (r->n > 0)
            memcpy(bigger, r->t->tokens, r->n * sizeof *bigger);
        r->t->tokens = bigger;
    }
    struct tpl_token *k = &r->t->tokens[r->n++];
    *k = (struct tpl_token) { kind, r->place, r->line, arena_strndup(gen_arena, text, len),
                              NULL, false };
    if (k->place == TPL_IN_TEXT && r->raw != NULL && strcmp(r->raw, "script") == 0)
        k->place = TPL_IN_SCRIPT;
    return k;
}

static void advance(struct reader *r, size_t n) {
    for (; n > 0 && *r->p != '\0'; n--)
        r->line += *r->p++ == '\n';
}

static void complain(const struct reader *r, const char *what) {
    gen_complain(r->t->file.path, r->line, "%s", what);
}

/* Blanks at both ends off, line ends inside made blanks. */
static char *tidy(const char *s, size_t n) {
    while (n > 0 && isspace((unsigned char)*s))
        s++, n--;
    while (n > 0 && isspace((unsigned char)s[n - 1]))
        n--;
    char *copy = arena_strndup(gen_arena, s, n);
    for (char *p = copy; *p != '\0'; p++)
        if (*p == '\n' || *p == '\r')
            *p = ' ';
    return copy;
}

/* The "}}" that ends an action: not one inside a C string. NULL when there is none. */
static const char *action_end(const char *p, bool note) {
    char quote = '\0';
    for (; *p != '\0'; p++) {
        if (quote != '\0') {
            if (*p == '\\' && p[1] != '\0')
                p++;
            else if (*p == quote)
                quote = '\0';
        } else if (!note && (*p == '"' || *p == '\'')) {
            quote = *p;
        } else if (p[0] == '}' && p[1] == '}') {
            return p;
        }
    }
    return NULL;
}

/* Cut the first word (letters, digits, "_./") off *rest. */
static const char *cut_word(const char **rest) {
    size_t n = 0;
    while (isalnum((unsigned char)(*rest)[n]) ||
           ((*rest)[n] != '\0' && strchr("_./", (*rest)[n]) != NULL))
        n++;
    const char *word = arena_strndup(gen_arena, *rest, n);
    *rest += n;
    *rest += strspn(*rest, " ");
    return word;
}

static bool begins(const char *s, const char *prefix) {
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

/* {{each r : list}} */
static void read_each(struct reader *r, const char *body) {
    const char *rest = body;
    const char *name = cut_word(&rest);
    if (!gen_is_name(name) || *rest != ':')
        complain(r, "{{each}} is written {{each name : list}}");
    const char *list = *rest == ':' ? rest + 1 : rest;
    list += strspn(list, " ");
    add(r, TPL_EACH, list, strlen(list))->name = name;
}

/* An action with its keyword; body is tidy. */
static void read_action(struct reader *r, const char *body) {
    static const struct {
        const char *keyword;
        enum tpl_kind kind;
    } KEYWORDS[] = {
        { "if ", TPL_IF }, { "else if ", TPL_ELSE_IF }, { "json ", TPL_JSON },
        { "t ", TPL_MSG }, { ">", TPL_PARTIAL },        { "each ", TPL_EACH },
    };
    if (strcmp(body, "else") == 0 || strcmp(body, "end") == 0) {
        add(r, body[1] == 'l' ? TPL_ELSE : TPL_END, "", 0);
        return;
    }
    for (size_t i = 0; i < COUNT(KEYWORDS); i++) {
        if (!begins(body, KEYWORDS[i].keyword))
            continue;
        const char *rest = body + strlen(KEYWORDS[i].keyword);
        rest += strspn(rest, " ");
        if (KEYWORDS[i].kind == TPL_EACH) {
            read_each(r, rest);
            return;
        }
        bool named = KEYWORDS[i].kind == TPL_MSG || KEYWORDS[i].kind == TPL_PARTIAL;
        const char *name = named ? cut_word(&rest) : NULL;
        add(r, KEYWORDS[i].kind, rest, strlen(rest))->name = name;
        return;
    }
    if (*body == '\0')
        complain(r, "{{ }} is empty");
    add(r, TPL_PUT, body, strlen(body));
}

/* The action at r->p, "{{". */
static void action(struct reader *r) {
    const char *start = r->p + 2;
    bool note = *start == '!';
    const char *end = action_end(start, note);
    if (end == NULL) {
        complain(r, "{{ without }}");
        advance(r, strlen(r->p));
        return;
    }
    const char *body = tidy(start, (size_t)(end - start));
    if (begins(body, "view "))
        complain(r, "{{view}} belongs into the first line, once");
    else if (!note)
        read_action(r, body);
    advance(r, (size_t)(end + 2 - r->p));
}

/* A literal up to the next action, or to the next of the stop bytes. */
static void literal(struct reader *r, enum tpl_kind kind, const char *stops) {
    size_t n = 0;
    while (r->p[n] != '\0' && strchr(stops, r->p[n]) == NULL &&
           !(r->p[n] == '{' && r->p[n + 1] == '{'))
        n++;
    if (n > 0)
        add(r, kind, r->p, n);
    advance(r, n);
}

static size_t name_length(const char *p) {
    size_t n = 0;
    while (isalnum((unsigned char)p[n]) || (p[n] != '\0' && strchr("-_:.", p[n]) != NULL))
        n++;
    return n;
}

/* "<name", "</name>", "<!doctype html>" or a stray "<". */
static void tag(struct reader *r) {
    size_t n = name_length(r->p + 1);
    if (r->p[1] == '/') {
        n = name_length(r->p + 2);
        add(r, TPL_CLOSE, r->p + 2, n);
        if (n == 0 || r->p[2 + n] != '>')
            complain(r, "</name> is expected");
        advance(r, n + 2);
        advance(r, *r->p == '>');
    } else if (strncasecmp(r->p, "<!doctype html>", 15) == 0) {
        add(r, TPL_DOCTYPE, "", 0);
        advance(r, 15);
    } else if (n == 0) {
        complain(r, r->p[1] == '!' ? "a comment goes out to readers; write {{! note}}"
                                   : "a stray <; write &lt;");
        advance(r, 1);
    } else {
        r->element = arena_strndup(gen_arena, r->p + 1, n);
        add(r, TPL_TAG, r->p + 1, n);
        r->place = TPL_IN_TAG;
        advance(r, n + 1);
    }
}

static void tag_end(struct reader *r) {
    bool closed = *r->p == '/';
    add(r, closed ? TPL_TAG_CLOSED : TPL_TAG_END, "", 0);
    advance(r, closed ? 2 : 1);
    r->place = TPL_IN_TEXT;
    if (!closed && (strcmp(r->element, "script") == 0 || strcmp(r->element, "textarea") == 0 ||
                    strcmp(r->element, "style") == 0 || strcmp(r->element, "title") == 0))
        r->raw = r->element;
}

/* One attribute inside a tag: its name, and the opening quote when there is a value. */
static void attribute(struct reader *r) {
    size_t n = name_length(r->p);
    if (n == 0) {
        complain(r, "an attribute is expected here");
        advance(r, 1);
        return;
    }
    struct tpl_token *k = add(r, TPL_ATTR, r->p, n);
    advance(r, n);
    if (*r->p != '=')
        return;
    k->has_value = true;
    advance(r, 1);
    if (*r->p == '"' || *r->p == '\'') {
        r->quote = *r->p;
        r->place = TPL_IN_VALUE;
        advance(r, 1);
        return;
    }
    gen_complain(r->t->file.path, r->line, "the value of %s is not quoted", k->text);
    add(r, TPL_VALUE_END, "", 0);
    while (*r->p != '\0' && !isspace((unsigned char)*r->p) && *r->p != '>')
        advance(r, 1);
}

static void in_tag(struct reader *r) {
    if (isspace((unsigned char)*r->p))
        advance(r, 1);
    else if (*r->p == '>' || (r->p[0] == '/' && r->p[1] == '>'))
        tag_end(r);
    else
        attribute(r);
}

static void in_value(struct reader *r) {
    const char stops[2] = { r->quote, '\0' };
    if (*r->p != r->quote) {
        literal(r, TPL_VALUE, stops);
        return;
    }
    add(r, TPL_VALUE_END, "", 0);
    r->place = TPL_IN_TAG;
    advance(r, 1);
}

static void in_text(struct reader *r) {
    if (r->raw != NULL && *r->p == '<') {
        size_t n = strlen(r->raw);
        if (r->p[1] == '/' && strncasecmp(r->p + 2, r->raw, n) == 0)
            r->raw = NULL;
        else
            complain(r, "no < inside script, textarea and title");
    }
    if (*r->p == '<')
        tag(r);
    else
        literal(r, TPL_TEXT, "<");
}

/* {{view struct NAME "header" …}}; p is behind "{{view". */
static void read_view(struct reader *r) {
    const char *end = strstr(r->p, "}}");
    if (end == NULL) {
        complain(r, "{{ without }}");
        return;
    }
    const char *rest = tidy(r->p + 6, (size_t)(end - r->p) - 6);
    if (begins(rest, "struct ")) {
        rest += 7;
        r->t->view = cut_word(&rest);
    }
    while (*rest == '"' && strchr(rest + 1, '"') != NULL &&
           r->t->headers_n < COUNT(r->t->headers)) {
        size_t n = (size_t)(strchr(rest + 1, '"') - rest) - 1;
        r->t->headers[r->t->headers_n++] = arena_strndup(gen_arena, rest + 1, n);
        rest += n + 2;
        rest += strspn(rest, " ");
    }
    if (*rest != '\0' || r->t->headers_n == 0)
        complain(r, "the first line is written {{view struct name \"web/header.h\"}}");
    advance(r, (size_t)(end + 2 - r->p));
    while (isspace((unsigned char)*r->p))
        advance(r, 1);
}

const char *tpl_c_name(const char *path) {
    char *name = arena_strdup(gen_arena, path);
    for (char *p = name; *p != '\0'; p++)
        if (!isalnum((unsigned char)*p))
            *p = '_';
    return name;
}

struct tpl tpl_read(const char *path, const char *root) {
    struct tpl t = { .file = gen_read(path) };
    size_t n = strlen(root);
    const char *inside = strncmp(path, root, n) == 0 ? path + n + (path[n] == '/') : path;
    size_t len = strlen(inside) > 5 ? strlen(inside) - 5 : 0; /* .html */
    t.c_name = tpl_c_name(arena_strndup(gen_arena, inside, len));
    if (!gen_is_name(t.c_name) || strcmp(inside + len, ".html") != 0)
        gen_complain(path, 1, "a template is called lower_snake_case.html");
    struct reader r = { .t = &t, .p = t.file.text, .line = 1 };
    if (begins(r.p, "{{view "))
        read_view(&r);
    while (*r.p != '\0') {
        if (r.p[0] == '{' && r.p[1] == '{')
            action(&r);
        else if (r.place == TPL_IN_TAG)
            in_tag(&r);
        else if (r.place == TPL_IN_VALUE)
            in_value(&r);
        else
            in_text(&r);
    }
    if (r.place != TPL_IN_TEXT)
        complain(&r, "the file ends inside a tag");
    r.place = TPL_IN_TEXT;
    add(&r, TPL_EOF, "", 0);
    return t;
}

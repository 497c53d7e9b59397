#include <string.h>
#include <strings.h>

#include "daemon/gen/tplgen.h"

enum { DEPTH_MAX = 256 };

/* What is open: elements, and between them the if and each that enclose them. */
struct open {
    enum { OPEN_ELEMENT, OPEN_IF, OPEN_EACH } what;
    const char *name;
    int line;
    bool no_translate;
    bool in_tag; /* an if inside a tag or a value */
    bool had_else;
};

struct walk {
    const struct tpl *t;
    const struct tpls *all;
    struct open stack[DEPTH_MAX];
    size_t depth;
};

static struct open *top(struct walk *w) {
    return w->depth > 0 ? &w->stack[w->depth - 1] : NULL;
}

static void push(struct walk *w, struct open o) {
    CHECK(w->depth < DEPTH_MAX);
    w->stack[w->depth++] = o;
}

static bool is_open(const struct walk *w, const char *element) {
    for (size_t i = 0; i < w->depth; i++)
        if (w->stack[i].what == OPEN_ELEMENT && strcasecmp(w->stack[i].name, element) == 0)
            return true;
    return false;
}

/* Is the text here no text of the product (a wordmark, code, data)? */
static bool is_exempt(const struct walk *w) {
    for (size_t i = 0; i < w->depth; i++)
        if (w->stack[i].no_translate)
            return true;
    return false;
}

/* A layout opens html and body in one template and may leave their end tags out. */
static bool is_layout(const char *element) {
    return strcasecmp(element, "html") == 0 || strcasecmp(element, "body") == 0;
}

static void open_tag(struct walk *w, const struct tpl_token *tag) {
    const struct tpl_token *end = tag;
    while (end->kind != TPL_TAG_END && end->kind != TPL_TAG_CLOSED && end->kind != TPL_EOF)
        end++;
    bool in_svg = is_open(w, "svg") || strcmp(tag->text, "svg") == 0;
    tpl_check_tag(w->t, tag, is_open(w, "label"), in_svg);
    if (end->kind == TPL_TAG_CLOSED && !in_svg && !tpl_is_void(tag->text))
        gen_complain(w->t->file.path, tag->line,
                     "<%s/> does not close an HTML element; write </%s>", tag->text, tag->text);
    if (end->kind == TPL_TAG_CLOSED || tpl_is_void(tag->text))
        return;
    const char *translate = tpl_attr(tag, "translate"), *type = tpl_attr(tag, "type");
    bool data = strcasecmp(tag->text, "script") == 0 && type != NULL &&
                strcmp(type, "application/json") == 0;
    push(w, (struct open) { .what = OPEN_ELEMENT,
                            .name = tag->text,
                            .line = tag->line,
                            .no_translate =
                                data || (translate != NULL && strcmp(translate, "no") == 0) });
}

static void close_tag(struct walk *w, const struct tpl_token *k) {
    struct open *o = top(w);
    if (o != NULL && o->what == OPEN_ELEMENT && strcasecmp(o->name, k->text) == 0) {
        w->depth--;
        return;
    }
    if (is_layout(k->text) && (o == NULL || (o->what == OPEN_ELEMENT && is_layout(o->name))))
        return;
    if (o == NULL)
        gen_complain(w->t->file.path, k->line, "</%s> closes nothing", k->text);
    else if (o->what == OPEN_ELEMENT)
        gen_complain(w->t->file.path, k->line, "</%s> closes <%s> of line %d", k->text, o->name,
                     o->line);
    else
        gen_complain(w->t->file.path, k->line,
                     "</%s> closes an element from outside the {{%s}} of line %d", k->text,
                     o->what == OPEN_IF ? "if" : "each", o->line);
    if (o != NULL && o->what == OPEN_ELEMENT && is_open(w, k->text))
        while (w->depth > 0 && top(w)->what == OPEN_ELEMENT)
            if (strcasecmp(w->stack[--w->depth].name, k->text) == 0)
                break;
}

/* Elements that are open since the if or each: it must close them itself. */
static void close_elements(struct walk *w, int line) {
    while (w->depth > 0 && top(w)->what == OPEN_ELEMENT) {
        const struct open *o = &w->stack[--w->depth];
        if (line > 0)
            gen_complain(w->t->file.path, o->line,
                         "<%s> is not closed before {{else}} or {{end}} of line %d", o->name, line);
        else if (!is_layout(o->name))
            gen_complain(w->t->file.path, o->line, "<%s> is not closed", o->name);
    }
}

static void branch(struct walk *w, const struct tpl_token *k) {
    bool in_tag = k->place == TPL_IN_TAG || k->place == TPL_IN_VALUE;
    if (k->kind == TPL_IF || k->kind == TPL_EACH) {
        push(w, (struct open) { .what = k->kind == TPL_IF ? OPEN_IF : OPEN_EACH,
                                .name = "",
                                .line = k->line,
                                .in_tag = in_tag });
        return;
    }
    const char *word = k->kind == TPL_END ? "end" : "else";
    bool any = false;
    for (size_t i = 0; i < w->depth; i++)
        any = any || w->stack[i].what != OPEN_ELEMENT;
    if (!any) {
        gen_complain(w->t->file.path, k->line, "{{%s}} without {{if}} or {{each}}", word);
        return;
    }
    close_elements(w, k->line);
    if (top(w)->in_tag != in_tag)
        gen_complain(w->t->file.path, k->line,
                     "{{%s}} stands %s a tag, its {{if}} of line %d does not", word,
                     in_tag ? "inside" : "outside", top(w)->line);
    if (top(w)->what == OPEN_EACH && k->kind != TPL_END)
        gen_complain(w->t->file.path, k->line, "{{else}} belongs to {{if}}, not to {{each}}");
    if (top(w)->had_else && k->kind != TPL_END)
        gen_complain(w->t->file.path, k->line, "{{else}} comes last, once");
    top(w)->had_else = top(w)->had_else || k->kind == TPL_ELSE;
    if (k->kind == TPL_END)
        w->depth--;
}

static void text(const struct walk *w, const struct tpl_token *k) {
    if (k->place != TPL_IN_SCRIPT && !is_exempt(w) && tpl_has_letters(k->text))
        gen_complain(w->t->file.path, k->line,
                     "raw text \"%.40s\"; make it a message: {{t msg.id}}",
                     k->text + strspn(k->text, " \t\r\n"));
}

/* A partial must exist, and takes a view when it declares one. */
static void partial(const struct walk *w, const struct tpl_token *k) {
    const struct tpl *p = tpl_find(w->all, tpl_c_name(k->name));
    if (p == NULL)
        gen_complain(w->t->file.path, k->line, "there is no template %s", k->name);
    else if ((p->view != NULL) != (*k->text != '\0'))
        gen_complain(w->t->file.path, k->line,
                     p->view != NULL ? "{{> %s}} needs a view" : "{{> %s}} takes no view", k->name);
}

static void action(struct walk *w, const struct tpl_token *k) {
    static const char *const KEYWORDS[] = { "if", "else", "each", "end", "view", "json", "t" };
    const char *path = w->t->file.path;
    if (k->kind == TPL_PARTIAL && k->place != TPL_IN_TEXT)
        gen_complain(path, k->line, "a partial stands between tags");
    if (k->kind == TPL_JSON && k->place != TPL_IN_SCRIPT)
        gen_complain(path, k->line, "{{json}} belongs into <script type=\"application/json\">");
    if ((k->kind == TPL_PUT || k->kind == TPL_MSG) && k->place == TPL_IN_TAG)
        gen_complain(path, k->line, "an expression inside a tag stands inside a quoted value");
    if ((k->kind == TPL_PUT || k->kind == TPL_MSG) && k->place == TPL_IN_SCRIPT)
        gen_complain(path, k->line, "inside a script there is only {{json expr}}");
    for (size_t i = 0; k->kind == TPL_PUT && i < COUNT(KEYWORDS); i++)
        if (strcmp(k->text, KEYWORDS[i]) == 0)
            gen_complain(path, k->line, "{{%s}} lacks what belongs behind it", k->text);
    if (k->kind == TPL_PARTIAL)
        partial(w, k);
}

void tpl_check(const struct tpl *t, const struct tpls *all) {
    struct walk w = { .t = t, .all = all };
    for (const struct tpl_token *k = t->tokens; k->kind != TPL_EOF; k++) {
        if (k->kind == TPL_TAG)
            open_tag(&w, k);
        else if (k->kind == TPL_CLOSE)
            close_tag(&w, k);
        else if (k->kind == TPL_TEXT)
            text(&w, k);
        else if (k->kind == TPL_IF || k->kind == TPL_EACH || k->kind == TPL_ELSE ||
                 k->kind == TPL_ELSE_IF || k->kind == TPL_END)
            branch(&w, k);
        else if (k->kind > TPL_CLOSE)
            action(&w, k);
    }
    while (w.depth > 0) {
        close_elements(&w, 0);
        if (w.depth > 0)
            gen_complain(t->file.path, w.stack[--w.depth].line,
                         "this {{if}} or {{each}} has no {{end}}");
    }
}

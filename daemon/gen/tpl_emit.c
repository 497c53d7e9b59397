#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "daemon/gen/tplgen.h"

enum { OUT_MAX = 4 << 20, DEPTH_MAX = 64 };

/* White space at a place where if and each branch. */
struct branch {
    bool each;
    bool before; /* was white space out before the if? */
    bool all;    /* did all branches so far end with white space? */
    bool had_else;
};

/* A template being written. Literals gather in text until something dynamic comes. */
struct emit {
    const struct tpl *t;
    struct buf out, text;
    int text_line;
    bool blank_out; /* the last byte out, on every way here, is white space */
    int pre;        /* depth inside pre and textarea */
    const char *attr;
    bool attr_begun; /* something of the value is out */
    bool mail;       /* it is "mailto:" */
    struct branch branches[DEPTH_MAX];
    size_t depth;
};

static void put_line(struct emit *m, int line) {
    buf_printf(&m->out, "#line %d ", line);
    gen_put_literal(&m->out, m->t->file.path, strlen(m->t->file.path));
    buf_putc(&m->out, '\n');
}

/* Write what gathered. */
static void flush(struct emit *m) {
    if (m->text.len == 0)
        return;
    buf_puts(&m->out, "    html_raw(h, ");
    gen_put_literal(&m->out, buf_str(&m->text), m->text.len);
    buf_printf(&m->out, ", %zu);\n", m->text.len);
    buf_reset(&m->text);
}

static void put(struct emit *m, const char *s) {
    buf_puts(&m->text, s);
    if (*s != '\0')
        m->blank_out = false;
}

/* Text between tags: a run of white space is one line end, or one blank when it has none. */
static void put_text(struct emit *m, const char *s) {
    if (m->pre > 0) {
        put(m, s);
        return;
    }
    while (*s != '\0') {
        size_t n = strspn(s, " \t\r\n\f");
        if (n > 0 && !m->blank_out) {
            buf_putc(&m->text, memchr(s, '\n', n) != NULL ? '\n' : ' ');
            m->blank_out = true;
        }
        s += n;
        n = strcspn(s, " \t\r\n\f");
        buf_put(&m->text, s, n);
        m->blank_out = m->blank_out && n == 0;
        s += n;
    }
}

/* A literal piece of a value; quotes are always double. */
static void put_value(struct emit *m, const char *value) {
    for (const char *s = value; *s != '\0'; s++)
        put(m, *s == '"' ? "&quot;" : (char[]) { *s, '\0' });
    m->mail = !m->attr_begun && strcmp(value, "mailto:") == 0;
    m->attr_begun = true;
}

/* How an expression is written: an address as a whole at the beginning of a value, one of its
 * components behind something else; text everywhere else. */
static const char *writer_of(const struct emit *m, const struct tpl_token *k) {
    if (k->place != TPL_IN_VALUE || !tpl_is_address(m->attr))
        return "html_put";
    if (m->mail)
        return "html_put_url_mail";
    return m->attr_begun ? "html_put_part" : "html_put_address";
}

static void put_expression(struct emit *m, const struct tpl_token *k) {
    buf_printf(&m->out, "    %s(h, %s);\n", writer_of(m, k), k->text);
    m->attr_begun = true;
    m->mail = false;
}

static void put_call(struct emit *m, const struct tpl_token *k) {
    if (k->kind == TPL_MSG)
        buf_printf(&m->out, "    html_put_text(h, msg_%s(h->lang, h->arena%s%s));\n",
                   tpl_c_name(k->name), *k->text != '\0' ? ", " : "", k->text);
    if (k->kind == TPL_PARTIAL)
        buf_printf(&m->out, "    tpl_%s(h%s%s);\n", tpl_c_name(k->name),
                   *k->text != '\0' ? ", " : "", k->text);
    if (k->kind == TPL_JSON)
        buf_printf(&m->out, "    html_put_json(h, %s);\n", k->text);
    if (k->kind == TPL_PUT)
        put_expression(m, k);
    m->blank_out = false;
}

/* All on one line, so that the compiler names the line of the template. */
static void put_each(struct emit *m, const struct tpl_token *k) {
    const char *r = k->name;
    buf_printf(&m->out, "    { const __typeof__(%s) list_%s = (%s); ", k->text, r, k->text);
    buf_printf(&m->out, "for (size_t i_%s = 0; i_%s < (size_t)list_%s.n; i_%s++) { ", r, r, r, r);
    buf_printf(&m->out, "const __typeof__(*list_%s.v) *%s = &list_%s.v[i_%s]; (void)%s;\n", r, r, r,
               r, r);
}

/* Does the body of this each end with white space, so that it may drop that at its beginning? */
static bool body_ends_blank(const struct tpl_token *each) {
    const struct tpl_token *k = each + 1;
    for (int depth = 1; k->kind != TPL_EOF; k++) {
        depth += k->kind == TPL_IF || k->kind == TPL_EACH;
        depth -= k->kind == TPL_END;
        if (depth == 0)
            break;
    }
    size_t n = strlen(k[-1].text);
    return k[-1].kind == TPL_TEXT && n > 0 && strchr(" \t\r\n", k[-1].text[n - 1]) != NULL;
}

/* if, else, each and end. What is known of white space at an end is what holds on every way there.
 */
static void put_branch(struct emit *m, const struct tpl_token *k) {
    if (k->kind == TPL_IF || k->kind == TPL_EACH) {
        CHECK(m->depth < DEPTH_MAX);
        bool each = k->kind == TPL_EACH;
        m->branches[m->depth++] = (struct branch) { each, m->blank_out, true, false };
        if (each) {
            put_each(m, k);
            m->blank_out = m->blank_out && body_ends_blank(k);
        } else {
            buf_printf(&m->out, "    if (%s) {\n", k->text);
        }
        return;
    }
    struct branch *b = &m->branches[m->depth - 1];
    b->all = b->all && m->blank_out;
    if (k->kind == TPL_END) {
        m->depth--;
        m->blank_out = b->all && (b->had_else || b->before);
        buf_puts(&m->out, b->each ? "    } }\n" : "    }\n");
        return;
    }
    b->had_else = k->kind == TPL_ELSE;
    m->blank_out = b->before;
    if (k->kind == TPL_ELSE)
        buf_puts(&m->out, "    } else {\n");
    else
        buf_printf(&m->out, "    } else if (%s) {\n", k->text);
}

static bool keeps_white_space(const char *element) {
    return strcasecmp(element, "pre") == 0 || strcasecmp(element, "textarea") == 0;
}

static void put_html(struct emit *m, const struct tpl_token *k) {
    switch (k->kind) {
    case TPL_TEXT:
        put_text(m, k->text);
        break;
    case TPL_DOCTYPE:
        put(m, "<!doctype html>");
        break;
    case TPL_TAG:
        put(m, "<");
        put(m, k->text);
        m->pre += keeps_white_space(k->text);
        break;
    case TPL_ATTR:
        put(m, " ");
        put(m, k->text);
        put(m, k->has_value ? "=\"" : "");
        m->attr = k->text;
        m->attr_begun = m->mail = false;
        break;
    case TPL_VALUE:
        put_value(m, k->text);
        break;
    case TPL_VALUE_END:
        put(m, "\"");
        break;
    case TPL_TAG_END:
        put(m, ">");
        break;
    case TPL_TAG_CLOSED:
        put(m, "/>");
        break;
    default:
        CHECK(k->kind == TPL_CLOSE);
        m->pre -= keeps_white_space(k->text);
        put(m, "</");
        put(m, k->text);
        put(m, ">");
    }
}

/* White space at both ends of a file is not part of the template, so a partial fits into a line. */
static void put_body(struct emit *m) {
    m->blank_out = true;
    for (const struct tpl_token *k = m->t->tokens; k->kind != TPL_EOF; k++) {
        if (k->kind <= TPL_CLOSE) {
            put_html(m, k);
            continue;
        }
        flush(m);
        put_line(m, k->line);
        if (k->kind == TPL_IF || k->kind == TPL_EACH || k->kind == TPL_ELSE ||
            k->kind == TPL_ELSE_IF || k->kind == TPL_END)
            put_branch(m, k);
        else
            put_call(m, k);
    }
    while (m->text.len > 0 && strchr(" \n", m->text.data[m->text.len - 1]) != NULL)
        m->text.data[--m->text.len] = '\0';
    flush(m);
}

static void put_includes(struct emit *m) {
    const struct tpl *t = m->t;
    bool assets = strstr(t->file.text, "ASSET_") != NULL, messages = false;
    buf_printf(&m->out,
               "/* made by tplgen from %s; edit that file. */\n#include \"gen/tpl/%s.h\"\n\n",
               t->file.path, t->c_name);
    buf_puts(&m->out, "#include <stddef.h>\n\n#include \"daemon/http/html.h\"\n");
    for (size_t i = 0; i < t->headers_n; i++)
        buf_printf(&m->out, "#include \"%s\"\n", t->headers[i]);
    for (const struct tpl_token *k = t->tokens; k->kind != TPL_EOF; k++) {
        messages = messages || k->kind == TPL_MSG;
        if (k->kind == TPL_PARTIAL)
            buf_printf(&m->out, "#include \"gen/tpl/%s.h\"\n", tpl_c_name(k->name));
    }
    buf_puts(&m->out, assets ? "#include \"gen/assets.h\"\n" : "");
    buf_puts(&m->out, messages ? "#include \"gen/msg.h\"\n" : "");
}

static const char *signature(const struct tpl *t) {
    return t->view != NULL
               ? arena_printf(gen_arena, "void tpl_%s(struct html *h, const struct %s *v)",
                              t->c_name, t->view)
               : arena_printf(gen_arena, "void tpl_%s(struct html *h)", t->c_name);
}

static void write_header(const char *dir, const struct tpl *t) {
    struct buf h;
    buf_init(&h, OUT_MAX);
    buf_printf(&h, "/* gen/tpl/%s.h — made by tplgen from %s; edit that file. */\n", t->c_name,
               t->file.path);
    buf_printf(&h, "#ifndef GEN_TPL_%s_H_\n#define GEN_TPL_%s_H_\n\nstruct html;\n", t->c_name,
               t->c_name);
    if (t->view != NULL)
        buf_printf(&h, "struct %s;\n", t->view);
    buf_printf(&h, "\n%s;\n\n#endif\n", signature(t));
    gen_write(dir, arena_printf(gen_arena, "%s.h", t->c_name), &h);
    buf_fini(&h);
}

void tpl_emit(const char *dir, const struct tpl *t) {
    struct emit m = { .t = t };
    buf_init(&m.out, OUT_MAX);
    buf_init(&m.text, OUT_MAX);
    put_includes(&m);
    buf_printf(&m.out, "\n%s {\n    (void)h;\n%s", signature(t),
               t->view != NULL ? "    (void)v;\n" : "");
    put_body(&m);
    buf_puts(&m.out, "}\n");
    write_header(dir, t);
    gen_write(dir, arena_printf(gen_arena, "%s.c", t->c_name), &m.out);
    buf_fini(&m.out);
    buf_fini(&m.text);
}

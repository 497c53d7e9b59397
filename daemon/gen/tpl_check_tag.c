#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "daemon/gen/tplgen.h"

static bool is_one_of(const char *s, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (strcasecmp(s, list[i]) == 0)
            return true;
    return false;
}

bool tpl_is_address(const char *attr) {
    static const char *const ADDRESSES[] = { "href",   "action", "src",       "formaction",
                                             "poster", "cite",   "xlink:href" };
    return is_one_of(attr, ADDRESSES, COUNT(ADDRESSES));
}

bool tpl_is_void(const char *element) {
    static const char *const VOIDS[] = {
        "area",  "base", "br",   "col",   "embed",  "hr",    "img",
        "input", "link", "meta", "param", "source", "track", "wbr"
    };
    return is_one_of(element, VOIDS, COUNT(VOIDS));
}

/* Letters of the alphabets of Europe and Asia; signs, arrows, dashes and emoji are none. */
static bool is_letter(uint32_t c) {
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return (c >= 0xc0 && c < 0x2000 && c != 0xd7 && c != 0xf7) || (c >= 0x2c00 && c < 0x2e00) ||
           (c >= 0x3040 && c < 0xe000);
}

bool tpl_has_letters(const char *html) {
    for (const char *p = html; *p != '\0';) {
        unsigned char b = (unsigned char)*p++;
        uint32_t c = b < 0x80 ? b : b < 0xe0 ? b & 0x1fu : b < 0xf0 ? b & 0x0fu : b & 0x07u;
        while (b >= 0xc0 && ((unsigned char)*p & 0xc0) == 0x80)
            c = c << 6 | ((unsigned char)*p++ & 0x3fu);
        size_t entity = b == '&' ? strcspn(p, "; <") : 0;
        if (entity > 0 && p[entity] == ';')
            p += entity + 1;
        else if (is_letter(c))
            return true;
    }
    return false;
}

/* The end of the tag: the token behind its last attribute. */
static bool in_tag(const struct tpl_token *k) {
    return k->kind != TPL_TAG_END && k->kind != TPL_TAG_CLOSED && k->kind != TPL_EOF;
}

const char *tpl_attr(const struct tpl_token *tag, const char *name) {
    const struct tpl_token *k = tag + 1;
    while (in_tag(k) && !(k->kind == TPL_ATTR && strcasecmp(k->text, name) == 0))
        k++;
    if (!in_tag(k))
        return NULL;
    const char *value = "";
    for (k++; k[-1].kind != TPL_ATTR || k[-1].has_value; k++) {
        if (!in_tag(k) || k->kind == TPL_VALUE_END || k->kind == TPL_ATTR)
            break;
        value = arena_printf(gen_arena, k->kind == TPL_VALUE ? "%s%s" : "%s{{%s}}", value, k->text);
    }
    return value;
}

/* Does any of the label's kin name this field? */
static bool has_label(const struct tpl *t, const struct tpl_token *tag, bool in_label) {
    const char *id = tpl_attr(tag, "id");
    if (in_label || tpl_attr(tag, "aria-label") != NULL || tpl_attr(tag, "aria-labelledby") != NULL)
        return true;
    for (const struct tpl_token *k = t->tokens; id != NULL && k->kind != TPL_EOF; k++) {
        if (k->kind != TPL_TAG || strcasecmp(k->text, "label") != 0)
            continue;
        const char *names = tpl_attr(k, "for");
        if (names != NULL && strcmp(names, id) == 0)
            return true;
    }
    return false;
}

static bool is_button_input(const struct tpl_token *tag) {
    static const char *const BUTTONS[] = { "submit", "button", "reset" };
    const char *type = tpl_attr(tag, "type");
    return strcasecmp(tag->text, "input") == 0 && type != NULL &&
           is_one_of(type, BUTTONS, COUNT(BUTTONS));
}

static bool needs_label(const struct tpl_token *tag) {
    static const char *const FIELDS[] = { "input", "select", "textarea" };
    const char *type = tpl_attr(tag, "type");
    bool hidden = type != NULL && strcasecmp(type, "hidden") == 0;
    return is_one_of(tag->text, FIELDS, COUNT(FIELDS)) && !hidden && !is_button_input(tag);
}

/* Attributes that people read or hear. */
static bool is_text_attr(const struct tpl_token *tag, const char *attr) {
    static const char *const TEXTS[] = { "alt",
                                         "title",
                                         "placeholder",
                                         "aria-label",
                                         "aria-description",
                                         "aria-valuetext",
                                         "aria-roledescription",
                                         "label",
                                         "summary" };
    const char *name = tpl_attr(tag, "name");
    if (strcasecmp(attr, "content") == 0)
        return strcasecmp(tag->text, "meta") == 0 && name != NULL &&
               strcmp(name, "description") == 0;
    return is_one_of(attr, TEXTS, COUNT(TEXTS)) ||
           (strcasecmp(attr, "value") == 0 && is_button_input(tag));
}

static void check_attrs(const struct tpl *t, const struct tpl_token *tag) {
    static const char *const REFUSED[] = { "style", "srcdoc", "ping", "srcset" };
    const char *path = t->file.path, *attr = "";
    for (const struct tpl_token *k = tag + 1; in_tag(k); k++) {
        if (k->kind == TPL_ATTR) {
            attr = k->text;
            if (strncasecmp(attr, "on", 2) == 0)
                gen_complain(path, k->line,
                             "%s= is an inline script; use data- attributes and a module", attr);
            if (is_one_of(attr, REFUSED, COUNT(REFUSED)))
                gen_complain(path, k->line, "%s= is not allowed%s", attr,
                             *attr == 's' && attr[1] == 't' ? "; use a class" : "");
        }
        if (k->kind == TPL_VALUE && is_text_attr(tag, attr) && tpl_has_letters(k->text))
            gen_complain(path, k->line,
                         "raw text \"%.40s\" in %s=; make it a message: {{t msg.id}}", k->text,
                         attr);
        if (k->kind == TPL_VALUE && tpl_is_address(attr) &&
            strncasecmp(k->text, "javascript:", 11) == 0)
            gen_complain(path, k->line, "a script in %s=", attr);
        if (k->kind == TPL_MSG && k->place == TPL_IN_VALUE && tpl_is_address(attr))
            gen_complain(path, k->line, "a message in %s=: an address is no text", attr);
    }
}

static void check_script(const struct tpl *t, const struct tpl_token *tag) {
    const char *type = tpl_attr(tag, "type");
    bool data = type != NULL && strcmp(type, "application/json") == 0;
    const struct tpl_token *k = tag;
    while (in_tag(k))
        k++;
    bool empty = k->kind == TPL_TAG_END &&
                 (k[1].kind == TPL_CLOSE || (k[1].kind == TPL_TEXT && k[2].kind == TPL_CLOSE &&
                                             k[1].text[strspn(k[1].text, " \t\r\n")] == '\0'));
    if (!data && (tpl_attr(tag, "src") == NULL || !empty))
        gen_complain(t->file.path, tag->line,
                     "an inline script; only <script src=…></script> and <script "
                     "type=\"application/json\">");
}

void tpl_check_tag(const struct tpl *t, const struct tpl_token *tag, bool in_label, bool in_svg) {
    const char *path = t->file.path, *name = tag->text;
    check_attrs(t, tag);
    if (strcasecmp(name, "style") == 0)
        gen_complain(path, tag->line, "<style> is not allowed; styles live in web/assets");
    if (strcasecmp(name, "script") == 0)
        check_script(t, tag);
    if (strcasecmp(name, "img") == 0 && tpl_attr(tag, "alt") == NULL)
        gen_complain(path, tag->line, "<img> without alt (alt=\"\" when it only decorates)");
    if (strcasecmp(name, "button") == 0 && tpl_attr(tag, "type") == NULL)
        gen_complain(path, tag->line, "<button> without type (submit or button)");
    if (!in_svg && needs_label(tag) && !has_label(t, tag, in_label))
        gen_complain(
            path, tag->line,
            "<%s> without a label: wrap it in <label>, or give it an id that a <label for> "
            "here names, or aria-label",
            name);
}

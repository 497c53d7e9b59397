/* gen/tplgen.h — an HTML template on its way to a C function.
 *
 *   tpl_read.c      bytes → tokens of HTML and of {{actions}}; also the first line, {{view …}}
 *   tpl_check.c     balance of tags and of if/each/end
 *   tpl_check_tag.c what a tag may carry: no style, no on…=, labels, alt, types, texts
 *   tpl_emit.c      C with #line, white space folded
 *
 * The C compiler judges the expressions; the browser's parser is never guessed at: what would need
 * guessing (unquoted values, tags left open) is refused.
 */
#ifndef DAEMON_GEN_TPLGEN_H
#define DAEMON_GEN_TPLGEN_H

#include <stdbool.h>
#include <stddef.h>
#include "daemon/gen/gen.h"

enum tpl_kind {
    /* HTML */
    TPL_TEXT,       /* character data as it stands */
    TPL_DOCTYPE,    /* <!doctype html> */
    TPL_TAG,        /* <name; text = name */
    TPL_ATTR,       /* an attribute's name; TPL_VALUE… TPL_VALUE_END follow when it has a value */
    TPL_VALUE,      /* a literal piece of the value */
    TPL_VALUE_END,  /* the closing quote */
    TPL_TAG_END,    /* > */
    TPL_TAG_CLOSED, /* /> */
    TPL_CLOSE,      /* </name> */
    /* actions; text = what stands behind the keyword */
    TPL_PUT,
    TPL_IF,
    TPL_ELSE_IF,
    TPL_ELSE,
    TPL_EACH, /* name = the element, text = the list */
    TPL_END,
    TPL_PARTIAL, /* name = the template, text = the view or "" */
    TPL_MSG,     /* name = the message, text = the arguments or "" */
    TPL_JSON,
    TPL_EOF
};

/* Where a token stands. */
enum tpl_place { TPL_IN_TEXT, TPL_IN_TAG, TPL_IN_VALUE, TPL_IN_SCRIPT };

struct tpl_token {
    enum tpl_kind kind;
    enum tpl_place place;
    int line;
    const char *text, *name;
    bool has_value; /* TPL_ATTR */
};

struct tpl {
    struct gen_file file;
    const char *c_name; /* desk_shortlist */
    const char *view;   /* "shortlist_view", NULL = none */
    const char *headers[8];
    size_t headers_n;
    struct tpl_token *tokens; /* ended by TPL_EOF */
};

/* The templates of one run. */
struct tpls {
    struct tpl *v;
    size_t n;
};

/* Read a template; root is the folder that the C names start from. */
struct tpl tpl_read(const char *path, const char *root);

/* "desk/row", "desk_row" → desk_row. Memory: gen_arena. */
const char *tpl_c_name(const char *path);

/* The template called name, NULL when there is none. */
const struct tpl *tpl_find(const struct tpls *all, const char *name);

/* Complain about everything that a template may not hold. */
void tpl_check(const struct tpl *t, const struct tpls *all);

/* The part of tpl_check that looks at one tag, from its TPL_TAG on; in_label: a <label> is open
 * around it; in_svg: an <svg> is. */
void tpl_check_tag(const struct tpl *t, const struct tpl_token *tag, bool in_label, bool in_svg);

/* Are there letters in a piece of HTML, entities aside? */
bool tpl_has_letters(const char *html);

/* The value of an attribute as written in the template ("" without a value), NULL when the tag does
 * not have it. Actions stand as {{…}}. Memory: gen_arena. */
const char *tpl_attr(const struct tpl_token *tag, const char *name);

/* Is it an attribute that holds an address? */
bool tpl_is_address(const char *attr);

/* Is it an element without content (br, input)? */
bool tpl_is_void(const char *element);

/* Write gen/tpl/<c_name>.h and .c into dir. */
void tpl_emit(const char *dir, const struct tpl *t);

#endif

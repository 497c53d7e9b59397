#include <string.h>

#include "daemon/gen/msggen.h"

enum { OUT_MAX = 16 << 20 };

static const char *const LANG_NAMES[MSG_LANGS] = { "LANG_RU", "LANG_EN" };
static const char *const PLURAL_NAMES[MSG_FORMS] = { "PLURAL_ONE", "PLURAL_FEW", "PLURAL_MANY",
                                                     "PLURAL_OTHER" };

/* What every generated file begins with: numbers as people write them (CLDR: groups of three, a
 * no-break space in Russian, a comma in English). */
static const char PRELUDE[] =
    "/* made by msggen from web/locales; edit those. */\n"
    "#include \"gen/msg.h\"\n\n"
    "#include <stdio.h>\n#include <string.h>\n\n#include \"daemon/base/arena.h\"\n\n"
    "__attribute__((unused)) static const char *text_of(const char *s) {\n    return s != NULL ? s "
    ": \"\";\n}\n\n"
    "__attribute__((unused)) static const char *int_of(enum lang lang, struct arena *a, int64_t v) "
    "{\n"
    "    const char *mark = lang == LANG_RU ? \"\\302\\240\" : \",\";\n"
    "    char digits[24], out[48];\n"
    "    int n = snprintf(digits, sizeof digits, \"%llu\",\n"
    "                     v < 0 ? 0ULL - (unsigned long long)v : (unsigned long long)v);\n"
    "    size_t len = 0;\n"
    "    if (v < 0)\n"
    "        out[len++] = '-';\n"
    "    for (int i = 0; i < n; i++) {\n"
    "        if (i > 0 && (n - i) % 3 == 0)\n"
    "            for (const char *m = mark; *m != '\\0'; m++)\n"
    "                out[len++] = *m;\n"
    "        out[len++] = digits[i];\n"
    "    }\n"
    "    return arena_strndup(a, out, len);\n"
    "}\n";

static void put_comment(struct buf *out, const char *text) {
    for (const char *p = text; *p != '\0'; p++) {
        buf_putc(out, *p == '\n' ? ' ' : *p);
        if (*p == '*' && p[1] == '/')
            buf_putc(out, ' ');
    }
}

static void put_signature(struct buf *out, const struct message *ru) {
    buf_printf(out, "const char *msg_%s(enum lang lang, struct arena *arena", ru->c_name);
    for (size_t i = 0; i < ru->params_n; i++)
        buf_printf(out, ", %s%s", ru->params[i].is_int ? "int64_t " : "const char *",
                   ru->params[i].name);
    buf_putc(out, ')');
}

/* The expression that makes one text: the literal itself, or arena_printf(…). */
static void put_text(struct buf *out, const char *text) {
    struct buf format, args;
    buf_init(&format, 64 << 10);
    buf_init(&args, 64 << 10);
    struct msg_piece piece;
    for (const char *rest = text; msg_next_piece(&rest, &piece);) {
        for (size_t i = 0; !piece.is_param && i < piece.len; i++)
            buf_puts(&format, piece.at[i] == '%' ? "%%" : (char[]) { piece.at[i], '\0' });
        if (piece.is_param) {
            buf_puts(&format, "%s");
            buf_printf(&args, piece.param.is_int ? ", int_of(lang, arena, %s)" : ", text_of(%s)",
                       piece.param.name);
        }
    }
    if (args.len == 0) {
        gen_put_literal(out, text, strlen(text));
    } else {
        buf_puts(out, "arena_printf(arena, ");
        gen_put_literal(out, buf_str(&format), format.len);
        buf_printf(out, "%s)", buf_str(&args));
    }
    buf_fini(&format);
    buf_fini(&args);
}

static void put_plural(struct buf *out, const struct message *m) {
    buf_puts(out, "        switch (text_plural(lang, n)) {\n");
    size_t last = m->forms[MSG_OTHER] != NULL ? MSG_OTHER : MSG_MANY;
    for (size_t f = 0; f < MSG_FORMS; f++) {
        if (m->forms[f] == NULL || f == last)
            continue;
        buf_printf(out, "        case %s:\n            return ", PLURAL_NAMES[f]);
        put_text(out, m->forms[f]);
        buf_puts(out, ";\n");
    }
    buf_puts(out, "        default:\n            return ");
    put_text(out, m->forms[last]);
    buf_puts(out, ";\n        }\n");
}

static void put_function(struct buf *out, const struct message *ru, const struct message *en) {
    const struct message *both[MSG_LANGS] = { ru, en };
    buf_putc(out, '\n');
    put_signature(out, ru);
    buf_puts(out, " {\n");
    if (ru->params_n == 0)
        buf_puts(out, "    (void)arena;\n");
    for (size_t i = 0; i < ru->params_n; i++)
        buf_printf(out, "    (void)%s;\n", ru->params[i].name); /* a form may leave one out */
    for (size_t l = 0; l < MSG_LANGS; l++) {
        if (l + 1 < MSG_LANGS)
            buf_printf(out, "    if (lang == %s) {\n", LANG_NAMES[l]);
        else
            buf_puts(out, "    {\n");
        if (both[l]->is_plural) {
            put_plural(out, both[l]);
        } else {
            buf_puts(out, "        return ");
            put_text(out, both[l]->forms[MSG_OTHER]);
            buf_puts(out, ";\n");
        }
        buf_puts(out, "    }\n");
    }
    buf_puts(out, "}\n");
}

static void put_declaration(struct buf *out, const struct message *ru) {
    buf_printf(out, "\n/* %s: ", ru->key);
    put_comment(out, ru->forms[ru->is_plural ? MSG_MANY : MSG_OTHER]);
    buf_puts(out, " */\n");
    put_signature(out, ru);
    buf_puts(out, ";\n");
}

void msg_emit(const char *dir, const struct messages *ru, const struct messages *en) {
    struct buf h, c;
    buf_init(&h, OUT_MAX);
    buf_init(&c, OUT_MAX);
    buf_puts(&h, "/* gen/msg.h — every text of the product; made by msggen from web/locales.\n *\n"
                 " * Texts live in arena, or for ever when they have no parameter. A text parameter "
                 "NULL is nothing;\n"
                 " * a number is grouped as the language does it.\n */\n"
                 "#ifndef GEN_MSG_H\n#define GEN_MSG_H\n\n#include <stdint.h>\n"
                 "#include \"daemon/base/text.h\"\n\nstruct arena;\n");
    buf_puts(&c, PRELUDE);
    for (size_t i = 0; i < ru->n; i++) {
        put_declaration(&h, &ru->v[i]);
        put_function(&c, &ru->v[i], &en->v[i]);
    }
    buf_puts(&h, "\n#endif\n");
    gen_write(dir, "msg.h", &h);
    gen_write(dir, "msg.c", &c);
    buf_fini(&h);
    buf_fini(&c);
}

#include <string.h>

#include "daemon/gen/sqlgen.h"

enum { OUT_MAX = 16 << 20 };

static const char *const C_TYPES[SQL_TYPE__MAX] = { "int64_t ", "double ", "const char *" };
static const char *const TYPE_NAMES[SQL_TYPE__MAX] = { "i64", "f64", "text" };

static bool is_plain(const struct sql_statement *s) {
    return s->inputs.n <= SQL_INPUTS_PLAIN;
}

/* A nullable number is passed by address; a text is one already. */
static void put_input_type(struct buf *out, const struct sql_field *f) {
    if (f->nullable && f->type != SQL_TEXT)
        buf_printf(out, "const %s*", C_TYPES[f->type]);
    else
        buf_puts(out, C_TYPES[f->type]);
    buf_puts(out, f->name);
}

static void put_signature(struct buf *out, const struct sql_statement *s) {
    buf_printf(out, "enum errc q_%s(struct db *db", s->name);
    for (size_t i = 0; is_plain(s) && i < s->inputs.n; i++) {
        buf_puts(out, ", ");
        put_input_type(out, &s->inputs.v[i]);
    }
    if (!is_plain(s))
        buf_printf(out, ", const struct q_%s_in *in", s->name);
    if (s->kind == SQL_CHANGES)
        buf_puts(out, ", int64_t *ret_n");
    if (s->kind == SQL_ONE || s->kind == SQL_MAYBE)
        buf_printf(out, ", struct arena *a, const struct q_%s_row **ret_row", s->name);
    if (s->kind == SQL_MANY)
        buf_printf(out, ", struct arena *a, struct q_%s_rows *ret_rows", s->name);
    buf_puts(out, ", struct err *e)");
}

static void put_structs(struct buf *out, const struct sql_statement *s) {
    if (!is_plain(s)) {
        buf_printf(out, "struct q_%s_in {\n", s->name);
        for (size_t i = 0; i < s->inputs.n; i++) {
            buf_puts(out, "    ");
            put_input_type(out, &s->inputs.v[i]);
            buf_printf(out, ";%s\n", s->inputs.v[i].nullable ? " /* NULL allowed */" : "");
        }
        buf_puts(out, "};\n");
    }
    if (s->columns.n == 0)
        return;
    buf_printf(out, "struct q_%s_row {\n", s->name);
    for (size_t i = 0; i < s->columns.n; i++) {
        const struct sql_field *f = &s->columns.v[i];
        if (f->nullable && f->type != SQL_TEXT)
            buf_printf(out, "    bool has_%s;\n", f->name);
        buf_printf(out, "    %s%s;%s\n", C_TYPES[f->type], f->name,
                   f->nullable && f->type == SQL_TEXT ? " /* or NULL */" : "");
    }
    buf_puts(out, "};\n");
    if (s->kind == SQL_MANY)
        buf_printf(out, "struct q_%s_rows {\n    const struct q_%s_row *v;\n    size_t n;\n};\n",
                   s->name, s->name);
}

/* Text inside a comment: lines behind the prefix, and no end of the comment. */
static void put_comment(struct buf *out, const char *text, const char *prefix) {
    buf_puts(out, prefix);
    for (const char *p = text; *p != '\0'; p++) {
        buf_putc(out, *p);
        if (*p == '\n')
            buf_puts(out, prefix);
        if (*p == '*' && p[1] == '/')
            buf_putc(out, ' ');
    }
    buf_putc(out, '\n');
}

static void put_declaration(struct buf *out, const struct sql_statement *s) {
    static const char *const GIVES[SQL_KIND__MAX] = {
        [SQL_NONE] = "Gives nothing back.",
        [SQL_CHANGES] = "ret_n: rows changed.",
        [SQL_ONE] = "Errors: E_NOT_FOUND when there is no row. Memory: in a.",
        [SQL_MAYBE] = "ret_row: NULL when there is no row. Memory: in a.",
        [SQL_MANY] = "ret_rows: none, one or more. Memory: in a.",
    };
    buf_putc(out, '\n');
    buf_puts(out, "/*");
    put_comment(out, s->prose, " ");
    buf_puts(out, " *\n");
    put_comment(out, s->sql, " *   ");
    buf_printf(out, " *\n * %s From %s:%d. */\n", GIVES[s->kind], s->file, s->line);
    put_structs(out, s);
    put_signature(out, s);
    buf_puts(out, " MUST_CHECK;\n");
}

static void put_bind(struct buf *out, const struct sql_statement *s, size_t i) {
    const struct sql_field *f = &s->inputs.v[i];
    const char *name = is_plain(s) ? f->name : arena_printf(gen_arena, "in->%s", f->name);
    const char *type = TYPE_NAMES[f->type];
    if (f->nullable && f->type != SQL_TEXT)
        buf_printf(out,
                   "    if (%s != NULL)\n"
                   "        stmt_bind_%s(&stmt_, %zu, *%s);\n"
                   "    else\n"
                   "        stmt_bind_null(&stmt_, %zu);\n",
                   name, type, i + 1, name, i + 1);
    else
        buf_printf(out, "    stmt_bind_%s(&stmt_, %zu, %s);\n", type, i + 1, name);
}

/* The function that copies the present row. */
static void put_reader(struct buf *out, const struct sql_statement *s) {
    bool text = false;
    buf_printf(out,
               "\nstatic void read_%s(struct stmt *s, struct arena *a, struct q_%s_row *row) {\n",
               s->name, s->name);
    for (size_t i = 0; i < s->columns.n; i++) {
        const struct sql_field *f = &s->columns.v[i];
        text = text || f->type == SQL_TEXT;
        if (f->nullable && f->type != SQL_TEXT)
            buf_printf(out, "    row->has_%s = !stmt_is_null(s, %zu);\n", f->name, i);
        buf_printf(out, "    row->%s = stmt_%s(s, %zu%s);\n", f->name, TYPE_NAMES[f->type], i,
                   f->type == SQL_TEXT ? ", a" : "");
    }
    buf_puts(out, text ? "}\n" : "    (void)a;\n}\n");
}

static void put_body_plain(struct buf *out, const struct sql_statement *s) {
    buf_puts(out, "    bool more_ = false;\n"
                  "    enum errc code_ = stmt_step(&stmt_, &more_, e);\n");
    if (s->kind == SQL_CHANGES)
        buf_puts(out, "    int64_t n_ = code_ == OK ? stmt_changes(&stmt_) : 0;\n"
                      "    stmt_end(&stmt_);\n"
                      "    if (code_ == OK)\n"
                      "        *ret_n = n_;\n");
    else
        buf_puts(out, "    stmt_end(&stmt_);\n");
}

/* One row at most. The second step runs the statement to its end, where late errors show, and finds
 * out when a statement gives more than its author promised. */
static void put_body_row(struct buf *out, const struct sql_statement *s) {
    buf_printf(out,
               "    bool more_ = false;\n"
               "    struct q_%s_row *row_ = NULL;\n"
               "    enum errc code_ = stmt_step(&stmt_, &more_, e);\n"
               "    if (code_ == OK && more_) {\n"
               "        row_ = ARENA_NEW(a, struct q_%s_row);\n"
               "        read_%s(&stmt_, a, row_);\n"
               "        code_ = stmt_step(&stmt_, &more_, e);\n"
               "        if (code_ == OK && more_)\n"
               "            code_ = ERR(e, E_INTERNAL, \"statement %s gave more than one row\");\n"
               "    }\n"
               "    stmt_end(&stmt_);\n",
               s->name, s->name, s->name, s->name);
    if (s->kind == SQL_ONE)
        buf_printf(out,
                   "    if (code_ == OK && row_ == NULL)\n"
                   "        code_ = ERR(e, E_NOT_FOUND, \"statement %s found no row\");\n",
                   s->name);
    buf_puts(out, "    if (code_ == OK)\n"
                  "        *ret_row = row_;\n");
}

static void put_body_rows(struct buf *out, const struct sql_statement *s) {
    buf_printf(out,
               "    bool more_ = false;\n"
               "    struct q_%s_row *rows_ = NULL;\n"
               "    size_t n_ = 0, room_ = 0;\n"
               "    enum errc code_ = stmt_step(&stmt_, &more_, e);\n"
               "    while (code_ == OK && more_) {\n"
               "        if (n_ == room_) {\n"
               "            room_ = room_ > 0 ? room_ * 2 : 8;\n"
               "            struct q_%s_row *bigger_ = ARENA_ARRAY(a, room_, struct q_%s_row);\n"
               "            if (n_ > 0)\n"
               "                memcpy(bigger_, rows_, n_ * sizeof *rows_);\n"
               "            rows_ = bigger_;\n"
               "        }\n"
               "        read_%s(&stmt_, a, &rows_[n_++]);\n"
               "        code_ = stmt_step(&stmt_, &more_, e);\n"
               "    }\n"
               "    stmt_end(&stmt_);\n"
               "    if (code_ == OK)\n"
               "        *ret_rows = (struct q_%s_rows){ rows_, n_ };\n",
               s->name, s->name, s->name, s->name, s->name);
}

static void put_definition(struct buf *out, const struct sql_statement *s) {
    if (s->columns.n > 0)
        put_reader(out, s);
    buf_putc(out, '\n');
    put_signature(out, s);
    buf_puts(out, " {\n");
    for (size_t i = 0; i < s->inputs.n; i++)
        if (s->inputs.v[i].type == SQL_TEXT && !s->inputs.v[i].nullable)
            buf_printf(out, "    CHECK(%s%s != NULL);\n", is_plain(s) ? "" : "in->",
                       s->inputs.v[i].name);
    buf_printf(out,
               "    struct stmt stmt_ = { 0 };\n"
               "    TRY(stmt_begin(db, ST_%s, &stmt_, e));\n",
               s->name);
    for (size_t i = 0; i < s->inputs.n; i++)
        put_bind(out, s, i);
    if (s->kind == SQL_MANY)
        put_body_rows(out, s);
    else if (s->kind == SQL_ONE || s->kind == SQL_MAYBE)
        put_body_row(out, s);
    else
        put_body_plain(out, s);
    buf_puts(out, "    return code_;\n}\n");
}

void sql_emit_source(const char *dir, const struct sql_source *source) {
    struct buf h, c;
    buf_init(&h, OUT_MAX);
    buf_init(&c, OUT_MAX);
    buf_printf(&h,
               "/* gen/sql/%s.h — made by sqlgen from %s; edit that file. */\n"
               "#ifndef GEN_SQL_%s_H_\n#define GEN_SQL_%s_H_\n\n"
               "#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n"
               "#include \"daemon/base/err.h\"\n\nstruct arena;\nstruct db;\n",
               source->stem, source->file.path, source->stem, source->stem);
    buf_printf(&c,
               "/* made by sqlgen from %s; edit that file. */\n#include \"gen/sql/%s.h\"\n\n"
               "#include <string.h>\n\n#include \"daemon/base/arena.h\"\n#include "
               "\"daemon/base/check.h\"\n"
               "#include \"daemon/store/stmt.h\"\n#include \"gen/sql/statements.h\"\n",
               source->file.path, source->stem);
    for (const struct sql_statement *s = source->first; s != NULL; s = s->next) {
        put_declaration(&h, s);
        put_definition(&c, s);
    }
    buf_puts(&h, "\n#endif\n");
    gen_write(dir, arena_printf(gen_arena, "%s.h", source->stem), &h);
    gen_write(dir, arena_printf(gen_arena, "%s.c", source->stem), &c);
    buf_fini(&h);
    buf_fini(&c);
}

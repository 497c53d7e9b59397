/* gen/sqlgen.h — a .sql file on its way to typed C functions.
 *
 *   sql_parse.c     paragraphs → struct sql_statement, as the author wrote it
 *   sql_check.c     what the portable dialect forbids (migrations/DIALECT.md)
 *   sql_describe.c  what SQLite knows: parameters, columns, does it write
 *   sql_emit.c      C
 *
 * A statement with complaints stays in the list, so that later ones are still looked at; nothing is
 * emitted in the end.
 */
#ifndef DAEMON_GEN_SQLGEN_H
#define DAEMON_GEN_SQLGEN_H

#include <stdbool.h>
#include <stddef.h>
#include "daemon/gen/gen.h"

enum { SQL_FIELDS_MAX = 80, SQL_INPUTS_PLAIN = 6 };

enum sql_type { SQL_I64, SQL_F64, SQL_TEXT, SQL_TYPE__MAX };

/* An input, a declared column or a result column. */
struct sql_field {
    const char *name;
    enum sql_type type;
    bool nullable;
};

struct sql_fields {
    struct sql_field v[SQL_FIELDS_MAX];
    size_t n;
};

/* What a statement gives back. */
enum sql_kind { SQL_NONE, SQL_CHANGES, SQL_ONE, SQL_MAYBE, SQL_MANY, SQL_KIND__MAX };

struct sql_statement {
    struct sql_statement *next; /* in the same file */
    const char *file;
    int line, sql_line; /* of the paragraph, of its SQL */
    const char *name, *prose, *sql;
    enum sql_kind kind;
    bool writes, retention;
    struct sql_fields inputs, declared, columns;
};

/* One input file. */
struct sql_source {
    struct gen_file file;
    const char *stem; /* of the generated files */
    struct sql_statement *first, *last;
};

/* One migration, 0001_name.sql. */
struct sql_migration {
    struct gen_file file;
    int number;
    const char *name;
};

struct sqlite3;

/* A token of SQL; the end is a token of length 0. */
enum sql_token_kind { SQL_WORD, SQL_STRING, SQL_NUMBER, SQL_PARAM, SQL_MARK, SQL_END };
struct sql_token {
    enum sql_token_kind kind;
    const char *at;
    size_t len;
};

/* Print "file:line: statement NAME: reason". */
#define SQL_COMPLAIN(s, at_line, ...)                                                              \
    gen_complain_of((s)->file, (at_line), "statement", (s)->name, __VA_ARGS__)

/* Read the statements of source->file into source. */
void sql_parse(struct sql_source *source);

/* Split SQL into tokens without comments and blanks, ended by SQL_END. Memory: gen_arena. */
const struct sql_token *sql_tokens(const char *sql);

/* Is the token this word or mark, in any case? */
bool sql_is(const struct sql_token *t, const char *word);

/* Complain about what the portable dialect forbids. */
void sql_check_statement(const struct sql_statement *s);
void sql_check_migration(const struct sql_migration *m);

/* Run a migration on the model database and check the types that it leaves behind. */
void sql_apply(struct sqlite3 *model, const struct sql_migration *m);

/* Prepare a statement on the model database; fill its columns and writes. */
void sql_describe(struct sqlite3 *model, struct sql_statement *s);

/* Write the generated files into dir. */
void sql_emit_source(const char *dir, const struct sql_source *source);
void sql_emit_statements(const char *dir, const struct sql_source *sources, size_t n);
void sql_emit_migrations(const char *dir, const struct sql_migration *migrations, size_t n);

#endif

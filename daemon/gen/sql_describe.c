#include <sqlite3.h>
#include <string.h>
#include <strings.h>

#include "daemon/gen/sqlgen.h"

static const char *const DECLARED[SQL_TYPE__MAX] = { "BIGINT", "DOUBLE PRECISION", "TEXT" };

/* SQL_TYPE__MAX when it is none of the three types of the dialect. */
static enum sql_type type_of(const char *declared) {
    size_t t = 0;
    while (t < SQL_TYPE__MAX && (declared == NULL || strcasecmp(declared, DECLARED[t]) != 0))
        t++;
    return (enum sql_type)t;
}

/* The line of the file where SQLite says a prepare went wrong. */
static int error_line(sqlite3 *db, const char *sql, int sql_line) {
    int offset = sqlite3_error_offset(db);
    while (*sql == '\n' || *sql == ' ')
        sql_line += *sql++ == '\n';
    return sql_line + (offset > 0 ? gen_line_of(sql, sql + offset) - 1 : 0);
}

/* The line of `column type` in a migration, 1 when it is not written like that. */
static int column_line(const struct sql_migration *m, const char *column, const char *type) {
    for (const struct sql_token *t = sql_tokens(m->file.text); t->kind != SQL_END; t++)
        if (sql_is(t, column) && t[1].kind == SQL_WORD && strncasecmp(t[1].at, type, t[1].len) == 0)
            return gen_line_of(m->file.text, t->at);
    return 1;
}

static void check_types(sqlite3 *model, const struct sql_migration *m) {
    const char *sql =
        "SELECT t.name, c.name, c.type FROM sqlite_schema AS t, pragma_table_info(t.name) AS c "
        "WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'";
    sqlite3_stmt *q = NULL;
    CHECK(sqlite3_prepare_v2(model, sql, -1, &q, NULL) == SQLITE_OK);
    while (sqlite3_step(q) == SQLITE_ROW) {
        const char *column = (const char *)sqlite3_column_text(q, 1);
        const char *type = (const char *)sqlite3_column_text(q, 2);
        if (type_of(type) == SQL_TYPE__MAX)
            gen_complain(
                m->file.path, column_line(m, column, type),
                "column %s.%s has type \"%s\"; the dialect has BIGINT, DOUBLE PRECISION and TEXT",
                (const char *)sqlite3_column_text(q, 0), column, type);
    }
    sqlite3_finalize(q);
}

void sql_apply(sqlite3 *model, const struct sql_migration *m) {
    const char *sql = m->file.text;
    while (*sql != '\0') {
        sqlite3_stmt *q = NULL;
        const char *tail = NULL;
        int line = gen_line_of(m->file.text, sql);
        int code = sqlite3_prepare_v2(model, sql, -1, &q, &tail);
        if (code == SQLITE_OK && q != NULL) {
            code = sqlite3_step(q);
            code = code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
        }
        if (code != SQLITE_OK) {
            gen_complain(m->file.path, error_line(model, sql, line), "SQLite refuses this: %s",
                         sqlite3_errmsg(model));
            sqlite3_finalize(q);
            return;
        }
        sqlite3_finalize(q);
        sql = tail;
    }
    check_types(model, m);
}

static void check_parameters(sqlite3_stmt *q, const struct sql_statement *s) {
    size_t n = (size_t)sqlite3_bind_parameter_count(q);
    for (size_t i = 0; i < n; i++) {
        const char *name = sqlite3_bind_parameter_name(q, (int)i + 1);
        const char *want = arena_printf(gen_arena, "$%zu", i + 1);
        if (name == NULL || strcmp(name, want) != 0) {
            SQL_COMPLAIN(s, s->sql_line,
                         "parameters must first appear in order $1, $2, …: found %s instead of %s",
                         name != NULL ? name : "?", want);
            return;
        }
    }
    if (n > s->inputs.n)
        SQL_COMPLAIN(s, s->line, "$%zu is not declared in in:", s->inputs.n + 1);
    if (n < s->inputs.n)
        SQL_COMPLAIN(s, s->line, "input %s ($%zu) is not used", s->inputs.v[n].name, n + 1);
}

/* What the joins and set operators of a statement do to its columns. */
struct shape {
    const struct sql_token *tokens;
    bool all_nullable; /* RIGHT or FULL JOIN, or LEFT JOIN of a subquery */
    bool compound;     /* UNION and its kin: only the first part is described by SQLite */
};

static struct shape shape_of(const struct sql_statement *s) {
    struct shape shape = { .tokens = sql_tokens(s->sql) };
    for (const struct sql_token *t = shape.tokens; t->kind != SQL_END; t++) {
        if (sql_is(t, "RIGHT") || sql_is(t, "FULL"))
            shape.all_nullable = true;
        if (sql_is(t, "LEFT") && (sql_is(t + 1, "JOIN") ? sql_is(t + 2, "(") : sql_is(t + 3, "(")))
            shape.all_nullable = true;
        if (sql_is(t, "UNION") || sql_is(t, "EXCEPT") || sql_is(t, "INTERSECT"))
            shape.compound = true;
    }
    return shape;
}

/* May the table have no row here, because it is joined from the left? */
static bool is_left_joined(const struct shape *shape, const char *table) {
    for (const struct sql_token *t = shape->tokens; t->kind != SQL_END; t++) {
        if (!sql_is(t, "LEFT"))
            continue;
        const struct sql_token *name = sql_is(t + 1, "OUTER") ? t + 3 : t + 2;
        if (sql_is(name, table))
            return true;
    }
    return false;
}

/* Is it "(…) AS name", whose type and NULLs SQLite takes from inside the brackets? */
static bool is_computed(const struct shape *shape, const char *name) {
    for (const struct sql_token *t = shape->tokens; t->kind != SQL_END; t++)
        if (sql_is(t, ")") && sql_is(t + 1, "AS") && sql_is(t + 2, name))
            return true;
    return false;
}

/* Read type and NULLs of plain column c from the tables. False when it is computed. */
static bool describe_plain(sqlite3 *model, sqlite3_stmt *q, int c, const struct shape *shape,
                           struct sql_field *f) {
    enum sql_type type = type_of(sqlite3_column_decltype(q, c));
    const char *table = sqlite3_column_table_name(q, c);
    const char *origin = sqlite3_column_origin_name(q, c);
    int not_null = 0, primary = 0;
    if (type == SQL_TYPE__MAX || table == NULL || origin == NULL || shape->compound ||
        is_computed(shape, f->name) ||
        sqlite3_table_column_metadata(model, NULL, table, origin, NULL, NULL, &not_null, &primary,
                                      NULL) != SQLITE_OK)
        return false;
    f->type = type;
    f->nullable = !(not_null || primary) || shape->all_nullable || is_left_joined(shape, table);
    return true;
}

static const struct sql_field *find_field(const struct sql_fields *fields, const char *name) {
    for (size_t i = 0; i < fields->n; i++)
        if (strcmp(fields->v[i].name, name) == 0)
            return &fields->v[i];
    return NULL;
}

static void describe_columns(sqlite3 *model, sqlite3_stmt *q, struct sql_statement *s) {
    struct shape shape = shape_of(s);
    int n = sqlite3_column_count(q);
    CHECK(n <= SQL_FIELDS_MAX);
    for (int c = 0; c < n; c++) {
        struct sql_field f = { .name = arena_strdup(gen_arena, sqlite3_column_name(q, c)) };
        const struct sql_field *declared = find_field(&s->declared, f.name);
        if (!gen_is_name(f.name))
            SQL_COMPLAIN(s, s->sql_line,
                         "column \"%s\" needs AS and a name (lower snake_case, no word of C)",
                         f.name);
        else if (find_field(&s->columns, f.name) != NULL)
            SQL_COMPLAIN(s, s->sql_line, "two columns are called %s", f.name);
        else if (declared != NULL)
            f = *declared;
        else if (!describe_plain(model, q, c, &shape, &f))
            SQL_COMPLAIN(s, s->line,
                         "column %s is computed: declare its type after out: (\"many i64 %s\")",
                         f.name, f.name);
        s->columns.v[s->columns.n++] = f;
    }
    for (size_t i = 0; i < s->declared.n; i++)
        if (find_field(&s->columns, s->declared.v[i].name) == NULL)
            SQL_COMPLAIN(s, s->line, "declares a column %s that it does not return",
                         s->declared.v[i].name);
}

static void check_kind(const struct sql_statement *s) {
    bool rows = s->kind == SQL_ONE || s->kind == SQL_MAYBE || s->kind == SQL_MANY;
    if (rows && s->columns.n == 0)
        SQL_COMPLAIN(s, s->line, "returns no columns, so out: is none or changes");
    if (!rows && s->columns.n > 0)
        SQL_COMPLAIN(s, s->line, "returns columns, so out: is one, maybe or many");
    if (s->retention && !s->writes)
        SQL_COMPLAIN(s, s->line, "is for: retention but only reads");
}

void sql_describe(sqlite3 *model, struct sql_statement *s) {
    sqlite3_stmt *q = NULL;
    const char *tail = NULL;
    if (sqlite3_prepare_v2(model, s->sql, -1, &q, &tail) != SQLITE_OK) {
        SQL_COMPLAIN(s, error_line(model, s->sql, s->sql_line), "SQLite refuses this: %s",
                     sqlite3_errmsg(model));
        return;
    }
    if (q == NULL)
        return; /* no SQL: the parser complained */
    if (sql_tokens(tail)->kind != SQL_END)
        SQL_COMPLAIN(s, s->sql_line, "is several statements; a paragraph holds one");
    s->writes = !sqlite3_stmt_readonly(q);
    check_parameters(q, s);
    describe_columns(model, q, s);
    check_kind(s);
    sqlite3_finalize(q);
}

#include <string.h>
#include <strings.h>

#include "daemon/gen/sqlgen.h"

/* The rules are a table of token sequences, so that the dialect can be read here. "$" stands for
 * any parameter. Each reason names the way out. */
struct rule {
    const char *tokens[3];
    const char *reason;
};

static const struct rule EVERYWHERE[] = {
    { { "INSERT", "OR" },
      "INSERT OR … overwrites append-only rows and is unknown to PostgreSQL; use ON CONFLICT" },
    { { "UPDATE", "OR" }, "UPDATE OR … is unknown to PostgreSQL; use ON CONFLICT" },
    { { "REPLACE", "INTO" }, "REPLACE overwrites append-only rows; use ON CONFLICT" },
    { { "group_concat", "(" }, "group_concat differs between databases; join the rows in C" },
    { { "string_agg", "(" }, "string_agg differs between databases; join the rows in C" },
    { { "LIKE" }, "LIKE ignores case in SQLite only; store a folded search column" },
    { { "GLOB" }, "GLOB is SQLite's alone; store a folded search column" },
    { { "COLLATE" }, "collations differ between databases; store a folded column and order by it" },
    { { "lower", "(" }, "lower( differs between databases; store a folded column" },
    { { "upper", "(" }, "upper( differs between databases; store a folded column" },
    { { "round", "(" }, "round( differs between databases; round in C" },
    { { "date", "(" }, "time functions differ between databases; pass Unix ms as a parameter" },
    { { "time", "(" }, "time functions differ between databases; pass Unix ms as a parameter" },
    { { "datetime", "(" }, "time functions differ between databases; pass Unix ms as a parameter" },
    { { "julianday", "(" },
      "time functions differ between databases; pass Unix ms as a parameter" },
    { { "unixepoch", "(" },
      "time functions differ between databases; pass Unix ms as a parameter" },
    { { "strftime", "(" }, "time functions differ between databases; pass Unix ms as a parameter" },
    { { "now", "(" }, "time functions differ between databases; pass Unix ms as a parameter" },
    { { "current_timestamp" },
      "time functions differ between databases; pass Unix ms as a parameter" },
    { { "current_date" }, "time functions differ between databases; pass Unix ms as a parameter" },
    { { "current_time" }, "time functions differ between databases; pass Unix ms as a parameter" },
    { { "ifnull", "(" }, "ifnull( is SQLite's alone; use COALESCE" },
    { { "iif", "(" }, "iif( is SQLite's alone; use CASE" },
    { { "total", "(" }, "total( is SQLite's alone; use CAST(SUM(x) AS …)" },
    { { "random", "(" }, "random( differs between databases; pass the number as a parameter" },
    { { "rowid" }, "rowid is SQLite's alone; give the table an id" },
    { { "AS", "INTEGER" }, "INTEGER has 32 bits in PostgreSQL; CAST(x AS BIGINT)" },
    { { "AS", "INT" }, "INT has 32 bits in PostgreSQL; CAST(x AS BIGINT)" },
    { { "AS", "REAL" }, "REAL has 32 bits in PostgreSQL; CAST(x AS DOUBLE PRECISION)" },
    { { "=", "=" }, "== is SQLite's alone; use =" },
    { { "SELECT", "*" }, "SELECT * changes with the tables; name the columns" },
    { { "DISTINCT", "*" }, "SELECT * changes with the tables; name the columns" },
    { { "RETURNING", "*" }, "RETURNING * changes with the tables; name the columns" },
    { { ".", "*" }, "SELECT x.* changes with the tables; name the columns" },
    { { ",", "*" }, "SELECT * changes with the tables; name the columns" },
    { { "AS", "(", "UPDATE" }, "WITH … AS (UPDATE …) is unknown to SQLite; use two statements" },
    { { "AS", "(", "INSERT" }, "WITH … AS (INSERT …) is unknown to SQLite; use two statements" },
    { { "AS", "(", "DELETE" }, "WITH … AS (DELETE …) is unknown to SQLite; use two statements" },
    { { "$", "IS", "NULL" },
      "PostgreSQL cannot tell the type in $n IS NULL; write CAST($n AS TEXT) IS NULL" },
    { { "$", "IS", "NOT" },
      "PostgreSQL cannot tell the type in $n IS NOT NULL; write CAST($n AS TEXT) IS NOT NULL" },
};

static const struct rule IN_MIGRATIONS[] = {
    { { "AUTOINCREMENT" }, "AUTOINCREMENT is SQLite's alone; ids are made by the program" },
    { { "STRICT" }, "STRICT is SQLite's alone; use CHECK" },
    { { "WITHOUT", "ROWID" }, "WITHOUT ROWID is SQLite's alone" },
    { { "TRIGGER" }, "triggers are switched off; write the flow in C" },
    { { "VIEW" }, "views are switched off; write a statement" },
    { { "PRAGMA" }, "PRAGMA is SQLite's alone; connections are set up in daemon/store" },
    { { "BEGIN" }, "a migration runs inside a transaction already" },
    { { "COMMIT" }, "a migration runs inside a transaction already" },
    { { "DEFERRABLE" }, "deferred constraints would fail at COMMIT, when nobody can answer" },
};

static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (unsigned char)c >= 0x80;
}

/* Past blanks and comments. */
static const char *skip_blanks(const char *p) {
    for (;;) {
        if (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n')
            p++;
        else if (p[0] == '-' && p[1] == '-')
            p += strcspn(p, "\n");
        else if (p[0] == '/' && p[1] == '*')
            p = strstr(p + 2, "*/") ? strstr(p + 2, "*/") + 2 : p + strlen(p);
        else
            return p;
    }
}

/* The token at p. */
static struct sql_token token_at(const char *p) {
    struct sql_token t = { SQL_MARK, p, 1 };
    if (*p == '\0')
        return (struct sql_token) { SQL_END, p, 0 };
    if (*p == '\'' || *p == '"') { /* a doubled quote begins a second string: good enough here */
        const char *end = strchr(p + 1, *p);
        t.kind = *p == '"' ? SQL_WORD : SQL_STRING;
        t.len = end != NULL ? (size_t)(end - p) + 1 : strlen(p);
    } else if (is_word(*p) || *p == '$') {
        t.kind = *p == '$' ? SQL_PARAM : *p >= '0' && *p <= '9' ? SQL_NUMBER : SQL_WORD;
        while (is_word(p[t.len]))
            t.len++;
    }
    return t;
}

const struct sql_token *sql_tokens(const char *sql) {
    /* Three more ends, so that rules may look ahead. */
    struct sql_token *tokens = ARENA_ARRAY(gen_arena, strlen(sql) + 4, struct sql_token);
    size_t n = 0;
    do {
        sql = skip_blanks(sql);
        tokens[n] = token_at(sql);
        sql += tokens[n].len;
    } while (tokens[n++].kind != SQL_END);
    for (size_t i = 0; i < 3; i++)
        tokens[n + i] = tokens[n - 1];
    return tokens;
}

bool sql_is(const struct sql_token *t, const char *word) {
    return t->kind != SQL_STRING && t->len == strlen(word) && strncasecmp(t->at, word, t->len) == 0;
}

static bool matches(const struct rule *r, const struct sql_token *t) {
    for (size_t i = 0; i < COUNT(r->tokens) && r->tokens[i] != NULL; i++) {
        bool good =
            strcmp(r->tokens[i], "$") == 0 ? t[i].kind == SQL_PARAM : sql_is(&t[i], r->tokens[i]);
        if (!good)
            return false;
    }
    return true;
}

static const char *broken_rule(const struct rule *rules, size_t n, const struct sql_token *t) {
    for (size_t i = 0; i < n; i++)
        if (matches(&rules[i], t))
            return rules[i].reason;
    return NULL;
}

/* MAX(a, b) is a function of two values in SQLite only. */
static bool is_scalar_extreme(const struct sql_token *t) {
    if (!(sql_is(t, "MAX") || sql_is(t, "MIN")) || !sql_is(t + 1, "("))
        return false;
    int depth = 0;
    for (t++; t->kind != SQL_END; t++) {
        depth += sql_is(t, "(");
        depth -= sql_is(t, ")");
        if (depth == 0)
            return false;
        if (depth == 1 && sql_is(t, ","))
            return true;
    }
    return false;
}

/* A reason against the token, NULL when there is none. before is the one two tokens earlier. */
static const char *reason_against(const struct sql_token *tokens, const struct sql_token *t) {
    const char *reason = broken_rule(EVERYWHERE, COUNT(EVERYWHERE), t);
    if (reason != NULL)
        return reason;
    if (is_scalar_extreme(t))
        return "MAX and MIN of two values are SQLite's alone; use CASE";
    bool cast = t - tokens >= 2 && sql_is(t - 1, "(") && sql_is(t - 2, "CAST");
    if (sql_is(t, "SUM") && sql_is(t + 1, "(") && !cast)
        return "SUM has another type in PostgreSQL; write CAST(SUM(x) AS BIGINT)";
    return NULL;
}

void sql_check_statement(const struct sql_statement *s) {
    const struct sql_token *tokens = sql_tokens(s->sql);
    for (const struct sql_token *t = tokens; t->kind != SQL_END; t++) {
        const char *reason = reason_against(tokens, t);
        if (reason != NULL)
            SQL_COMPLAIN(s, s->sql_line + gen_line_of(s->sql, t->at) - 1, "%s", reason);
    }
}

void sql_check_migration(const struct sql_migration *m) {
    const struct sql_token *tokens = sql_tokens(m->file.text);
    for (const struct sql_token *t = tokens; t->kind != SQL_END; t++) {
        const char *reason = reason_against(tokens, t);
        if (reason == NULL)
            reason = broken_rule(IN_MIGRATIONS, COUNT(IN_MIGRATIONS), t);
        if (reason != NULL)
            gen_complain(m->file.path, gen_line_of(m->file.text, t->at), "%s", reason);
    }
}

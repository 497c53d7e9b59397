/* sqlgen — typed C functions out of .sql files.
 *
 *   sqlgen OUT_DIR MIGRATION.sql … -- STATEMENTS.sql …
 *
 * The migrations are applied in order to a database in memory; SQLite itself then says what each
 * statement takes and gives (daemon/gen/sqlgen.h).
 */
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/gen/sqlgen.h"

static sqlite3 *open_model(void) {
    sqlite3 *model = NULL;
    CHECK(sqlite3_open(":memory:", &model) == SQLITE_OK);
    CHECK(sqlite3_db_config(model, SQLITE_DBCONFIG_DQS_DDL, 0, NULL) == SQLITE_OK);
    CHECK(sqlite3_db_config(model, SQLITE_DBCONFIG_DQS_DML, 0, NULL) == SQLITE_OK);
    CHECK(sqlite3_db_config(model, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL) == SQLITE_OK);
    return model;
}

/* Read and apply one migration; want is its place in the order. */
static struct sql_migration load_migration(sqlite3 *model, const char *path, int want) {
    struct sql_migration m = { .file = gen_read(path), .number = want };
    const char *stem = gen_stem(path);
    if (strlen(stem) < 6 || strspn(stem, "0123456789") != 4 || stem[4] != '_' ||
        !gen_is_name(stem + 5)) {
        gen_complain(path, 1, "a migration is called 0001_name.sql");
        m.name = "";
        return m;
    }
    m.name = stem + 5;
    m.number = (int)strtol(stem, NULL, 10);
    if (m.number != want)
        gen_complain(path, 1, "migration %04d is missing before this one, or there twice", want);
    sql_check_migration(&m);
    sql_apply(model, &m);
    return m;
}

static const struct sql_statement *find_statement(const struct sql_source *sources, size_t n,
                                                  const struct sql_statement *before) {
    for (size_t i = 0; i < n; i++)
        for (const struct sql_statement *s = sources[i].first; s != NULL; s = s->next) {
            if (s == before)
                return NULL;
            if (strcmp(s->name, before->name) == 0)
                return s;
        }
    return NULL;
}

static void check_names(const struct sql_source *sources, size_t n, const struct sql_statement *s) {
    static const char *const TAKEN[] = { "db", "a", "e", "in" };
    const struct sql_statement *twin = find_statement(sources, n, s);
    if (twin != NULL)
        SQL_COMPLAIN(s, s->line, "has the name of the one at %s:%d", twin->file, twin->line);
    for (size_t i = 0; i < s->inputs.n; i++) {
        const char *name = s->inputs.v[i].name;
        for (size_t k = 0; k < COUNT(TAKEN); k++)
            if (strcmp(name, TAKEN[k]) == 0 || (k == 0 && strncmp(name, "ret_", 4) == 0))
                SQL_COMPLAIN(s, s->line,
                             "an input cannot be called %s: the function uses that name", name);
    }
}

static void load_source(sqlite3 *model, const char *path, struct sql_source *sources, size_t i) {
    struct sql_source *source = &sources[i];
    *source = (struct sql_source) { .file = gen_read(path), .stem = gen_stem(path) };
    if (!gen_is_name(source->stem) || strcmp(source->stem, "statements") == 0 ||
        strcmp(source->stem, "migrations") == 0)
        gen_complain(
            path, 1,
            "a file of statements has a lower snake_case name, not statements or migrations");
    for (size_t k = 0; k < i; k++)
        if (strcmp(sources[k].stem, source->stem) == 0)
            gen_complain(path, 1, "%s has the same name; the generated files would be one",
                         sources[k].file.path);
    sql_parse(source);
    for (struct sql_statement *s = source->first; s != NULL; s = s->next) {
        sql_check_statement(s);
        sql_describe(model, s);
        check_names(sources, i + 1, s);
    }
}

int main(int argc, char **argv) {
    if (argc < 3) {
        (void)fprintf(stderr, "usage: sqlgen OUT_DIR MIGRATION.sql … -- STATEMENTS.sql …\n");
        return 2;
    }
    gen_start();
    CHECK(sodium_init() >= 0);
    sqlite3 *model = open_model();
    struct sql_migration *migrations = ARENA_ARRAY(gen_arena, (size_t)argc, struct sql_migration);
    struct sql_source *sources = ARENA_ARRAY(gen_arena, (size_t)argc, struct sql_source);
    size_t migrations_n = 0, sources_n = 0;
    int i = 2;
    for (; i < argc && strcmp(argv[i], "--") != 0; i++, migrations_n++)
        migrations[migrations_n] = load_migration(model, argv[i], (int)migrations_n + 1);
    for (i++; i < argc; i++, sources_n++)
        load_source(model, argv[i], sources, sources_n);
    sqlite3_close(model);
    if (gen_complaints() == 0) {
        sql_emit_migrations(argv[1], migrations, migrations_n);
        sql_emit_statements(argv[1], sources, sources_n);
        for (size_t k = 0; k < sources_n; k++)
            sql_emit_source(argv[1], &sources[k]);
    }
    return gen_finish();
}

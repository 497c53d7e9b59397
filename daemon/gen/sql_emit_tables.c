#include <sodium.h>
#include <string.h>

#include "daemon/gen/sqlgen.h"

enum { OUT_MAX = 16 << 20 };

void sql_emit_statements(const char *dir, const struct sql_source *sources, size_t n) {
    struct buf h, c;
    buf_init(&h, OUT_MAX);
    buf_init(&c, OUT_MAX);
    buf_puts(&h, "/* gen/sql/statements.h — every statement of the program; made by sqlgen. */\n"
                 "#ifndef GEN_SQL_STATEMENTS_H\n#define GEN_SQL_STATEMENTS_H\n\n"
                 "enum statement_number {\n");
    buf_puts(&c, "/* made by sqlgen */\n#include \"gen/sql/statements.h\"\n\n"
                 "#include \"daemon/store/stmt.h\"\n\nconst struct stmt_def STATEMENTS[] = {\n");
    for (size_t i = 0; i < n; i++)
        for (const struct sql_statement *s = sources[i].first; s != NULL; s = s->next) {
            buf_printf(&h, "    ST_%s, /* %s:%d */\n", s->name, s->file, s->line);
            buf_printf(&c, "    [ST_%s] = {\n    .name = \"%s\",\n    .sql =\n    ", s->name,
                       s->name);
            gen_put_literal(&c, s->sql, strlen(s->sql));
            buf_printf(&c, ",\n    .writes = %s,\n    .retention = %s,\n    },\n",
                       s->writes ? "true" : "false", s->retention ? "true" : "false");
        }
    /* The last entry is empty: an array needs one even when there is no statement yet. */
    buf_puts(&h, "    ST__MAX\n};\n\n#endif\n");
    buf_puts(&c, "    [ST__MAX] = { 0 },\n};\nconst size_t STATEMENTS_N = ST__MAX;\n");
    gen_write(dir, "statements.h", &h);
    gen_write(dir, "statements.c", &c);
    buf_fini(&h);
    buf_fini(&c);
}

void sql_emit_migrations(const char *dir, const struct sql_migration *migrations, size_t n) {
    struct buf h, c;
    buf_init(&h, OUT_MAX);
    buf_init(&c, OUT_MAX);
    buf_puts(&h,
             "/* gen/sql/migrations.h — migrations/ compiled in, in order; made by sqlgen. */\n"
             "#ifndef GEN_SQL_MIGRATIONS_H\n#define GEN_SQL_MIGRATIONS_H\n\n#include <stddef.h>\n\n"
             "struct migration {\n    int number;               /* 1, 2, … without a gap */\n"
             "    const char *name;         /* of 0001_name.sql */\n"
             "    const char *sql;\n"
             "    const char *checksum_hex; /* BLAKE2b-256 of the file's bytes */\n};\n\n"
             "extern const struct migration MIGRATIONS[];\nextern const size_t "
             "MIGRATIONS_N;\n\n#endif\n");
    buf_puts(&c, "/* made by sqlgen */\n#include \"gen/sql/migrations.h\"\n\n"
                 "const struct migration MIGRATIONS[] = {\n");
    for (size_t i = 0; i < n; i++) {
        const struct sql_migration *m = &migrations[i];
        unsigned char hash[32];
        char hex[2 * sizeof hash + 1];
        crypto_generichash(hash, sizeof hash, (const unsigned char *)m->file.text, m->file.len,
                           NULL, 0);
        sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
        buf_printf(&c, "    {\n    .number = %d,\n    .name = \"%s\",\n    .sql =\n    ", m->number,
                   m->name);
        gen_put_literal(&c, m->file.text, m->file.len);
        buf_printf(&c, ",\n    .checksum_hex = \"%s\",\n    },\n", hex);
    }
    buf_printf(&c, "    { 0 },\n};\nconst size_t MIGRATIONS_N = %zu;\n", n);
    gen_write(dir, "migrations.h", &h);
    gen_write(dir, "migrations.c", &c);
    buf_fini(&h);
    buf_fini(&c);
}

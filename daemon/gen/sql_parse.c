#include <stdio.h>
#include <string.h>

#include "daemon/gen/sqlgen.h"

static const char *const KINDS[SQL_KIND__MAX] = { "none", "changes", "one", "maybe", "many" };
static const char *const TYPES[SQL_TYPE__MAX] = { "i64", "f64", "text" };

/* A piece of the input. */
struct span {
    const char *at;
    size_t len;
};

/* A paragraph: header lines ("--") and SQL. */
struct paragraph {
    struct span *header;
    size_t header_n;
    const char *sql, *end;
    int line, sql_line;
};

/* What the header says before it is understood. */
struct sql_header {
    struct buf prose, in, out, purpose;
};

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct span trim(struct span s) {
    while (s.len > 0 && is_blank(s.at[0]))
        s.at++, s.len--;
    while (s.len > 0 && is_blank(s.at[s.len - 1]))
        s.len--;
    return s;
}

static bool span_is(struct span s, const char *word) {
    return s.len == strlen(word) && memcmp(s.at, word, s.len) == 0;
}

static const char *copy(struct span s) {
    s = trim(s);
    return arena_strndup(gen_arena, s.at, s.len);
}

/* The next word of *rest, empty at its end. */
static struct span next_word(struct span *rest) {
    *rest = trim(*rest);
    size_t n = 0;
    while (n < rest->len && !is_blank(rest->at[n]))
        n++;
    struct span word = { rest->at, n };
    rest->at += n;
    rest->len -= n;
    return word;
}

/* "type name", as in "text? note". */
static bool parse_field(struct sql_statement *s, struct span item, struct sql_fields *fields) {
    struct span type = next_word(&item);
    struct sql_field f = { .name = copy(item) };
    if (type.len > 1 && type.at[type.len - 1] == '?') {
        f.nullable = true;
        type.len--;
    }
    size_t t = 0;
    while (t < SQL_TYPE__MAX && !span_is(type, TYPES[t]))
        t++;
    if (t == SQL_TYPE__MAX) {
        SQL_COMPLAIN(s, s->line,
                     "\"%.*s %s\" is not \"type name\" with a type i64, f64, text or one with ?",
                     (int)type.len, type.at, f.name);
        return false;
    }
    f.type = (enum sql_type)t;
    if (!gen_is_name(f.name)) {
        SQL_COMPLAIN(s, s->line, "\"%s\" is not a name (lower snake_case, no word of C)", f.name);
        return false;
    }
    for (size_t i = 0; i < fields->n; i++)
        if (strcmp(fields->v[i].name, f.name) == 0) {
            SQL_COMPLAIN(s, s->line, "%s is declared twice", f.name);
            return false;
        }
    if (fields->n == SQL_FIELDS_MAX) {
        SQL_COMPLAIN(s, s->line, "has more than %d inputs or declared columns", SQL_FIELDS_MAX);
        return false;
    }
    fields->v[fields->n++] = f;
    return true;
}

static void parse_fields(struct sql_statement *s, struct span list, struct sql_fields *fields) {
    list = trim(list);
    while (list.len > 0) {
        const char *comma = memchr(list.at, ',', list.len);
        size_t n = comma != NULL ? (size_t)(comma - list.at) : list.len;
        if (!parse_field(s, (struct span) { list.at, n }, fields))
            return;
        size_t used = comma != NULL ? n + 1 : n;
        list = (struct span) { list.at + used, list.len - used };
    }
}

static void parse_out(struct sql_statement *s, struct span out) {
    struct span kind = next_word(&out);
    size_t k = 0;
    while (k < SQL_KIND__MAX && !span_is(kind, KINDS[k]))
        k++;
    if (k == SQL_KIND__MAX) {
        SQL_COMPLAIN(s, s->line, "out: \"%.*s\" is not none, changes, one, maybe or many",
                     (int)kind.len, kind.at);
        return;
    }
    s->kind = (enum sql_kind)k;
    parse_fields(s, out, &s->declared);
}

/* Sort the words of one header line into the sections; each goes on until the next begins. */
static struct buf *sort_line(struct sql_header *h, struct buf *section, struct span line) {
    for (bool first = true; line.len > 0; first = false) {
        struct span word = next_word(&line);
        if (first && span_is(word, "in:"))
            section = &h->in;
        else if ((first || section == &h->in) && span_is(word, "out:"))
            section = &h->out;
        else if ((first || section != &h->prose) && span_is(word, "for:"))
            section = &h->purpose;
        else {
            if (section->len > 0)
                buf_putc(section, ' ');
            buf_put(section, word.at, word.len);
        }
        line = trim(line);
    }
    return section;
}

static struct span of(const struct buf *b) {
    return (struct span) { buf_str(b), b->len };
}

static void parse_header(struct sql_statement *s, const struct paragraph *p, struct span prose) {
    struct sql_header h;
    struct buf *all[] = { &h.prose, &h.in, &h.out, &h.purpose };
    for (size_t i = 0; i < COUNT(all); i++)
        buf_init(all[i], 64 << 10);
    struct buf *section = &h.prose;
    buf_put(&h.prose, prose.at, prose.len);
    for (size_t i = 1; i < p->header_n; i++)
        section = sort_line(&h, section, p->header[i]);
    s->prose = copy(of(&h.prose));
    if (s->prose[0] == '\0')
        SQL_COMPLAIN(s, s->line, "does not say what it does");
    parse_fields(s, of(&h.in), &s->inputs);
    if (h.out.len == 0)
        SQL_COMPLAIN(s, s->line, "has no out: (none, changes, one, maybe or many)");
    else
        parse_out(s, of(&h.out));
    s->retention = span_is(of(&h.purpose), "retention");
    if (h.purpose.len > 0 && !s->retention)
        SQL_COMPLAIN(s, s->line, "for: \"%s\" is not known, only retention is",
                     buf_str(&h.purpose));
    for (size_t i = 0; i < COUNT(all); i++)
        buf_fini(all[i]);
}

/* "name: what it does". Complains and returns NULL when it is not that. */
static const char *parse_name(const char *file, const struct paragraph *p, struct span *ret_prose) {
    struct span first = p->header_n > 0 ? p->header[0] : (struct span) { "", 0 };
    const char *colon = memchr(first.at, ':', first.len);
    size_t n = colon != NULL ? (size_t)(colon - first.at) : 0;
    const char *name = arena_strndup(gen_arena, first.at, n);
    if (!gen_is_name(name)) {
        gen_complain(file, p->line,
                     "statement %s: must begin with \"-- name: what it does\" "
                     "(name in lower snake_case) and have no blank line inside",
                     n > 0 ? name : "?");
        return NULL;
    }
    *ret_prose = trim((struct span) { colon + 1, first.len - n - 1 });
    return name;
}

static bool is_note(const struct paragraph *p) {
    if (p->sql != p->end)
        return false;
    for (size_t i = 0; i < p->header_n; i++) {
        struct span line = p->header[i], word = next_word(&line);
        if (span_is(word, "in:") || span_is(word, "out:"))
            return false;
    }
    return true;
}

static void parse_paragraph(struct sql_source *source, const struct paragraph *p) {
    if (is_note(p))
        return;
    struct span prose = { "", 0 };
    const char *name = parse_name(source->file.path, p, &prose);
    if (name == NULL)
        return;
    struct sql_statement *s = ARENA_NEW(gen_arena, struct sql_statement);
    s->name = name;
    s->file = source->file.path;
    s->line = p->line;
    s->sql_line = p->sql_line;
    s->sql = copy((struct span) { p->sql, (size_t)(p->end - p->sql) });
    parse_header(s, p, prose);
    size_t len = strlen(s->sql);
    if (len == 0)
        SQL_COMPLAIN(s, s->line, "has no SQL");
    else if (s->sql[len - 1] != ';')
        SQL_COMPLAIN(s, s->line, "does not end with \";\"");
    if (source->last != NULL)
        source->last->next = s;
    else
        source->first = s;
    source->last = s;
}

void sql_parse(struct sql_source *source) {
    const char *p = source->file.text;
    struct span *header = ARENA_ARRAY(gen_arena, source->file.len + 1, struct span);
    struct paragraph para = { .header = header };
    for (int line = 1; *p != '\0'; line++) {
        const char *eol = strchr(p, '\n');
        const char *next = eol != NULL ? eol + 1 : p + strlen(p);
        struct span text = trim((struct span) { p, (size_t)(next - p) });
        bool begun = para.line != 0;
        if (text.len == 0) {
            if (begun)
                parse_paragraph(source, &para);
            para = (struct paragraph) { .header = header };
        } else {
            if (!begun)
                para.line = line;
            bool comment = text.len >= 2 && memcmp(text.at, "--", 2) == 0;
            if (comment && para.sql == para.end)
                para.header[para.header_n++] = trim((struct span) { text.at + 2, text.len - 2 });
            if (!comment && para.sql == para.end) {
                para.sql = p;
                para.sql_line = line;
            }
            if (para.sql != NULL)
                para.end = next;
        }
        p = next;
    }
    if (para.line != 0)
        parse_paragraph(source, &para);
}

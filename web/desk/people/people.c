#include "web/desk/people/people.h"

#include <stdint.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/base/text.h"

enum { CELLS_MAX = 32, NAME_WORDS = 3 };

/* The parts of one line: its addresses, and what stands between separators without them. */
struct cells {
    const char *emails[2], *typed[2]; /* as they are kept; as they were typed */
    size_t emails_n;
    const char *v[CELLS_MAX];
    size_t n;
};

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* Length of the no-break space (U+00A0) at s, else 0. */
static size_t wide_blank(const char *s) {
    return (unsigned char)s[0] == 0xc2 && (unsigned char)s[1] == 0xa0 ? 2 : 0;
}

static bool is_separator(char c) {
    return c == ',' || c == ';' || c == '\t' || c == '|' || c == '<' || c == '>' || c == '(' || c == ')';
}

/* A letter of any alphabet: everything past ASCII counts, signs there are rare in lists of people. */
static bool has_letter(const char *s) {
    for (; *s != '\0'; s++)
        if ((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || (unsigned char)*s >= 0xc3)
            return true;
    return false;
}

static size_t words_in(const char *s) {
    size_t n = 0;
    for (bool inside = false; *s != '\0'; s++) {
        if (*s != ' ' && !inside)
            n++;
        inside = *s != ' ';
    }
    return n;
}

/* Cutting a line into cells ---------------------------------------------------------------------- */

static void add_email(struct cells *cells, const char *word, struct arena *a) {
    if (strncmp(word, "mailto:", 7) == 0)
        word += 7;
    size_t n = strlen(word);
    while (n > 0 && (word[n - 1] == '.' || word[n - 1] == ':'))
        n--;
    const char *email = arena_strndup(a, word, n);
    const char *kept = NULL;
    if (text_email(email, a, &kept) == OK)
        email = kept;
    for (size_t i = 0; i < cells->emails_n; i++)
        if (strcmp(text_fold(cells->emails[i], a), text_fold(email, a)) == 0)
            return;
    if (cells->emails_n < COUNT(cells->emails)) {
        cells->typed[cells->emails_n] = arena_strndup(a, word, n);
        cells->emails[cells->emails_n++] = email;
    }
}

/* The words of one cell: addresses go to emails, the rest stays a cell. */
static void add_cell(struct cells *cells, const char *s, size_t n, struct arena *a) {
    struct buf rest;
    buf_init(&rest, n + 2);
    for (size_t at = 0; at < n;) {
        size_t wide = wide_blank(s + at);
        if (is_blank(s[at]) || wide > 0) {
            at += wide > 0 ? wide : 1;
            continue;
        }
        size_t len = 0;
        while (at + len < n && !is_blank(s[at + len]) && wide_blank(s + at + len) == 0)
            len++;
        const char *word = arena_strndup(a, s + at, len);
        at += len;
        if (strchr(word, '@') != NULL) {
            add_email(cells, word, a);
        } else {
            if (rest.len > 0)
                buf_putc(&rest, ' ');
            buf_puts(&rest, word);
        }
    }
    if (rest.len > 0 && has_letter(buf_str(&rest)) && cells->n < CELLS_MAX)
        cells->v[cells->n++] = arena_strdup(a, buf_str(&rest));
    buf_fini(&rest);
}

/* Quotes shield separators; a quote inside a word («O'Neil») is none of these. */
static struct cells cut_line(const char *line, struct arena *a) {
    struct cells cells = { 0 };
    struct buf cell;
    buf_init(&cell, strlen(line) + 2);
    bool quoted = false;
    for (const char *p = line;; p++) {
        if (*p == '"') {
            quoted = !quoted && strchr(p + 1, '"') != NULL;
            buf_putc(&cell, ' ');
        } else if (*p == '\0' || (!quoted && is_separator(*p))) {
            add_cell(&cells, buf_str(&cell), cell.len, a);
            buf_reset(&cell);
            if (*p == '\0')
                break;
        } else {
            buf_putc(&cell, quoted && is_separator(*p) ? ' ' : *p);
        }
    }
    buf_fini(&cell);
    return cells;
}

/* The name is the first cell with letters. When surname, name and patronymic stand in cells of their
 * own, single words are joined; a further cell (a town, a post) is left out. */
static const char *name_of(const struct cells *cells, struct arena *a) {
    if (cells->n == 0)
        return NULL;
    const char *name = cells->v[0];
    for (size_t i = 1; i < cells->n && words_in(cells->v[0]) == 1 && i < NAME_WORDS; i++) {
        if (words_in(cells->v[i]) > (i == 1 ? 2u : 1u))
            break;
        name = arena_printf(a, "%s %s", name, cells->v[i]);
    }
    /* "1. Иван Петров": a number of the list before the name. */
    size_t digits = strspn(name, "0123456789.)№# ");
    /* "Иван Петров: ivan@…": what parted the name from the address. */
    size_t n = strlen(name + digits);
    while (n > 0 && (name[digits + n - 1] == ':' || name[digits + n - 1] == ' '))
        n--;
    return arena_strndup(a, name + digits, n);
}

/* Lines -------------------------------------------------------------------------------------- */

static void read_line(struct person_line *line, struct arena *a) {
    if (text_chars(line->text) > PEOPLE_LINE_CHARS) {
        line->fault = PERSON_LONG_LINE;
        return;
    }
    struct cells cells = cut_line(line->text, a);
    line->name = name_of(&cells, a);
    line->email = cells.emails_n > 0 ? cells.emails[0] : NULL;
    line->typed = cells.emails_n > 0 ? cells.typed[0] : NULL;
    const char *kept = NULL;
    if (cells.emails_n == 0)
        line->fault = PERSON_NO_EMAIL;
    else if (cells.emails_n > 1)
        line->fault = PERSON_TWO_EMAILS;
    else if (text_email(line->email, a, &kept) != OK)
        line->fault = PERSON_BAD_EMAIL;
    else if (line->name == NULL || line->name[0] == '\0')
        line->fault = PERSON_NO_NAME;
    else if (text_chars(line->name) > PEOPLE_NAME_CHARS)
        line->fault = PERSON_LONG_NAME;
}

/* "ФИО; Почта": a first line without an address that names a column. */
static bool is_header(const char *text, struct arena *a) {
    static const char *const NAMES[] = { "фио", "имя", "почта", "email", "e-mail", "mail", "name", "кандидат", /* lint: not a message */
                                         "ф.и.о.", "эл. почта", "адрес", "full name", "фамилия", "surname" }; /* lint: not a message */
    if (strchr(text, '@') != NULL)
        return false;
    struct cells cells = cut_line(text, a);
    for (size_t i = 0; i < cells.n; i++) {
        const char *folded = text_fold(cells.v[i], a);
        for (size_t k = 0; k < COUNT(NAMES); k++)
            if (strcmp(folded, text_fold(NAMES[k], a)) == 0)
                return true;
    }
    /* Columns parted by blanks only: "Имя Почта". */
    struct cells words = { 0 };
    for (const char *p = text; *p != '\0';) {
        size_t n = strcspn(p, " ");
        add_cell(&words, p, n, a);
        p += n + strspn(p + n, " ");
    }
    size_t known = 0;
    for (size_t i = 0; i < words.n; i++)
        for (size_t k = 0; k < COUNT(NAMES); k++)
            known += strcmp(text_fold(words.v[i], a), text_fold(NAMES[k], a)) == 0;
    return words.n > 0 && known == words.n;
}

/* The next line, trimmed; *rest moves behind its end. */
static const char *next_line(const char **rest, struct arena *a) {
    const char *p = *rest;
    size_t n = strcspn(p, "\r\n");
    const char *end = p + n;
    *rest = end[0] == '\r' && end[1] == '\n' ? end + 2 : end[0] != '\0' ? end + 1 : end;
    while (n > 0 && (is_blank(*p) || wide_blank(p) > 0)) {
        size_t step = is_blank(*p) ? 1 : 2;
        p += step;
        n -= step;
    }
    while (n > 0 && (is_blank(p[n - 1]) || (n > 1 && wide_blank(p + n - 2) > 0)))
        n -= is_blank(p[n - 1]) ? 1 : 2;
    return arena_strndup(a, p, n);
}

static size_t twin_of(const struct person_line *lines, size_t n, const char *key, const char *const *keys) {
    for (size_t i = 0; i < n; i++)
        if (lines[i].fault == PERSON_FINE && strcmp(keys[i], key) == 0)
            return lines[i].number;
    return 0;
}

struct people people_parse(const char *text, struct arena *a) {
    struct person_line *lines = ARENA_ARRAY(a, PEOPLE_LINES_MAX, struct person_line);
    const char **keys = ARENA_ARRAY(a, PEOPLE_LINES_MAX, const char *);
    struct people p = { .v = lines };
    bool first = true;
    size_t number = 0;
    while (*text != '\0') {
        const char *line = next_line(&text, a);
        number++;
        if (line[0] == '\0')
            continue;
        bool header = first && is_header(line, a);
        first = false;
        if (header)
            continue;
        if (p.n == PEOPLE_LINES_MAX) {
            p.too_many = true;
            break;
        }
        struct person_line *l = &lines[p.n];
        *l = (struct person_line){ .number = number, .text = line };
        read_line(l, a);
        keys[p.n] = l->email != NULL ? text_fold(l->email, a) : "";
        if (l->fault == PERSON_FINE)
            l->same_as = twin_of(lines, p.n, keys[p.n], keys);
        p.faulty_n += l->fault != PERSON_FINE;
        p.repeated_n += l->same_as != 0;
        p.fine_n += l->fault == PERSON_FINE && l->same_as == 0;
        p.n++;
    }
    return p;
}

const char *people_faulty_text(const struct people *p, struct arena *a) {
    struct buf out;
    buf_init(&out, PEOPLE_BYTES_MAX + PEOPLE_LINES_MAX);
    for (size_t i = 0; i < p->n; i++)
        if (p->v[i].fault != PERSON_FINE)
            buf_printf(&out, "%s\n", p->v[i].text);
    const char *text = arena_strdup(a, buf_str(&out));
    buf_fini(&out);
    return text;
}

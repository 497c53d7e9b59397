/* assessments/pack_read.c — reading a pack's JSON while collecting every fault. */
#include "assessments/pack_read.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "daemon/base/arena.h"

#define PATH_MAX_BYTES 256
#define TEXT_MAX_CHARS 4000

struct pack_place place_member(const struct pack_place *up, const char *name) {
    return (struct pack_place) { .up = up, .name = name, .value = json_member(up->value, name) };
}

struct pack_place place_element(const struct pack_place *up, size_t i) {
    const struct json *value = NULL;
    if (up->value != NULL && i < up->value->children_n)
        value = &up->value->children[i];
    return (struct pack_place) { .up = up, .index = i, .value = value };
}

/* Write the way to p into out, which has room bytes; returns the bytes written. */
static size_t write_path(const struct pack_place *p, char *out, size_t room) {
    if (p == NULL || p->up == NULL)
        return 0; /* the root has no name */
    size_t n = write_path(p->up, out, room);
    int more = p->name != NULL ? snprintf(out + n, room - n, "%s%s", n > 0 ? "." : "", p->name)
                               : snprintf(out + n, room - n, "[%zu]", p->index);
    if (more < 0)
        return n;
    return n + (size_t)more < room ? n + (size_t)more : room - 1;
}

/* Formatting may have cut a character in two: then show the bytes that are no ASCII as "?". */
static const char *whole_text(char *s) {
    if (text_is_utf8(s, strlen(s)))
        return s;
    for (char *c = s; *c != '\0'; c++)
        if ((unsigned char)*c >= 0x80)
            *c = '?';
    return s;
}

void pack_fault(struct pack_build *b, const struct pack_place *p, const char *fmt, ...) {
    struct pack_faults *faults = b->faults;
    faults->total++;
    if (faults->n >= PACK_FAULTS_MAX)
        return;
    char path[PATH_MAX_BYTES] = "", reason[512] = "";
    write_path(p, path, sizeof path);
    va_list args;
    va_start(args, fmt);
    vsnprintf(reason, sizeof reason, fmt, args);
    va_end(args);
    faults->list[faults->n++] = (struct pack_fault) {
        .file = arena_strdup(b->a, b->file),
        .path = arena_strdup(b->a, whole_text(path)),
        .reason = arena_strdup(b->a, whole_text(reason)),
    };
}

static bool is_type(const struct pack_place *p, enum json_type type) {
    return p->value != NULL && p->value->type == type;
}

/* Fault that the value is absent or of another type. */
static void fault_type(struct pack_build *b, const struct pack_place *p, const char *wanted) {
    if (p->value == NULL)
        pack_fault(b, p, "is missing");
    else
        pack_fault(b, p, "must be %s", wanted);
}

static bool is_among(const char *name, const char *const *names) {
    for (; *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

bool pack_object(struct pack_build *b, const struct pack_place *p, const char *const *names) {
    if (!is_type(p, JSON_OBJECT)) {
        fault_type(b, p, "an object");
        return false;
    }
    for (size_t i = 0; i < p->value->children_n; i++) {
        struct pack_place member = { .up = p, .name = p->value->children[i].name };
        if (names != NULL && !is_among(member.name, names))
            pack_fault(b, &member, "is unknown here");
    }
    return true;
}

size_t pack_array(struct pack_build *b, const struct pack_place *p, size_t min, size_t max) {
    if (!is_type(p, JSON_ARRAY)) {
        fault_type(b, p, "an array");
        return 0;
    }
    size_t n = p->value->children_n;
    if (n < min || n > max) {
        pack_fault(b, p, "has %zu elements, %zu to %zu are allowed", n, min, max);
        return n > max ? max : n;
    }
    return n;
}

static bool is_code(const char *s) {
    size_t n = strlen(s);
    if (n == 0 || n > ITEM_CODE_MAX || !isalnum((unsigned char)s[0]))
        return false;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s[i] >= 0x80 ||
            (!isalnum((unsigned char)s[i]) && strchr("._-", s[i]) == NULL))
            return false;
    return true;
}

const char *pack_code_at(struct pack_build *b, const struct pack_place *p) {
    const char *s = json_string(p->value);
    if (s == NULL) {
        fault_type(b, p, "a string");
        return "";
    }
    if (!is_code(s)) {
        pack_fault(b, p, "is no code: letters, digits, . _ -, at most %d", ITEM_CODE_MAX);
        return "";
    }
    return s;
}

const char *pack_code(struct pack_build *b, const struct pack_place *up, const char *name) {
    struct pack_place p = place_member(up, name);
    return pack_code_at(b, &p);
}

const char *pack_string(struct pack_build *b, const struct pack_place *up, const char *name) {
    struct pack_place p = place_member(up, name);
    const char *s = json_string(p.value);
    if (s != NULL && s[0] != '\0')
        return s;
    fault_type(b, &p, "a string that is not empty");
    return "";
}

/* Tags and entities do not belong in content; a lone "<" does ("< 5 %"). */
static bool has_markup(const char *s) {
    for (; *s != '\0'; s++) {
        if (*s == '<' && (isalpha((unsigned char)s[1]) || s[1] == '/' || s[1] == '!'))
            return true;
        if (*s == '&' && (isalpha((unsigned char)s[1]) || s[1] == '#')) {
            const char *end = strpbrk(s + 1, "; \n");
            if (end != NULL && *end == ';')
                return true;
        }
    }
    return false;
}

/* One language of a text: there, clean, and without markup. */
static const char *language_text(struct pack_build *b, const struct pack_place *p) {
    const char *s = json_string(p->value);
    if (s == NULL) {
        fault_type(b, p, "a string");
        return "";
    }
    const char *clean = NULL;
    struct err why = { .code = OK };
    if (text_accept(s, strlen(s), TEXT_LONG, TEXT_MAX_CHARS, b->a, &clean, &why) != OK) {
        pack_fault(b, p, "cannot be used: %s", why.msg);
        return "";
    }
    if (clean[0] == '\0')
        pack_fault(b, p, "is empty");
    else if (strcmp(clean, s) != 0)
        pack_fault(b, p, "has blanks at an end, or is not in normal form NFC");
    if (has_markup(clean))
        pack_fault(b, p, "holds markup");
    return clean;
}

struct text2 pack_text_at(struct pack_build *b, const struct pack_place *p) {
    static const char *const tags[] = { "ru", "en", NULL };
    struct text2 text = { { NULL } };
    bool object = pack_object(b, p, tags);
    for (int lang = 0; lang < LANG__MAX; lang++) {
        struct pack_place one = place_member(p, lang_tag((enum lang)lang));
        text.in[lang] = object ? language_text(b, &one) : "";
    }
    return text;
}

struct text2 pack_text(struct pack_build *b, const struct pack_place *up, const char *name) {
    struct pack_place p = place_member(up, name);
    return pack_text_at(b, &p);
}

struct text2 pack_text_optional(struct pack_build *b, const struct pack_place *up, const char *name) {
    struct pack_place p = place_member(up, name);
    if (p.value == NULL)
        return (struct text2) { { NULL } };
    return pack_text_at(b, &p);
}

const struct text2 *pack_texts(struct pack_build *b, const struct pack_place *up, const char *name,
                               size_t min, size_t max, size_t *ret_n) {
    struct pack_place p = place_member(up, name);
    size_t n = pack_array(b, &p, min, max);
    struct text2 *texts = ARENA_ARRAY(b->a, n, struct text2);
    for (size_t i = 0; i < n; i++) {
        struct pack_place one = place_element(&p, i);
        texts[i] = pack_text_at(b, &one);
    }
    *ret_n = n;
    return texts;
}

int pack_int_at(struct pack_build *b, const struct pack_place *p, int min, int max) {
    int64_t v = 0;
    if (json_i64(p->value, min, max, &v) == OK)
        return (int)v;
    if (p->value == NULL)
        pack_fault(b, p, "is missing");
    else
        pack_fault(b, p, "must be a whole number from %d to %d", min, max);
    return min;
}

int pack_int(struct pack_build *b, const struct pack_place *up, const char *name, int min, int max) {
    struct pack_place p = place_member(up, name);
    return pack_int_at(b, &p, min, max);
}

double pack_double_at(struct pack_build *b, const struct pack_place *p, double min, double max) {
    if (is_type(p, JSON_NUMBER) && p->value->number >= min && p->value->number <= max)
        return p->value->number;
    if (p->value == NULL)
        pack_fault(b, p, "is missing");
    else
        pack_fault(b, p, "must be a number from %g to %g", min, max);
    return min;
}

double pack_double(struct pack_build *b, const struct pack_place *up, const char *name, double min,
                   double max) {
    struct pack_place p = place_member(up, name);
    return pack_double_at(b, &p, min, max);
}

bool pack_bool(struct pack_build *b, const struct pack_place *up, const char *name) {
    struct pack_place p = place_member(up, name);
    if (is_type(&p, JSON_BOOL))
        return p.value->boolean;
    fault_type(b, &p, "true or false");
    return false;
}

size_t pack_word(struct pack_build *b, const struct pack_place *up, const char *name,
                 const char *const *words) {
    struct pack_place p = place_member(up, name);
    const char *s = json_string(p.value);
    if (s == NULL) {
        fault_type(b, &p, "a string");
        return 0;
    }
    for (size_t i = 0; words[i] != NULL; i++)
        if (strcmp(words[i], s) == 0)
            return i;
    pack_fault(b, &p, "is unknown: \"%.40s\"", s);
    return 0;
}

size_t pack_link_at(struct pack_build *b, const struct pack_place *p,
                    size_t (*find)(const struct pack *, const char *), const char *what) {
    const char *code = pack_code_at(b, p);
    size_t at = find(b->pack, code);
    if (at == PACK_NONE && code[0] != '\0')
        pack_fault(b, p, "there is no %s \"%s\"", what, code);
    return at;
}

uint32_t pack_segment_bits(struct pack_build *b, const struct pack_place *up) {
    struct pack_place p = place_member(up, "segments");
    size_t n = pack_array(b, &p, 0, PACK_SEGMENTS_MAX);
    uint32_t bits = 0;
    for (size_t i = 0; i < n; i++) {
        struct pack_place one = place_element(&p, i);
        size_t segment = pack_link_at(b, &one, pack_find_segment, "segment");
        if (segment == PACK_NONE)
            continue;
        if (bits & (UINT32_C(1) << segment))
            pack_fault(b, &one, "is named twice");
        bits |= UINT32_C(1) << segment;
    }
    return bits;
}

void pack_unique(struct pack_build *b, const struct pack_place *p, const char **codes, size_t *n,
                 const char *code) {
    if (code[0] == '\0')
        return;
    for (size_t i = 0; i < *n; i++) {
        if (strcmp(codes[i], code) == 0) {
            pack_fault(b, p, "the code \"%s\" is used twice", code);
            return;
        }
    }
    codes[(*n)++] = code;
}

#include "web/kit/texts.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/base/digest.h"
#include "daemon/base/json.h"
#include "gen/msg.h"
#include "web/kit/embedded.h"

enum { DOCUMENTS_MAX = 32, OPERATOR_FILE_MAX = 16 << 10, TEXT_MAX = 1 << 20 };

static const char FOLDER[] = "web/texts/";

struct entry {
    const char *name;
    const struct json *root;
};

struct texts {
    struct entry v[DOCUMENTS_MAX];
    size_t n;
    bool named;
    const char *operator_name[LANG__MAX], *operator_address[LANG__MAX];
    const char *contacts; /* NULL = none */
};


/* Loading ----------------------------------------------------------------------------------- */

/* The text of a {"ru", "en"} object, NULL when it is not one. */
static const char *in_lang(const struct json *text, enum lang lang) {
    const char *s = json_string(json_member(text, lang_tag(lang)));
    return s != NULL && *s != '\0' ? s : NULL;
}

static bool is_text2(const struct json *text) {
    return in_lang(text, LANG_RU) != NULL && in_lang(text, LANG_EN) != NULL;
}

static enum errc check_paragraphs(const struct json *list, const char *name, const char *where,
                                  struct err *e) {
    if (list == NULL || list->type != JSON_ARRAY)
        return ERR(e, E_INVALID, "document %s: %s.paragraphs is no array", name, where);
    for (size_t i = 0; i < list->children_n; i++)
        if (!is_text2(&list->children[i]))
            return ERR(e, E_INVALID, "document %s: %s.paragraphs[%zu] lacks a language", name,
                       where, i);
    return OK;
}

static enum errc check_document(const struct json *root, const char *name, struct err *e) {
    const char *date = json_string(json_member(root, "date"));
    if (json_string(json_member(root, "version")) == NULL || date == NULL || strlen(date) != 10)
        return ERR(e, E_INVALID, "document %s lacks version or date", name);
    if (!is_text2(json_member(root, "title")))
        return ERR(e, E_INVALID, "document %s lacks a title in both languages", name);
    TRY(check_paragraphs(json_member(root, "paragraphs"), name, "document", e));
    const struct json *sections = json_member(root, "sections");
    for (size_t i = 0; sections != NULL && i < sections->children_n; i++) {
        if (!is_text2(json_member(&sections->children[i], "title")))
            return ERR(e, E_INVALID, "document %s: sections[%zu] lacks a title", name, i);
        TRY(check_paragraphs(json_member(&sections->children[i], "paragraphs"), name, "sections", e));
    }
    return OK;
}

static enum errc add_document(struct texts *t, const struct embedded_file *file, struct arena *a,
                              struct err *e) {
    const char *base = file->name + strlen(FOLDER);
    const char *dot = strrchr(base, '.');
    if (dot == NULL || strcmp(dot, ".json") != 0)
        return OK;
    CHECK(t->n < DOCUMENTS_MAX);
    struct entry *entry = &t->v[t->n];
    entry->name = arena_strndup(a, base, (size_t)(dot - base));
    TRY(json_parse(file->bytes, file->n, JSON_FILE, a, &entry->root, e));
    TRY(check_document(entry->root, entry->name, e));
    t->n++;
    return OK;
}

/* "phone, email", whichever there is. */
static const char *contacts_of(const struct json *root, struct arena *a) {
    const char *phone = json_string(json_member(root, "phone")), *email = json_string(json_member(root, "email"));
    bool call = phone != NULL && *phone != '\0', write = email != NULL && *email != '\0';
    return call && write ? arena_printf(a, "%s, %s", phone, email) : call ? phone : write ? email : NULL;
}

static enum errc read_operator(struct texts *t, const char *data_dir, struct arena *a,
                               struct err *e) {
    for (enum lang lang = 0; lang < LANG__MAX; lang++) {
        t->operator_name[lang] = msg_document_operator(lang, a);
        t->operator_address[lang] = msg_document_address(lang, a);
    }
    const char *path = arena_printf(a, "%s/operator.json", data_dir);
    FILE *file = fopen(path, "re");
    if (file == NULL && errno == ENOENT)
        return OK;
    if (file == NULL)
        return ERR_SYS(e, E_INTERNAL, errno, "cannot read %s", path);
    char *bytes = arena_alloc(a, OPERATOR_FILE_MAX, 1);
    size_t n = fread(bytes, 1, OPERATOR_FILE_MAX, file);
    (void)fclose(file);
    const struct json *root = NULL;
    struct err why = { 0 };
    if (json_parse(bytes, n, JSON_REQUEST, a, &root, &why) != OK)
        return ERR(e, E_INVALID, "%s: %.100s", path, why.msg);
    const struct json *name = json_member(root, "name"), *address = json_member(root, "address");
    if (!is_text2(name) || !is_text2(address))
        return ERR(e, E_INVALID, "%s needs name and address, each {\"ru\", \"en\"}", path);
    for (enum lang lang = 0; lang < LANG__MAX; lang++) {
        t->operator_name[lang] = in_lang(name, lang);
        t->operator_address[lang] = in_lang(address, lang);
    }
    t->contacts = contacts_of(root, a);
    t->named = true;
    return OK;
}

enum errc texts_load(const char *data_dir, struct arena *a, const struct texts **ret_texts,
                     struct err *e) {
    struct texts *t = ARENA_NEW(a, struct texts);
    size_t n = 0;
    const struct embedded_file *files = embedded_files(&n);
    for (size_t i = 0; i < n; i++)
        if (strncmp(files[i].name, FOLDER, strlen(FOLDER)) == 0)
            TRY(add_document(t, &files[i], a, e));
    TRY(read_operator(t, data_dir, a, e));
    *ret_texts = t;
    return OK;
}

bool texts_operator_named(const struct texts *texts) {
    return texts->named;
}

const char *texts_operator(const struct texts *texts, enum lang lang, struct arena *a) {
    return arena_printf(a, "%s, %s", texts->operator_name[lang], texts->operator_address[lang]);
}

const char *texts_contacts(const struct texts *texts) {
    return texts->contacts;
}

/* Rendering --------------------------------------------------------------------------------- */

/* What a document is filled with in one language. */
struct fill {
    const struct texts *texts;
    enum lang lang;
    struct text_slots slots;
    struct arena *arena;
    struct buf proof; /* the text as shown, for the hash */
};

static const char *slot_value(const struct fill *f, const char *name, size_t n) {
    const struct {
        const char *name, *value;
    } slots[] = {
        { "operator", f->texts->operator_name[f->lang] },
        { "address", f->texts->operator_address[f->lang] },
        { "vacancy", f->slots.vacancy },
        { "client", f->slots.client },
    };
    for (size_t i = 0; i < sizeof slots / sizeof slots[0]; i++)
        if (strlen(slots[i].name) == n && strncmp(slots[i].name, name, n) == 0)
            return slots[i].value != NULL ? slots[i].value : "…";
    return NULL;
}

/* Put the values into the slots of a text, and the text into the proof. */
static const char *fill_text(struct fill *f, const char *text) {
    size_t start = f->proof.len;
    for (const char *p = text; *p != '\0';) {
        size_t plain = strcspn(p, "{");
        buf_put(&f->proof, p, plain);
        p += plain;
        size_t name = *p == '{' ? strcspn(p + 1, "}") : 0;
        const char *value = *p == '{' ? slot_value(f, p + 1, name) : NULL;
        if (value != NULL)
            buf_puts(&f->proof, value);
        else
            buf_put(&f->proof, p, *p == '{' ? 1 : 0);
        p += value != NULL ? name + 2 : (*p == '{' ? 1 : 0);
    }
    const char *filled = arena_strndup(f->arena, buf_str(&f->proof) + start, f->proof.len - start);
    buf_putc(&f->proof, '\n');
    return filled;
}

static struct text_list fill_paragraphs(struct fill *f, const struct json *list) {
    const char **v = ARENA_ARRAY(f->arena, list->children_n, const char *);
    for (size_t i = 0; i < list->children_n; i++)
        v[i] = fill_text(f, in_lang(&list->children[i], f->lang));
    return (struct text_list){ v, list->children_n };
}

static struct document_sections fill_sections(struct fill *f, const struct json *list) {
    size_t n = list != NULL ? list->children_n : 0;
    struct document_section *v = ARENA_ARRAY(f->arena, n, struct document_section);
    for (size_t i = 0; i < n; i++) {
        v[i].title = fill_text(f, in_lang(json_member(&list->children[i], "title"), f->lang));
        v[i].anchor = arena_printf(f->arena, "s%zu", i + 1);
        v[i].paragraphs = fill_paragraphs(f, json_member(&list->children[i], "paragraphs"));
    }
    return (struct document_sections){ v, n };
}

static const struct entry *find(const struct texts *texts, const char *name) {
    for (size_t i = 0; i < texts->n; i++)
        if (strcmp(texts->v[i].name, name) == 0)
            return &texts->v[i];
    return NULL;
}

enum errc texts_document(const struct texts *texts, const char *name, enum lang lang,
                         struct text_slots slots, struct arena *a, struct document *ret_document,
                         struct err *e) {
    const struct entry *entry = find(texts, name);
    if (entry == NULL)
        return ERR(e, E_NOT_FOUND, "there is no document %s", name);
    struct fill f = { .texts = texts, .lang = lang, .slots = slots, .arena = a };
    buf_init(&f.proof, TEXT_MAX);
    struct document d = {
        .name = entry->name,
        .version = json_string(json_member(entry->root, "version")),
        .date = json_string(json_member(entry->root, "date")),
        .title = fill_text(&f, in_lang(json_member(entry->root, "title"), lang)),
        .paragraphs = fill_paragraphs(&f, json_member(entry->root, "paragraphs")),
        .sections = fill_sections(&f, json_member(entry->root, "sections")),
    };
    CHECK(!buf_full(&f.proof));
    d.hash = digest_text(buf_str(&f.proof), f.proof.len, a);
    buf_fini(&f.proof);
    *ret_document = d;
    return OK;
}

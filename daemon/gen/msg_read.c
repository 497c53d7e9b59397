#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/gen/msggen.h"

enum { MESSAGES_MAX = 20000 };

const char *const MSG_FORM_NAMES[MSG_FORMS] = { "one", "few", "many", "other" };

bool msg_next_piece(const char **rest, struct msg_piece *ret_piece) {
    const char *p = *rest;
    if (*p == '\0')
        return false;
    if (*p == '{') {
        const char *end = strchr(p, '}');
        size_t n = end != NULL ? (size_t)(end - p - 1) : 0;
        char *name = arena_strndup(gen_arena, p + 1, n);
        bool is_int = n > 4 && strcmp(name + n - 4, ":int") == 0;
        if (is_int)
            name[n - 4] = '\0';
        if (gen_is_name(name)) {
            *ret_piece = (struct msg_piece) { p, n + 2, true, { name, is_int } };
            *rest = end + 1;
            return true;
        }
    }
    size_t n = 1 + strcspn(p + 1, "{");
    *ret_piece = (struct msg_piece) { .at = p, .len = n };
    *rest = p + n;
    return true;
}

static void add_param(struct message *m, struct msg_param param) {
    for (size_t i = 0; i < m->params_n; i++)
        if (strcmp(m->params[i].name, param.name) == 0) {
            if (m->params[i].is_int != param.is_int)
                MSG_COMPLAIN(m, "{%s} is text in one place and int in another", param.name);
            return;
        }
    if (m->params_n == MSG_PARAMS_MAX) {
        MSG_COMPLAIN(m, "has more than %d parameters", MSG_PARAMS_MAX);
        return;
    }
    m->params[m->params_n++] = param;
}

static void collect_params(struct message *m) {
    for (size_t f = 0; f < MSG_FORMS; f++) {
        const char *rest = m->forms[f] != NULL ? m->forms[f] : "";
        struct msg_piece piece;
        while (msg_next_piece(&rest, &piece))
            if (piece.is_param)
                add_param(m, piece.param);
    }
}

/* The line of `"key"` in the file: cJSON does not tell. */
static int line_of_key(const struct gen_file *file, const char *key) {
    const char *quoted = arena_printf(gen_arena, "\"%s\"", key);
    const char *at = strstr(file->text, quoted);
    return at != NULL ? gen_line_of(file->text, at) : 1;
}

static const char *c_name_of(const char *key) {
    char *name = arena_strdup(gen_arena, key);
    for (char *p = name; *p != '\0'; p++)
        if (*p == '.')
            *p = '_';
    return name;
}

static void read_forms(struct message *m, const cJSON *object) {
    m->is_plural = true;
    for (const cJSON *c = object->child; c != NULL; c = c->next) {
        size_t f = 0;
        while (f < MSG_FORMS && strcmp(c->string, MSG_FORM_NAMES[f]) != 0)
            f++;
        if (f == MSG_FORMS || !cJSON_IsString(c) || m->forms[f] != NULL)
            MSG_COMPLAIN(
                m, "%s is not a plural form with a text (one, few, many, other), or is there twice",
                c->string);
        else
            m->forms[f] = arena_strdup(gen_arena, c->valuestring);
    }
}

static struct message read_message(const struct gen_file *file, const cJSON *c) {
    struct message m = { .file = file->path, .line = line_of_key(file, c->string) };
    m.key = arena_strdup(gen_arena, c->string);
    m.c_name = c_name_of(m.key);
    if (!gen_is_name(arena_printf(gen_arena, "m_%s", m.c_name)) || strstr(m.key, "..") != NULL)
        MSG_COMPLAIN(&m, "a key is lower snake_case words with dots between");
    if (cJSON_IsObject(c))
        read_forms(&m, c);
    else if (cJSON_IsString(c))
        m.forms[MSG_OTHER] = arena_strdup(gen_arena, c->valuestring);
    else
        MSG_COMPLAIN(&m, "is neither a text nor an object of plural forms");
    collect_params(&m);
    return m;
}

static void read_file(const char *path, struct messages *all) {
    struct gen_file file = gen_read(path);
    const char *end = NULL;
    cJSON *root = cJSON_ParseWithOpts(file.text, &end, 1);
    if (!cJSON_IsObject(root))
        gen_complain(path, end != NULL ? gen_line_of(file.text, end) : 1, "is not a JSON object");
    for (const cJSON *c = cJSON_IsObject(root) ? root->child : NULL; c != NULL; c = c->next) {
        CHECK(all->n < MESSAGES_MAX);
        all->v[all->n++] = read_message(&file, c);
    }
    cJSON_Delete(root);
}

static int by_c_name(const void *a, const void *b) {
    return strcmp(((const struct message *)a)->c_name, ((const struct message *)b)->c_name);
}

struct messages msg_read(const char *const *paths, size_t n) {
    struct messages all = { .v = ARENA_ARRAY(gen_arena, MESSAGES_MAX, struct message) };
    for (size_t i = 0; i < n; i++)
        read_file(paths[i], &all);
    qsort(all.v, all.n, sizeof *all.v, by_c_name);
    for (size_t i = 1; i < all.n; i++) {
        const struct message *before = &all.v[i - 1];
        if (strcmp(before->c_name, all.v[i].c_name) == 0)
            MSG_COMPLAIN(&all.v[i], "is there twice: also %s at %s:%d", before->key, before->file,
                         before->line);
    }
    return all;
}

#include "web/kit/app.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "assessments/pack.h"
#include "daemon/auth/key_proof.h"
#include "daemon/auth/keys.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/digest.h"
#include "daemon/base/log.h"
#include "web/kit/embedded.h"
#include "web/kit/texts.h"

enum { PACKS_MAX = 16, PACK_FILE_MAX = 8 << 20 };

static const char SHIPPED[] = "assessments/packs/", HEAD[] = "/pack.json";

/* Shipped and private packs differ only in where their bytes come from ------------------------- */

/* context: "assessments/packs/client-manager", a folder of the source tree. */
static enum errc read_embedded(void *context, const char *name, struct arena *a,
                               const char **ret_bytes, size_t *ret_n, struct err *e) {
    const struct embedded_file *file =
        embedded_find(arena_printf(a, "%s/%s", (const char *)context, name));
    if (file == NULL)
        return ERR(e, E_NOT_FOUND, "no file %s in this pack", name);
    *ret_bytes = file->bytes;
    *ret_n = file->n;
    return OK;
}

/* context: a folder on disk. */
static enum errc read_disk(void *context, const char *name, struct arena *a, const char **ret_bytes,
                           size_t *ret_n, struct err *e) {
    const char *path = arena_printf(a, "%s/%s", (const char *)context, name);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return ERR_SYS(e, errno == ENOENT ? E_NOT_FOUND : E_INTERNAL, errno, "cannot read %s", path);
    struct stat st = { 0 };
    enum errc code = OK;
    if (fstat(fileno(file), &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > PACK_FILE_MAX) {
        code = ERR(e, E_INVALID, "%s is no regular file of at most 8 MiB", path);
    } else {
        char *bytes = arena_alloc(a, (size_t)st.st_size + 1, 1);
        *ret_n = fread(bytes, 1, (size_t)st.st_size, file);
        *ret_bytes = bytes;
    }
    (void)fclose(file);
    return code;
}

enum errc app_read_pack(const char *dir, struct arena *a, const struct pack **ret_pack,
                        struct pack_faults *ret_faults, struct err *e) {
    struct pack_reader reader = { read_disk, arena_strdup(a, dir) };
    return pack_load(&reader, a, ret_pack, ret_faults, e);
}

/* A reader that keeps a fingerprint of every file it hands on. Which files are read, and in what order, is
 * up to pack.json, so a folder's listing plays no part. */
struct hashing {
    const struct pack_reader *files;
    const char *seen; /* "NAME FINGERPRINT\n", one line a file */
};

static enum errc read_hashing(void *context, const char *name, struct arena *a, const char **ret_bytes,
                              size_t *ret_n, struct err *e) {
    struct hashing *h = context;
    TRY(h->files->read(h->files->context, name, a, ret_bytes, ret_n, e));
    h->seen = arena_printf(a, "%s%s %s\n", h->seen, name, digest_text(*ret_bytes, *ret_n, a));
    return OK;
}

/* The packs while they are loaded. */
struct loading {
    struct app *app;
    struct app_pack *packs;
    size_t shipped_n;
};

/* A private pack may take the place of a shipped one; else each code has one pack. */
static enum errc place_pack(struct loading *l, struct app_pack loaded, struct err *e) {
    size_t at = 0;
    while (at < l->app->packs_n && strcmp(l->packs[at].code, loaded.code) != 0)
        at++;
    if (at == PACKS_MAX)
        return ERR(e, E_INVALID, "more than %d packs", PACKS_MAX);
    bool taken = at < l->app->packs_n;
    if (taken && at >= l->shipped_n)
        return ERR(e, E_INVALID, "two folders of packs/ hold a pack called %s", loaded.code);
    if (taken)
        log_line(LOG_INFO, "pack", "code=%s advice=%s", loaded.code,
                 log_value("the private pack of this code takes the place of the shipped one"));
    l->packs[at] = loaded;
    l->app->packs_n += !taken;
    return OK;
}

static enum errc add_pack(struct loading *l, const struct pack_reader *files, const char *name, struct err *e) {
    struct arena *a = l->app->arena;
    struct pack_faults *faults = ARENA_NEW(a, struct pack_faults);
    struct hashing hashing = { files, "" };
    struct pack_reader reader = { read_hashing, &hashing };
    const struct pack *pack = NULL;
    if (pack_load(&reader, a, &pack, faults, e) != OK) {
        if (faults->n == 0)
            return ERR(e, E_INVALID, "pack %s cannot be read", name);
        err_clear(e);
        return ERR(e, E_INVALID, "pack %s: %s %s: %s", name, faults->list[0].file,
                   faults->list[0].path, faults->list[0].reason);
    }
    return place_pack(l, (struct app_pack){ pack->code, pack, digest_text(hashing.seen, strlen(hashing.seen), a) }, e);
}

/* Shipped packs: every embedded folder with a pack.json. */
static enum errc add_shipped(struct loading *l, struct err *e) {
    size_t n = 0;
    const struct embedded_file *files = embedded_files(&n);
    for (size_t i = 0; i < n; i++) {
        const char *name = files[i].name, *head = strstr(name, HEAD);
        if (strncmp(name, SHIPPED, strlen(SHIPPED)) != 0 || head == NULL || strcmp(head, HEAD) != 0)
            continue;
        struct pack_reader reader = { read_embedded, arena_strndup(l->app->arena, name, (size_t)(head - name)) };
        TRY(add_pack(l, &reader, name + strlen(SHIPPED), e));
    }
    l->shipped_n = l->app->packs_n;
    CHECK(l->shipped_n > 0);
    return OK;
}

/* Folders are listed in no order; choices on pages want one. */
static void sort_private(struct loading *l) {
    for (size_t i = l->shipped_n + 1; i < l->app->packs_n; i++)
        for (size_t k = i; k > l->shipped_n && strcmp(l->packs[k].code, l->packs[k - 1].code) < 0; k--) {
            struct app_pack moved = l->packs[k];
            l->packs[k] = l->packs[k - 1];
            l->packs[k - 1] = moved;
        }
}

/* Private packs: every folder DIR/packs/NAME with a pack.json. */
static enum errc add_private(struct loading *l, struct err *e) {
    const char *folder = arena_printf(l->app->arena, "%s/packs", l->app->data_dir);
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return OK; /* none */
    enum errc code = OK;
    for (struct dirent *entry = readdir(dir); entry != NULL && code == OK; entry = readdir(dir)) {
        if (entry->d_name[0] == '.')
            continue;
        struct pack_reader reader = { read_disk, arena_printf(l->app->arena, "%s/%s", folder, entry->d_name) };
        code = add_pack(l, &reader, entry->d_name, e);
    }
    (void)closedir(dir);
    sort_private(l);
    return code;
}

enum errc app_load(const char *dir, const char *key_file, struct arena *a, struct app **ret_app,
                   struct err *e) {
    struct app *app = ARENA_NEW(a, struct app);
    struct loading l = { .app = app, .packs = ARENA_ARRAY(a, PACKS_MAX, struct app_pack) };
    app->arena = a;
    app->packs = l.packs;
    app->data_dir = arena_strdup(a, dir);
    app->limits = true;
    TRY(add_shipped(&l, e));
    TRY(add_private(&l, e));
    TRY(texts_load(dir, a, &app->texts, e));
    const char *keys_file = keys_path(key_file, dir, a);
    TRY(keys_open(keys_file, &app->keys, e));
    enum errc code = key_proof_check(arena_printf(a, "%s/otbor.db", dir), keys_file, app->keys, a, e);
    if (code != OK)
        keys_close(&app->keys);
    else
        *ret_app = app;
    return code;
}

enum errc app_check_room(const struct app *app) {
    return app->has_room == NULL || app->has_room(app->system) ? OK : E_BUSY;
}

void app_close(struct app *app) {
    keys_close(&app->keys);
}

const struct pack *app_pack(const struct app *app, const char *code) {
    if (code == NULL)
        return app->packs[0].pack;
    for (size_t i = 0; i < app->packs_n; i++)
        if (strcmp(app->packs[i].code, code) == 0)
            return app->packs[i].pack;
    return NULL;
}

const char *app_content(const struct app *app, const struct pack *pack) {
    size_t i = 0;
    while (app->packs[i].pack != pack)
        CHECK(++i < app->packs_n);
    return app->packs[i].content;
}

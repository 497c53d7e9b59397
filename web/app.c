#include "web/app.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "assessments/pack.h"
#include "daemon/auth/keys.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/log.h"
#include "web/embedded.h"
#include "web/texts.h"

enum { PACKS_MAX = 16, PACK_FILE_MAX = 8 << 20 };

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

static enum errc add_pack(struct app *app, struct app_pack *packs, const struct pack_reader *reader,
                          const char *name, struct err *e) {
    struct pack_faults *faults = ARENA_NEW(app->arena, struct pack_faults);
    const struct pack *pack = NULL;
    if (pack_load(reader, app->arena, &pack, faults, e) != OK) {
        if (faults->n == 0)
            return ERR(e, E_INVALID, "pack %s cannot be read", name);
        err_clear(e);
        return ERR(e, E_INVALID, "pack %s: %s %s: %s", name, faults->list[0].file,
                   faults->list[0].path, faults->list[0].reason);
    }
    if (app_pack(app, pack->code) != NULL)
        return ERR(e, E_INVALID, "two packs are called %s; rename the one in packs/", pack->code);
    packs[app->packs_n++] = (struct app_pack){ pack->code, pack };
    return OK;
}

/* Private packs: every folder DIR/packs/NAME with a pack.json. */
static enum errc add_private(struct app *app, struct app_pack *packs, struct err *e) {
    const char *folder = arena_printf(app->arena, "%s/packs", app->data_dir);
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return OK; /* none */
    enum errc code = OK;
    for (struct dirent *entry = readdir(dir); entry != NULL && code == OK; entry = readdir(dir)) {
        if (entry->d_name[0] == '.')
            continue;
        if (app->packs_n == PACKS_MAX) {
            code = ERR(e, E_INVALID, "more than %d packs", PACKS_MAX);
            break;
        }
        struct pack_reader reader = { read_disk,
                                      arena_printf(app->arena, "%s/%s", folder, entry->d_name) };
        code = add_pack(app, packs, &reader, entry->d_name, e);
    }
    (void)closedir(dir);
    return code;
}

enum errc app_load(const char *dir, const char *key_file, struct arena *a, struct app **ret_app,
                   struct err *e) {
    struct app *app = ARENA_NEW(a, struct app);
    struct app_pack *packs = ARENA_ARRAY(a, PACKS_MAX, struct app_pack);
    app->arena = a;
    app->packs = packs;
    app->data_dir = arena_strdup(a, dir);
    app->limits = true;
    struct pack_reader shipped = { read_embedded, arena_strdup(a, "assessments/packs/client-manager") };
    TRY(add_pack(app, packs, &shipped, "client-manager", e));
    TRY(add_private(app, packs, e));
    TRY(texts_load(dir, a, &app->texts, e));
    TRY(keys_open(key_file != NULL ? key_file : arena_printf(a, "%s/otbor.keys", dir), &app->keys, e));
    *ret_app = app;
    return OK;
}

void app_close(struct app *app) {
    keys_close(&app->keys);
}

const struct pack *app_pack(const struct app *app, const char *code) {
    for (size_t i = 0; i < app->packs_n; i++)
        if (strcmp(app->packs[i].code, code) == 0)
            return app->packs[i].pack;
    return NULL;
}

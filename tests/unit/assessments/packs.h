/* Packs from disk for the tests of the domain: the tiny one made for them, and the shipped one. */
#ifndef TESTS_UNIT_ASSESSMENTS_PACKS_H
#define TESTS_UNIT_ASSESSMENTS_PACKS_H

#include "assessments/form.h"
#include "assessments/pack.h"
#include "tests/unit/assessments/unit.h"

#define TINY_FOLDER    SOURCE_DIR "/tests/unit/assessments/tiny"
#define SHIPPED_FOLDER SOURCE_DIR "/assessments/packs/client-manager"

/* A folder, and one edit to make in what is read from it: in `file`, the first `find` becomes
 * `put`. file NULL = no edit; put NULL = the file is not there. */
struct folder {
    const char *path, *file, *find, *put;
};

static inline enum errc folder_read(void *context, const char *name, struct arena *a,
                                    const char **ret_bytes, size_t *ret_n, struct err *e) {
    const struct folder *folder = context;
    bool edit = folder->file != NULL && strcmp(folder->file, name) == 0;
    if (edit && folder->put == NULL)
        return ERR(e, E_NOT_FOUND, "removed for the test");
    FILE *f = fopen(arena_printf(a, "%s/%s", folder->path, name), "rb");
    if (f == NULL)
        return ERR(e, E_NOT_FOUND, "no %s", name);
    fseek(f, 0, SEEK_END);
    size_t room = (size_t)ftell(f);
    rewind(f);
    char *bytes = arena_alloc(a, room + 1, 1);
    size_t n = fread(bytes, 1, room, f);
    fclose(f);
    *ret_bytes = bytes;
    *ret_n = n;
    char *at = edit ? strstr(bytes, folder->find) : NULL;
    if (edit && at == NULL)
        fail_msg("%s does not hold %s", name, folder->find);
    if (at != NULL) {
        *ret_bytes = arena_printf(a, "%.*s%s%s", (int)(at - bytes), bytes, folder->put,
                                  at + strlen(folder->find));
        *ret_n = strlen(*ret_bytes);
    }
    return OK;
}

static inline const struct pack *load_or_fail(const char *path, struct arena *a) {
    struct folder folder = { .path = path };
    struct pack_reader reader = { .read = folder_read, .context = &folder };
    struct pack_faults *faults = ARENA_NEW(a, struct pack_faults);
    const struct pack *pack = NULL;
    struct err e = { .code = OK };
    if (pack_load(&reader, a, &pack, faults, &e) == OK)
        return pack;
    for (size_t i = 0; i < faults->n; i++)
        print_error("%s: %s: %s\n", faults->list[i].file, faults->list[i].path,
                    faults->list[i].reason);
    fail_msg("%s", e.msg);
    return NULL;
}

/* The item of a pack with this code, whatever its instrument. */
static inline const struct item *item_or_fail(const struct pack *p, const char *code) {
    for (size_t i = 0; i < p->instruments_n; i++) {
        const struct item *item = item_find(&p->instruments[i], code);
        if (item != NULL)
            return item;
    }
    fail_msg("no item %s", code);
    return NULL;
}

#endif

/* assessments/pack.c — loading a pack, and finding things in it. */
#include "assessments/pack.h"

#include <stdio.h>
#include <string.h>

#include "assessments/key.h"
#include "assessments/pack_read.h"
#include "assessments/weight.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"

#define INSTRUMENT_FOLDER "instruments/"
#define FILES_MAX         40

/* One step of loading: a file, and what reads it. A file may be read in several steps, because
 * segments point to competencies, and these to clusters. */
struct step {
    const char *file;
    void (*read)(struct pack_build *b, const struct pack_place *root);
};

static const struct step STEPS[] = {
    { "model/profiles.json", pack_read_clusters },
    { "model/competencies.json", pack_read_competencies },
    { "model/profiles.json", pack_read_profiles },
    { "job/duties.json", pack_read_duties },
    { "job/kpis.json", pack_read_kpis },
    { "job/rights.json", pack_read_rights },
    { "job/instruction.json", pack_read_instruction },
    { "questionnaire.json", pack_read_questionnaire },
};

/* Parse a file once. The value stays NULL when it is absent or no JSON; both are faults. */
static enum errc parse_file(struct pack_build *b, const struct pack_reader *reader,
                            const char *file, const struct json **ret_value, struct err *e) {
    const char *bytes = NULL;
    size_t n = 0;
    struct err why = { .code = OK };
    b->file = file;
    enum errc code = reader->read(reader->context, file, b->a, &bytes, &n, &why);
    if (code == E_NOT_FOUND) {
        pack_fault(b, NULL, "there is no such file");
        return OK;
    }
    if (code != OK)
        return ERR(e, code, "cannot read %s: %s", file, why.msg);
    if (json_parse(bytes, n, JSON_FILE, b->a, ret_value, &why) != OK)
        pack_fault(b, NULL, "%s", why.msg);
    return OK;
}

static bool is_known_file(const char *name) {
    for (size_t i = 0; i < COUNT(STEPS); i++)
        if (strcmp(STEPS[i].file, name) == 0)
            return true;
    return false;
}

static bool is_instrument_file(const char *name) {
    size_t folder = strlen(INSTRUMENT_FOLDER), n = strlen(name);
    if (strncmp(name, INSTRUMENT_FOLDER, folder) != 0 || n < folder + 6)
        return false;
    return strcmp(name + n - 5, ".json") == 0 && strchr(name + folder, '/') == NULL &&
           name[folder] != '.';
}

/* The instrument files that pack.json lists. */
struct file_list {
    const char *instruments[PACK_INSTRUMENTS_MAX];
    size_t n;
};

static void read_files(struct pack_build *b, const struct pack_place *root, struct file_list *files) {
    struct pack_place list = place_member(root, "files");
    size_t n = pack_array(b, &list, 1, FILES_MAX), codes_n = 0;
    const char *seen[FILES_MAX] = { NULL };
    for (size_t i = 0; i < n; i++) {
        struct pack_place p = place_element(&list, i);
        const char *name = json_string(p.value);
        if (name == NULL || (!is_known_file(name) && !is_instrument_file(name))) {
            pack_fault(b, &p, "is no file that a pack can have");
            continue;
        }
        pack_unique(b, &p, seen, &codes_n, name);
        if (!is_instrument_file(name))
            continue;
        if (files->n == PACK_INSTRUMENTS_MAX)
            pack_fault(b, &p, "there are more than %d instruments", PACK_INSTRUMENTS_MAX);
        else
            files->instruments[files->n++] = name;
    }
    for (size_t i = 0; i < COUNT(STEPS); i++) {
        bool listed = false;
        for (size_t j = 0; j < codes_n; j++)
            listed |= strcmp(seen[j], STEPS[i].file) == 0;
        if (!listed && (i == 0 || strcmp(STEPS[i].file, STEPS[0].file) != 0))
            pack_fault(b, &list, "\"%s\" is not listed", STEPS[i].file);
    }
    if (files->n == 0)
        pack_fault(b, &list, "there is no instrument");
}

static void read_head(struct pack_build *b, const struct json *value, struct file_list *files) {
    static const char *const names[] = { "code", "version", "title", "role", "files", NULL };
    struct pack_place root = { .value = value };
    b->pack->code = b->pack->version = "";
    if (value == NULL || !pack_object(b, &root, names))
        return;
    b->pack->code = pack_code(b, &root, "code");
    b->pack->version = pack_code(b, &root, "version");
    b->pack->title = pack_text(b, &root, "title");
    b->pack->role = pack_text(b, &root, "role");
    read_files(b, &root, files);
}

static enum errc read_instruments(struct pack_build *b, const struct pack_reader *reader,
                                  const struct file_list *files, struct err *e) {
    struct instrument *all = ARENA_ARRAY(b->a, files->n, struct instrument);
    struct instrument_keys *keys = ARENA_ARRAY(b->a, files->n, struct instrument_keys);
    const char *codes[PACK_INSTRUMENTS_MAX] = { NULL };
    size_t codes_n = 0;
    for (size_t i = 0; i < files->n; i++) {
        const struct json *value = NULL;
        TRY(parse_file(b, reader, files->instruments[i], &value, e));
        all[i].index = i;
        all[i].code = "";
        struct pack_place root = { .value = value };
        if (value != NULL)
            pack_read_instrument(b, &root, &all[i], &keys[i]);
        pack_unique(b, &root, codes, &codes_n, all[i].code);
    }
    b->pack->instruments = all;
    b->pack->instruments_n = files->n;
    b->pack->keys = keys;
    return OK;
}

static enum errc read_steps(struct pack_build *b, const struct pack_reader *reader, struct err *e) {
    const struct json *profiles = NULL;
    TRY(parse_file(b, reader, STEPS[0].file, &profiles, e));
    for (size_t i = 0; i < COUNT(STEPS); i++) {
        const struct json *value = profiles;
        if (strcmp(STEPS[i].file, STEPS[0].file) != 0) {
            value = NULL;
            TRY(parse_file(b, reader, STEPS[i].file, &value, e));
        }
        b->file = STEPS[i].file;
        struct pack_place root = { .value = value };
        if (value != NULL)
            STEPS[i].read(b, &root);
    }
    return OK;
}

enum errc pack_load(const struct pack_reader *reader, struct arena *a, const struct pack **ret_pack,
                    struct pack_faults *ret_faults, struct err *e) {
    memset(ret_faults, 0, sizeof *ret_faults);
    struct pack *pack = ARENA_NEW(a, struct pack);
    struct pack_build b = { .a = a, .pack = pack, .faults = ret_faults };
    struct file_list files = { .n = 0 };
    const struct json *head = NULL;
    TRY(parse_file(&b, reader, "pack.json", &head, e));
    read_head(&b, head, &files);
    TRY(read_steps(&b, reader, e));
    TRY(read_instruments(&b, reader, &files, e));
    if (ret_faults->total == 0)
        pack_check_links(&b);
    if (ret_faults->total > 0)
        return ERR(e, E_INVALID, "the pack has %zu faults, the first: %.40s %.40s %.60s",
                   ret_faults->total, ret_faults->list[0].file, ret_faults->list[0].path,
                   ret_faults->list[0].reason);
    *ret_pack = pack;
    return OK;
}

#include "daemon/auth/key_proof.h"

#include <stdio.h>
#include <string.h>

#include "daemon/auth/keys.h"
#include "daemon/auth/seal.h"
#include "daemon/base/arena.h"
#include "daemon/store/db.h"
#include "daemon/store/meta.h"
#include "gen/sql/auth.h"

static const char WORD[] = "otbor";
static const struct seal_aad PLACE = { SEAL_META, SEAL_META_KEY_PROOF, 0, 0 };

static enum errc refuse(const char *keys_file, const char *what, struct err *e) {
    return ERR(e, E_CONFLICT, "%s %s this database; put back the otbor.keys made with it, or name it with --key-file",
               keys_file, what);
}

/* Comparing ---------------------------------------------------------------------------------------- */

static enum errc compare(struct db *db, const char *keys_file, const struct keys *keys,
                          struct arena *a, bool *ret_there, struct err *e) {
    const char *sealed = NULL, *word = NULL;
    TRY(meta_get(db, META_KEY_PROOF, a, &sealed, e));
    *ret_there = sealed != NULL;
    if (sealed == NULL)
        return OK;
    if (seal_open_system(keys, KEY_SYSTEM, PLACE, sealed, a, &word, NULL) != OK || strcmp(word, WORD) != 0)
        return refuse(keys_file, "is not the key file of", e);
    return OK;
}

enum errc key_proof_check(const char *db_path, const char *keys_file, const struct keys *keys,
                          struct arena *a, struct err *e) {
    struct db *db = NULL;
    bool there = false;
    TRY(db_open(db_path, DB_READ, &db, e));
    enum errc code = compare(db, keys_file, keys, a, &there, e);
    db_close(&db);
    if (code == OK && !there)
        return ERR(e, E_CONFLICT, "%s does not know its key file yet: run `otbor migrate`", db_path);
    return code;
}

/* Person keys --------------------------------------------------------------------------------------- */

enum errc key_proof_persons(struct db *db, const struct keys *keys,
                            void (*report)(void *arg, const char *sentence), void *arg,
                            struct arena *a, size_t *ret_n, struct err *e) {
    struct q_person_key_page_rows rows = { .n = 1 };
    int64_t after = 0;
    *ret_n = 0;
    while (rows.n > 0) {
        struct arena_mark mark = arena_mark(a);
        TRY(q_person_key_page(db, after, a, &rows, e));
        for (size_t i = 0; i < rows.n; i++) {
            struct person_key key = { 0 };
            after = rows.v[i].person_id;
            if (person_key_unwrap(keys, after, rows.v[i].kv, rows.v[i].wrapped, &key, NULL) != OK) {
                char sentence[96] = "";
                (void)snprintf(sentence, sizeof sentence, "the key of person %lld does not open",
                               (long long)after);
                report(arg, sentence);
                (*ret_n)++;
            }
            person_key_wipe(&key);
        }
        arena_release(a, mark);
    }
    return OK;
}

/* Making --------------------------------------------------------------------------------------------- */

static void keep_quiet(void *arg, const char *sentence) {
    (void)arg, (void)sentence;
}

static enum errc put(struct db *db, const struct keys *keys, struct arena *a, struct err *e) {
    TRY(db_begin(db, e));
    enum errc code = meta_set(db, META_KEY_PROOF, seal_put_system(keys, KEY_SYSTEM, PLACE, WORD, a), e);
    if (code == OK)
        code = db_commit(db, e);
    if (code != OK)
        db_rollback(db);
    return code;
}

static enum errc make(struct db *db, const char *keys_file, const struct keys *keys,
                      struct arena *a, struct err *e) {
    bool there = false;
    size_t closed = 0;
    TRY(compare(db, keys_file, keys, a, &there, e));
    if (there)
        return OK;
    TRY(key_proof_persons(db, keys, keep_quiet, NULL, a, &closed, e));
    if (closed > 0)
        return refuse(keys_file, "does not open the people of", e);
    return put(db, keys, a, e);
}

enum errc key_proof_make(const char *db_path, const char *keys_file, struct arena *a, struct err *e) {
    struct keys *keys = NULL;
    struct db *db = NULL;
    TRY(keys_open(keys_file, &keys, e));
    enum errc code = db_open(db_path, DB_WRITE, &db, e);
    if (code == OK)
        code = make(db, keys_file, keys, a, e);
    db_close(&db);
    keys_close(&keys);
    return code;
}

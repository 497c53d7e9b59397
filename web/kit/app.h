/* web/kit/app.h — what every page and flow of this process shares: loaded once, then const.
 */
#ifndef WEB_KIT_APP_H
#define WEB_KIT_APP_H

#include <stdbool.h>
#include <stddef.h>
#include "daemon/base/err.h"

struct arena;
struct buf;
struct keys;
struct pack;
struct pack_faults;
struct texts;
struct writer;

/* A loaded content pack: everything about one role. */
struct app_pack {
    const char *code; /* "client-manager" */
    const struct pack *pack;
    const char *content; /* fingerprint of its files: another letter in one of them is another content */
};

struct app {
    struct arena *arena;           /* process-long memory */
    struct keys *keys;             /* DIR/otbor.keys; locked memory */
    const struct app_pack *packs;  /* shipped ones, then private ones, each by name; [0] is the default role */
    size_t packs_n;
    const struct texts *texts;     /* consent and other legal texts, by name and version */
    const char *data_dir;
    const char *public_url;        /* NULL = this machine's own use only */
    const char *links_at;          /* what links in letters begin with: public_url, else where the server listens;
                                      NULL in command line tools without public_url */
    const char *smtp_url;          /* NULL = letters wait in the outbox */
    bool https;                    /* public_url is https: __Host- cookies, HSTS */
    bool demo;                     /* the database is a demonstration: say so on every page */
    bool limits;                   /* rate limits on? */
    /* Of the running process; NULL in command line tools. system is what they are called with. */
    void *system;
    struct writer *writer;                          /* the write lane */
    bool (*has_room)(void *system);                 /* is there disk space for new work? */
    const char *(*not_ready)(void *system);         /* why not, a word without quotes; NULL = ready */
    void (*metrics)(void *system, struct buf *out); /* Prometheus text */
};

/* Load packs (shipped ones, then DIR/packs), texts and keys for the data folder dir. A private pack under
 * the code of a shipped one takes its place; the log says so.
 * Memory: in a, which must live as long as the process.
 * Errors: E_INVALID (a faulty pack: e names the first fault), E_NOT_FOUND, E_DENIED (key file modes), E_CONFLICT
 * (the key file is not this database's). */
enum errc app_load(const char *dir, const char *key_file, struct arena *a, struct app **ret_app,
                   struct err *e) MUST_CHECK;

/* Asked by whatever begins something: on a nearly full disk only what is under way goes on. Says nothing more
 * than its code: the server logs it once. Errors: E_BUSY. Thread: any. */
enum errc app_check_room(const struct app *app) MUST_CHECK;

/* Wipe the keys. The arena is the caller's. */
void app_close(struct app *app);

/* Read and check a pack in a folder on disk: `otbor pack validate`. Faults as in pack_load. */
enum errc app_read_pack(const char *dir, struct arena *a, const struct pack **ret_pack,
                        struct pack_faults *ret_faults, struct err *e) MUST_CHECK;

/* The role that a request or a vacancy names by its pack's code; NULL as a code is the default role, for
 * pages that belong to none. Returns NULL when no such pack is loaded. */
const struct pack *app_pack(const struct app *app, const char *code);

/* The fingerprint of a loaded pack's content: what scores are stored with. */
const char *app_content(const struct app *app, const struct pack *pack);

#endif

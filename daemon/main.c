/* otbor: the composition root. Commands are a table; `serve` is daemon/serve.c. */
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "daemon/auth/key_proof.h"
#include "daemon/auth/keys.h"
#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/base/clock.h"
#include "daemon/base/file.h"
#include "daemon/base/rand.h"
#include "daemon/conf/conf.h"
#include "daemon/serve.h"
#include "daemon/store/backup.h"
#include "daemon/store/lock.h"
#include "daemon/store/migrate.h"
#include "web/commands/commands.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, PROCESS_BYTES = 1 << 30, HEAP_KEPT_BYTES = 32 << 20 };

static int failed(const struct err *e) {
    err_print(e);
    return EXIT_FAILED;
}

static const char *db_path(const struct conf *conf, struct arena *a) {
    return arena_printf(a, "%s/otbor.db", conf_get(conf, "data"));
}

/* Commands of the store --------------------------------------------------------------------------- */

/* An update may turn out badly, and going back is restoring: so an older database is copied first. */
static enum errc backup_before(const struct conf *conf, struct arena *a, struct err *e) {
    enum migrate_state state = MIGRATE_FOREIGN;
    TRY(migrate_check(db_path(conf, a), &state, e));
    if (state != MIGRATE_OLDER || conf_on(conf, "without_backup"))
        return OK;
    char when[32] = "";
    time_t now = (time_t)(clock_now_ms() / SECOND_MS);
    struct tm parts = { 0 };
    (void)gmtime_r(&now, &parts);
    (void)strftime(when, sizeof when, "%Y%m%dT%H%M%SZ", &parts);
    const char *dest = arena_printf(a, "%s/before-update-%s", conf_get(conf, "data"), when);
    TRY(backup_make(db_path(conf, a), dest, e));
    (void)printf("%s.db and %s.keys written: to go back, install the old version and `otbor restore` them; "
                 "remove the .keys within 30 days\n", dest, dest);
    return OK;
}

static int command_migrate(const struct conf *conf, struct arena *a) {
    struct err e = { 0 };
    int lock = -1;
    size_t applied = 0;
    enum errc code = lock_take(conf_get(conf, "data"), &lock, &e);
    if (code == OK)
        code = backup_before(conf, a, &e);
    if (code == OK)
        code = migrate_run(db_path(conf, a), &applied, &e);
    if (code == OK)
        code = key_proof_make(db_path(conf, a), keys_path(conf_get(conf, "key_file"), conf_get(conf, "data"), a), a, &e);
    lock_free(&lock);
    if (code != OK)
        return failed(&e);
    (void)printf("%zu migrations applied\n", applied);
    return EXIT_DONE;
}

/* What of a data folder is in no backup, in one line; nothing when there is none of it. */
static void say_beside(const char *dir, const char *words, struct arena *a) {
    static const char *const BESIDE[] = { "operator.json", "otbor.conf", "packs", "erased.log" };
    size_t n = 0;
    for (size_t i = 0; i < COUNT(BESIDE); i++) {
        const char *path = arena_printf(a, "%s/%s", dir, BESIDE[i]);
        if (access(path, F_OK) != 0)
            continue;
        (void)printf("%s %s", n == 0 ? words : ",", path);
        n++;
    }
    if (n > 0)
        (void)printf("\n");
}

static int command_backup(const struct conf *conf, struct arena *a) {
    struct err e = { 0 };
    if (conf->args_n != 1) {
        (void)fprintf(stderr, "otbor: usage: otbor backup F --data DIR (writes F.db and F.keys)\n");
        return EXIT_USAGE;
    }
    if (backup_make(db_path(conf, a), conf->args[0], &e) != OK)
        return failed(&e);
    const char *dir = conf_get(conf, "data");
    (void)printf("%s.db and %s.keys written and verified; keep F.keys 30 days at most, apart from F.db\n",
                 conf->args[0], conf->args[0]);
    (void)printf("the key file %s is not in them: without it this backup is closed for ever. Keep a copy of it once, "
                 "elsewhere; it does not change\n", keys_path(conf_get(conf, "key_file"), dir, a));
    say_beside(dir, "not in them either, copy", a);
    return EXIT_DONE;
}

/* F names F.db and F.keys; --without-keys restores what needs no person's key. */
static int command_restore(const struct conf *conf, struct arena *a) {
    struct err e = { 0 };
    int64_t withheld = 0;
    if (conf->args_n != 1) {
        (void)fprintf(stderr, "otbor: usage: otbor restore F --data NEWDIR [--erased-log FILE]\n");
        return EXIT_USAGE;
    }
    const char *dir = conf_get(conf, "data");
    const char *db = arena_printf(a, "%s.db", conf->args[0]);
    const char *keys = conf_on(conf, "without_keys") ? NULL : arena_printf(a, "%s.keys", conf->args[0]);
    bool made = false;
    if (file_make_folder(dir, &made, &e) != OK)
        return failed(&e);
    if (backup_restore(db, keys, conf_get(conf, "erased_log"), db_path(conf, a), &withheld, &e) != OK) {
        if (made)
            (void)rmdir(dir);
        return failed(&e);
    }
    (void)printf("restored to %s; keys of %lld erased people stay out\n"
                 "not in a backup, bring them from the old folder: otbor.keys (nothing opens without it; chmod 600), "
                 "operator.json, otbor.conf, packs/, erased.log; then `otbor check`\n",
                 db_path(conf, a), (long long)withheld);
    return EXIT_DONE;
}

static int command_version(const struct conf *conf, struct arena *a) {
    (void)conf, (void)a;
    (void)printf("otbor %s\n", OTBOR_VERSION);
    return EXIT_DONE;
}

/* The table --------------------------------------------------------------------------------------- */

static const struct param MIGRATE_PARAMS[] = {
    { "without_backup", NULL, NULL, "do not write DIR/before-update-… first" },
};

static const struct param SERVE_PARAMS[] = {
    { "trust_clock", NULL, NULL, "the clock is right, whatever the database says of the time" },
};

static const struct param RESTORE_PARAMS[] = {
    { "erased_log", "FILE", NULL, "erased.log of the installation: whom it names stays erased" },
    { "without_keys", NULL, NULL, "restore without F.keys: what is sealed stays closed for ever" },
};

/* What the tools of a folder take of the server's parameters. */
#define TOOL_FLAGS " data key_file "

enum folder { FOLDER_NONE, FOLDER_MADE, FOLDER_THERE }; /* does a command need DIR, and does it make it? */

static const struct command {
    struct conf_flags flags; /* its name first */
    const char *args, *summary;
    const char *failed; /* what exit 1 means */
    const char *example;
    enum folder folder;
    int (*run)(const struct conf *conf, struct arena *a);
} COMMANDS[] = {
    { { "serve", NULL, SERVE_PARAMS, COUNT(SERVE_PARAMS) }, "", "serve the data folder; an empty or missing one is made", "it could not start",
      "otbor serve --data /var/lib/otbor --listen 127.0.0.1:8080", FOLDER_MADE, serve },
    { { "migrate", TOOL_FLAGS, MIGRATE_PARAMS, COUNT(MIGRATE_PARAMS) }, "",
      "bring an older database up to date; a backup is made first", "nothing was changed, the line says why",
      "otbor migrate --data /var/lib/otbor", FOLDER_THERE, command_migrate },
    { { "demo", " data ", DEMO_PARAMS, COUNT(DEMO_PARAMS) }, "", "fill an empty folder with a demonstration",
      "no demonstration was made", "otbor demo --data demo && otbor serve --data demo", FOLDER_MADE, command_demo },
    { { "check", TOOL_FLAGS, NULL, 0 }, "", "look for faults; rescores every attempt",
      "faults, one a line, or a check that could not be finished", "otbor check --data /var/lib/otbor", FOLDER_THERE,
      command_check },
    { { "backup", " data ", NULL, 0 }, "F", "write F.db and F.keys while serving", "no backup was made",
      "otbor backup /backups/otbor-2026-11-24 --data /var/lib/otbor", FOLDER_THERE, command_backup },
    { { "restore", " data ", RESTORE_PARAMS, COUNT(RESTORE_PARAMS) }, "F", "make a new folder out of F.db and F.keys",
      "nothing was restored", "otbor restore /backups/otbor-2026-11-24 --data /var/lib/otbor-restored", FOLDER_MADE,
      command_restore },
    { { "user", TOOL_FLAGS, USER_PARAMS, COUNT(USER_PARAMS) }, "add|list|disable|password", "the people of the agency",
      "nothing was changed, the line says why",
      "otbor user add --data /var/lib/otbor --email olga@agency.example --name \"Olga Martynova\" --password-stdin",
      FOLDER_THERE, command_user },
    { { "outbox", TOOL_FLAGS, NULL, 0 }, "[ID]", "e-mails that wait or were sent; with ID, the text of one",
      "there is no such e-mail", "otbor outbox --data /var/lib/otbor", FOLDER_THERE, command_outbox },
    { { "pack", " ", NULL, 0 }, "validate PATH", "every fault of a content pack", "faults, one a line",
      "otbor pack validate /var/lib/otbor/packs/client-manager", FOLDER_NONE, command_pack },
    { { "version", " ", NULL, 0 }, "", "the program's version", "never", "otbor version", FOLDER_NONE, command_version },
};

static void help_all(FILE *out) {
    (void)fprintf(out, "usage: otbor COMMAND [ARGUMENTS] [--FLAG VALUE ...]\n\n");
    for (size_t i = 0; i < COUNT(COMMANDS); i++)
        (void)fprintf(out, "  %-8s %s\n", COMMANDS[i].flags.command, COMMANDS[i].summary);
    (void)fprintf(out, "\notbor COMMAND --help tells its flags. Exit: 0 done, 1 failed, 2 wrong usage; what failed is one line on "
                       "standard error.\n");
}

static void help_command(const struct command *c) {
    const char *name = c->flags.command;
    bool flags = c->folder != FOLDER_NONE;
    struct buf text;
    buf_init(&text, 1 << 16);
    buf_printf(&text, "usage: otbor %s%s%s%s\n\n%s.\n", name, c->args[0] != '\0' ? " " : "", c->args,
               flags ? " --data DIR [--FLAG VALUE ...]" : "", c->summary);
    if (flags) {
        buf_puts(&text, "\n");
        conf_help(&c->flags, &text);
    }
    if (c->flags.shared == NULL)
        buf_puts(&text, "\nEach but --trust-clock also as OTBOR_… in the environment and, but for data, as a line of DIR/otbor.conf.\n");
    buf_printf(&text, "\nexit: 0 done, 1 %s, 2 wrong usage\nexample: %s\n", c->failed, c->example);
    (void)fputs(buf_str(&text), stdout);
    buf_fini(&text);
}

/* Whoever mistypes DIR learns that, and not that a file in it is missing. */
static enum errc check_folder(const struct command *c, const struct conf *conf, struct err *e) {
    struct stat st = { 0 };
    const char *dir = conf_get(conf, "data");
    if (c->folder != FOLDER_THERE || (stat(dir, &st) == 0 && S_ISDIR(st.st_mode)))
        return OK;
    return ERR(e, E_NOT_FOUND, "the data folder %.60s does not exist; check --data, or let `otbor serve` make it", dir);
}

static const struct command *find_command(const char *name) {
    for (size_t i = 0; i < COUNT(COMMANDS); i++)
        if (strcmp(COMMANDS[i].flags.command, name) == 0)
            return &COMMANDS[i];
    return NULL;
}

/* How many arguments a command takes at most: the words of its usage. */
static size_t args_max(const struct command *c) {
    size_t n = 0;
    for (const char *s = c->args; *s != '\0'; s += strcspn(s, " "), s += strspn(s, " "))
        n++;
    return n;
}

static bool wants_help(int argc, char **argv) {
    for (int i = 0; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

/* What every command wants of the process: private files, no core dumps, few heap arenas. A page over a
 * large pool takes megabytes for a moment: to give them back to the kernel and have them anew each time
 * costs more than the page, so up to HEAP_KEPT_BYTES stay. */
static void process_init(void) {
    (void)umask(0077);
    (void)setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
    (void)prctl(PR_SET_DUMPABLE, 0);
    (void)mallopt(M_ARENA_MAX, 2);
    (void)mallopt(M_MMAP_THRESHOLD, HEAP_KEPT_BYTES);
    (void)mallopt(M_TRIM_THRESHOLD, HEAP_KEPT_BYTES);
    clock_start();
    rand_start();
}

int main(int argc, char **argv) {
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        help_all(argc < 2 ? stderr : stdout);
        return argc < 2 ? EXIT_USAGE : EXIT_DONE;
    }
    const struct command *command = find_command(argv[1]);
    if (command == NULL) {
        (void)fprintf(stderr, "otbor: there is no command \"%s\"; otbor --help lists them\n", argv[1]);
        return EXIT_USAGE;
    }
    if (wants_help(argc - 2, argv + 2)) {
        help_command(command);
        return EXIT_DONE;
    }
    process_init();
    struct arena *arena = arena_new(PROCESS_BYTES);
    struct conf conf;
    struct err e = { 0 };
    int code = EXIT_USAGE;
    if (conf_load(&command->flags, argc - 2, argv + 2, arena, &conf, &e) != OK)
        (void)fprintf(stderr, "otbor: %s\n", e.msg);
    else if (conf.args_n > args_max(command))
        (void)fprintf(stderr, "otbor: \"%s\" is one argument too many; otbor %s --help tells what it takes\n",
                      conf.args[args_max(command)], argv[1]);
    else if (command->folder != FOLDER_NONE && (conf_get(&conf, "data") == NULL || conf_get(&conf, "data")[0] == '\0'))
        (void)fprintf(stderr, "otbor: which data folder? otbor %s --data DIR\n", argv[1]);
    else if (check_folder(command, &conf, &e) != OK)
        code = failed(&e);
    else
        code = command->run(&conf, arena);
    arena_free(&arena);
    return code;
}

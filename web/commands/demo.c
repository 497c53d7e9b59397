/* otbor demo: fill an empty folder, and the tour of one that is filled. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/auth/key_proof.h"
#include "daemon/auth/keys.h"
#include "daemon/auth/link.h"
#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/base/file.h"
#include "daemon/base/json.h"
#include "daemon/base/text.h"
#include "daemon/store/folder.h"
#include "daemon/store/lock.h"
#include "daemon/store/migrate.h"
#include "gen/sql/attempt.h"
#include "web/commands/commands.h"
#include "web/commands/tool.h"
#include "web/demo/demo.h"
#include "web/kit/embedded.h"

enum { DEMO_JSON_BYTES = 1 << 20 };

const struct param DEMO_PARAMS[2] = {
    { "seed", "N", "1", "people and answers are drawn from it" },
    { "tour", "URL", NULL, "say where to click first in a demo that exists; URL is where it is served" },
};

/* Making --------------------------------------------------------------------------------------------- */

static enum errc new_folder(const char *dir, struct arena *a, int *ret_lock, struct err *e) {
    bool made = false;
    TRY(file_make_folder(dir, &made, e));
    if (access(arena_printf(a, "%s/otbor.db", dir), F_OK) == 0)
        return ERR(e, E_CONFLICT, "%s has a database already; a demo needs an empty folder", dir);
    TRY(folder_check(dir, e));
    TRY(lock_take(dir, ret_lock, e));
    TRY(keys_create(arena_printf(a, "%s/otbor.keys", dir), e));
    TRY(migrate_create(arena_printf(a, "%s/otbor.db", dir), e));
    return key_proof_make(arena_printf(a, "%s/otbor.db", dir), arena_printf(a, "%s/otbor.keys", dir), a, e);
}

static enum errc write_file(const char *dir, const char *name, const char *bytes, size_t len, struct arena *a,
                            struct err *e) {
    const char *path = arena_printf(a, "%s/%s", dir, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return ERR_SYS(e, E_DENIED, errno, "cannot write %s", path);
    ssize_t n = write(fd, bytes, len);
    (void)close(fd);
    return n == (ssize_t)len ? OK : ERR(e, E_BUSY, "%s could not be written whole", path);
}

static enum errc make(const struct conf *conf, struct arena *a, struct buf *json, int *lock, struct err *e) {
    int64_t seed = 0;
    if (text_i64(conf_get(conf, "seed"), 0, INT64_MAX, &seed) != OK)
        return ERR(e, E_INVALID, "--seed is a whole number, not \"%s\"", conf_get(conf, "seed"));
    const char *dir = conf_get(conf, "data");
    TRY(new_folder(dir, a, lock, e));
    const struct embedded_file *agency = embedded_find("web/demo/operator.json");
    CHECK(agency != NULL);
    TRY(write_file(dir, "operator.json", agency->bytes, agency->n, a, e));
    struct tool t = { 0 };
    enum errc code = tool_open(conf, a, &t, e);
    if (code == OK)
        code = demo_make(&t, (uint64_t)seed, json, e);
    tool_close(&t);
    return code == OK ? write_file(dir, "demo.json", json->data, json->len, a, e) : code;
}

/* The tour -------------------------------------------------------------------------------------------- */

static const char *at(const struct json *list, size_t i, const char *name) {
    const struct json *one = list != NULL && i < list->children_n ? &list->children[i] : NULL;
    const char *s = one != NULL && one->type == JSON_STRING ? one->string : json_string(json_member(one, name));
    return s != NULL ? s : "";
}

/* Invitations that still let somebody begin: the first of them and their number. */
struct unused {
    const char *first; /* "" when there is none */
    size_t n;
};

static enum errc find_unused(struct tool *t, const struct json *list, struct arena *a, struct unused *ret, struct err *e) {
    *ret = (struct unused){ .first = "" };
    for (size_t i = 0; list != NULL && i < list->children_n; i++) {
        const struct link *link = NULL;
        const struct q_attempt_of_application_row *attempt = NULL;
        const char *path = at(list, i, "");
        const char *token = strncmp(path, "/l/", 3) == 0 ? path + 3 : "";
        TRY(link_find(t->db, t->app->keys, "invite", token, a, &link, e));
        if (link == NULL || !link_lives(link, t->flow.now_ms))
            continue;
        TRY(q_attempt_of_application(t->db, link->object_id, a, &attempt, e));
        if (attempt == NULL && ret->n++ == 0)
            ret->first = path;
    }
    return OK;
}

static void print_tour(const struct json *demo, const struct unused *unused, const char *url) {
    const struct json *users = json_member(demo, "users"), *clients = json_member(demo, "clients");
    const struct json *vacancies = json_member(demo, "vacancies");
    (void)printf("\nOtbor: %s   (English: %s/en/)\n\n", url, url);
    (void)printf("Recruiter   %s/login\n            %s   %s\n", url, at(users, 1, "email"), at(users, 1, "password"));
    (void)printf("            first: %s/desk/vacancies/%lld/shortlist\n", url,
                 vacancies != NULL && vacancies->children_n > 0
                     ? (long long)json_member(&vacancies->children[0], "id")->number
                     : 0LL);
    (void)printf("Client      %s%s   the status of a request\n", url, at(clients, 0, "status"));
    (void)printf("            %s%s   a shortlist to choose from\n", url, at(clients, 0, "portal"));
    if (unused->n > 0)
        (void)printf("Candidate   %s%s   an unused invitation, one of %zu\n", url, unused->first, unused->n);
    (void)printf("%s%s%s   a public vacancy\n", unused->n > 0 ? "            " : "Candidate   ", url, at(vacancies, 1, "public"));
    (void)printf("Administrator  %s/login\n            %s   %s\n\n", url, at(users, 0, "email"), at(users, 0, "password"));
    (void)printf("Or begin as a client: %s/request\n\n", url);
}

static int tour(const struct conf *conf, struct arena *a) {
    const char *path = arena_printf(a, "%s/demo.json", conf_get(conf, "data"));
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return 0; /* a folder of real data has no tour */
    char *bytes = arena_alloc(a, DEMO_JSON_BYTES, 1);
    size_t n = fread(bytes, 1, DEMO_JSON_BYTES, file);
    (void)fclose(file);
    const struct json *demo = NULL;
    struct err e = { 0 };
    if (json_parse(bytes, n, JSON_FILE, a, &demo, &e) != OK)
        return tool_failed(&e);
    struct tool t = { 0 };
    struct unused unused = { .first = "" };
    enum errc code = tool_open(conf, a, &t, &e);
    if (code == OK)
        code = find_unused(&t, json_member(demo, "invitations"), a, &unused, &e);
    tool_close(&t);
    if (code != OK)
        return tool_failed(&e);
    print_tour(demo, &unused, conf_get(conf, "tour"));
    return 0;
}

int command_demo(const struct conf *conf, struct arena *a) {
    if (conf_get(conf, "tour") != NULL)
        return tour(conf, a);
    struct err e = { 0 };
    struct buf json;
    int lock = -1;
    buf_init(&json, DEMO_JSON_BYTES);
    enum errc code = make(conf, a, &json, &lock, &e);
    lock_free(&lock);
    if (code == OK)
        (void)printf("%s\n", buf_str(&json));
    buf_fini(&json);
    return code == OK ? 0 : tool_failed(&e);
}

#include "daemon/auth/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/file.h"
#include "daemon/base/text.h"

#define FIRST_LINE "otbor-keys 1"
#define CONTEXT    "otborkdf" /* of crypto_kdf, exactly 8 characters */

enum {
    FILE_BYTES_MAX = 4096,
    LINE_WORDS = 43, /* 32 bytes as base64url */
    BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING,
};

struct root {
    int version;
    unsigned char derived[KEY__MAX][KEY_BYTES];
};

/* One block of sodium_malloc. Roots are sorted, newest first. */
struct keys {
    size_t roots_n;
    struct root roots[KEYS_ROOTS_MAX];
};

const char *keys_path(const char *key_file, const char *dir, struct arena *a) {
    if (key_file != NULL)
        return key_file;
    const char *credentials = getenv("CREDENTIALS_DIRECTORY");
    if (credentials != NULL) {
        const char *path = arena_printf(a, "%s/otbor.keys", credentials);
        if (access(path, F_OK) == 0)
            return path;
    }
    return arena_printf(a, "%s/otbor.keys", dir);
}

/* Making */

static void put_key(char *out, size_t n, const char *name) {
    unsigned char key[KEY_BYTES];
    char text[LINE_WORDS + 1];
    randombytes_buf(key, sizeof key);
    (void)sodium_bin2base64(text, sizeof text, key, sizeof key, BASE64);
    (void)snprintf(out, n, "%s = %s\n", name, text);
    sodium_memzero(key, sizeof key);
    sodium_memzero(text, sizeof text);
}

static enum errc write_all(int fd, const char *text, size_t n, struct err *e) {
    if (write(fd, text, n) != (ssize_t)n)
        return ERR_SYS(e, E_BUSY, errno, "the key file cannot be written");
    return OK;
}

enum errc keys_create(const char *path, struct err *e) {
    char part[FILE_PATH_BYTES] = "";
    TRY(file_part(path, part, e));
    if (access(path, F_OK) == 0)
        return ERR(e, E_CONFLICT, "there is a key file %.120s already", path);
    (void)unlink(part);
    int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return ERR_SYS(e, E_DENIED, errno, "the key file %.120s cannot be made", path);
    char root[80], seal[80], text[200];
    put_key(root, sizeof root, "root.1");
    put_key(seal, sizeof seal, "seal.1");
    int n = snprintf(text, sizeof text, FIRST_LINE "\n%s%s", root, seal);
    enum errc code = write_all(fd, text, (size_t)n, e);
    sodium_memzero(root, sizeof root);
    sodium_memzero(seal, sizeof seal);
    sodium_memzero(text, sizeof text);
    (void)close(fd);
    if (code == OK)
        code = file_publish(part, path, e);
    if (code != OK)
        (void)unlink(part);
    return code;
}

/* Reading */

static enum errc derive(struct keys *k, int64_t version, const unsigned char key[KEY_BYTES],
                        struct err *e) {
    if (k->roots_n == KEYS_ROOTS_MAX)
        return ERR(e, E_INVALID, "the key file has more than %d roots", KEYS_ROOTS_MAX);
    size_t at = k->roots_n;
    for (size_t i = 0; i < k->roots_n; i++)
        if (k->roots[i].version == version)
            return ERR(e, E_INVALID, "root.%d is in the key file twice", (int)version);
    while (at > 0 && k->roots[at - 1].version < version) {
        k->roots[at] = k->roots[at - 1];
        at--;
    }
    struct root *r = &k->roots[at];
    r->version = (int)version;
    for (int use = 1; use < KEY__MAX; use++)
        CHECK(crypto_kdf_derive_from_key(r->derived[use], KEY_BYTES, (uint64_t)use, CONTEXT, key) ==
              0);
    k->roots_n++;
    return OK;
}

/* One line behind the first: "root.N = KEY", "seal.N = KEY", blank or "# note". */
static enum errc read_line(struct keys *k, char *line, int number, struct err *e) {
    if (line[0] == '\0' || line[0] == '#')
        return OK;
    bool root = strncmp(line, "root.", 5) == 0;
    char *equals = strstr(line, " = ");
    int64_t version = 0;
    if ((!root && strncmp(line, "seal.", 5) != 0) || equals == NULL)
        return ERR(e, E_INVALID, "line %d of the key file is not \"root.N = KEY\"", number);
    *equals = '\0';
    if (text_i64(line + 5, 1, KEYS_VERSION_MAX, &version) != OK)
        return ERR(e, E_INVALID, "line %d of the key file has no number from 1 to 255", number);
    unsigned char key[KEY_BYTES];
    const char *text = equals + 3, *end = NULL;
    size_t len = 0;
    enum errc code = OK;
    if (strlen(text) != LINE_WORDS ||
        sodium_base642bin(key, sizeof key, text, LINE_WORDS, NULL, &len, &end, BASE64) != 0 ||
        len != sizeof key || *end != '\0')
        code = ERR(e, E_INVALID, "line %d of the key file has no whole key", number);
    else if (root)
        code = derive(k, version, key, e);
    sodium_memzero(key, sizeof key);
    return code;
}

static enum errc read_text(struct keys *k, char *text, struct err *e) {
    int number = 0;
    for (char *line = text; line != NULL;) {
        char *next = strchr(line, '\n');
        if (next != NULL)
            *next++ = '\0';
        number++;
        if (number > 1)
            TRY(read_line(k, line, number, e));
        else if (strcmp(line, FIRST_LINE) != 0)
            return ERR(e, E_INVALID, "the key file does not begin with \"" FIRST_LINE "\"");
        line = next;
    }
    if (k->roots_n == 0)
        return ERR(e, E_INVALID, "the key file has no root key");
    return OK;
}

/* Who may read the file? Looked at after opening, so that it cannot be exchanged in between. */
static enum errc check_file(int fd, const char *path, struct err *e) {
    struct stat st = { 0 };
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return ERR(e, E_DENIED, "the key file %.120s is not a plain file", path);
    if ((st.st_mode & 077) != 0)
        return ERR(e, E_DENIED, "others may use the key file %.100s: chmod 600", path);
    if (st.st_uid != geteuid() && st.st_uid != 0)
        return ERR(e, E_DENIED, "the key file %.120s belongs to another user", path);
    if (st.st_size >= FILE_BYTES_MAX)
        return ERR(e, E_INVALID, "the key file %.120s is too long", path);
    return OK;
}

static enum errc read_file(int fd, const char *path, struct keys *k, struct err *e) {
    TRY(check_file(fd, path, e));
    char text[FILE_BYTES_MAX] = "";
    ssize_t n = read(fd, text, sizeof text - 1);
    enum errc code = n > 0 ? read_text(k, text, e)
                           : ERR_SYS(e, E_INVALID, errno, "the key file %.120s is empty", path);
    sodium_memzero(text, sizeof text);
    return code;
}

enum errc keys_open(const char *path, struct keys **ret_keys, struct err *e) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return ERR_SYS(e, errno == ENOENT ? E_NOT_FOUND : E_DENIED, errno,
                       "the key file %.90s cannot be opened: %s; put it back, or name it with --key-file", path,
                       strerror(errno));
    CHECK(sodium_init() >= 0);
    struct keys *k = sodium_malloc(sizeof *k);
    CHECK(k != NULL);
    memset(k, 0, sizeof *k);
    enum errc code = read_file(fd, path, k, e);
    (void)close(fd);
    if (code != OK) {
        sodium_free(k);
        return code;
    }
    CHECK(sodium_mprotect_readonly(k) == 0);
    *ret_keys = k;
    return OK;
}

void keys_close(struct keys **keys) {
    if (*keys != NULL)
        sodium_free(*keys);
    *keys = NULL;
}

size_t keys_n(const struct keys *keys) {
    return keys->roots_n;
}

int keys_version(const struct keys *keys, size_t i) {
    CHECK(i < keys->roots_n);
    return keys->roots[i].version;
}

const unsigned char *keys_get(const struct keys *keys, int version, enum key_use use) {
    CHECK(use > 0 && use < KEY__MAX);
    for (size_t i = 0; i < keys->roots_n; i++)
        if (keys->roots[i].version == version)
            return keys->roots[i].derived[use];
    return NULL;
}

#include "daemon/store/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "daemon/base/check.h"

static bool ends_with(const char *name, const char *end) {
    size_t n = strlen(name), m = strlen(end);
    return n > m && strcmp(name + n - m, end) == 0;
}

/* "lost+found" is the file system's own, at the root of a volume. */
static bool is_ours(const char *name) {
    static const char *const NAMES[] = { ".", "..", "operator.json", "demo.json", "packs", "erased.log", "lost+found" };
    for (size_t i = 0; i < COUNT(NAMES); i++)
        if (strcmp(name, NAMES[i]) == 0)
            return true;
    return strncmp(name, "otbor.", 6) == 0 || ends_with(name, ".db") || ends_with(name, ".keys");
}

enum errc folder_check(const char *dir, struct err *e) {
    DIR *d = opendir(dir);
    if (d == NULL)
        return ERR_SYS(e, E_DENIED, errno, "the folder %.100s cannot be read", dir);
    enum errc code = OK;
    for (const struct dirent *f = readdir(d); f != NULL && code == OK; f = readdir(d))
        if (!is_ours(f->d_name))
            code = ERR(e, E_CONFLICT, "%.60s holds \"%.40s\", which is not Otbor's: name an empty or a new folder with --data",
                       dir, f->d_name);
    (void)closedir(d);
    return code;
}

#include "daemon/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum errc sync_path(const char *path, int flags, struct err *e) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    if (fd < 0)
        return ERR_SYS(e, E_DENIED, errno, "%.140s cannot be opened", path);
    int failed = fsync(fd) != 0 ? errno : 0;
    (void)close(fd);
    if (failed != 0)
        return ERR_SYS(e, E_BUSY, failed, "%.140s cannot be written to the disk", path);
    return OK;
}

enum errc file_make_folder(const char *dir, bool *ret_made, struct err *e) {
    char parent[FILE_PATH_BYTES] = "";
    if (snprintf(parent, sizeof parent, "%s/..", dir) >= (int)sizeof parent)
        return ERR(e, E_INVALID, "the path %.100s… is too long", dir);
    *ret_made = mkdir(dir, 0700) == 0;
    if (!*ret_made && errno != EEXIST)
        return ERR_SYS(e, E_DENIED, errno, "the folder %.90s cannot be made: %s; choose another, or make "
                       "it for this user", dir, strerror(errno));
    return *ret_made ? sync_path(parent, O_DIRECTORY, e) : OK;
}

enum errc file_part(const char *path, char out[FILE_PATH_BYTES], struct err *e) {
    if (snprintf(out, FILE_PATH_BYTES, "%s" FILE_PART, path) >= FILE_PATH_BYTES)
        return ERR(e, E_INVALID, "the path %.100s… is too long", path);
    return OK;
}

enum errc file_publish(const char *part, const char *path, struct err *e) {
    char dir[FILE_PATH_BYTES] = ".";
    const char *slash = strrchr(path, '/');
    if (slash != NULL &&
        snprintf(dir, sizeof dir, "%.*s", (int)(slash - path) + 1, path) >= (int)sizeof dir)
        return ERR(e, E_INVALID, "the path %.100s… is too long", path);
    if (access(path, F_OK) == 0)
        return ERR(e, E_CONFLICT, "there is a file %.140s already", path);
    TRY(sync_path(part, O_NOFOLLOW, e));
    if (rename(part, path) != 0)
        return ERR_SYS(e, E_DENIED, errno, "%.140s cannot be named", path);
    return sync_path(dir, O_DIRECTORY, e);
}

#include "daemon/store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum errc lock_take(const char *dir, int *ret_fd, struct err *e) {
    char path[4096] = "";
    if (snprintf(path, sizeof path, "%s/otbor.lock", dir) >= (int)sizeof path)
        return ERR(e, E_INVALID, "the path of the data folder is too long");
    int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return ERR_SYS(e, E_DENIED, errno, "%.90s cannot be opened: %s; this user must own the data folder and "
                       "may write there", path, strerror(errno));
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        int sys = errno;
        (void)close(fd);
        return ERR_SYS(e, E_CONFLICT, sys, "another otbor is using %.100s; stop it first, or name another folder", dir);
    }
    *ret_fd = fd;
    return OK;
}

void lock_free(int *fd) {
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
}

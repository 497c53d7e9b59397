/* clock.so: put before the real server by LD_PRELOAD, it sets the server's clocks.
 *
 *   CLOCK_FILE  a file of two numbers of 8 bytes, as the machine writes them, that may change at any
 *               time: seconds that the wall clock is ahead, seconds that time has been running longer
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *set;

static void look(void) {
    static const int64_t nothing[2];
    const char *path = getenv("CLOCK_FILE");
    int fd = path != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    void *at = fd >= 0 ? mmap(NULL, 2 * sizeof *set, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;
    set = at != MAP_FAILED ? at : nothing;
    if (fd >= 0)
        (void)close(fd);
}

/* In the place of the C library's. */
int clock_gettime(clockid_t which, struct timespec *t) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, look);
    int code = (int)syscall(SYS_clock_gettime, which, t);
    if (which == CLOCK_REALTIME)
        t->tv_sec += set[0];
    if (which == CLOCK_REALTIME || which == CLOCK_BOOTTIME)
        t->tv_sec += set[1];
    return code;
}

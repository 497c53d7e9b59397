/* disk.so: put before the real server by LD_PRELOAD, it is the disk under one folder. Every act is
 * on record, it fails when told to, and it knows what a power loss would leave.
 *
 *   DISK_DIR      the folder, an absolute path without links; what is elsewhere is not touched
 *   DISK_TRACE    a file that gets a line for each act:
 *                   w FILE OFFSET LENGTH FIRST8HEX N…   written; each N stood in it as "save-N"
 *                   ( FILE   a sync begins          ) FILE   it ended well (. = the folder itself)
 *                   r STATUS N…   a reply leaves through a socket; each N stood in it as "rev":N
 *   DISK_FAULT    a file whose first byte says how the disk is now: enum fault, below
 *   DISK_MIRROR   an empty folder: it always holds what a power loss at this moment would leave.
 *                 `names` has a line "NUMBER NAME" for each file; its content is in the file NUMBER
 *   DISK_SEED     a number for what the mirror leaves to chance
 *   DISK_ENDS_AT  the process dies before its write or sync of this number
 *
 * The mirror is strict: a write is there once its file was synced, a name once the folder was.
 * Beyond that, a disk may write early: by chance it has some writes, or their first sectors, before
 * a sync. After a sync that failed, what it should have written is gone for good.
 *
 * SQLite's shared memory (…-shm) is left out: it is made anew after a power loss.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

enum fault {
    FAULT_NONE = '-',
    FAULT_FULL =
        'f', /* no space: files do not grow; a write of several bytes ends half-way first */
    FAULT_LOW = 'n',   /* nearly no space: all goes well still, and the file system says 32 MiB */
    FAULT_WRITE = 'w', /* an I/O error at each write */
    FAULT_SYNC = 's',  /* an I/O error at each sync */
    FAULT_LIE = 'l',   /* each sync says that it is done and does nothing */
};

enum {
    FDS_MAX = 65536,
    FILES_MAX = 200,
    SECTOR = 512,
    NAME_BYTES = 64,
    FOLDER = 1,
    FIRST_FILE = 2
};

/* Something that a file was told and that is not on the disk yet. */
struct act {
    struct act *next;
    off_t at;
    size_t n;
    bool cut; /* the file ends at `at` from now on */
    char bytes[];
};

struct file {
    char name[NAME_BYTES]; /* as it is now; "" = it has none any more */
    int mirror;            /* the file of its number in the mirror, -1 = no mirror */
    struct act *first, **last;
};

static struct {
    char dir[1024];
    const volatile char *fault;
    const char *mirror;
    int trace;
    long acts_left; /* until the process dies; 0 = it does not */
    uint64_t chance;
    pthread_mutex_t
        lock; /* over every act, so that the record has the order in which things were */
    struct file files[FILES_MAX];
    int files_n;
    unsigned char of_fd[FDS_MAX]; /* 0 = not ours, FOLDER, FIRST_FILE + index */
} disk = { .trace = -1, .lock = PTHREAD_MUTEX_INITIALIZER };

/* The function that this library stands before. */
#define REAL(name, ...) ((__typeof__(&(name)))real(#name))(__VA_ARGS__)

static void *real(const char *name) {
    void *f = dlsym(RTLD_NEXT, name);
    if (f == NULL)
        abort();
    return f;
}

static void must(bool good, const char *what) {
    if (good)
        return;
    fprintf(stderr, "disk.so: %s: %s\n", what, strerror(errno));
    abort();
}

static char fault_now(void) {
    return disk.fault != NULL ? *disk.fault : FAULT_NONE;
}

/* The record --------------------------------------------------------------------------------------
 */

/* Append the numbers that stand behind `word` in the bytes. */
static size_t numbers(const char *bytes, size_t n, const char *word, char *out, size_t room) {
    size_t used = 0, len = strlen(word);
    const char *end = bytes + n;
    for (const char *p = bytes; (p = memmem(p, (size_t)(end - p), word, len)) != NULL;) {
        p += len;
        long long v = 0;
        bool any = false;
        for (; p < end && *p >= '0' && *p <= '9'; p++, any = true)
            v = v * 10 + (*p - '0');
        if (any && used + 24 < room)
            used += (size_t)snprintf(out + used, room - used, " %lld", v);
    }
    out[used] = '\0';
    return used;
}

static void record(const char *line, size_t n) {
    if (disk.trace >= 0)
        must(REAL(write, disk.trace, line, n) == (ssize_t)n, "the trace");
}

static void record_write(const struct file *f, const char *bytes, size_t n, off_t at) {
    if (disk.trace < 0)
        return;
    char line[8192], hex[17] = "";
    for (size_t i = 0; i < 8 && i < n; i++)
        snprintf(hex + 2 * i, 3, "%02x", (unsigned char)bytes[i]);
    size_t used =
        (size_t)snprintf(line, sizeof line, "w %s %lld %zu %s", f->name, (long long)at, n, hex);
    used += numbers(bytes, n, "save-", line + used, sizeof line - used - 2);
    line[used++] = '\n';
    record(line, used);
}

static void record_sync(const struct file *f, char how) {
    char line[NAME_BYTES + 4];
    record(line, (size_t)snprintf(line, sizeof line, "%c %s\n", how, f != NULL ? f->name : "."));
}

static void record_reply(const struct iovec *v, int n) {
    static const char HTTP[] = "HTTP/1.1 ";
    if (disk.trace < 0 || n == 0 || v[0].iov_len < sizeof HTTP + 3 ||
        memcmp(v[0].iov_base, HTTP, sizeof HTTP - 1) != 0)
        return;
    char line[8192];
    size_t used = (size_t)snprintf(line, sizeof line, "r %.3s",
                                   (const char *)v[0].iov_base + sizeof HTTP - 1);
    for (int i = 0; i < n; i++)
        used +=
            numbers(v[i].iov_base, v[i].iov_len, "\"rev\":", line + used, sizeof line - used - 2);
    line[used++] = '\n';
    pthread_mutex_lock(&disk.lock);
    record(line, used);
    pthread_mutex_unlock(&disk.lock);
}

/* The mirror --------------------------------------------------------------------------------------
 */

static unsigned chance_of(unsigned n) {
    disk.chance = disk.chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(disk.chance >> 33) % n;
}

static void act_on_mirror(const struct file *f, const struct act *act, size_t n) {
    if (act->cut)
        must(REAL(ftruncate, f->mirror, act->at) == 0, "cutting in the mirror");
    else
        must(REAL(pwrite, f->mirror, act->bytes, n, act->at) == (ssize_t)n,
             "writing to the mirror");
}

/* A file was told something; the mirror learns of it at the next sync, or by chance now. */
static void told(struct file *f, const void *bytes, size_t n, off_t at, bool cut) {
    if (f->mirror < 0)
        return;
    struct act *act = malloc(sizeof *act + n);
    must(act != NULL, "memory");
    *act = (struct act) { .at = at, .n = n, .cut = cut };
    if (n > 0)
        memcpy(act->bytes, bytes, n);
    *f->last = act;
    f->last = &act->next;
    unsigned early = cut ? 3 : chance_of(4);
    if (early == 0)
        act_on_mirror(f, act, n);
    else if (early == 1 && n > SECTOR)
        act_on_mirror(f, act, SECTOR * (1 + chance_of((unsigned)(n / SECTOR))));
}

static void forget(struct file *f, bool done) {
    while (f->first != NULL) {
        struct act *act = f->first;
        f->first = act->next;
        if (done)
            act_on_mirror(f, act, act->n);
        free(act);
    }
    f->last = &f->first;
}

/* The names as they are now are on the disk. */
static void names_to_mirror(void) {
    if (disk.mirror == NULL)
        return;
    char path[2048], fresh[2048], line[NAME_BYTES + 16];
    snprintf(path, sizeof path, "%s/names", disk.mirror);
    snprintf(fresh, sizeof fresh, "%s/names.new", disk.mirror);
    int fd = REAL(open, fresh, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    must(fd >= 0, "the names of the mirror");
    for (int i = 0; i < disk.files_n; i++) {
        if (disk.files[i].name[0] == '\0')
            continue;
        size_t n = (size_t)snprintf(line, sizeof line, "%d %s\n", i, disk.files[i].name);
        must(REAL(write, fd, line, n) == (ssize_t)n, "the names of the mirror");
    }
    REAL(close, fd);
    must(REAL(rename, fresh, path) == 0, "the names of the mirror");
}

/* Files -------------------------------------------------------------------------------------------
 */

/* The name in our folder, "" for the folder itself, NULL for anything else. */
static const char *name_in_folder(const char *path) {
    size_t n = strlen(disk.dir);
    if (n == 0 || strncmp(path, disk.dir, n) != 0 || (path[n] != '/' && path[n] != '\0'))
        return NULL;
    const char *name = path[n] == '/' ? path + n + 1 : "";
    size_t len = strlen(name);
    bool shared = len > 4 && strcmp(name + len - 4, "-shm") == 0;
    bool dots = strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
    return shared || dots || len >= NAME_BYTES || strchr(name, '/') != NULL ? NULL : name;
}

static struct file *find(const char *name) {
    for (int i = 0; i < disk.files_n; i++)
        if (strcmp(disk.files[i].name, name) == 0)
            return &disk.files[i];
    return NULL;
}

static struct file *add(const char *name) {
    must(disk.files_n < FILES_MAX, "too many files");
    struct file *f = &disk.files[disk.files_n];
    snprintf(f->name, sizeof f->name, "%s", name);
    f->mirror = -1;
    f->last = &f->first;
    if (disk.mirror != NULL) {
        char path[2048];
        snprintf(path, sizeof path, "%s/%d", disk.mirror, disk.files_n);
        f->mirror = REAL(open, path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        must(f->mirror >= 0, "a file of the mirror");
    }
    disk.files_n++;
    return f;
}

static struct file *of(int fd) {
    if (fd < 0 || fd >= FDS_MAX || disk.of_fd[fd] < FIRST_FILE)
        return NULL;
    return &disk.files[disk.of_fd[fd] - FIRST_FILE];
}

/* What is in the folder at the start is on the disk already. */
static void take_what_is_there(void) {
    DIR *dir = opendir(disk.dir);
    if (dir == NULL)
        return;
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        char path[2048], bytes[1 << 16];
        struct stat st = { 0 };
        snprintf(path, sizeof path, "%s/%s", disk.dir, entry->d_name);
        if (name_in_folder(path) == NULL || stat(path, &st) != 0 || !S_ISREG(st.st_mode))
            continue;
        struct file *f = add(entry->d_name);
        int fd = f->mirror < 0 ? -1 : REAL(open, path, O_RDONLY);
        for (ssize_t n = 0; fd >= 0 && (n = read(fd, bytes, sizeof bytes)) > 0;)
            must(REAL(write, f->mirror, bytes, (size_t)n) == n, "the first mirror");
        if (fd >= 0)
            REAL(close, fd);
    }
    closedir(dir);
    names_to_mirror();
}

__attribute__((constructor)) static void start(void) {
    const char *dir = getenv("DISK_DIR"), *trace = getenv("DISK_TRACE"),
               *fault = getenv("DISK_FAULT");
    const char *seed = getenv("DISK_SEED");
    if (dir == NULL)
        return;
    snprintf(disk.dir, sizeof disk.dir, "%s", dir);
    const char *ends_at = getenv("DISK_ENDS_AT");
    disk.acts_left = ends_at != NULL ? atol(ends_at) : 0;
    disk.mirror = getenv("DISK_MIRROR");
    disk.chance = seed != NULL ? strtoull(seed, NULL, 10) : 1;
    if (trace != NULL) {
        disk.trace = REAL(open, trace, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        must(disk.trace >= 0, "the trace");
    }
    if (fault != NULL) {
        int fd = REAL(open, fault, O_RDONLY | O_CLOEXEC);
        must(fd >= 0, "the fault file");
        disk.fault = mmap(NULL, 1, PROT_READ, MAP_SHARED, fd, 0);
        must(disk.fault != MAP_FAILED, "the fault file");
        REAL(close, fd);
    }
    take_what_is_there();
}

/* What the server calls
 * ---------------------------------------------------------------------------- */

static int opened(const char *path, int flags, int fd) {
    const char *name = fd >= 0 && fd < FDS_MAX ? name_in_folder(path) : NULL;
    if (name == NULL)
        return fd;
    pthread_mutex_lock(&disk.lock);
    if (*name == '\0') {
        disk.of_fd[fd] = FOLDER;
    } else {
        struct file *f = find(name);
        if (f == NULL)
            f = add(name);
        if (flags & O_TRUNC)
            told(f, NULL, 0, 0, true);
        disk.of_fd[fd] = (unsigned char)(FIRST_FILE + (f - disk.files));
    }
    pthread_mutex_unlock(&disk.lock);
    return fd;
}

int open(const char *path, int flags, ...) {
    va_list args;
    va_start(args, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
    va_end(args);
    return opened(path, flags, REAL(open, path, flags, mode));
}

int open64(const char *path, int flags, ...) {
    va_list args;
    va_start(args, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
    va_end(args);
    return opened(path, flags, REAL(open64, path, flags, mode));
}

int close(int fd) {
    if (fd >= 0 && fd < FDS_MAX)
        disk.of_fd[fd] = 0;
    return REAL(close, fd);
}

/* One more write or sync: the last one does not happen any more. */
static void count_act(void) {
    if (disk.acts_left > 0 && --disk.acts_left == 0)
        (void)kill(getpid(), SIGKILL);
}

/* How many of n bytes at `at` are written now; 0 sets errno. */
static size_t may_write(int fd, size_t n, off_t at) {
    struct stat st = { 0 };
    switch (fault_now()) {
    case FAULT_WRITE:
        errno = EIO;
        return 0;
    case FAULT_FULL:
        must(fstat(fd, &st) == 0, "the size of a file");
        if (at + (off_t)n <= st.st_size)
            return n;
        errno = ENOSPC;
        return n / 2;
    default:
        return n;
    }
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at) {
    struct file *f = of(fd);
    if (f == NULL)
        return REAL(pwrite64, fd, bytes, n, at);
    pthread_mutex_lock(&disk.lock);
    ssize_t done = -1;
    count_act();
    n = may_write(fd, n, at);
    if (n > 0)
        done = REAL(pwrite64, fd, bytes, n, at);
    if (done > 0) {
        told(f, bytes, (size_t)done, at, false);
        record_write(f, bytes, (size_t)done, at);
    }
    pthread_mutex_unlock(&disk.lock);
    return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at) {
    return of(fd) != NULL ? pwrite64(fd, bytes, n, at) : REAL(pwrite, fd, bytes, n, at);
}

/* To a file of ours at its end or where it stands; replies leave by writev. */
ssize_t write(int fd, const void *bytes, size_t n) {
    if (of(fd) == NULL)
        return REAL(write, fd, bytes, n);
    bool append = fcntl(fd, F_GETFL) & O_APPEND;
    off_t at = lseek(fd, 0, append ? SEEK_END : SEEK_CUR);
    ssize_t done = pwrite64(fd, bytes, n, at);
    if (done > 0)
        lseek(fd, at + done, SEEK_SET);
    return done;
}

ssize_t writev(int fd, const struct iovec *v, int n) {
    record_reply(v, n);
    return REAL(writev, fd, v, n);
}

int ftruncate64(int fd, off64_t at) {
    struct file *f = of(fd);
    if (f == NULL)
        return REAL(ftruncate64, fd, at);
    pthread_mutex_lock(&disk.lock);
    int rc = REAL(ftruncate64, fd, at);
    if (rc == 0)
        told(f, NULL, 0, at, true);
    pthread_mutex_unlock(&disk.lock);
    return rc;
}

/* The lock is held all through: no write slips in between the sync and its mirror. */
static int sync_file(int fd, int (*sync)(int)) {
    if (fault_now() == FAULT_LIE)
        return 0;
    pthread_mutex_lock(&disk.lock);
    count_act();
    struct file *f = of(fd);
    int rc = -1;
    record_sync(f, '(');
    if (fault_now() == FAULT_SYNC)
        errno = EIO;
    else
        rc = sync(fd);
    int error = errno;
    if (f != NULL)
        forget(f, rc == 0);
    else if (rc == 0)
        names_to_mirror();
    if (rc == 0)
        record_sync(f, ')');
    pthread_mutex_unlock(&disk.lock);
    errno = error;
    return rc;
}

static bool is_ours(int fd) {
    return fd >= 0 && fd < FDS_MAX && disk.of_fd[fd] != 0;
}

int fsync(int fd) {
    return is_ours(fd) ? sync_file(fd, (int (*)(int))real("fsync")) : REAL(fsync, fd);
}

int fdatasync(int fd) {
    return is_ours(fd) ? sync_file(fd, (int (*)(int))real("fdatasync")) : REAL(fdatasync, fd);
}

int unlink(const char *path) {
    const char *name = name_in_folder(path);
    int rc = REAL(unlink, path);
    if (rc != 0 || name == NULL)
        return rc;
    pthread_mutex_lock(&disk.lock);
    struct file *f = find(name);
    if (f != NULL)
        f->name[0] = '\0';
    pthread_mutex_unlock(&disk.lock);
    return rc;
}

int rename(const char *from, const char *to) {
    const char *old = name_in_folder(from), *fresh = name_in_folder(to);
    int rc = REAL(rename, from, to);
    if (rc != 0 || old == NULL || fresh == NULL)
        return rc;
    pthread_mutex_lock(&disk.lock);
    struct file *f = find(old), *gone = find(fresh);
    if (gone != NULL)
        gone->name[0] = '\0';
    if (f != NULL)
        snprintf(f->name, sizeof f->name, "%s", fresh);
    pthread_mutex_unlock(&disk.lock);
    return rc;
}

int statvfs(const char *path, struct statvfs *ret) {
    int rc = REAL(statvfs, path, ret);
    if (rc == 0 && fault_now() == FAULT_FULL && name_in_folder(path) != NULL)
        ret->f_bavail = ret->f_bfree = 0;
    if (rc == 0 && fault_now() == FAULT_LOW && name_in_folder(path) != NULL)
        ret->f_bavail = ret->f_bfree = (32 << 20) / ret->f_frsize;
    return rc;
}

#include "daemon/store/sqlite.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "daemon/base/check.h"

enum { BUSY_TIMEOUT_MS = 5000 };

enum errc sqlite_errc(int rc) {
    switch (rc) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return E_CONFLICT;
    default:
        break;
    }
    switch (rc & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return OK;
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_CANTOPEN:
        return E_BUSY;
    case SQLITE_TOOBIG:
        return E_TOO_LARGE;
    default:
        return E_INTERNAL;
    }
}

/* SQLite calls a disk without space an I/O error in half of the places; ask the disk. */
static bool is_disk_full(const char *path, int rc) {
    enum { SOME_BYTES = 1 << 20 };
    int kind = rc & 0xff;
    struct statvfs fs;
    memset(&fs, 0, sizeof fs);
    if (kind != SQLITE_IOERR && kind != SQLITE_CANTOPEN)
        return kind == SQLITE_FULL;
    return statvfs(path, &fs) == 0 && (int64_t)fs.f_bavail * (int64_t)fs.f_frsize < SOME_BYTES;
}

enum errc sqlite_err_at(sqlite3 *handle, int rc, const char *doing, const char *at, struct err *e) {
    CHECK((rc & 0xff) != SQLITE_NOMEM);
    enum errc code = sqlite_errc(rc);
    const char *path = handle != NULL ? sqlite3_db_filename(handle, "main") : NULL;
    const char *slash = path != NULL ? strrchr(path, '/') : NULL;
    char dir[PATH_BYTES] = "";
    if (slash != NULL)
        (void)snprintf(dir, sizeof dir, "%.*s", (int)(slash - path) + 1, path);
    if (slash != NULL && is_disk_full(dir, rc)) {
        err_set(e, code, rc, at, "%s: no space left on the disk of %.*s", doing, (int)(slash - path), path);
        return code;
    }
    err_set(e, code, rc, at, "%s: %s", doing, handle ? sqlite3_errmsg(handle) : "no memory");
    return code;
}

enum errc sqlite_exec(sqlite3 *handle, const char *sql, const char *doing, struct err *e) {
    int rc = sqlite3_exec(handle, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? OK : sqlite_err(handle, rc, doing, e);
}

enum errc sqlite_prepare(sqlite3 *handle, const char *sql, sqlite3_stmt **ret_s, struct err *e) {
    int rc = sqlite3_prepare_v3(handle, sql, -1, SQLITE_PREPARE_PERSISTENT, ret_s, NULL);
    return rc == SQLITE_OK ? OK : sqlite_err(handle, rc, "preparing a statement", e);
}

enum errc sqlite_number(sqlite3 *handle, const char *sql, int64_t missing, int64_t *ret_v,
                        struct err *e) {
    sqlite3_stmt *s = NULL;
    TRY(sqlite_prepare(handle, sql, &s, e));
    int rc = sqlite3_step(s);
    enum errc code = OK;
    if (rc == SQLITE_ROW)
        *ret_v = sqlite3_column_int64(s, 0);
    else if (rc == SQLITE_DONE)
        *ret_v = missing;
    else
        code = sqlite_err(handle, rc, "reading a number", e);
    (void)sqlite3_finalize(s);
    return code;
}

/* Resolve the links of the directory, not of the file: SQLITE_OPEN_NOFOLLOW refuses both. */
static enum errc resolve(const char *path, char out[PATH_BYTES], struct err *e) {
    char dir[PATH_BYTES], real[PATH_MAX];
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    int n = slash ? snprintf(dir, sizeof dir, "%.*s", (int)(slash - path + 1), path)
                  : snprintf(dir, sizeof dir, ".");
    if (n < 0 || n >= (int)sizeof dir || *name == '\0')
        return ERR(e, E_INVALID, "the database path is too long or empty");
    if (realpath(dir, real) == NULL)
        return ERR_SYS(e, E_NOT_FOUND, errno, "the folder of the database does not exist");
    n = snprintf(out, PATH_BYTES, "%s/%s", strcmp(real, "/") == 0 ? "" : real, name);
    if (n >= PATH_BYTES)
        return ERR(e, E_INVALID, "the database path is too long");
    return OK;
}

static enum errc check_file(const char *path, struct err *e) {
    struct stat st = { 0 };
    if (lstat(path, &st) != 0)
        return ERR_SYS(e, errno == ENOENT ? E_NOT_FOUND : E_DENIED, errno,
                       "there is no database at %.120s", path);
    if (!S_ISREG(st.st_mode))
        return ERR(e, E_DENIED, "the database %.120s is not a plain file", path);
    if ((st.st_mode & 077) != 0)
        return ERR(e, E_DENIED, "others may use the database %.100s: chmod 600", path);
    return OK;
}

/* What every connection gets, served or plain (SECURITY.md §7). */
static enum errc harden(sqlite3 *handle, struct err *e) {
    static const struct {
        int option, on;
    } CONFIG[] = {
        { SQLITE_DBCONFIG_DEFENSIVE, 1 },
        { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
        { SQLITE_DBCONFIG_DQS_DML, 0 },
        { SQLITE_DBCONFIG_DQS_DDL, 0 },
        { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
        { SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0 },
        { SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
        { SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
        { SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0 },
        { SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
    };
    for (size_t i = 0; i < COUNT(CONFIG); i++) {
        int now = -1;
        int rc = sqlite3_db_config(handle, CONFIG[i].option, CONFIG[i].on, &now);
        if (rc != SQLITE_OK || now != CONFIG[i].on)
            return sqlite_err(handle, rc ? rc : SQLITE_MISUSE, "configuring a connection", e);
    }
    (void)sqlite3_busy_timeout(handle, BUSY_TIMEOUT_MS);
    (void)sqlite3_wal_autocheckpoint(handle, 0); /* store/checkpoint.h does that */
    return sqlite_exec(handle,
                       "PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
                       "PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON",
                       "configuring a connection", e);
}

/* SQLite would count its memory under one lock for all threads, at each allocation. */
static void configure_library(void) {
    CHECK(sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK);
}

enum errc sqlite_open(const char *path, enum open_how how, sqlite3 **ret_handle, struct err *e) {
    static const int FLAGS[] = {
        [OPEN_READ] = SQLITE_OPEN_READONLY,
        [OPEN_CHANGE] = SQLITE_OPEN_READWRITE,
        [OPEN_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
    };
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    CHECK(pthread_once(&once, configure_library) == 0);
    char real[PATH_BYTES] = "";
    TRY(resolve(path, real, e));
    if (how != OPEN_CREATE)
        TRY(check_file(real, e));
    sqlite3 *handle = NULL;
    int rc = sqlite3_open_v2(
        real, &handle,
        FLAGS[how] | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW, NULL);
    enum errc code =
        rc == SQLITE_OK ? harden(handle, e) : sqlite_err(handle, rc, "opening the database", e);
    if (code != OK) {
        (void)sqlite3_close(handle);
        return code;
    }
    *ret_handle = handle;
    return OK;
}

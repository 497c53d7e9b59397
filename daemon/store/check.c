#include "daemon/store/check.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "daemon/base/check.h"
#include "daemon/store/sqlite.h"

enum { FINDINGS_MAX = 100 };

struct findings {
    store_report *report;
    void *arg;
    bool good;
};

static void found(struct findings *f, const char *fmt, ...) PRINTF_LIKE(2, 3);

static void found(struct findings *f, const char *fmt, ...) {
    char sentence[512] = "";
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(sentence, sizeof sentence, fmt, args);
    va_end(args);
    f->good = false;
    f->report(f->arg, sentence);
}

/* Each row of the answer that is not "ok" is a finding: its columns behind the prefix. */
static enum errc ask(sqlite3 *handle, const char *sql, const char *prefix, struct findings *f,
                     struct err *e) {
    sqlite3_stmt *s = NULL;
    TRY(sqlite_prepare(handle, sql, &s, e));
    int rc = SQLITE_ROW;
    for (int n = 0; n < FINDINGS_MAX && (rc = sqlite3_step(s)) == SQLITE_ROW; n++) {
        const char *first = (const char *)sqlite3_column_text(s, 0);
        const char *second =
            sqlite3_column_count(s) > 1 ? (const char *)sqlite3_column_text(s, 1) : NULL;
        if (first == NULL || strcmp(first, "ok") != 0)
            found(f, "%s: %.300s %.100s", prefix, first ? first : "?", second ? second : "");
    }
    /* A file too damaged to be read on is a finding, not an error. */
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        found(f, "%s: %.200s", prefix, sqlite3_errmsg(handle));
    (void)sqlite3_finalize(s);
    return OK;
}

static void check_mode(const char *path, struct findings *f) {
    struct stat st = { 0 };
    if (stat(path, &st) != 0) {
        if (errno != ENOENT)
            found(f, "%.200s cannot be looked at: %s", path, strerror(errno));
        return;
    }
    if ((st.st_mode & 077) != 0)
        found(f, "others may use %.200s (mode %04o): chmod %s", path, st.st_mode & 07777u,
              S_ISDIR(st.st_mode) ? "700" : "600");
}

static void check_modes(const char *path, struct findings *f) {
    static const char *const BESIDE[] = { "", "otbor.keys", "otbor.conf", "erased.log", "packs" };
    static const char *const OF_DB[] = { "", "-wal", "-shm" };
    char name[PATH_BYTES + 16] = "";
    const char *slash = strrchr(path, '/');
    int dir_len = slash ? (int)(slash - path) + 1 : 2;
    for (size_t i = 0; i < COUNT(BESIDE); i++) {
        (void)snprintf(name, sizeof name, "%.*s%s", dir_len, slash ? path : "./", BESIDE[i]);
        check_mode(name, f);
    }
    for (size_t i = 0; i < COUNT(OF_DB); i++) {
        (void)snprintf(name, sizeof name, "%s%s", path, OF_DB[i]);
        check_mode(name, f);
    }
}

static enum errc check_content(const char *path, struct findings *f, struct err *e) {
    sqlite3 *handle = NULL;
    struct err why = { 0 };
    enum errc code = sqlite_open(path, OPEN_READ, &handle, &why);
    if (code == E_DENIED)
        return OK; /* the modes are reported already; nothing of such a file is trusted */
    if (code != OK) {
        if (e != NULL && e->code == OK)
            *e = why;
        return code;
    }
    int64_t id = 0;
    code = sqlite_number(handle, "PRAGMA application_id", 0, &id, &why);
    if (code != OK)
        found(f, "the database cannot be read: %.150s", why.msg);
    else if (id != OTBOR_APPLICATION_ID)
        found(f, "the file is a database of some other program");
    if (code == OK)
        code = ask(handle, "PRAGMA integrity_check", "integrity", f, e);
    if (code == OK)
        code = ask(handle, "SELECT \"table\", parent FROM pragma_foreign_key_check",
                   "a reference is broken", f, e);
    (void)sqlite3_close(handle);
    return OK;
}

enum errc store_check(const char *path, store_report *report, void *arg, bool *ret_good,
                      struct err *e) {
    struct findings f = { .report = report, .arg = arg, .good = true };
    check_modes(path, &f);
    TRY(check_content(path, &f, e));
    *ret_good = f.good;
    return OK;
}

enum errc store_check_space(const char *dir, int64_t min_bytes, int64_t *ret_bytes, struct err *e) {
    struct statvfs fs;
    memset(&fs, 0, sizeof fs);
    if (statvfs(dir, &fs) != 0)
        return ERR_SYS(e, E_INTERNAL, errno, "the free space of %.120s is unknown", dir);
    int64_t bytes = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
    if (ret_bytes != NULL)
        *ret_bytes = bytes;
    if (bytes < min_bytes)
        return ERR(e, E_BUSY, "only %lld MiB are free on the disk of %.100s",
                   (long long)(bytes >> 20), dir);
    return OK;
}

#include "daemon/store/backup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "daemon/base/check.h"
#include "daemon/base/file.h"
#include "daemon/base/rand.h"
#include "daemon/store/sqlite.h"

enum { SQL_BYTES = 512, STALE_S = 3600 };

static enum errc join(char out[PATH_BYTES], const char *path, const char *suffix, struct err *e) {
    if (snprintf(out, PATH_BYTES, "%s%s", path, suffix) >= PATH_BYTES)
        return ERR(e, E_INVALID, "the path of the backup is too long");
    return OK;
}

static enum errc refuse_existing(const char *path, struct err *e) {
    if (access(path, F_OK) == 0)
        return ERR(e, E_CONFLICT, "there is a file %.140s already", path);
    return OK;
}

/* An empty file of ours alone, and a connection to it. Owner of the connection: caller. */
static enum errc create(const char *path, sqlite3 **ret_handle, struct err *e) {
    (void)unlink(path);
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return ERR_SYS(e, errno == ENOSPC ? E_BUSY : E_DENIED, errno, "%.140s cannot be made",
                       path);
    (void)close(fd);
    return sqlite_open(path, OPEN_CREATE, ret_handle, e);
}

/* One consistent copy of everything. */
static enum errc copy_all(sqlite3 *from, sqlite3 *to, struct err *e) {
    sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
    if (b == NULL)
        return sqlite_err(to, sqlite3_extended_errcode(to), "starting the copy", e);
    int rc = sqlite3_backup_step(b, -1);
    int end = sqlite3_backup_finish(b);
    if (rc != SQLITE_DONE)
        return sqlite_err(to, rc, "copying the database", e);
    return end == SQLITE_OK ? OK : sqlite_err(to, end, "copying the database", e);
}

static enum errc verify(sqlite3 *handle, struct err *e) {
    sqlite3_stmt *s = NULL;
    TRY(sqlite_prepare(handle, "PRAGMA integrity_check(1)", &s, e));
    int rc = sqlite3_step(s);
    const unsigned char *said = rc == SQLITE_ROW ? sqlite3_column_text(s, 0) : NULL;
    enum errc code = OK;
    if (said == NULL)
        code = sqlite_err(handle, rc, "verifying the copy", e);
    else if (strcmp((const char *)said, "ok") != 0)
        code = ERR(e, E_INTERNAL, "the copy is damaged: %.120s", (const char *)said);
    (void)sqlite3_finalize(s);
    return code;
}

/* Keys */

/* The next person of erased.log at fd, one "person at act" a line; 0 at its end. */
static enum errc next_erased(FILE *log, int64_t *ret_person, struct err *e) {
    long long person = 0, at = 0, act = 0;
    int n = fscanf(log, "%lld %lld %lld", &person, &at, &act);
    if (n == EOF && !ferror(log)) {
        *ret_person = 0;
        return OK;
    }
    if (n != 3 || person <= 0)
        return ERR(e, E_INVALID, "the list of erased persons is damaged");
    *ret_person = person;
    return OK;
}

/* Take the keys of everybody in the log out of handle. */
static enum errc withhold(sqlite3 *handle, FILE *log, int64_t *ret_withheld, struct err *e) {
    sqlite3_stmt *s = NULL;
    TRY(sqlite_prepare(handle, "DELETE FROM person_key WHERE person_id = $1", &s, e));
    int64_t person = 0, withheld = 0;
    enum errc code = next_erased(log, &person, e);
    while (code == OK && person != 0) {
        (void)sqlite3_bind_int64(s, 1, person);
        int rc = sqlite3_step(s);
        withheld += sqlite3_changes64(handle);
        (void)sqlite3_reset(s);
        code = rc == SQLITE_DONE ? next_erased(log, &person, e)
                                 : sqlite_err(handle, rc, "withholding a key", e);
    }
    (void)sqlite3_finalize(s);
    if (code == OK)
        *ret_withheld = withheld;
    return code;
}

/* Copy the rows of person_key row by row: one connection never sees both files. */
static enum errc copy_keys(sqlite3 *from, sqlite3 *to, struct err *e) {
    sqlite3_stmt *get = NULL, *put = NULL;
    TRY(sqlite_prepare(from, "SELECT person_id, kv, wrapped FROM person_key", &get, e));
    enum errc code = sqlite_prepare(to, "INSERT INTO person_key VALUES ($1, $2, $3)", &put, e);
    int rc = SQLITE_ROW;
    while (code == OK && (rc = sqlite3_step(get)) == SQLITE_ROW) {
        for (int c = 0; c < 3; c++)
            (void)sqlite3_bind_value(put, c + 1, sqlite3_column_value(get, c));
        int done = sqlite3_step(put);
        (void)sqlite3_reset(put);
        if (done != SQLITE_DONE)
            code = sqlite_err(to, done, "copying a key", e);
    }
    if (code == OK && rc != SQLITE_DONE)
        code = sqlite_err(from, rc, "reading the keys", e);
    (void)sqlite3_finalize(get);
    (void)sqlite3_finalize(put);
    return code;
}

/* Making */

#define KEYS_TABLE                                                                                 \
    "CREATE TABLE person_key (person_id BIGINT NOT NULL PRIMARY KEY, kv BIGINT NOT NULL, "         \
    "wrapped TEXT NOT NULL)"

/* One row in both files: which backup it is, and how many keys belong to it. */
#define BACKUP_TABLE "CREATE TABLE backup (id BIGINT NOT NULL, keys_n BIGINT NOT NULL)"

/* Copy the rows of the SELECT `get` into a table of as many columns. */
static enum errc copy_rows(sqlite3_stmt *get, const char *table, sqlite3 *to, struct err *e) {
    char sql[SQL_BYTES] = "";
    sqlite3_stmt *put = NULL;
    int columns = sqlite3_column_count(get), rc = SQLITE_ROW;
    int n = snprintf(sql, sizeof sql, "INSERT INTO \"%s\" VALUES (?", table);
    for (int c = 1; c < columns; c++)
        n += snprintf(sql + n, sizeof sql - (size_t)n, ",?");
    (void)snprintf(sql + n, sizeof sql - (size_t)n, ")");
    TRY(sqlite_prepare(to, sql, &put, e));
    enum errc code = OK;
    while (code == OK && (rc = sqlite3_step(get)) == SQLITE_ROW) {
        for (int c = 0; c < columns; c++)
            (void)sqlite3_bind_value(put, c + 1, sqlite3_column_value(get, c));
        int done = sqlite3_step(put);
        (void)sqlite3_reset(put);
        if (done != SQLITE_DONE)
            code = sqlite_err(to, done, "copying a row", e);
    }
    if (code == OK && rc != SQLITE_DONE)
        code = sqlite_err(sqlite3_db_handle(get), rc, "reading a row", e);
    (void)sqlite3_finalize(put);
    return code;
}

static enum errc copy_table(sqlite3 *from, const char *table, sqlite3 *to, struct err *e) {
    char sql[SQL_BYTES] = "";
    sqlite3_stmt *get = NULL;
    (void)snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", table);
    TRY(sqlite_prepare(from, sql, &get, e));
    enum errc code = copy_rows(get, table, to, e);
    (void)sqlite3_finalize(get);
    return code;
}

/* Make all tables, or all indexes, of from in to; tables come with their rows, but for the keys. */
static enum errc copy_kind(sqlite3 *from, const char *kind, sqlite3 *to, struct err *e) {
    sqlite3_stmt *s = NULL;
    TRY(sqlite_prepare(from, "SELECT name, sql FROM sqlite_schema WHERE type = $1 AND sql IS NOT NULL AND "
                       "name NOT LIKE 'sqlite_%'", &s, e));
    (void)sqlite3_bind_text(s, 1, kind, -1, SQLITE_STATIC);
    enum errc code = OK;
    int rc = SQLITE_ROW;
    while (code == OK && (rc = sqlite3_step(s)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(s, 0);
        code = sqlite_exec(to, (const char *)sqlite3_column_text(s, 1), "copying the schema", e);
        if (code == OK && strcmp(kind, "table") == 0 && strcmp(name, "person_key") != 0)
            code = copy_table(from, name, to, e);
    }
    if (code == OK && rc != SQLITE_DONE)
        code = sqlite_err(from, rc, "reading the schema", e);
    (void)sqlite3_finalize(s);
    return code;
}

/* A page copy would take the keys along for a while, and a backup that is killed would leave them beside
 * what they open: so row by row. No journals: each file is new, and useless until it is whole. */
static enum errc copy_data(sqlite3 *from, sqlite3 *copy, struct err *e) {
    char sql[SQL_BYTES] = "";
    (void)snprintf(sql, sizeof sql, "PRAGMA page_size=%d; PRAGMA journal_mode=MEMORY; PRAGMA foreign_keys=OFF; "
                   "PRAGMA application_id=%d; BEGIN", PAGE_BYTES, OTBOR_APPLICATION_ID);
    TRY(sqlite_exec(copy, sql, "preparing the copy", e));
    TRY(copy_kind(from, "table", copy, e));
    return copy_kind(from, "index", copy, e);
}

static enum errc mark(sqlite3 *handle, int64_t id, int64_t keys_n, struct err *e) {
    char sql[SQL_BYTES] = "";
    (void)snprintf(sql, sizeof sql, BACKUP_TABLE "; INSERT INTO backup VALUES (%lld, %lld); COMMIT", (long long)id,
                   (long long)keys_n);
    return sqlite_exec(handle, sql, "finishing the copy", e);
}

/* Everything in one state of the database: the read transaction is from's. */
static enum errc split(sqlite3 *from, sqlite3 *copy, sqlite3 *keys, struct err *e) {
    int64_t id = rand_id(), keys_n = 0;
    TRY(sqlite_number(from, "PRAGMA application_id", 0, &keys_n, e));
    if (keys_n != OTBOR_APPLICATION_ID)
        return ERR(e, E_INVALID, "the file is not a database of Otbor");
    TRY(sqlite_exec(from, "BEGIN", "reading the database", e));
    TRY(copy_data(from, copy, e));
    TRY(sqlite_exec(keys, "PRAGMA journal_mode=MEMORY; BEGIN; " KEYS_TABLE, "copying the keys", e));
    TRY(copy_keys(from, keys, e));
    TRY(sqlite_number(keys, "SELECT COUNT(*) FROM person_key", 0, &keys_n, e));
    TRY(mark(copy, id, keys_n, e));
    TRY(mark(keys, id, keys_n, e));
    TRY(verify(copy, e));
    return verify(keys, e);
}

static enum errc make_parts(const char *path, const char *db_part, const char *keys_part,
                            struct err *e) {
    sqlite3 *from = NULL, *copy = NULL, *keys = NULL;
    enum errc code = sqlite_open(path, OPEN_READ, &from, e);
    if (code == OK)
        code = create(db_part, &copy, e);
    if (code == OK)
        code = create(keys_part, &keys, e);
    if (code == OK)
        code = split(from, copy, keys, e);
    (void)sqlite3_close(from);
    (void)sqlite3_close(copy);
    (void)sqlite3_close(keys);
    return code;
}

static bool ends_in(const char *s, const char *end) {
    size_t n = strlen(s), m = strlen(end);
    return n > m && strcmp(s + n - m, end) == 0;
}

/* Unfinished files of backups that were killed, in the folder of dest: of an hour ago at least, so that one that
 * is being written is left alone. Whatever cannot be removed stays. */
static void sweep(const char *dest) {
    char dir[PATH_BYTES] = "", name[PATH_BYTES] = "";
    const char *slash = strrchr(dest, '/');
    (void)snprintf(dir, sizeof dir, "%.*s", slash != NULL ? (int)(slash - dest) + 1 : 2, slash != NULL ? dest : "./");
    DIR *d = opendir(dir);
    const struct dirent *entry = NULL;
    while (d != NULL && (entry = readdir(d)) != NULL) {
        struct stat st = { 0 };
        bool part = ends_in(entry->d_name, ".db" FILE_PART) || ends_in(entry->d_name, ".keys" FILE_PART);
        if (!part || strncmp(entry->d_name, "otbor.", 6) == 0)
            continue; /* a data folder that is being made has such files of its own */
        if (snprintf(name, sizeof name, "%s%s", dir, entry->d_name) < PATH_BYTES && lstat(name, &st) == 0 &&
            S_ISREG(st.st_mode) && time(NULL) - st.st_mtime > STALE_S)
            (void)unlink(name);
    }
    if (d != NULL)
        (void)closedir(d);
}

enum errc backup_make(const char *path, const char *dest, struct err *e) {
    char db[PATH_BYTES], keys[PATH_BYTES], db_part[PATH_BYTES], keys_part[PATH_BYTES];
    TRY(join(db, dest, ".db", e));
    TRY(join(keys, dest, ".keys", e));
    TRY(file_part(db, db_part, e));
    TRY(file_part(keys, keys_part, e));
    TRY(refuse_existing(db, e));
    TRY(refuse_existing(keys, e));
    (void)umask(0077);
    sweep(dest);
    enum errc code = make_parts(path, db_part, keys_part, e);
    if (code == OK)
        code = file_publish(keys_part, keys, e);
    if (code == OK)
        code = file_publish(db_part, db, e);
    if (code != OK) {
        (void)unlink(db_part);
        (void)unlink(keys_part);
        (void)unlink(keys);
    }
    return code;
}

/* Restoring */

/* Which backup a file says it is of; E_INVALID when it is of none. */
static enum errc read_mark(sqlite3 *handle, int64_t *ret_id, int64_t *ret_keys_n, struct err *e) {
    int64_t known = 0;
    TRY(sqlite_number(handle, "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'backup'", 0, &known, e));
    if (known == 0)
        return ERR(e, E_INVALID, "the file is not a backup of Otbor");
    TRY(sqlite_number(handle, "SELECT id FROM backup", 0, ret_id, e));
    return sqlite_number(handle, "SELECT keys_n FROM backup", 0, ret_keys_n, e);
}

/* Is F.keys the one that was made with F.db, and whole? */
static enum errc check_pair(sqlite3 *from, sqlite3 *keys, struct err *e) {
    int64_t id = 0, n = 0, keys_id = 0, keys_n = 0, there = 0;
    TRY(read_mark(from, &id, &n, e));
    if (keys == NULL)
        return OK;
    TRY(read_mark(keys, &keys_id, &keys_n, e));
    if (id != keys_id)
        return ERR(e, E_CONFLICT, "F.keys was not made with F.db: put the two files of one backup together");
    TRY(sqlite_number(keys, "SELECT COUNT(*) FROM person_key", 0, &there, e));
    if (there != n)
        return ERR(e, E_CONFLICT, "F.keys has the keys of %lld people, but %lld belong to this backup", (long long)there,
                   (long long)n);
    return OK;
}

static enum errc fill_restored(sqlite3 *from, sqlite3 *keys, FILE *erased, sqlite3 *to,
                               int64_t *ret_withheld, struct err *e) {
    int64_t id = 0;
    TRY(sqlite_number(from, "PRAGMA application_id", 0, &id, e));
    if (id != OTBOR_APPLICATION_ID)
        return ERR(e, E_INVALID, "the file is not a backup of Otbor");
    TRY(check_pair(from, keys, e));
    TRY(copy_all(from, to, e));
    TRY(sqlite_exec(to, "PRAGMA journal_mode=MEMORY; BEGIN; DROP TABLE backup", "restoring", e));
    if (keys != NULL)
        TRY(copy_keys(keys, to, e));
    *ret_withheld = 0;
    if (erased != NULL)
        TRY(withhold(to, erased, ret_withheld, e));
    TRY(sqlite_exec(to, "COMMIT", "restoring", e));
    TRY(verify(to, e));
    return sqlite_exec(to, "PRAGMA journal_mode=WAL", "restoring", e);
}

static enum errc restore_part(const char *backup_db, const char *backup_keys, FILE *erased,
                              const char *part, int64_t *ret_withheld, struct err *e) {
    sqlite3 *from = NULL, *keys = NULL, *to = NULL;
    enum errc code = sqlite_open(backup_db, OPEN_READ, &from, e);
    if (code == OK && backup_keys != NULL)
        code = sqlite_open(backup_keys, OPEN_READ, &keys, e);
    if (code == OK)
        code = create(part, &to, e);
    if (code == OK)
        code = fill_restored(from, keys, erased, to, ret_withheld, e);
    (void)sqlite3_close(from);
    (void)sqlite3_close(keys);
    (void)sqlite3_close(to);
    return code;
}

enum errc backup_restore(const char *backup_db, const char *backup_keys, const char *erased_log,
                         const char *path, int64_t *ret_withheld, struct err *e) {
    char part[PATH_BYTES];
    TRY(file_part(path, part, e));
    TRY(refuse_existing(path, e));
    FILE *erased = NULL;
    if (erased_log != NULL) {
        erased = fopen(erased_log, "re");
        if (erased == NULL)
            return ERR_SYS(e, E_NOT_FOUND, errno, "%.120s cannot be read", erased_log);
    }
    (void)umask(0077);
    int64_t withheld = 0;
    enum errc code = restore_part(backup_db, backup_keys, erased, part, &withheld, e);
    if (erased != NULL)
        (void)fclose(erased);
    if (code == OK)
        code = file_publish(part, path, e);
    if (code != OK)
        (void)unlink(part);
    else
        *ret_withheld = withheld;
    return code;
}

enum errc backup_is_erased(const char *path, int64_t person_id, bool *ret_erased, struct err *e) {
    FILE *log = fopen(path, "re");
    if (log == NULL && errno != ENOENT)
        return ERR_SYS(e, E_DENIED, errno, "%.120s cannot be read", path);
    int64_t person = log != NULL ? -1 : 0;
    enum errc code = OK;
    while (code == OK && person != 0 && person != person_id)
        code = next_erased(log, &person, e);
    if (log != NULL)
        (void)fclose(log);
    if (code == OK)
        *ret_erased = person == person_id;
    return code;
}

enum errc backup_note_erased(const char *path, int64_t person_id, int64_t at_ms, int64_t act,
                             struct err *e) {
    char line[80] = "";
    int n = snprintf(line, sizeof line, "%lld %lld %lld\n", (long long)person_id, (long long)at_ms,
                     (long long)act);
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return ERR_SYS(e, E_DENIED, errno, "the list of erased persons cannot be opened");
    bool good = write(fd, line, (size_t)n) == n && fsync(fd) == 0;
    int sys = errno;
    (void)close(fd);
    if (!good)
        return ERR_SYS(e, E_BUSY, sys, "the list of erased persons cannot be written");
    return OK;
}

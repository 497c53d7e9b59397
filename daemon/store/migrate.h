/* store/migrate.h — from no database, or an older one, to the one this program knows.
 *
 * migrations/NNNN_name.sql are compiled in (gen/sql/migrations.h). Each runs in one transaction of
 * its own and leaves a row in schema_migration with its checksum; one that was applied is never
 * edited. That table is this file's own, outside of the dialect.
 */
#ifndef DAEMON_STORE_MIGRATE_H
#define DAEMON_STORE_MIGRATE_H

#include <stddef.h>
#include "daemon/base/err.h"

struct migration;

/* How a database stands to the program. */
enum migrate_state {
    MIGRATE_CURRENT,
    MIGRATE_OLDER,   /* `otbor migrate` brings it up to date */
    MIGRATE_NEWER,   /* made by a newer program: refuse */
    MIGRATE_FOREIGN, /* not a database of Otbor */
};

/* Make a new database at path (its folder too, 0700), readable by us alone, with all migrations:
 * first under another name (base/file.h), so that it is there whole or not at all. The caller has
 * the folder to itself. What was made is removed again after an error.
 * Errors: E_CONFLICT (there is a file already), E_DENIED, E_BUSY, E_INTERNAL. */
enum errc migrate_create(const char *path, struct err *e) MUST_CHECK;

/* The two halves of it, for who has more to put into it, or beside it, in between: until
 * migrate_publish the database is path with FILE_PART, which also says that somebody has begun. */
enum errc migrate_prepare(const char *path, struct err *e) MUST_CHECK;
enum errc migrate_publish(const char *path, struct err *e) MUST_CHECK;

/* Apply what is missing; ret_applied says how many were. Nothing else may use the database.
 * Errors: E_NOT_FOUND, E_CONFLICT (newer, foreign, or an applied migration was edited), E_DENIED,
 * E_BUSY, E_INTERNAL (a migration fails; those before it stay). */
enum errc migrate_run(const char *path, size_t *ret_applied, struct err *e) MUST_CHECK;

/* See how the database at path stands, changing nothing.
 * Errors: E_NOT_FOUND, E_CONFLICT (an applied migration was edited), E_DENIED, E_INTERNAL. */
enum errc migrate_check(const char *path, enum migrate_state *ret_state, struct err *e) MUST_CHECK;

/* A sentence for the operator about a state: what it means and what to do. */
const char *migrate_advice(enum migrate_state state);

/* The same with a list of migrations of the caller's (numbers 1..n): for tests. */
enum errc migrate_create_with(const char *path, const struct migration *list, size_t n,
                              struct err *e) MUST_CHECK;
enum errc migrate_prepare_with(const char *path, const struct migration *list, size_t n,
                               struct err *e) MUST_CHECK;
enum errc migrate_run_with(const char *path, const struct migration *list, size_t n,
                           size_t *ret_applied, struct err *e) MUST_CHECK;
enum errc migrate_check_with(const char *path, const struct migration *list, size_t n,
                             enum migrate_state *ret_state, struct err *e) MUST_CHECK;

#endif

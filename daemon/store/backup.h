/* store/backup.h — copies of the database from which an erased person does not come back.
 *
 * A backup is two files: F.db without the rows of person_key, to be kept as long as wanted, and
 * F.keys, the rows, kept 30 days at most: when the last F.keys that knows an erased person is gone,
 * nothing opens what is sealed of them. Both carry the number of the backup and how many keys belong to it, so
 * that files of two backups are not taken for one. The keys never touch F.db, not even while it is made.
 * Neither holds otbor.keys, without which nothing opens either. erased.log beside the database lists who was erased; a restore
 * reads it, so that an older copy does not bring their keys back.
 */
#ifndef DAEMON_STORE_BACKUP_H
#define DAEMON_STORE_BACKUP_H

#include <stdbool.h>
#include <stdint.h>
#include "daemon/base/err.h"

/* Copy the database at path, which may be in use, to `dest`.db and `dest`.keys (0600). Both are
 * verified by integrity_check before they get their names; after an error neither is there. Unfinished files
 * that a killed backup left in the folder are removed.
 * Blocks for the time of the copy; writers are not held up.
 * Errors: E_CONFLICT (dest exists), E_NOT_FOUND, E_BUSY (disk full), E_INTERNAL. */
enum errc backup_make(const char *path, const char *dest, struct err *e) MUST_CHECK;

/* Make the database at path (which must not exist) out of backup_db and the keys of backup_keys
 * (NULL = gone: everything sealed stays closed), without those of persons named in erased_log (NULL =
 * none was ever erased). Verified before it gets its name.
 *   ret_withheld  how many keys erased_log kept out
 * Errors: E_CONFLICT (path exists; backup_keys was not made with backup_db, or lacks keys), E_NOT_FOUND,
 * E_INVALID (not a backup, or erased_log is damaged), E_INTERNAL. */
enum errc backup_restore(const char *backup_db, const char *backup_keys, const char *erased_log,
                         const char *path, int64_t *ret_withheld, struct err *e) MUST_CHECK;

/* Does the log at path name this person? No log names nobody.
 * Errors: E_INVALID (damaged), E_DENIED (cannot be read). */
enum errc backup_is_erased(const char *path, int64_t person_id, bool *ret_erased, struct err *e) MUST_CHECK;

/* Append one erasure to the log at path, durably: the person, Unix ms, the number of the act.
 * Errors: E_DENIED, E_BUSY (disk full). */
enum errc backup_note_erased(const char *path, int64_t person_id, int64_t at_ms, int64_t act,
                             struct err *e) MUST_CHECK;

#endif

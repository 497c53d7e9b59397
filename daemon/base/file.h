/* base/file.h — making files that a power loss leaves whole or not at all.
 */
#ifndef DAEMON_BASE_FILE_H
#define DAEMON_BASE_FILE_H

#include <stdbool.h>
#include "daemon/base/err.h"

/* Make a folder of ours alone (0700); one that is there already is fine.
 *   ret_made  was it made?
 * Errors: E_DENIED, E_BUSY (I/O). */
enum errc file_make_folder(const char *dir, bool *ret_made, struct err *e) MUST_CHECK;

/* A file that is not finished has this behind its name. */
#define FILE_PART ".part"

enum { FILE_PATH_BYTES = 4096 };

/* path with FILE_PART behind it into out. Errors: E_INVALID (too long). */
enum errc file_part(const char *path, char out[FILE_PATH_BYTES], struct err *e) MUST_CHECK;

/* Give a finished file its name for good: part is synced, becomes path, and the folder is synced.
 * Callers have the folder to themselves (store/lock.h).
 * Errors: E_CONFLICT (there is a path already), E_DENIED, E_BUSY (disk full, I/O). */
enum errc file_publish(const char *part, const char *path, struct err *e) MUST_CHECK;

#endif

/* store/check.h — is the database whole, and is the folder closed to others? For `otbor check`. */
#ifndef DAEMON_STORE_CHECK_H
#define DAEMON_STORE_CHECK_H

#include <stdbool.h>
#include <stdint.h>
#include "daemon/base/err.h"

/* Told once per finding: one English sentence. */
typedef void store_report(void *arg, const char *sentence);

/* Look at the database at path, which may be in use: integrity_check, foreign_key_check, whose it is,
 * the modes of its folder and of the files in it. Findings go to report; ret_good is true when there
 * were none. Takes as long as reading the whole file.
 * Errors: only what keeps the check from running. */
enum errc store_check(const char *path, store_report *report, void *arg, bool *ret_good,
                      struct err *e) MUST_CHECK;

/* Free space.
 *
 *   dir        any folder of the file system; min_bytes  what must stay free
 *   ret_bytes  free for us now; NULL = not wanted
 *
 * Errors: E_BUSY when less than min_bytes are free: refuse new work before SQLite has to;
 * E_INTERNAL when the file system does not say. Thread: any. */
enum errc store_check_space(const char *dir, int64_t min_bytes, int64_t *ret_bytes,
                            struct err *e) MUST_CHECK;

#endif

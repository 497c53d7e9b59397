/* store/lock.h — one program at a time on a folder of data. */
#ifndef DAEMON_STORE_LOCK_H
#define DAEMON_STORE_LOCK_H

#include "daemon/base/err.h"

/* Take DIR/otbor.lock for this process: serve, migrate, demo and restore do, so that two servers, or a
 * server and a migration, never meet. Freed when the process ends, or by lock_free.
 *   ret_fd  keep it open
 * Errors: E_CONFLICT (another process has it), E_DENIED. */
enum errc lock_take(const char *dir, int *ret_fd, struct err *e) MUST_CHECK;

/* Give it back. */
void lock_free(int *fd);

#endif

/* store/folder.h — is a folder ours to fill?
 */
#ifndef DAEMON_STORE_FOLDER_H
#define DAEMON_STORE_FOLDER_H

#include "daemon/base/err.h"

/* Check a folder that has no database yet: it may hold what people put into a data folder (otbor.conf, operator.json,
 * packs/, a key file, backups F.db and F.keys, erased.log) and what a start that was cut short left; anything else
 * belongs to somebody who did not mean this folder.
 * Errors: E_CONFLICT (e names the stranger and the way out), E_DENIED (not readable). */
enum errc folder_check(const char *dir, struct err *e) MUST_CHECK;

#endif

/* daemon/watch_disk.h — trouble with the disk, told once when it begins and once when it is over.
 *
 * A request that fails tells of itself; checkpoints, slow commits and space that runs out do not.
 */
#ifndef DAEMON_WATCH_DISK_H
#define DAEMON_WATCH_DISK_H

#include <stdbool.h>
#include "daemon/store/checkpoint.h"
#include "daemon/store/writer.h"

struct watch_disk {
    bool full, failing, slow, stuck; /* what was told and is not over */
};

/* Look, about once a second. full: is there too little space on the disk of dir for new work?
 * Thread: the main one. */
void watch_disk_tick(struct watch_disk *w, const char *dir, bool full, const struct writer_stats *writer,
                     const struct checkpoint_stats *checkpoint);

#endif

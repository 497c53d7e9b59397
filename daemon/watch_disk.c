#include "daemon/watch_disk.h"

#include "daemon/base/log.h"

/* Tell a change of *told. */
static void tell(bool *told, bool now, const char *trouble, const char *over, const char *dir, const char *advice) {
    if (*told == now)
        return;
    *told = now;
    if (now)
        log_line(LOG_WARN, trouble, "data=%s advice=%s", log_value(dir), log_value(advice));
    else
        log_line(LOG_WARN, over, "data=%s", log_value(dir));
}

void watch_disk_tick(struct watch_disk *w, const char *dir, bool full, const struct writer_stats *writer,
                     const struct checkpoint_stats *checkpoint) {
    tell(&w->full, full, "disk_low", "disk_low_over", dir,
         "make space: nothing new is begun, tests under way go on");
    tell(&w->failing, writer->failing_since_ms != 0, "writes_fail", "writes_succeed", dir,
         "no write succeeds: look at the disk; people are told to try again");
    tell(&w->slow, writer->slow, "commits_slow", "commits_fast", dir,
         "a commit took more than a second: the disk is overloaded or failing");
    tell(&w->stuck, checkpoint->failing, "checkpoints_fail", "checkpoints_succeed", dir,
         "the write-ahead log grows until the disk is well");
}

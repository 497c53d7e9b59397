/* web/commands/commands.h — the subcommands that know the application.
 *
 * Each gets what conf_load read of its flags and returns the exit code: 0 done, 1 failed (reason on standard
 * error), 2 wrong usage.
 */
#ifndef WEB_COMMANDS_COMMANDS_H
#define WEB_COMMANDS_COMMANDS_H

#include <stddef.h>
#include "daemon/conf/conf.h"

struct arena;

/* otbor demo --data DIR --seed N: fill an empty folder with a demonstration, print demo.json.
 * --tour URL prints instead, for people, where to click first in a folder that has one. */
extern const struct param DEMO_PARAMS[2];
int command_demo(const struct conf *conf, struct arena *a);

/* otbor check --data DIR: one fault a line; rescoring every handed-in attempt, the audit chain, the file. Without a
 * fault one line that counts what was compared. */
int command_check(const struct conf *conf, struct arena *a);

/* otbor user add|list|disable|password: the people of the agency. Safe while serving. */
extern const struct param USER_PARAMS[5];
int command_user(const struct conf *conf, struct arena *a);

/* otbor outbox [ID]: e-mails that wait or were sent; with an id, the text of one. */
int command_outbox(const struct conf *conf, struct arena *a);

/* otbor pack validate PATH: every fault of a content pack. */
int command_pack(const struct conf *conf, struct arena *a);

#endif

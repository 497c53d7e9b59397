/* conf/conf.h — one table of parameters for flags, environment and file.
 *
 * A parameter a_b is given as the flag --a-b VALUE (or --a-b=VALUE), as the variable OTBOR_A_B, or as the
 * line `a_b = VALUE` in DIR/otbor.conf (INI); the first of these wins, then its default. A command may
 * have flags of its own, which are flags only. The only home of libinih.
 */
#ifndef DAEMON_CONF_CONF_H
#define DAEMON_CONF_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include "daemon/base/err.h"

struct arena;
struct buf;

/* One parameter: its name with underscores, its default (NULL = unset), what help says of it. */
struct param {
    const char *name;
    const char *value; /* how the value is called in help: "DIR", "HOST:PORT", "on|off"; NULL = a flag
                          without a value, which is "on" when given */
    const char *fallback;
    const char *help;
};

/* The parameters of the server: data, listen, key_file, public_url, trusted_proxies, limits, smtp_url, log. */
extern const struct param CONF_PARAMS[];
extern const size_t CONF_PARAMS_N;

enum { CONF_VALUES = 24, CONF_ARGS = 8 };

/* The flags that one command takes. */
struct conf_flags {
    const char *command;     /* "serve", for faults */
    const char *shared;      /* those of CONF_PARAMS, between blanks: " data key_file "; NULL = all */
    const struct param *own; /* [own_n], those of this command alone */
    size_t own_n;
};

/* What was given. Texts live in the arena. */
struct conf {
    struct {
        const char *name, *value;
    } values[CONF_VALUES];
    size_t values_n;
    const char *args[CONF_ARGS]; /* what is no flag, in order */
    size_t args_n;
};

/* Read flags (argv[0] is the first of them), environment and DIR/otbor.conf. The two latter serve all commands, so
 * they may name every parameter.
 * Errors: E_INVALID (e is a sentence that names the flag, or file and line, and the way out). */
enum errc conf_load(const struct conf_flags *flags, int argc, char *const *argv, struct arena *a,
                    struct conf *ret_conf, struct err *e) MUST_CHECK;

/* The value of a parameter, NULL when it is unset. */
const char *conf_get(const struct conf *c, const char *name);

/* The value of an on|off parameter. */
bool conf_on(const struct conf *c, const char *name);

/* Help for --help, two columns: the flags that a command takes, with value, meaning and default. */
void conf_help(const struct conf_flags *flags, struct buf *out);

#endif

#include "daemon/conf/conf.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/base/arena.h"
#include "daemon/base/buf.h"
#include "daemon/base/check.h"
#include "daemon/conf/url.h"

const struct param CONF_PARAMS[] = {
    { "data", "DIR", NULL, "the data folder" },
    { "listen", "HOST:PORT", "127.0.0.1:8080", "where to listen; port 0 is a free one, unix:PATH a socket" },
    { "key_file", "FILE", NULL, "the key file, if it is not DIR/otbor.keys" },
    { "public_url", "ORIGIN", NULL, "the address people use, e.g. https://otbor.example.com, behind a proxy" },
    { "trusted_proxies", "LIST", NULL, "addresses whose X-Forwarded-For is believed, comma-separated" },
    { "limits", "on|off", "on", "limits per address; off is for load tests" },
    { "smtp_url", "URL", NULL, "mail server, e.g. smtp://mail.example.com:587; without it mail waits in the outbox" },
    { "log", "debug|info|warn|error", "info", "the least level that is logged" },
};
const size_t CONF_PARAMS_N = COUNT(CONF_PARAMS);

/* Looking up -------------------------------------------------------------------------------- */

struct reading {
    struct conf *conf;
    const struct conf_flags *flags;
    struct arena *arena;
    const char *file;
    FILE *stream;
    int line; /* of the file, as far as it was read */
    struct err *e;
};

static const struct param *find_in(const struct param *params, size_t n, const char *name) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(params[i].name, name) == 0)
            return &params[i];
    return NULL;
}

/* Does the command take this one of CONF_PARAMS as a flag? */
static bool takes(const struct conf_flags *flags, const char *name) {
    size_t n = strlen(name);
    const char *at = flags->shared;
    if (at == NULL)
        return true;
    while ((at = strstr(at, name)) != NULL && (at[-1] != ' ' || at[n] != ' '))
        at += n;
    return at != NULL;
}

static const char *given(const struct conf *c, const char *name) {
    for (size_t i = 0; i < c->values_n; i++)
        if (strcmp(c->values[i].name, name) == 0)
            return c->values[i].value;
    return NULL;
}

/* Keep a value unless something stronger gave one already. */
static enum errc keep(struct reading *r, const struct param *p, const char *value, const char *from) {
    if (p->value != NULL && strcmp(p->value, "on|off") == 0 && strcmp(value, "on") != 0 &&
        strcmp(value, "off") != 0)
        return ERR(r->e, E_INVALID, "%s must be on or off, not \"%s\" (%s)", p->name, value, from);
    if (p->value != NULL && strcmp(p->value, "ORIGIN") == 0) {
        struct err why = { 0 };
        if (url_origin(value, r->arena, &value, &why) != OK)
            return ERR(r->e, E_INVALID, "%s: %s (%s)", p->name, why.msg, from);
    }
    if (given(r->conf, p->name) != NULL)
        return OK;
    CHECK(r->conf->values_n < CONF_VALUES);
    r->conf->values[r->conf->values_n].name = p->name;
    r->conf->values[r->conf->values_n++].value = arena_strdup(r->arena, value);
    return OK;
}

/* Flags -------------------------------------------------------------------------------------- */

/* "--public-url=…" → "public_url". */
static const char *flag_name(struct arena *a, const char *flag) {
    char *name = arena_strndup(a, flag + 2, strcspn(flag + 2, "="));
    for (char *p = name; *p != '\0'; p++)
        if (*p == '-')
            *p = '_';
    return name;
}

static enum errc read_flag(struct reading *r, int argc, char *const *argv, int *i) {
    const char *flag = argv[*i];
    const char *name = flag_name(r->arena, flag);
    const struct param *p = find_in(r->flags->own, r->flags->own_n, name);
    if (p == NULL && takes(r->flags, name))
        p = find_in(CONF_PARAMS, CONF_PARAMS_N, name);
    if (p == NULL)
        return ERR(r->e, E_INVALID, "%.60s is no flag of otbor %s; otbor %s --help lists them", flag, r->flags->command,
                   r->flags->command);
    const char *from = arena_printf(r->arena, "flag --%.*s", (int)strcspn(flag + 2, "="), flag + 2);
    const char *equals = strchr(flag, '=');
    if (p->value == NULL) {
        if (equals != NULL)
            return ERR(r->e, E_INVALID, "--%.*s takes no value", (int)strcspn(flag + 2, "="), flag + 2);
        return keep(r, p, "on", from);
    }
    if (equals != NULL)
        return keep(r, p, equals + 1, from);
    if (*i + 1 >= argc)
        return ERR(r->e, E_INVALID, "%s needs a value: %s %s", flag, flag, p->value);
    return keep(r, p, argv[++*i], from);
}

static enum errc read_flags(struct reading *r, int argc, char *const *argv) {
    for (int i = 0; i < argc; i++) {
        if (argv[i][0] == '-' && argv[i][1] != '\0' && argv[i][1] != '-')
            return ERR(r->e, E_INVALID, "%.60s is no flag of otbor %s: flags begin with --; otbor %s --help lists them",
                       argv[i], r->flags->command, r->flags->command);
        if (argv[i][0] == '-' && argv[i][1] == '-') {
            TRY(read_flag(r, argc, argv, &i));
        } else if (r->conf->args_n == CONF_ARGS) {
            return ERR(r->e, E_INVALID, "too many arguments, from \"%s\" on", argv[i]);
        } else {
            r->conf->args[r->conf->args_n++] = arena_strdup(r->arena, argv[i]);
        }
    }
    return OK;
}

/* Environment and file --------------------------------------------------------------------------- */

static enum errc read_environment(struct reading *r) {
    for (size_t i = 0; i < CONF_PARAMS_N; i++) {
        char *name = arena_printf(r->arena, "OTBOR_%s", CONF_PARAMS[i].name);
        for (char *p = name; *p != '\0'; p++)
            if (*p >= 'a' && *p <= 'z')
                *p = (char)(*p - 'a' + 'A');
        const char *value = getenv(name);
        if (value != NULL && value[0] != '\0')
            TRY(keep(r, &CONF_PARAMS[i], value, name));
    }
    return OK;
}

/* Debian's libinih tells its handler no line numbers, so we hand it the lines and count. */
static char *next_line(char *into, int n, void *user) {
    struct reading *r = user;
    r->line++;
    return fgets(into, n, r->stream);
}

/* libinih's handler: 1 = go on. */
static int on_line(void *user, const char *section, const char *name, const char *value) {
    struct reading *r = user;
    if (r->e->code != OK)
        return 0;
    const char *where = arena_printf(r->arena, "%s:%d", r->file, r->line);
    const struct param *p = find_in(CONF_PARAMS, CONF_PARAMS_N, name);
    if (section[0] != '\0')
        return ERR(r->e, E_INVALID, "%s: otbor.conf has no sections; remove [%s]", where, section), 0;
    if (p == NULL || strcmp(name, "data") == 0)
        return ERR(r->e, E_INVALID, "%s: unknown key %s; `otbor serve --help` lists the keys", where,
                   name),
               0;
    return keep(r, p, value, where) == OK;
}

static enum errc read_file(struct reading *r) {
    const char *data = given(r->conf, "data");
    if (data == NULL)
        return OK;
    r->file = arena_printf(r->arena, "%s/otbor.conf", data);
    if (access(r->file, F_OK) != 0)
        return OK;
    r->stream = fopen(r->file, "re");
    if (r->stream == NULL)
        return ERR_SYS(r->e, E_INVALID, errno, "%s cannot be read; check its owner and mode", r->file);
    int line = ini_parse_stream(next_line, r, on_line, r);
    (void)fclose(r->stream);
    if (r->e->code != OK)
        return r->e->code;
    if (line > 0)
        return ERR(r->e, E_INVALID, "%s:%d: not a line of the form key = value", r->file, line);
    return OK;
}

/* Use -------------------------------------------------------------------------------------------- */

enum errc conf_load(const struct conf_flags *flags, int argc, char *const *argv, struct arena *a,
                    struct conf *ret_conf, struct err *e) {
    *ret_conf = (struct conf){ 0 };
    struct err unwanted = { 0 };
    if (e == NULL)
        e = &unwanted;
    struct reading r = { .conf = ret_conf, .flags = flags, .arena = a, .e = e };
    TRY(read_flags(&r, argc, argv));
    TRY(read_environment(&r));
    TRY(read_file(&r));
    for (size_t i = 0; i < flags->own_n; i++)
        if (flags->own[i].fallback != NULL)
            TRY(keep(&r, &flags->own[i], flags->own[i].fallback, "default"));
    for (size_t i = 0; i < CONF_PARAMS_N; i++)
        if (CONF_PARAMS[i].fallback != NULL)
            TRY(keep(&r, &CONF_PARAMS[i], CONF_PARAMS[i].fallback, "default"));
    return OK;
}

const char *conf_get(const struct conf *c, const char *name) {
    return given(c, name);
}

bool conf_on(const struct conf *c, const char *name) {
    const char *value = given(c, name);
    return value != NULL && strcmp(value, "on") == 0;
}

static void help_line(const struct param *p, struct buf *out) {
    size_t from = out->len;
    buf_puts(out, "  --");
    for (const char *c = p->name; *c != '\0'; c++)
        buf_putc(out, *c == '_' ? '-' : *c);
    if (p->value != NULL)
        buf_printf(out, " %s", p->value);
    while (out->len - from < 30)
        buf_putc(out, ' ');
    buf_printf(out, " %s", p->help);
    if (p->fallback != NULL)
        buf_printf(out, " (default %s)", p->fallback);
    buf_putc(out, '\n');
}

void conf_help(const struct conf_flags *flags, struct buf *out) {
    for (size_t i = 0; i < CONF_PARAMS_N; i++)
        if (takes(flags, CONF_PARAMS[i].name))
            help_line(&CONF_PARAMS[i], out);
    for (size_t i = 0; i < flags->own_n; i++)
        help_line(&flags->own[i], out);
}

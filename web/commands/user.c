/* otbor user: who may sign in. */
#include <stdio.h>
#include <string.h>

#include "daemon/auth/password.h"
#include "daemon/auth/staff.h"
#include "daemon/auth/throttle.h"
#include "daemon/auth/token.h"
#include "daemon/base/arena.h"
#include "daemon/base/check.h"
#include "daemon/base/text.h"
#include "web/commands/commands.h"
#include "web/commands/tool.h"

const struct param USER_PARAMS[5] = {
    { "email", "ADDRESS", NULL, "whose account" },
    { "name", "NAME", NULL, "add: the name as colleagues read it" },
    { "role", "administrator|recruiter", "recruiter", "add: what they may do" },
    { "password_stdin", NULL, NULL, "add, password: read the password from standard input, one line" },
    { "lang", "ru|en", "ru", "add: the language of their pages" },
};

/* Reading what was given --------------------------------------------------------------------------- */

static enum errc read_email(const struct conf *conf, struct arena *a, const char **ret, struct err *e) {
    const char *given = conf_get(conf, "email");
    if (given == NULL || text_email(given, a, ret) != OK)
        return ERR(e, E_INVALID, "which account? --email ADDRESS, such as ivanova@agency.example");
    return OK;
}

/* One line of standard input, without its end. */
static enum errc read_password(const struct conf *conf, const char *email, const char *name, struct arena *a,
                               const char **ret, struct err *e) {
    if (!conf_on(conf, "password_stdin"))
        return ERR(e, E_INVALID, "give --password-stdin and the password as one line on standard input");
    char *line = arena_alloc(a, PASSWORD_BYTES_MAX + 3, 1);
    if (fgets(line, PASSWORD_BYTES_MAX + 3, stdin) == NULL)
        return ERR(e, E_INVALID, "there was no password on standard input");
    line[strcspn(line, "\r\n")] = '\0';
    if (!text_is_utf8(line, strlen(line)))
        return ERR(e, E_INVALID, "the password is not UTF-8");
    const char *context[] = { email, name };
    switch (password_check(line, context, COUNT(context), a)) {
    case PASSWORD_FINE:
        *ret = text_nfc(line, a);
        return OK;
    case PASSWORD_SHORT:
        return ERR(e, E_INVALID, "the password needs at least %d characters; four plain words do",
                   PASSWORD_CHARS_MIN);
    case PASSWORD_LONG:
        return ERR(e, E_INVALID, "the password is longer than %d bytes", PASSWORD_BYTES_MAX);
    case PASSWORD_COMMON:
        return ERR(e, E_INVALID, "this password is easily guessed: known words, runs or repetitions");
    case PASSWORD_CONTEXT:
        return ERR(e, E_INVALID, "this password is mostly a name or address that others know");
    }
    return ERR(e, E_INTERNAL, "unknown verdict on the password");
}

/* The acts ------------------------------------------------------------------------------------------ */

struct user_change {
    struct staff_in in;
    int64_t id;
    const char *password_sealed;
};

static enum errc add(struct flow *f, void *arg, struct err *e) {
    struct user_change *c = arg;
    TRY(staff_add(f->db, f->app->keys, &c->in, f->arena, &c->id, e));
    return flow_audit(f, "staff.added", "staff", c->id, NULL, e);
}

/* A new password also ends the block that strangers' guesses had brought. */
static enum errc set_password(struct flow *f, void *arg, struct err *e) {
    struct user_change *c = arg;
    TRY(staff_set_password(f->db, c->id, c->password_sealed, NULL, e));
    TRY(throttle_forget(f->db, token_email_index(f->app->keys, c->in.email, f->arena), "", e));
    return flow_audit(f, "staff.password_set", "staff", c->id, NULL, e);
}

static enum errc disable(struct flow *f, void *arg, struct err *e) {
    struct user_change *c = arg;
    TRY(staff_set_disabled(f->db, c->id, true, f->now_ms, f->arena, e));
    return flow_audit(f, "staff.disabled", "staff", c->id, NULL, e);
}

/* Who is meant by --email. */
static enum errc find(struct tool *t, const struct conf *conf, const struct staff **ret, struct err *e) {
    const char *email = NULL;
    TRY(read_email(conf, t->flow.arena, &email, e));
    TRY(staff_find_email(t->db, t->app->keys, email, t->flow.arena, ret, e));
    if (*ret == NULL)
        return ERR(e, E_NOT_FOUND, "nobody has this address; `otbor user list` shows everybody");
    return OK;
}

static enum errc user_add(struct tool *t, const struct conf *conf, struct err *e) {
    struct arena *a = t->flow.arena;
    struct user_change c = { .in = { .lang = lang_of_tag(conf_get(conf, "lang")),
                                     .now_ms = t->flow.now_ms } };
    if (staff_role_parse(conf_get(conf, "role"), &c.in.role) != OK)
        return ERR(e, E_INVALID, "--role is administrator or recruiter, not \"%s\"", conf_get(conf, "role"));
    TRY(read_email(conf, a, &c.in.email, e));
    const char *name = conf_get(conf, "name");
    if (name == NULL || text_accept(name, strlen(name), TEXT_LINE, 120, a, &c.in.name, NULL) != OK ||
        c.in.name[0] == '\0')
        return ERR(e, E_INVALID, "what is their name? --name \"Olga Martynova\"");
    const char *password = NULL;
    TRY(read_password(conf, c.in.email, c.in.name, a, &password, e));
    TRY(tool_write(t, add, &c, e));
    c.password_sealed = password_hash(t->app->keys, c.id, password, a);
    TRY(tool_write(t, set_password, &c, e));
    (void)printf("added\n");
    return OK;
}

static enum errc user_disable(struct tool *t, const struct conf *conf, struct err *e) {
    const struct staff *who = NULL;
    TRY(find(t, conf, &who, e));
    struct user_change c = { .id = who->id };
    TRY(tool_write(t, disable, &c, e));
    (void)printf("disabled; their sessions have ended\n");
    return OK;
}

static enum errc user_password(struct tool *t, const struct conf *conf, struct err *e) {
    const struct staff *who = NULL;
    const char *password = NULL;
    TRY(find(t, conf, &who, e));
    TRY(read_password(conf, who->email, who->name, t->flow.arena, &password, e));
    struct user_change c = { .in = { .email = who->email },
                             .id = who->id,
                             .password_sealed = password_hash(t->app->keys, who->id, password, t->flow.arena) };
    TRY(tool_write(t, set_password, &c, e));
    (void)printf("changed; their sessions have ended\n");
    return OK;
}

static enum errc user_list(struct tool *t, const struct conf *conf, struct err *e) {
    (void)conf;
    const struct staff *members = NULL;
    size_t n = 0;
    TRY(staff_list(t->db, t->app->keys, t->flow.arena, &members, &n, e));
    for (size_t i = 0; i < n; i++)
        (void)printf("%-14s %-32s %s%s\n", staff_role_word(members[i].role),
                     members[i].email != NULL ? members[i].email : "(erased)",
                     members[i].name != NULL ? members[i].name : "", members[i].disabled_at != 0 ? " (disabled)" : "");
    return OK;
}

static const struct {
    const char *name;
    enum errc (*run)(struct tool *t, const struct conf *conf, struct err *e);
} ACTS[] = { { "add", user_add }, { "list", user_list }, { "disable", user_disable }, { "password", user_password } };

int command_user(const struct conf *conf, struct arena *a) {
    size_t act = 0;
    while (act < COUNT(ACTS) && (conf->args_n != 1 || strcmp(ACTS[act].name, conf->args[0]) != 0))
        act++;
    if (act == COUNT(ACTS)) {
        (void)fprintf(stderr, "otbor: usage: otbor user add|list|disable|password --data DIR …\n");
        return 2;
    }
    struct tool t = { 0 };
    struct err e = { 0 };
    enum errc code = tool_open(conf, a, &t, &e);
    if (code == OK)
        code = ACTS[act].run(&t, conf, &e);
    tool_close(&t);
    return code == OK ? 0 : tool_failed(&e);
}

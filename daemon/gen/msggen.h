/* gen/msggen.h — locale files on their way to typed C functions.
 *
 *   msg_read.c   JSON → struct messages of one language, sorted by key
 *   msg_check.c  typography, plural forms, and that both languages say the same things
 *   msg_emit.c   C
 */
#ifndef DAEMON_GEN_MSGGEN_H
#define DAEMON_GEN_MSGGEN_H

#include <stdbool.h>
#include <stddef.h>
#include "daemon/gen/gen.h"

enum { MSG_PARAMS_MAX = 8 };

/* In the order of enum lang and enum plural (base/text.h). */
enum msg_lang { MSG_RU, MSG_EN, MSG_LANGS };
enum msg_form { MSG_ONE, MSG_FEW, MSG_MANY, MSG_OTHER, MSG_FORMS };
extern const char *const MSG_FORM_NAMES[MSG_FORMS];

/* {name} or {name:int} */
struct msg_param {
    const char *name;
    bool is_int;
};

/* One text of one language. */
struct message {
    const char *file;
    int line;
    const char *key, *c_name;     /* "home.title", "home_title" */
    bool is_plural;               /* else the text is forms[MSG_OTHER] alone */
    const char *forms[MSG_FORMS]; /* NULL where there is none */
    struct msg_param params[MSG_PARAMS_MAX];
    size_t params_n; /* in order of first appearance */
};

struct messages {
    struct message *v;
    size_t n;
};

/* Print "file:line: key KEY: reason". */
#define MSG_COMPLAIN(m, ...) gen_complain_of((m)->file, (m)->line, "key", (m)->key, __VA_ARGS__)

/* A piece of a text: a literal (param NULL) or a parameter. */
struct msg_piece {
    const char *at;
    size_t len;
    bool is_param;
    struct msg_param param;
};

/* The piece at *rest; moves *rest behind it. False at the end. A brace that opens no parameter is
 * taken as a literal; msg_check complains about it. */
bool msg_next_piece(const char **rest, struct msg_piece *ret_piece);

/* Read the files of one language. */
struct messages msg_read(const char *const *paths, size_t n);

/* Complain about a language on its own, and about two that do not match. */
void msg_check(const struct messages *all, enum msg_lang lang);
void msg_check_pair(const struct messages *ru, const struct messages *en);

/* Write msg.h and msg.c into dir. Both lists match. */
void msg_emit(const char *dir, const struct messages *ru, const struct messages *en);

#endif

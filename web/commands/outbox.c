/* otbor outbox: letters, for an installation without a mail server and for whoever asks where one is. */
#include <stdio.h>
#include <stdlib.h>

#include "daemon/base/text.h"
#include "gen/sql/mail.h"
#include "web/commands/commands.h"
#include "web/commands/tool.h"
#include "web/flows/person.h"
#include "web/kit/format.h"

enum { LETTERS_SHOWN = 200 };

/* What a letter says, or why it does not: one that does not open keeps nobody from the others. */
static const char *opened(struct tool *t, int64_t person_id, enum seal_place place, int64_t id, const char *sealed) {
    const char *text = NULL;
    if (person_open(&t->flow, person_id, place, id, sealed, &text, NULL) != OK)
        return "(does not open)";
    return text != NULL ? text : "(erased)";
}

static enum errc list(struct tool *t, struct err *e) {
    struct q_outbox_list_rows rows = { 0 };
    TRY(q_outbox_list(t->db, LETTERS_SHOWN, t->flow.arena, &rows, e));
    for (size_t i = 0; i < rows.n; i++) {
        const char *to = opened(t, rows.v[i].person_id, SEAL_LETTER_TO, rows.v[i].id, rows.v[i].to_sealed);
        const char *why = rows.v[i].last_error;
        (void)printf("%lld  %-8s %-22s %s%s%s\n", (long long)rows.v[i].id, rows.v[i].state, rows.v[i].kind,
                     to, why != NULL ? "  – " : "", why != NULL ? why : "");
    }
    return OK;
}

static enum errc show(struct tool *t, const char *id_text, struct err *e) {
    int64_t id = 0;
    if (text_i64(id_text, 1, INT64_C(1) << 53, &id) != OK)
        return ERR(e, E_INVALID, "\"%s\" is no number of a letter; `otbor outbox` lists them", id_text);
    const struct q_outbox_get_row *row = NULL;
    TRY(q_outbox_get(t->db, id, t->flow.arena, &row, e));
    if (row == NULL)
        return ERR(e, E_NOT_FOUND, "there is no letter %s", id_text);
    const char *to = opened(t, row->person_id, SEAL_LETTER_TO, id, row->to_sealed);
    const char *subject = opened(t, row->person_id, SEAL_LETTER_SUBJECT, id, row->subject_sealed);
    const char *body = opened(t, row->person_id, SEAL_LETTER_BODY, id, row->body_sealed);
    const char *why = row->last_error;
    (void)printf("To: %s\nSubject: %s\nState: %s\n%s%s%s\n%s\n", to, subject, row->state, why != NULL ? "Last failure: " : "",
                 why != NULL ? why : "", why != NULL ? "\n" : "", body);
    return OK;
}

int command_outbox(const struct conf *conf, struct arena *a) {
    if (conf->args_n > 1) {
        (void)fprintf(stderr, "otbor: usage: otbor outbox [ID] --data DIR\n");
        return 2;
    }
    struct tool t = { 0 };
    struct err e = { 0 };
    enum errc code = tool_open(conf, a, &t, &e);
    if (code == OK)
        code = conf->args_n == 1 ? show(&t, conf->args[0], &e) : list(&t, &e);
    tool_close(&t);
    return code == OK ? 0 : tool_failed(&e);
}

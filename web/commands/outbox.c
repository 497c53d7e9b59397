/* otbor outbox: letters, for an installation without a mail server and for whoever asks where one is. */
#include <stdio.h>
#include <stdlib.h>

#include "daemon/base/text.h"
#include "gen/sql/mail.h"
#include "web/commands/commands.h"
#include "web/commands/tool.h"
#include "web/flows/person.h"
#include "web/format.h"

enum { LETTERS_SHOWN = 200 };

static enum errc list(struct tool *t, struct err *e) {
    struct q_outbox_list_rows rows = { 0 };
    TRY(q_outbox_list(t->db, LETTERS_SHOWN, t->flow.arena, &rows, e));
    for (size_t i = 0; i < rows.n; i++) {
        const char *to = NULL;
        TRY(person_open(&t->flow, rows.v[i].person_id, SEAL_LETTER_TO, rows.v[i].id,
                        rows.v[i].to_sealed, &to, e));
        const char *why = rows.v[i].last_error;
        (void)printf("%lld  %-8s %-22s %s%s%s\n", (long long)rows.v[i].id, rows.v[i].state, rows.v[i].kind,
                     to != NULL ? to : "(erased)", why != NULL ? "  – " : "", why != NULL ? why : "");
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
    const char *to = NULL, *subject = NULL, *body = NULL;
    TRY(person_open(&t->flow, row->person_id, SEAL_LETTER_TO, id, row->to_sealed, &to, e));
    TRY(person_open(&t->flow, row->person_id, SEAL_LETTER_SUBJECT, id, row->subject_sealed, &subject, e));
    TRY(person_open(&t->flow, row->person_id, SEAL_LETTER_BODY, id, row->body_sealed, &body, e));
    const char *why = row->last_error;
    (void)printf("To: %s\nSubject: %s\nState: %s\n%s%s%s\n%s\n", to != NULL ? to : "(erased)",
                 subject != NULL ? subject : "", row->state, why != NULL ? "Last failure: " : "",
                 why != NULL ? why : "", why != NULL ? "\n" : "", body != NULL ? body : "");
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
